"""XLIFF, the exchange format of localisation tools: 1.2 read and written, 2.0 to 2.2 read, 2.1 written.

The rules are those of XLIFF 1.2 (OASIS, 2008), 2.1 (OASIS, 2018; ISO 21720) and 2.2 (OASIS, 2024), and of what tools
were seen to do with them; the pages ``docs/formats/xliff.md`` and ``xliff2.md`` list what is read, written and kept.
"""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, Any

from align.errors import FormatError, LanguageError
from align.formats import Problem, UnitHeader, Written
from align.formats import _xliff1_read as read1
from align.formats import _xliff1_write as write1
from align.formats import _xliff2 as version2
from align.formats._language_pair import languages, sides
from align.formats._reading import UNKNOWN, Piece, document_of
from align.formats._unit_header import header_from
from align.formats._xliff1_names import XLIFF1
from align.formats._xliff2_names import XLIFF2
from align.formats._xliff_facts import FreshIds
from align.formats._xliff_rules import problems_of
from align.formats._xml import Element, XmlStream, child, local_name, make, root_name, start_tag, writing
from align.lang import parse as parse_lang

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from align.model import Document, TranslationUnit

__all__ = ["Xliff2Format", "XliffFormat"]

_log = logging.getLogger(__name__)
_KEEPS = frozenset({"codes", "notes", "properties", "scores", "status", "segments", "nulls"})


class XliffFormat:
    """XLIFF 1.2: the version that most tools take.

    One pair of languages. A ``<trans-unit>`` that is cut into segments is read as one unit a segment.
    """

    name = "xliff"
    suffixes: tuple[str, ...] = (".xlf", ".xliff")
    keeps = _KEEPS

    def sniff(self, head: bytes) -> bool:
        """Whether the root element is ``<xliff>`` of version 1."""
        return root_name(head) == "xliff" and not _is_version2(head)

    def scan_units(self, path: Path) -> Iterator[TranslationUnit]:
        """Units one by one; memory does not grow with the file.

        Raises:
            FormatError: not XLIFF 1, or broken from this place on.
            LanguageError: a language code that means nothing.
        """
        return _scan(path, "trans-unit", "1", read1.units_of)

    def read_header(self, path: Path) -> UnitHeader:
        """Languages and notes of the first ``<file>``."""
        root = _beginning(path, "trans-unit", "1")
        file = child(root, "file")
        if file is None:
            raise FormatError("<xliff> has no <file>; add one", path=path, line=root.sourceline)
        return _header(read1.told_in_header(file), file.get("source-language"), path)

    def write_units(self, units: Iterable[TranslationUnit], path: Path, header: UnitHeader) -> Written:
        """Write XLIFF 1.2; a unit without any word is left out and counted as dropped.

        Raises:
            UsageError: the units have more than two languages.
        """
        source, target, every = languages(units, header)
        ids = FreshIds()
        written = dropped = 0
        with writing(path) as xml:
            attributes = write1.file_attributes(header, source, target, xml)
            with xml.element(f"{{{XLIFF1}}}xliff", {"version": "1.2"}, prefixes={None: XLIFF1}):
                xml.write("\n  ")
                with xml.element(f"{{{XLIFF1}}}file", attributes):
                    xml.write("\n    ", write1.header_element(header, xml), "\n    ")
                    with xml.element(f"{{{XLIFF1}}}body"):
                        for unit in every:
                            one, other = sides(unit, source, target, "xliff")
                            if one is None and other is None:
                                dropped += 1
                                continue
                            element = write1.unit_element(
                                unit, ids.take(unit.id), one, other, xml, fillable=target is not None
                            )
                            xml.write("\n      ", element)
                            written += 1
                        xml.write("\n    ")
                    xml.write("\n  ")
                xml.write("\n")
            return Written(units=written, dropped=dropped, replaced=xml.replaced)

    def read_document(self, path: Path, *, lang: str, encoding: str | None = None) -> Document:  # noqa: ARG002
        """The text to be translated: see `_source_text`."""
        return _source_text(self.scan_units(path), self.read_header(path).source, path, lang)

    def validate(self, path: Path) -> list[Problem]:
        """What breaks ``schemas/align-xliff-1.2.rng``, our account of XLIFF 1.2, or rules no schema can state."""
        return problems_of(path, "trans-unit", "align-xliff-1.2.rng")


