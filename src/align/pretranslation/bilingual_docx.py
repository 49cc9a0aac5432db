"""A Word document with source and translation side by side, for translators without another tool (python-docx)."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from align.errors import MissingExtraError
from align.formats.suggestions import fit_for_xml, percent
from align.lang import direction
from align.pretranslation.units import match_note, term_notes

if TYPE_CHECKING:
    from pathlib import Path

    from align.pretranslation.records import PretranslatedSegment, Pretranslation

__all__ = ["write_docx"]

_HEADS = ("No.", "Source", "Translation", "Match", "Origin and terms")
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # a result does not depend on the clock
_WIDTHS_CM = (1.1, 8.5, 8.5, 1.6, 6.0)
_SHADES = {"in-context": "E6F4EA", "exact": "E6F4EA", "repetition": "EAF1FB", "fuzzy": "FFF6DF", None: "FFFFFF"}
"""The backgrounds of the match: sure, equal to a sentence before, to be looked at, to be translated."""


def write_docx(pretranslation: Pretranslation, path: Path) -> None:
    """Write a table: number, source, translation, match in per cent, where it comes from and the terms.

    Args:
        pretranslation: what is written.
        path: the file itself; atomic replacement is the caller's.

    Raises:
        MissingExtraError: python-docx is not installed.
    """
    try:
        import docx
        from docx.enum.section import WD_ORIENT
        from docx.shared import Cm
    except ImportError as error:
        raise MissingExtraError("a bilingual Word document", "word") from error
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Cm(1.5)
    about = document.core_properties
    about.title, about.author, about.comments = fit_for_xml(pretranslation.name[:255]), "", ""
    about.created = about.modified = _EPOCH
    document.add_heading(fit_for_xml(pretranslation.name), level=1)
    document.add_paragraph(f"{pretranslation.source} to {pretranslation.target}")
    rows = len(pretranslation.segments)
    table = document.add_table(rows=rows + 1, cols=len(_HEADS))
    table.style = "Table Grid"
    table.autofit = False
    grid = [list(row.cells) for row in table.rows]
    for cell, head in zip(grid[0], _HEADS, strict=True):
        _put(cell, head, bold=True)
    _repeat_as_head(table.rows[0])
    langs = (None, pretranslation.source, pretranslation.target, None, None)
    for number, segment in enumerate(pretranslation.segments, 1):
        for cell, text, lang in zip(grid[number], _cells(number, segment), langs, strict=True):
            _put(cell, text, lang=lang)
        _shade(grid[number][3], _SHADES[segment.filled_by])
    for row in grid:
        for cell, width in zip(row, _WIDTHS_CM, strict=True):
            cell.width = Cm(width)
    _save(document, path)


def _save(document: Any, path: Path) -> None:  # noqa: ANN401 - python-docx
    """Save a document whose bytes do not depend on the clock."""
    held = BytesIO()
    document.save(held)
    with ZipFile(held) as made, ZipFile(path, "w", ZIP_DEFLATED) as out:
        for name in made.namelist():
            info = ZipInfo(name, date_time=_EPOCH.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            out.writestr(info, made.read(name))


def _cells(number: int, segment: PretranslatedSegment) -> tuple[str, str, str, str, str]:
    shown = "" if segment.target is None or segment.used is None else f"{percent(segment.used)} %"
    told = "\n".join(part for part in (match_note(segment), *term_notes(segment)) if part)
    return str(number), segment.wanted.text, segment.target or "", shown, told


def _put(cell: Any, text: str, *, bold: bool = False, lang: str | None = None) -> None:  # noqa: ANN401 - python-docx
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(fit_for_xml(text))
    run.bold = bold
    if lang is None:
        return
    rtl = direction(lang) == "rtl"
    if rtl:
        _child(paragraph._p.get_or_add_pPr(), "w:bidi")  # noqa: SLF001 - python-docx has no other way
        _child(run._r.get_or_add_rPr(), "w:rtl")  # noqa: SLF001 - likewise
    # Word checks the spelling in this language, and takes its fonts
    kind = "w:bidi" if rtl else "w:eastAsia" if lang.partition("-")[0] in {"zh", "ja", "ko"} else "w:val"
    _child(run._r.get_or_add_rPr(), "w:lang", {kind: lang})  # noqa: SLF001 - likewise


def _child(parent: Any, tag: str, attributes: dict[str, str] | None = None) -> None:  # noqa: ANN401 - python-docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        element.set(qn(name), value)
    parent.append(element)


def _shade(cell: Any, colour: str) -> None:  # noqa: ANN401 - python-docx
    _child(cell._tc.get_or_add_tcPr(), "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": colour})  # noqa: SLF001


def _repeat_as_head(row: Any) -> None:  # noqa: ANN401 - python-docx
    _child(row._tr.get_or_add_trPr(), "w:tblHeader", {"w:val": "true"})  # noqa: SLF001
