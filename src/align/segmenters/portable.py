r"""Our segmentation as SRX 2.0 for other tools: Chinese and Japanese as they are, the rest made of the data files.

SRX knows no second opinion, no matching of quotation marks and no length of a sentence; what the default segmenter
does with these is left out, so a few places differ (``docs/segmenters/srx.md`` says how many). Expressions keep to what
Java, ICU and `regex` share, and a ``beforebreak`` ends at one place only: OmegaT looks for it from left to right and
tries no shorter match.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from align.errors import UsageError
from align.formats.srx import SrxText, read_rules, write_rules
from align.lang import primary
from align.output import replacing
from align.segmenters._abbreviations import LANGUAGES, Class, Knowledge, knowledge
from align.segmenters._protected import BRACKETS, QUOTATION
from align.segmenters._repair import HEADED, SPEAKER
from align.segmenters.srx import OWN_RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["portable_languages", "write_portable"]

_STOP = ".!?…؟۔‼⁇⁈⁉"
_CLOSERS = r"(?:[\u00a0\u202f]?[\"'”’»›)\]}“‘]|[ ][»›](?=[\s\p{P}]|$))*"
_END = rf"[{_STOP}]+{_CLOSERS}(?:\[[0-9]{{1,3}}\])?"
_OPENERS = r"(?:[\"'“”‘’„‚«»‹›(\[{¿¡—–•·-]\s*)*"
_WORD = r"(?<![\p{L}\p{N}\p{M}])"
_NO_WORD = r"(?![\p{L}\p{N}\p{M}])"
_LABEL = r"\(?(?:\p{L}|[ivx]{1,5}|\p{Nd}{1,3})\)\s"
_LABEL_WITH_STOP = r"(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|\p{L}|[ivx]{1,5}|[IVX]{1,5})\."
_NUMBER = (
    r"(?:\+?\p{Nd}|[IVXLC]+\b|[§№#]|\p{Lu}\b(?![.’'])|\p{L}\)|\p{Lu}{1,6}[/-][\p{Lu}\p{Nd}]"
    r"|\p{Lu}\p{L}{0,5}\.\s*\p{Nd})"
)
_TITLES = ("Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "St.")  # before names in texts of any language
_MOST = 60  # alternatives in one expression
_OWN_LANGUAGES = ("zh", "ja")
_SPANNING = "brackets and short quotations"
_OWN_END = r"[。！？｡!?.…；][。！？｡!?.…”’」』）》〉】\"')\]]*\s*"

# What opens a span that is kept whole, within it, and what closes it: brackets, English and German quotation marks,
# French guillemets (which open after white space), German ones.
_SPANS = (
    (r"[(\[]", r"[^()\[\]]", r"[)\]]", BRACKETS),
    ("[“„]", "[^“”„]", "[”“]", QUOTATION),
    (r"(?:^|[\s(\[’'])«", "[^«»]", "»", QUOTATION),
    (r"(?:^|[\s(\[])»\p{L}", "[^«»]", r"[^\s«»]«", QUOTATION),
)
# The same in Chinese and Japanese, of one level, for Java looks back over no repeated group; lengths as in align.srx.
_OWN_SPANS = (
    ("（", "[^（）]", "）", 200),
    ("“", "[^“”]", "”", 79),
    ("「", "[^「」]", "」", 79),
    ("『", "[^『』]", "』", 79),
    ("《", "[^《》]", "》", 79),
)
# The general rules, after those of a language. Each pair is what stands before a place and after it.
_NEVER_HERE = (
    (rf"[{_STOP}]", r"[ \u00a0\u202f][»›](?:[\s\p{P}]|$)"),
    (_END, rf"\s(?=\s*(?!{_LABEL}){_OPENERS}\p{{Ll}}(?!\p{{Lu}}))"),
    (_END, rf"\s(?=\s*{_OPENERS}[.!?…؟,;:،؛%])"),
    (r"[\p{L}\p{N}.,]\s\([^\s()]{1,12}\.\)", r"\s"),
)
_LABELS = (
    (rf"^\s*{_LABEL_WITH_STOP}", r"\s"),
    (rf"^\s*{HEADED}\.", r"\s"),
    (rf"(?<=[\p{{L}}\p{{N}})]{{5}}[.!?:;]\s){_LABEL_WITH_STOP}", r"\s"),
)
_BREAKS = ((_END, r"\s"), (r"[।॥։።]+[\"'”’»)]*", r"\s"))


def portable_languages() -> tuple[str, ...]:
    """The languages that `write_portable` has rules for, sorted."""
    return tuple(sorted({*LANGUAGES, *_OWN_LANGUAGES}))


def write_portable(path: Path, *, langs: Sequence[str] | None = None) -> tuple[str, ...]:
    """Write our rules as SRX 2.0, whole or not at all.

    Args:
        path: the file to write or replace.
        langs: BCP 47 tags; None means all that there are rules for.

    Returns:
        The languages that the file has rules for.

    Raises:
        UsageError: there are no rules for a language; the message names those there are.
        OutputError: the folder or the disk does not allow it.
    """
    known = portable_languages()
    wanted = known if langs is None else tuple(dict.fromkeys(primary(lang) for lang in langs))
    for lang in wanted:
        if lang not in known:
            raise UsageError(f"there are no rules to write for {lang!r}; there are for {', '.join(known)}")
    own = read_rules(OWN_RULES)
    rules: dict[str, list[SrxText]] = {}
    maps: list[tuple[str, str]] = []
    for pattern, name in own.maps:
        serving = [lang for lang in wanted if pattern.fullmatch(lang)]
        if serving:
            rules[name] = (
                [*_spans(_OWN_END, _OWN_SPANS, "")]
                if name == _SPANNING
                else [SrxText(breaks=rule.breaks, before=rule.before, after=rule.after) for rule in own.rules[name]]
            )
            maps += [(_map(lang), name) for lang in serving]
    described = [lang for lang in wanted if lang in LANGUAGES]
    for lang in described:
        rules[f"abbreviations {lang}"] = list(_of_language(knowledge(lang)))
        maps += [(_map(lang), name) for name in ("labels", f"abbreviations {lang}", "stops")]
    if described:
        rules["labels"] = [SrxText(breaks=False, before=before, after=after) for before, after in _LABELS]
        rules["stops"] = [
            *_spans(_END, _SPANS, r"\s"),
            *(SrxText(breaks=False, before=before, after=after) for before, after in _NEVER_HERE),
            *(SrxText(breaks=True, before=before, after=after) for before, after in _BREAKS),
        ]
    with replacing(path) as temporary:
        write_rules(rules, maps, temporary)
    return wanted


def _spans(end: str, spans: Iterable[tuple[str, str, str, int]], space: str) -> Iterator[SrxText]:
    """No break between what opens a span and what closes it, looked at from the `end` of a sentence within."""
    for opens, inner, shuts, most in spans:
        within = f"{inner}{{0,{most}}}"
        yield SrxText(breaks=False, before=f"{end}(?<={opens}{within})", after=f"{space}(?={within}{shuts})")


def _map(lang: str) -> str:
    """A pattern of tags that holds in capitals too: some tools heed them."""
    return "".join(f"[{letter.upper()}{letter}]" for letter in lang) + "(?:[-_].*)?"


def _of_language(known: Knowledge) -> Iterator[SrxText]:
    """The rules that a data file makes, exceptions to exceptions first."""
    starters = [rf"\s(?=\s*{_OPENERS}{one}{_NO_WORD})" for one in _alternatives(known.starters)]
    by_class: dict[Class, list[str]] = {}
    for entry, kind in known.abbreviations.items():
        by_class.setdefault(kind, []).append(entry)
    for entry, rest in sorted(known.parts.items()):
        for following in _alternatives(rest):
            yield SrxText(breaks=False, before=_WORD + _entry(entry), after=rf"\s(?=\s*{following})")
    yield from _each(by_class.get(Class.CAPITAL, []), [rf"\s(?=\s*{_OPENERS}\p{{Lu}})"], breaks=True)
    never = [*by_class.get(Class.NEVER, []), *_TITLES]
    yield from _each(never, [r"\s"], breaks=False)
    yield from _each(by_class.get(Class.NUMBER, []), [rf"\s(?=\s*{_OPENERS}{_NUMBER})"], breaks=False)
    after_number = by_class.get(Class.AFTER_NUMBER, [])
    for one in _alternatives(after_number):
        numbered = rf"(?:\p{{Nd}}|[IVX])[\s\u00a0]+{one}"
        yield SrxText(breaks=True, before=numbered, after=rf"\s(?=\s*{_OPENERS}\p{{Lu}})")
    starter = [*by_class.get(Class.STARTER, []), *after_number]
    yield from _each(starter, starters, breaks=True)
    yield from _each(starter, [r"\s"], breaks=False)
    initial = r"(?<![\p{L}\p{N}\p{M}])\p{Lu}\."
    ordinal = r"(?<![\p{L}\p{N}.,:])(?:\p{Nd}{1,2}|[IVX]{1,5})\."
    doubtful = [initial, *([ordinal] if known.ordinals else []), *(["…"] if known.capital_nouns else [])]
    for before in doubtful:
        for after in starters:
            yield SrxText(breaks=True, before=before, after=after)
        yield SrxText(breaks=False, before=before, after=r"\s")
    for one in _alternatives(known.speech):
        for after in (rf"\s(?=\s*{one}{_NO_WORD})", rf"\s(?=\s*{SPEAKER}{one}[.,])"):
            yield SrxText(breaks=False, before=r"[!?…؟]+[\"”’»›)“‘]+", after=after)


def _each(entries: Iterable[str], afters: Sequence[str], *, breaks: bool) -> Iterator[SrxText]:
    for one in _alternatives(entries):
        for after in afters:
            yield SrxText(breaks=breaks, before=_WORD + one, after=after)


def _alternatives(entries: Iterable[str]) -> Iterator[str]:
    """Groups of the entries, so many in each that an expression stays readable; longer entries first."""
    ordered = sorted(set(entries), key=lambda entry: (-len(entry), entry))
    for start in range(0, len(ordered), _MOST):
        yield f"(?:{'|'.join(map(_entry, ordered[start : start + _MOST]))})"


def _entry(entry: str) -> str:
    """An entry as an expression: white space may stand after its inner stops, of any kind between its words."""
    escaped = re.sub(r"[.\\^$*+?{}\[\]|()&~#-]", r"\\\g<0>", entry)
    return escaped.replace(" ", r"\s+").replace(r"\.", r"\.[\s\u00a0]?").removesuffix(r"[\s\u00a0]?")