class Xliff2Format:
    """XLIFF 2.0, 2.1 and 2.2; 2.1 is written.

    One pair of languages. A ``<unit>`` of several segments is read as one unit a segment.
    """

    name = "xliff2"
    suffixes: tuple[str, ...] = (".xlf", ".xliff")
    keeps = _KEEPS

    def sniff(self, head: bytes) -> bool:
        """Whether the root element is ``<xliff>`` of version 2."""
        return root_name(head) == "xliff" and _is_version2(head)

    def scan_units(self, path: Path) -> Iterator[TranslationUnit]:
        """Units one by one; memory does not grow with the file.

        Raises:
            FormatError: not XLIFF 2, or broken from this place on.
            LanguageError: a language code that means nothing.
        """
        return _scan(path, "unit", "2", version2.units_of)

    def read_header(self, path: Path) -> UnitHeader:
        """Languages of the file and metadata of the first ``<file>``."""
        root = _beginning(path, "unit", "2")
        file = child(root, "file")
        if file is None:
            raise FormatError("<xliff> has no <file>; add one", path=path, line=root.sourceline)
        return _header(version2.told_in_header(file), root.get("srcLang"), path)

    def write_units(self, units: Iterable[TranslationUnit], path: Path, header: UnitHeader) -> Written:
        """Write XLIFF 2.1; a unit without any word is left out and counted as dropped.

        Control characters are kept, as ``<cp>``, in texts and codes.

        Raises:
            UsageError: the units have more than two languages.
        """
        source, target, every = languages(units, header)
        ids = FreshIds()
        written = dropped = 0
        root = {"version": "2.1", "srcLang": "und" if source is None else parse_lang(source)}
        if target is not None:
            root["trgLang"] = parse_lang(target)
        with writing(path) as xml:
            file = {"id": "f1", "original": xml.text(header.title) if header.title else "units"}
            with xml.element(f"{{{XLIFF2}}}xliff", root, prefixes={None: XLIFF2}):
                xml.write("\n  ")
                with xml.element(f"{{{XLIFF2}}}file", file):
                    xml.write("\n    ", version2.header_metadata(header, xml))
                    for unit in every:
                        one, other = sides(unit, source, target, "xliff2")
                        if one is None and other is None:
                            dropped += 1
                            continue
                        xml.write("\n    ", version2.unit_element(unit, ids.take(unit.id), one, other, xml))
                        written += 1
                    if not written:
                        xml.write("\n    ", make("group", {"id": "none"}))  # a file may not be without content
                    xml.write("\n  ")
                xml.write("\n")
            return Written(units=written, dropped=dropped, replaced=xml.replaced)

    def read_document(self, path: Path, *, lang: str, encoding: str | None = None) -> Document:  # noqa: ARG002
        """The text to be translated: see `_source_text`."""
        return _source_text(self.scan_units(path), self.read_header(path).source, path, lang)

    def validate(self, path: Path) -> list[Problem]:
        """What breaks ``schemas/align-xliff-2.1.rng``, our account of XLIFF 2.1, or rules no schema can state."""
        return problems_of(path, "unit", "align-xliff-2.1.rng")


def _source_text(units: Iterable[TranslationUnit], source: str | None, path: Path, lang: str) -> Document:
    """The sources of the units as a text, a paragraph each; its place is the id of the unit. Codes are left out.

    Args:
        units: all of the file.
        source: the language of the sources; None means that of the first variant of each.
        path: of the file.
        lang: BCP 47 tag of the text; ``und`` means the one that the file states.

    Raises:
        InputError: no unit has a source text.
    """
    pieces = [
        Piece(kind="paragraph", text=variant.text, place=unit.id)
        for unit in units
        if (variant := unit.variant(source) if source else unit.variants[0]) is not None
    ]
    stated = source if lang == UNKNOWN and source is not None else lang
    return document_of(path, pieces, lang=stated, remedy="its units have no source text")


def _is_version2(head: bytes) -> bool:
    tag = start_tag(head)
    return "xliff:document:2." in tag or "srcLang" in tag


def _require(root: Element, version: str, path: Path) -> None:
    if local_name(root.tag) != "xliff":
        raise FormatError(
            f"the root element is <{local_name(root.tag)}>, not <xliff>; name the right format",
            path=path,
            line=root.sourceline,
        )
    found = root.get("version") or ""
    if not found.startswith(version):
        other = "xliff" if version == "2" else "xliff2"
        raise FormatError(
            f"the version is {found or 'not stated'}, not {version}; name the format {other}, or correct the version",
            path=path,
            line=root.sourceline,
        )


def _scan(
    path: Path, item: str, version: str, units_of: Callable[[Any, int, Path, Counter[str]], Iterator[TranslationUnit]]
) -> Iterator[TranslationUnit]:
    stream = XmlStream(path, item)
    lost = Counter[str]()
    for number, element in enumerate(stream, 1):
        if number == 1:
            _require(stream.root, version, path)
        yield from units_of(element, number, path, lost)
    _require(stream.root, version, path)
    for comment in stream.root.iter("{*}cmt-def"):  # Trados keeps comments before the files, and units point at them
        lost[local_name(comment.tag)] += 1
    if lost:
        told = ", ".join(f"{count} <{name}>" for name, count in sorted(lost.items()))
        _log.warning("%s: not read, for units have no place for them: %s", path, told)


def _beginning(path: Path, item: str, version: str) -> Element:
    """The root with what stands before the first item."""
    stream = XmlStream(path, item)
    for _ in stream:
        break
    _require(stream.root, version, path)
    return stream.root


def _header(told: dict[str, str], lang: str | None, path: Path) -> UnitHeader:
    told.pop("tool", None)
    try:
        source = parse_lang(lang) if lang else None
    except LanguageError:
        source = None
    if source is not None and "source" not in told:
        told["source"] = source
    try:
        return header_from(told)
    except FormatError as error:
        raise FormatError(error.reason, path=path) from error
