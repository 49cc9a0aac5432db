"""Gettext PO, read: the messages of a program and their translations.

The notation is that of the GNU gettext manual (section "The Format of PO Files"). Obsolete entries (``#~``) are left
out and counted.
"""

from __future__ import annotations

import codecs
import logging
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from align.errors import EncodingError, FormatError, InputError, LanguageError
from align.formats import UnitHeader
from align.lang import parse as parse_lang
from align.model import Origin, Property, TranslationUnit, Variant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["PoFormat"]

_log = logging.getLogger(__name__)
_HEAD = 65_536  # bytes in which the entry that names the encoding must be
_CHARSET = re.compile(rb"charset=([\w.:-]+)", re.IGNORECASE)
_LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d{1,2}\])?)\s+)?"(.*)"\s*')
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))", re.DOTALL)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_SOURCE = "en"  # "the msgid is in English" by the custom of gettext, which has no place for its language


@dataclass(slots=True, kw_only=True)
class _Entry:
    """One message as it is read."""

    line: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)
    fuzzy: bool = False


class PoFormat:
    """Gettext PO, read only.

    A message is a unit, a plural message one unit for each form. It is checked unless it is marked fuzzy. Comments are
    notes; context, flags, references and the previous message are properties.
    """

    name = "po"
    suffixes: tuple[str, ...] = (".po", ".pot")
    keeps = frozenset({"notes", "properties", "status", "nulls"})

    def sniff(self, head: bytes) -> bool:
        """Whether a line begins with msgid, and none before it with anything but a comment or a context."""
        for line in head.removeprefix(b"\xef\xbb\xbf").splitlines():
            if re.match(rb'msgid\s+"', line):
                return True
            if line.strip() and not line.startswith((b"#", b'"', b"msgctxt")):
                return False
        return False

    def scan_units(self, path: Path) -> Iterator[TranslationUnit]:
        """Units one by one, ids ``tuN`` by their position; a message without translation has one variant.

        Raises:
            FormatError: a line that is no PO, or no language in the header.
            EncodingError: the text is not in the encoding that the header names.
        """
        source, target = _SOURCE, None
        number = obsolete = 0
        empty = True
        for entry in _entries(path):
            empty = False
            if "msgid" not in entry.texts:
                obsolete += 1
                continue
            if not entry.texts["msgid"] and "msgctxt" not in entry.texts:
                source, target = _languages(entry, path)
                if not _fields(entry).get("x-source-language"):
                    _log.info("%s: X-Source-Language is not stated; taken as %s, the custom of gettext", path, _SOURCE)
                continue
            number += 1
            yield from _units(entry, number, (source, target), path)
        if empty:
            raise FormatError("the file is empty; a message has a msgid and a msgstr", path=path)
        if obsolete:
            _log.warning("%s: %d obsolete messages were left out", path, obsolete)

    def read_header(self, path: Path) -> UnitHeader:
        """Source language and title (the project) of the first entry."""
        for entry in _entries(path):
            if entry.texts.get("msgid") == "" and "msgctxt" not in entry.texts:
                fields = _fields(entry)
                project = fields.get("project-id-version", "")
                return UnitHeader(
                    source=_languages(entry, path)[0], title=None if project in {"", "PACKAGE VERSION"} else project
                )
            break
        return UnitHeader(source=_SOURCE)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    with file:
        named = _CHARSET.search(file.read(_HEAD))
        name = named[1].decode("ascii") if named else "utf-8"
        encoding = "utf-8" if name == "CHARSET" else name  # what a template has in its place
        try:
            codecs.lookup(encoding)
        except LookupError as error:
            raise FormatError(
                f"the header names the encoding {name}, which nobody knows; correct it", path=path
            ) from error
        file.seek(0)
        for number, raw in enumerate(file, 1):
            try:
                line = raw.decode(encoding)
            except (UnicodeError, LookupError) as error:
                raise EncodingError(
                    f"not text in {name}, which the header names; correct the charset", path=path, line=number
                ) from error
            yield number, (line.removeprefix("\ufeff") if number == 1 else line).strip()


