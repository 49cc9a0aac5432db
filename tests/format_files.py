"""A valid file of any size in every format of the shelf, for tests that damage it and for measurements of growth."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from align.formats import (
    FORMATS,
    AlignmentFormat,
    BeadFormat,
    DocumentFormat,
    Format,
    PairFormat,
    UnitFormat,
    UnitHeader,
    UnitSource,
)
from align.model import (
    Alignment,
    Bead,
    Block,
    Document,
    InlineCode,
    Origin,
    Property,
    Segment,
    TranslationUnit,
    Variant,
)
from office_files import docx, odt, packed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["SUFFIXES", "read_everything", "units", "write"]

SUFFIXES = {"moses": ".en", "bilingual": ".txt"}
"""Of formats whose files need a certain name."""

_ENGLISH = "The delegation of state {n} stressed the importance of regional cooperation & <trust>."
_CZECH = "Delegace státu {n} zdůraznila význam regionální spolupráce & <důvěry>."


def units(count: int, *, rich: bool = True) -> Iterator[TranslationUnit]:
    """Units in English and Czech; `rich` ones have notes, properties, codes and origins."""
    for n in range(count):
        english: tuple[str | InlineCode, ...] = (_ENGLISH.format(n=n),)
        if rich and n % 5 == 0:
            pair = (
                InlineCode(kind="bpt", content="<b>", attributes=(("i", "1"),)),
                "Note: ",
                InlineCode(kind="ept", content="</b>", attributes=(("i", "1"),)),
            )
            english = (*pair, *english)
        yield TranslationUnit(
            id=f"u{n}",
            variants=(
                Variant(lang="en", content=english),
                Variant(lang="cs", content=(_CZECH.format(n=n),)),
            ),
            notes=("a note",) if rich and n % 7 == 0 else (),
            properties=(Property(name="x-document", value="doc"),),
            origin=(Origin(source="en", target="cs", kind="1-1", score=0.5, status="auto", bead=n),) if rich else (),
        )


def _document(own_id: str, lang: str, text: str, count: int) -> Document:
    texts = [text.format(n=n) for n in range(count)]
    blocks, segments, at = [], [], 0
    for n, one in enumerate(texts):
        blocks.append(Block(kind="paragraph", start=at, end=at + len(one)))
        segments.append(Segment(id=f"{own_id}.s{n}", text=one, start=at, end=at + len(one), block=n))
        at += len(one) + 2
    return Document(id=own_id, lang=lang, text="\n\n".join(texts), blocks=tuple(blocks), segments=tuple(segments))


def _alignment(count: int) -> Alignment:
    return Alignment(
        source=_document("d.en", "en", _ENGLISH, count),
        target=_document("d.cs", "cs", _CZECH, count),
        beads=tuple(Bead(source=(n,), target=(n,), score=0.5) for n in range(count)),
    )


def _pdf(path: Path, count: int) -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for n in range(count):
        if n and n % 40 == 0:
            canvas.showPage()
        canvas.drawString(72, 780 - 18 * (n % 40), _ENGLISH.format(n=n))
    canvas.save()
    path.write_bytes(out.getvalue())


def _html(count: int) -> str:
    body = "".join(f"<p>{_ENGLISH.format(n=n).replace('&', '&amp;').replace('<', '&lt;')}</p>\n" for n in range(count))
    return f"<!DOCTYPE html><html lang='en'><head><title>T</title></head><body><main><h1>T</h1>\n{body}</main></body></html>"


def _cues(count: int, point: str) -> str:
    def at(seconds: int) -> str:
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}000"

    return "".join(f"{n + 1}\n{at(2 * n)} --> {at(2 * n + 1)}\n{_ENGLISH.format(n=n)}\n\n" for n in range(count))


def _po(count: int) -> str:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: cs\\n"\n'
    return head + "".join(
        f'\n#: a.c:{n}\nmsgid "{_ENGLISH.format(n=n)}"\nmsgstr "{_CZECH.format(n=n)}"\n' for n in range(count)
    )


def _written_by_hand(name: str, path: Path, count: int) -> None:
    """Documents in formats that we do not write."""
    paragraphs = [_ENGLISH.format(n=n) for n in range(count)]
    escaped = [one.replace("&", "&amp;").replace("<", "&lt;") for one in paragraphs]
    if name in {"plain", "markdown"}:
        path.write_text("# Title\n\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    elif name in {"html", "html-main"}:
        path.write_text(_html(count), encoding="utf-8")
    elif name == "docx":
        docx(path, "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in escaped))
    elif name == "odt":
        text = "".join(f"<text:p>{one}</text:p>" for one in escaped)
        odt(path, f"<office:text>{text}</office:text>")
    elif name == "epub":
        package = (
            '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>'
        )
        parts: dict[str, str | bytes] = {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>',
            "b.opf": package,
            "a.xhtml": f"<html><body>{''.join(f'<p>{one}</p>' for one in escaped)}</body></html>",
        }
        packed(path, parts)
    elif name == "pdf":
        _pdf(path, count)
    elif name in {"srt", "vtt"}:
        path.write_text(("WEBVTT\n\n" if name == "vtt" else "") + _cues(count, "," if name == "srt" else "."), "utf-8")
    elif name == "po":
        path.write_text(_po(count), encoding="utf-8")
    else:
        raise NotImplementedError(f"no sample of {name}; write one here")


def write(name: str, folder: Path, count: int, *, rich: bool = True, text: bool = False) -> Path:
    """A file of the format `name` with `count` units, beads or paragraphs, in `folder`; what goes with it is beside.

    With `text`, of a format that keeps alignment and texts apart the file is one of the texts.
    """
    member: Format = FORMATS.make(name)
    header = UnitHeader(source="en", date="2024-01-01")
    suffix = member.suffixes[0] if member.suffixes else SUFFIXES.get(name, "")
    path = folder / f"sample{suffix}"
    if isinstance(member, UnitFormat):
        member.write_units(units(count, rich=rich), path, header)
    elif isinstance(member, PairFormat):
        member.write_pair(units(count), folder / "sample", header)
    elif isinstance(member, AlignmentFormat):
        member.write_alignments([_alignment(count)], path)
        if text:
            return next(one for one in folder.iterdir() if one != path and "en" in one.name.split("."))
    elif isinstance(member, BeadFormat):
        member.write_beads(_alignment(count).beads, path)
    else:
        _written_by_hand(name, path, count)
    return path


def read_everything(name: str, path: Path) -> int:
    """Use every ability to read that the format `name` has on a file; gives how many units, beads and blocks there are."""
    member: Format = FORMATS.make(name)
    found = 0
    if isinstance(member, UnitSource):
        found += sum(1 for _ in member.scan_units(path))
    if isinstance(member, BeadFormat):
        found += len(member.read_beads(path))
    if isinstance(member, AlignmentFormat) and isinstance(member, DocumentFormat) and b"<text" in path.read_bytes():
        found += len(member.read_document(path, lang="en").blocks)
    elif isinstance(member, AlignmentFormat):
        found += sum(len(one.beads) for one in member.scan_alignments(path, langs=("en", "cs")))
    if isinstance(member, DocumentFormat) and not isinstance(member, AlignmentFormat):
        found += len(member.read_document(path, lang="en").blocks)
    return found
