"""What the columns of a table are, told from the names that people give them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from align.errors import LanguageError, UsageError
from align.lang import parse
from align.language_names import LANGUAGE_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.termbases import Columns

__all__ = ["LONG_COLUMNS", "WIDE_COLUMNS", "Meaning", "letters", "meanings", "missing", "told"]

LONG_COLUMNS = (
    "concept",
    "lang",
    "text",
    "status",
    "valid_from",
    "valid_to",
    "authority",
    "note",
    "forms",
    "subject",
    "definition",
    "part_of_speech",
    "source",
    "case_sensitive",
    "gap",
    "abbreviation_of",
    "concept_note",
    "concept_source",
    "broader",
)
"""The columns of the form with a row a term."""
WIDE_COLUMNS = ("concept", "subject", "definition", "note", "source", "broader")
"""The columns, besides those of languages, of the form with a row a concept."""

_OF_A_LANGUAGE = (
    *("status", "valid_from", "valid_to", "authority", "note", "forms", "part_of_speech", "source", "definition"),
    *("case_sensitive", "gap"),
)
# What else people call the columns, in small letters
_SYNONYMS = {
    "concept": "concept id|id|entry|entry id|concept no|entry no|no|no.|nr|nr.|n°|№|#|number|nummer|numéro|编号|序号"
    "|番号|номер|número|concepto|entrée|eintrag",
    "lang": "language|lang code|language code|langue|sprache|idioma|язык|语言|语种",
    "text": "term|rendering|terme|benennung|término|термин|术语|词条|用語",
    "status": "usage|usage status|term status|statut|estado|статус|状态",
    "valid_from": "valid from|from|since|depuis|gültig ab|desde|с|起始日期|开始日期",
    "valid_to": "valid to|valid until|until|to|jusqu'à|gültig bis|hasta|по|终止日期|结束日期",
    "authority": "publisher|owner|client|customer|autorité|autoridad|机构",
    "note": "notes|comment|comments|remark|remarks|usage note|remarque|remarques|commentaire|anmerkung|anmerkungen"
    "|bemerkung|bemerkungen|kommentar|nota|notas|comentario|comentarios|примечание|примечания|комментарий|备注|注释"
    "|说明|備考|注|ملاحظات|ملاحظة",
    "subject": "subject field|domain|field|area|category|topic|domaine|sachgebiet|fachgebiet|kategorie|dominio|campo"
    "|область|тема|领域|类别|分类|主题|学科|分野|المجال",
    "definition": "def|def.|explanation|meaning|définition|erklärung|definición|определение|定义|释义|解释|定義"
    "|التعريف",
    "source": "reference|references|ref|ref.|référence|quelle|fuente|referencia|источник|来源|出处|出典|المصدر",
    "part_of_speech": "part of speech|pos|word class|wortart|catégorie grammaticale|词性|品詞|часть речи",
    "forms": "variants of form|inflections|word forms|formen",
    "case_sensitive": "case sensitive|case",
    "gap": "words between",
    "abbreviation_of": "abbreviation of|short for|long form",
    "concept_note": "concept note",
    "concept_source": "concept source",
    "broader": "broader concept|parent|oberbegriff|上位概念|上位词",
}
_FIELDS: dict[str, str] = {name: name for name in LONG_COLUMNS}
_FIELDS |= {name.replace("_", " "): name for name in LONG_COLUMNS}
_FIELDS |= {synonym: name for name, synonyms in _SYNONYMS.items() for synonym in synonyms.split("|")}
# Words that say no more than that a column holds terms
_NEUTRAL = frozenset(
    (
        *("term", "terms", "terme", "termes", "text", "rendering", "renderings", "translation", "translations"),
        *(
            "version",
            "name",
            "preferred",
            "equivalent",
            "benennung",
            "término",
            "termino",
            "термин",
            "перевод",
            "术语",
            "译文",
        ),
        *(
            "译法",
            "词条",
            "名称",
            "用語",
            "訳語",
            "source",
            "target",
            "lang",
            "language",
            "langue",
            "sprache",
            "the",
            "of",
            "in",
        ),
    )
)
_LONG_CODES = frozenset(
    (
        *("ara", "bul", "ces", "chi", "cze", "deu", "dut", "ell", "eng", "est", "fra", "fre", "ger", "gle", "gre"),
        *("heb", "hin", "hrv", "hun", "ind", "ita", "jpn", "kor", "lav", "mlt", "msa", "nld", "pol", "por", "ron"),
        *("rum", "rus", "slk", "slv", "spa", "srp", "swe", "tha", "tur", "ukr", "vie", "zho"),
        *("arz", "bho", "ceb", "chr", "ckb", "cmn", "crh", "dsb", "fil", "frp", "gsw", "haw"),
        *("hsb", "ilo", "kab", "kmr", "kok", "lij", "lzh", "mni", "nds", "nso"),
        *("prs", "sah", "scn", "sma", "sme", "smn", "syr", "szl", "tet", "tpi", "tyv"),
        *("tzm", "vec", "wuu", "yue", "zgh"),
    )
)
_CODES = frozenset(tag for tag in LANGUAGE_NAMES.values() if len(tag) == 2)
_BREAKS = regex.compile(r"[\s()\[\]（）【】{}/\\_,:;：|.–—-]+")
_LETTERS = regex.compile(r"[A-Za-z]{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a column holds.

    Attributes:
        field: its name among the columns of the long form; ``text`` for terms; None if the column is not read.
        lang: canonical tag of the language that it is about, or None.
        known: whether that could be told; a column that could not is either empty or a problem.
    """

    field: str | None = None
    lang: str | None = None
    known: bool = True

    @property
    def is_of_terms(self) -> bool:
        """Whether the column holds the terms of a language."""
        return self.field == "text" and self.lang is not None

    def __str__(self) -> str:
        """``fr``, ``note``, or ``note:fr``."""
        if self.field is None:
            return "left out"
        if self.is_of_terms:
            return str(self.lang)
        return f"{self.field}:{self.lang}" if self.lang else self.field