def _entries(path: Path) -> Iterator[_Entry]:
    """The messages, the header among them; an obsolete one has no msgid."""
    entry = _Entry()
    last = ""
    for number, line in _lines(path):
        if not line:
            if last:
                yield entry
                entry, last = _Entry(), ""
            continue
        if line.startswith("#"):
            if last and not (line.startswith("#~") and last == "#~"):
                yield entry
                entry, last = _Entry(), ""
            if line.startswith("#~"):
                entry.line, last = entry.line or number, "#~"
            else:
                _comment(entry, line)
            continue
        match = _LINE.fullmatch(line)
        if match is None or (match[1] is None and last in {"", "#~"}):
            raise FormatError(
                "neither a comment nor a text in quotes after msgid or msgstr; correct the line", path=path, line=number
            )
        keyword = match[1] or last
        if match[1] is not None:
            if last and (keyword == "msgctxt" or (keyword == "msgid" and last != "msgctxt") or last == "#~"):
                yield entry
                entry = _Entry()
            if keyword in entry.texts:
                raise FormatError(f"a second {keyword} in one message; part them by a line", path=path, line=number)
            entry.line = entry.line or number
        last = keyword
        entry.texts[keyword] = entry.texts.get(keyword, "") + _ESCAPE.sub(_unescaped, match[2])
    if last:
        yield entry


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 8) & 0xFF)
    if match[2]:
        return chr(int(match[2], 16))
    return _NAMED.get(match[3], match[3])


def _comment(entry: _Entry, line: str) -> None:
    kind, text = line[:2], line[2:].strip()
    if kind == "#:":
        entry.properties.append(Property(name="x-reference", value=text))
    elif kind == "#|":
        entry.properties.append(Property(name="x-previous", value=text))
    elif kind == "#,":
        flags = [flag.strip() for flag in text.split(",")]
        entry.fuzzy = entry.fuzzy or "fuzzy" in flags
        entry.properties += [Property(name="x-flag", value=flag) for flag in flags if flag not in {"fuzzy", ""}]
    elif text or line[1:2].strip():
        entry.notes.append(text if kind in {"#.", "# "} else line[1:].strip())


def _fields(entry: _Entry) -> dict[str, str]:
    pairs = (line.partition(":") for line in entry.texts.get("msgstr", "").split("\n"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if value}


def _languages(entry: _Entry, path: Path) -> tuple[str, str | None]:
    """Source and target language that the header names; gettext has a field for the target alone."""
    fields = _fields(entry)
    found: list[str | None] = []
    for name in ("x-source-language", "language"):
        tag = fields.get(name, "").partition("@")[0]
        try:
            found.append(parse_lang(tag) if tag else None)
        except LanguageError as error:
            raise LanguageError(f"{name.title()}: {error.reason}", path=path, line=entry.line) from error
    source, target = found
    return source or _SOURCE, target


def _units(entry: _Entry, number: int, langs: tuple[str, str | None], path: Path) -> Iterator[TranslationUnit]:
    source, target = langs
    forms = {name: text for name, text in entry.texts.items() if name.startswith("msgstr")}
    if not forms:
        raise FormatError("a msgid without msgstr; add it", path=path, line=entry.line)
    for position, (name, text) in enumerate(forms.items()):
        original = entry.texts["msgid"] if position == 0 else entry.texts.get("msgid_plural", entry.texts["msgid"])
        variants = [Variant(lang=source, content=(original,))] if original else []
        if text:
            if target is None or target == source:
                what = "names no Language" if target is None else f"names {target}, the language of the messages"
                raise FormatError(f"the header {what}; correct it", path=path, line=entry.line)
            variants.append(Variant(lang=target, content=(text,)))
        if not variants:
            continue
        context = [Property(name="x-context", value=entry.texts["msgctxt"])] if "msgctxt" in entry.texts else []
        plural = [Property(name="x-plural-form", value=name[7:-1])] if len(name) > len("msgstr") else []
        origin: tuple[Origin, ...] = ()
        if len(variants) == 2 and target is not None:
            status = "auto" if entry.fuzzy else "checked"
            origin = (
                Origin(source=source, target=target, kind="1-1", score=None, status=status, bead=number - 1),  # type: ignore[arg-type]
            )
        yield TranslationUnit(
            id=f"tu{number}" if not position else f"tu{number}.{position}",
            variants=tuple(variants),
            notes=tuple(entry.notes),
            properties=(*context, *plural, *entry.properties),
            origin=origin,
        )
