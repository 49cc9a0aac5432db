"""TMX, the exchange format of translation memories: reads 1.1 to 1.4b, writes 1.4.

The rules are those of the TMX 1.4b specification (LISA OSCAR, 2005) and of what tools were seen to do with it; the
page ``docs/formats/tmx.md`` lists what is read, written and kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.errors import FormatError
from align.formats import Problem, UnitHeader, Written
from align.formats._tmx_read import header_of, units_of
from align.formats._tmx_rules import problems_of
from align.formats._tmx_write import header_element, is_blank, unit_markup
from align.formats._xml import Element, XmlStream, child, local_name, root_name, writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from align.model import TranslationUnit

__all__ = ["TmxFormat"]


class TmxFormat:
    """Translation Memory eXchange.

    One wording a language: a ``<tu>`` with several wordings in one language is read as several units. ``<hi>`` and
    foreign inline elements are read as empty bpt/ept pairs, ``<ut>`` as ph, sub-flows as part of their code (their
    text is repeated in a property ``x-sub``). Attributes of tu and tuv come first among the properties.
    """

    name = "tmx"
    suffixes: tuple[str, ...] = (".tmx", ".tmx.gz")
    keeps = frozenset({"languages", "codes", "notes", "properties", "scores", "status", "segments", "nulls"})

    def sniff(self, head: bytes) -> bool:
        """Whether the root element is ``<tmx>``."""
        return root_name(head) == "tmx"

    def scan_units(self, path: Path) -> Iterator[TranslationUnit]:
        """Units one by one; memory does not grow with the file.

        Raises:
            FormatError: not TMX, or broken from this place on.
            LanguageError: a language code that means nothing.
        """
        stream = XmlStream(path, "tu")
        for number, element in enumerate(stream, 1):
            if number == 1:
                _require_tmx(stream.root, path)
            yield from units_of(element, number, path)
        _require_tmx(stream.root, path)

    def read_header(self, path: Path) -> UnitHeader:
        """What the header says, read as far as the first unit."""
        stream = XmlStream(path, "tu")
        for _ in stream:
            break
        _require_tmx(stream.root, path)
        header = child(stream.root, "header")
        if header is None:
            raise FormatError("<tmx> has no <header>; add one", path=path, line=stream.root.sourceline)
        return header_of(header, path)

    def write_units(self, units: Iterable[TranslationUnit], path: Path, header: UnitHeader) -> Written:
        """Write TMX 1.4; packed if the name ends in ``.gz``.

        Blank variants are left out, because a client may take an empty segment for a translation; a unit that has no
        other is not written and counted as dropped.
        """
        written = dropped = 0
        with writing(path) as xml:
            with xml.element("tmx", {"version": "1.4"}):
                xml.write("\n  ", header_element(header, xml), "\n  ")
                with xml.element("body"):
                    for unit in units:
                        if all(is_blank(variant) for variant in unit.variants):
                            dropped += 1
                            continue
                        xml.markup(unit_markup(unit, header.source, xml))
                        written += 1
                    xml.write("\n  ")
                xml.write("\n")
            return Written(units=written, dropped=dropped, replaced=xml.replaced)

    def validate(self, path: Path) -> list[Problem]:
        """What breaks TMX 1.4 (``schemas/align-tmx.rng``) or the rules that a schema cannot state."""
        return problems_of(path)


def _require_tmx(root: Element, path: Path) -> None:
    if local_name(root.tag) != "tmx":
        raise FormatError(
            f"the root element is <{local_name(root.tag)}>, not <tmx>; name the right format",
            path=path,
            line=root.sourceline,
        )