def letters(column: int) -> str:
    """The letters of a column from 0, as spreadsheets write them."""
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(ord("A") + rest) + out
    return out


def meanings(headers: Sequence[str], columns: Columns) -> list[Meaning]:
    """What each column is: as the user says, or else as its header says.

    Raises:
        UsageError: the user names what is neither a language tag nor a field.
    """
    out = [_guessed(" ".join(header.split())) for header in headers]
    for name, value in columns.named:
        if (place := _place(name, headers)) is not None:
            out[place] = _stated(name, value)
    for name in columns.ignored:
        if (place := _place(name, headers)) is not None:
            out[place] = Meaning()
    return out


def missing(headers: Sequence[str], columns: Columns) -> str | None:
    """The first column that the user names and that is not there."""
    names = (*(name for name, _ in columns.named), *columns.ignored)
    return next((name for name in names if _place(name, headers) is None), None)


def told(headers: Sequence[str], found: Sequence[Meaning]) -> str:
    """The mapping in one line, of what does not go without saying; empty if all does."""
    parts, odd = [], False
    for place, (header, meaning) in enumerate(zip(headers, found, strict=True)):
        name = " ".join(header.split())
        if not name and meaning.field is None:
            continue
        odd = odd or name.lower().replace(" ", "_") != str(meaning).lower()
        parts.append(f"{letters(place)} {name!r} = {meaning}")
    return ", ".join(parts) if odd else ""


def _place(name: str, headers: Sequence[str]) -> int | None:
    """The column with this header, or, if none has it, with these letters."""
    wanted = " ".join(name.split()).casefold()
    for place, header in enumerate(headers):
        if " ".join(header.split()).casefold() == wanted:
            return place
    if _LETTERS.fullmatch(name):
        return next((place for place in range(len(headers)) if letters(place) == name.upper()), None)
    return None


def _stated(name: str, value: str) -> Meaning:
    field, colon, tag = value.partition(":")
    field = field.strip()
    known = _FIELDS.get(field.casefold())
    if not colon and known is None:
        field, tag, known = "text", value, "text"
    if known is None or (tag and known not in (*_OF_A_LANGUAGE, "text")):
        raise UsageError(
            f"--column {name}={value}: {field!r} is no field; give a language tag such as fr, a field "
            f"({', '.join(LONG_COLUMNS)}), or a field of a language such as note:fr"
        )
    try:
        return Meaning(field=known, lang=parse(tag) if tag else None)
    except LanguageError:
        raise UsageError(
            f"--column {name}={value}: {tag!r} is neither a language tag such as fr or zh-Hant nor one of "
            f"{', '.join(LONG_COLUMNS)}"
        ) from None


@lru_cache(maxsize=1024)
def _guessed(header: str) -> Meaning:
    low = header.casefold()
    if not low:
        return Meaning(known=False)
    if low in _FIELDS:
        return Meaning(field=_FIELDS[low])
    if low in LANGUAGE_NAMES:
        return Meaning(field="text", lang=LANGUAGE_NAMES[low])
    tag = _tag(header)
    if tag is not None:
        return Meaning(field="text", lang=tag)
    lang, rest = _split(header)
    if lang is None:
        return Meaning(known=False)
    words = [word for word in rest if word.casefold() not in _NEUTRAL]
    if not words:
        return Meaning(field="text", lang=lang)
    field = _FIELDS.get(" ".join(words).casefold())
    if field in _OF_A_LANGUAGE:
        return Meaning(field=field, lang=lang)
    return Meaning(known=False)


def _tag(text: str) -> str | None:
    """The language that a tag names; three letters only if they are known well, for many short words are such tags."""
    try:
        tag = parse(text)
    except LanguageError:
        return None
    written = text.strip().replace("_", "-").partition("-")[0].lower()
    return tag if len(written) == 2 or written in _LONG_CODES else None


def _split(header: str) -> tuple[str | None, list[str]]:
    """The one language that a header names, and its other words; a second name of the same language is none of them."""
    words = [word for word in _BREAKS.split(header) if word]
    found: str | None = None
    rest: list[str] = []
    at = 0
    while at < len(words):
        for length in (3, 2, 1):
            lang = _named(words[at : at + length])
            if lang is not None and len(words) - at >= length:
                break
        else:
            length, lang = 1, None
        if lang is None:
            rest.append(words[at])
        elif found is None or lang.startswith(f"{found}-"):
            found = lang
        elif not found.startswith(lang):
            return None, words
        at += length
    return found, rest


def _named(words: list[str]) -> str | None:
    name = " ".join(words).casefold()
    if name in LANGUAGE_NAMES:
        return LANGUAGE_NAMES[name]
    if len(words) == 1:
        return name if name in _CODES else None
    if len(words) == 2 and words[0].casefold() in _CODES and len(words[1]) in (2, 4):
        return _tag("-".join(words))
    return None
