"""Packed files: gzip, and members of ZIP archives, in every format and every verb that reads."""

from __future__ import annotations

import gzip
import zipfile

import pytest

from align.conversion import convert
from align.errors import AlignError, FormatError, InputError
from align.formats import FORMATS, AlignmentFormat, BeadFormat, DocumentFormat, UnitSource
from align.formats.unpacking import unpacked
from align.limits import raised
from align.pipeline import read_beads, read_document, read_termbase, read_units, validate
from format_files import write

ZIPS = {"docx", "odt", "epub", "xlsx"}
PAIRS = {"moses", "tei", "xces"}
"""Formats whose files point at others beside them."""


def zipped(path, members, *, text=b""):
    """A ZIP archive of files, or of names with a text."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            if isinstance(member, str):
                archive.writestr(member, text)
            else:
                archive.write(member, member.name)
    return path


def read(name, path):
    """What a verb of the library makes of a file."""
    member = FORMATS.make(name)
    if isinstance(member, UnitSource):
        return read_units(path, format=name)
    if isinstance(member, BeadFormat):
        return read_beads(path, format=name)
    if isinstance(member, DocumentFormat) and not isinstance(member, AlignmentFormat):
        return read_document(path, lang="en", format=name)
    return None


@pytest.mark.parametrize("name", sorted(set(FORMATS.names()) - PAIRS - {"hunalign-text"}))
@pytest.mark.parametrize("way", ["gzip", "only member", "named member", "gzip in zip"])
def test_packed_files_are_read_as_what_they_pack(name, way, tmp_path):
    """Every format, packed in any of the ways, gives what the file itself gives."""
    path = write(name, tmp_path, 12)
    packed = tmp_path / "packed"
    if way == "gzip":
        packed = path.with_name(f"{path.name}.gz")
        packed.write_bytes(gzip.compress(path.read_bytes()))
    elif way == "only member":
        zipped(packed, [path, "__MACOSX/x", "folder/"])
    elif way == "named member":
        zipped(packed, [path, "other.txt"])
        packed = packed.with_name(f"packed!{path.name}")
    else:
        inner = path.with_name(f"{path.name}.gz")
        inner.write_bytes(gzip.compress(path.read_bytes()))
        zipped(packed, [inner])
    assert read(name, packed) == read(name, path)


def test_conversions_read_packed_files(tmp_path):
    """The format is told from what is packed."""
    archive = zipped(tmp_path / "a.zip", [write("tsv", tmp_path, 3)])
    assert convert(archive, tmp_path / "a.jsonl").reader == "tsv"


def test_several_members_have_to_be_named(tmp_path):
    """The message lists them; so it does where the named one is not there."""
    archive = zipped(tmp_path / "a.zip", ["a.tmx", "b.tmx"])
    with pytest.raises(InputError, match=r"ZIP archive of 2 files; name one, such as a\.zip!a\.tmx; it has a\.tmx, b"):
        read_units(archive)
    with pytest.raises(InputError, match=r"has no one file c; it has a\.tmx, b\.tmx"):
        read_units(f"{archive}!c")
    with pytest.raises(InputError, match="without any file"):
        read_units(zipped(tmp_path / "b.zip", []))


def test_a_spreadsheet_of_open_document_is_no_archive_of_files(tmp_path):
    """Its parts are not offered one by one; it is called what it is."""
    with zipfile.ZipFile(tmp_path / "x.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    with pytest.raises(InputError, match="is an OpenDocument file, in no known unit, bead or alignment format"):
        convert(tmp_path / "x.ods", tmp_path / "x.tmx")
    with pytest.raises(AlignError, match="is an OpenDocument file, not plain text"):
        read_document(tmp_path / "x.ods", lang="en")


def test_errors_name_the_packed_file_and_the_line(tmp_path):
    """Not the temporary one."""
    path = tmp_path / "a.tsv.gz"
    path.write_bytes(gzip.compress(b"id\ten\na\tb\tc\n"))
    with pytest.raises(FormatError) as caught:
        read_units(path, format="tsv")
    assert str(caught.value).startswith(f"{path}:2: 3 cells")
    assert [(one.path, one.line) for one in validate(path, format="tsv")] == [(str(path), 2)]


def test_damage_and_passwords(tmp_path):
    """A line that says which."""
    packed = tmp_path / "a.txt.gz"
    packed.write_bytes(gzip.compress(b"One two three. " * 100)[:-9])
    with pytest.raises(FormatError, match="gzip data are damaged"):
        read_document(packed, lang="en")
    archive = zipped(tmp_path / "a.zip", ["a.txt"], text=b"One two three. " * 500)
    data = bytearray(archive.read_bytes())
    for place in (data.index(b"PK\3\4") + 6, data.index(b"PK\1\2") + 8):
        data[place] |= 1
    archive.write_bytes(data)
    with pytest.raises(FormatError, match="protected by a password"):
        read_document(archive, lang="en")
    archive.write_bytes(archive.read_bytes()[:60])
    with pytest.raises(AlignError):
        read_document(archive, lang="en")


def test_bombs(tmp_path):
    """Whatever expands beyond reason is given up as soon as that shows, unless it is asked for."""
    zeros = b" " * 40_000_000
    packed = tmp_path / "a.txt.gz"
    packed.write_bytes(gzip.compress(zeros))
    archive = zipped(tmp_path / "a.zip", ["a.txt"], text=zeros)
    for path in (packed, archive):
        with pytest.raises(FormatError, match="expands more than 250 times"), unpacked(path):
            pass
        with raised(expansion=2_000), unpacked(path) as place:
            assert place.stat().st_size == len(zeros)
        with raised(size=20_000_000, expansion=2_000), pytest.raises(FormatError, match="'size'"), unpacked(path):
            pass


def test_names_with_a_mark_are_files(tmp_path):
    """A file that bears such a name itself is read as it is."""
    path = tmp_path / "a!b.txt"
    path.write_text("One two three.", encoding="utf-8")
    with unpacked(path) as place:
        assert place == path


def test_term_bases_are_unpacked_too(tmp_path):
    """As the large public ones come."""
    path = tmp_path / "terms.csv"
    path.write_text("concept,lang,text\n1,en,conference\n1,zh,\u4f1a\u8bae\n", encoding="utf-8")
    assert read_termbase(zipped(tmp_path / "a.zip", [path])) == read_termbase(path)
