"""Let other programs read what we write, and read what they write: the table "Tried with" on the page of each format.

    python docs/write_readers.py [FORMAT]...

Each trial writes a file, has a program of others read it (or the other way round) and compares what comes out. What is
not installed here keeps the row that the page has; a trial that fails stops the script. Needs a JVM, OmegaT, jing,
xmllint and LibreOffice for the programs that are not Python's; ``pip install docx2python pandas pyarrow`` and so on for
those that are.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests"))

from align.formats import FORMATS, DocumentFormat, UnitSource  # noqa: E402 - after the path
from format_files import write  # noqa: E402

COUNT = 20
HEAD = "| program | version | what was tried |\n| --- | --- | --- |\n"
_TABLE = re.compile(re.escape(HEAD) + r"(?:\|.*\n)*")

Trial = Callable[[Path], None]


def units_of(name: str, path: Path) -> list[tuple[str, str]]:
    """Source and target of each unit, as we read them."""
    member = FORMATS.make(name)
    assert isinstance(member, UnitSource)  # noqa: S101
    return [(unit.variants[0].text, unit.variants[1].text) for unit in member.scan_units(path)]


def blocks_of(name: str, path: Path) -> list[str]:
    """The text of each block, as we read it."""
    member = FORMATS.make(name)
    assert isinstance(member, DocumentFormat)  # noqa: S101
    document = member.read_document(path, lang="en")
    return [document.text[block.start : block.end] for block in document.blocks]


def same(one: object, other: object) -> None:
    """Stop where they are not."""
    if one != other:
        raise SystemExit(f"differs: {str(one)[:300]} | {str(other)[:300]}")


def translate(module: str, cls: str, name: str) -> Trial:
    """Source and target of each unit in a class of translate-toolkit."""

    def run(folder: Path) -> None:
        found = import_module(f"translate.storage.{module}")
        path = write(name, folder, COUNT, rich=False)
        store = getattr(found, cls).parsefile(str(path))
        read = [(str(unit.source), str(unit.target)) for unit in store.units if unit.source]
        same(read, units_of(name, path))

    return run


def said(*command: object, text: str | None = None) -> str:
    """What a program says; a failure stops the script."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, input=text, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stdout}{done.stderr}")
    return done.stdout


def xmllint(name: str) -> Trial:
    """Well-formed, and every unit there."""

    def run(folder: Path) -> None:
        path = write(name, folder, COUNT)
        item = {"tmx": "tu", "xliff": "trans-unit", "xliff2": "unit", "xces": "link"}[name]
        same(said("xmllint", "--nonet", "--xpath", f"count(//*[local-name()='{item}'])", path).strip(), str(COUNT))

    return run


def jing(name: str, schema: str) -> Trial:
    """Valid by our own schema, in the implementation of others."""

    def run(folder: Path) -> None:
        path = write(name, folder, COUNT)
        said("jing", ROOT / "schemas" / schema, path)

    return run


def python_csv(name: str, **options: str) -> Trial:
    """Rows of the csv module."""

    def run(folder: Path) -> None:
        path = write(name, folder, COUNT)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, **options))
        same([(row["en"], row["cs"]) for row in rows], units_of(name, path))

    return run


def python_json(name: str) -> Trial:
    """Lines of the json module."""

    def run(folder: Path) -> None:
        path = write(name, folder, COUNT)
        rows = [json.loads(line)["translation"] for line in path.read_text(encoding="utf-8").splitlines()]
        same([(row["en"], row["cs"]) for row in rows], units_of(name, path))

    return run


def pandas_rows(name: str, read: str, **options: object) -> Trial:
    """Rows of pandas."""

    def run(folder: Path) -> None:
        pd = import_module("pandas")

        path = write(name, folder, COUNT)
        frame = getattr(pd, read)(path, **options)
        if "translation" in frame:
            rows = [(row["en"], row["cs"]) for row in frame["translation"]]
        else:
            rows = list(zip(frame["en"], frame["cs"], strict=True))
        same(rows, units_of(name, path))

    return run


def pyarrow_rows(name: str) -> Trial:
    """Rows of pyarrow."""

    def run(folder: Path) -> None:
        parquet = import_module("pyarrow.parquet")

        path = write(name, folder, COUNT)
        rows = parquet.read_table(path)["translation"].to_pylist()
        same([(row["en"], row["cs"]) for row in rows], units_of(name, path))

    return run


def openpyxl_rows(folder: Path) -> None:
    """Rows of openpyxl."""
    import openpyxl

    path = write("xlsx", folder, COUNT)
    book = openpyxl.load_workbook(path, read_only=True)
    names, *rows = list(book.active.values)
    book.close()
    columns = [names.index("en"), names.index("cs")]
    same([tuple(row[column] for column in columns) for row in rows], units_of("xlsx", path))


def fastexcel_rows(folder: Path) -> None:
    """Rows of fastexcel."""
    fastexcel = import_module("fastexcel")

    path = write("xlsx", folder, COUNT)
    frame = fastexcel.read_excel(path).load_sheet(0).to_polars()
    same(list(zip(frame["en"], frame["cs"], strict=True)), units_of("xlsx", path))


def saved(path: Path, kind: str, folder: Path, *options: str) -> Path:
    """The file as LibreOffice saves it: a suffix, and perhaps a filter after a colon."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    said("soffice", profile, "--headless", *options, "--convert-to", kind, "--outdir", folder / "saved", path)
    return folder / "saved" / f"{path.stem}.{kind.partition(':')[0]}"


def libreoffice_rows(name: str, kind: str, *options: str) -> Trial:
    """Rows of the table that LibreOffice saves."""

    def run(folder: Path) -> None:
        path = write(name, folder, COUNT)
        same(units_of(name, saved(path, kind, folder, *options)), units_of(name, path))

    return run


def python_docx(folder: Path) -> None:
    """A document that it writes."""
    import docx

    made = docx.Document()
    made.add_heading("A title", 1)
    for number in range(COUNT):
        made.add_paragraph(f"Paragraph {number} & more.")
    made.save(str(folder / "a.docx"))
    same(blocks_of("docx", folder / "a.docx"), ["A title", *(f"Paragraph {n} & more." for n in range(COUNT))])


def libreoffice_text(name: str) -> Trial:
    """Paragraphs of the document that LibreOffice makes of a Word document."""

    def run(folder: Path) -> None:
        python_docx(folder)
        same(blocks_of(name, saved(folder / "a.docx", name, folder)), blocks_of("docx", folder / "a.docx"))

    return run


def docx2python_text(folder: Path) -> None:
    """The text of a document as it reads it and as we read it."""
    docx2python = import_module("docx2python").docx2python

    python_docx(folder)
    with docx2python(folder / "a.docx") as found:
        lines = [line for line in found.text.split("\n") if line.strip()]
    same(lines, blocks_of("docx", folder / "a.docx"))


def odfpy_document(folder: Path) -> None:
    """A document that it writes."""
    made, text = import_module("odf.opendocument").OpenDocumentText(), import_module("odf.text")

    made.text.addElement(text.H(outlinelevel=1, text="A title"))
    for number in range(COUNT):
        made.text.addElement(text.P(text=f"Paragraph {number} & more."))
    made.save(str(folder / "a.odt"))
    same(blocks_of("odt", folder / "a.odt"), ["A title", *(f"Paragraph {n} & more." for n in range(COUNT))])


def ebooklib_book(folder: Path) -> None:
    """A book that it writes."""
    epub = import_module("ebooklib.epub")

    book = epub.EpubBook()
    book.set_identifier("x")
    book.set_title("T")
    book.set_language("en")
    chapter = epub.EpubHtml(title="One", file_name="one.xhtml", lang="en")
    chapter.content = "<h1>A title</h1>" + "".join(f"<p>Paragraph {n} &amp; more.</p>" for n in range(COUNT))
    book.add_item(chapter)
    book.add_item(epub.EpubNcx())
    book.spine = [chapter]
    epub.write_epub(str(folder / "a.epub"), book)
    same(blocks_of("epub", folder / "a.epub"), ["A title", *(f"Paragraph {n} & more." for n in range(COUNT))])


def reportlab_pages(folder: Path) -> None:
    """Pages that it prints."""
    path = write("pdf", folder, COUNT)
    whole = " ".join(blocks_of("pdf", path))
    same([n for n in range(COUNT) if f"state {n} stressed" not in whole], [])


def trafilatura_text(folder: Path) -> None:
    """The main text of a page."""
    path = write("html-main", folder, COUNT)
    same(len(blocks_of("html-main", path)) >= COUNT, True)


_UTF8 = "44,34,76"  # comma, quotes, UTF-8: without it, LibreOffice takes the encoding of the system
_SAVED = "opens what we write, and saves a table with the same rows"
_UNITS_READ = "reads source and target of each unit that we write"

TRIALS: dict[str, list[tuple[str, str, Trial]]] = {
    "tmx": [
        ("translate-toolkit", _UNITS_READ, translate("tmx", "tmxfile", "tmx")),
        ("xmllint", "reads it, and finds every unit", xmllint("tmx")),
        ("jing", "holds it against our schema", jing("tmx", "align-tmx.rng")),
    ],
    "xliff": [
        (
            "translate-toolkit",
            _UNITS_READ,
            translate("xliff", "Xliff1File", "xliff"),
        ),
        ("xmllint", "reads it, and finds every unit", xmllint("xliff")),
        ("jing", "holds it against our schema", jing("xliff", "align-xliff-1.2.rng")),
    ],
    "xliff2": [
        (
            "translate-toolkit",
            _UNITS_READ,
            translate("xliff2", "Xliff2File", "xliff2"),
        ),
        ("xmllint", "reads it, and finds every unit", xmllint("xliff2")),
        ("jing", "holds it against our schema", jing("xliff2", "align-xliff-2.1.rng")),
    ],
    "tei": [("jing", "holds the alignment against our schema", jing("tei", "align-tei-alignment.rng"))],
    "xces": [("xmllint", "reads it, and finds every link", xmllint("xces"))],
    "po": [("translate-toolkit", "reads the same messages as we do", translate("pypo", "pofile", "po"))],
    "csv": [
        ("python csv", "reads the rows that we write", python_csv("csv")),
        ("pandas", "reads the rows that we write", pandas_rows("csv", "read_csv")),
        (
            "LibreOffice",
            _SAVED,
            libreoffice_rows("csv", f"csv:Text - txt - csv (StarCalc):{_UTF8}", f"--infilter=CSV:{_UTF8}"),
        ),
    ],
    "tsv": [
        ("python csv", "reads the rows that we write", python_csv("tsv", delimiter="\t")),
        ("pandas", "reads the rows that we write", pandas_rows("tsv", "read_csv", sep="\t", quoting=csv.QUOTE_NONE)),
    ],
    "jsonl": [
        ("python json", "reads the lines that we write", python_json("jsonl")),
        ("pandas", "reads the lines that we write", pandas_rows("jsonl", "read_json", lines=True)),
    ],
    "hf-jsonl": [
        ("python json", "reads the lines that we write", python_json("hf-jsonl")),
        ("pandas", "reads the lines that we write", pandas_rows("hf-jsonl", "read_json", lines=True)),
    ],
    "parquet": [
        ("pyarrow", "reads the rows that we write", pyarrow_rows("parquet")),
        ("pandas", "reads the rows that we write", pandas_rows("parquet", "read_parquet")),
    ],
    "hf-parquet": [
        ("pyarrow", "reads the rows that we write", pyarrow_rows("hf-parquet")),
        ("pandas", "reads the rows that we write", pandas_rows("hf-parquet", "read_parquet")),
    ],
    "xlsx": [
        ("openpyxl", "reads the rows that we write", openpyxl_rows),
        ("fastexcel", "reads the rows that we write", fastexcel_rows),
        ("LibreOffice", _SAVED, libreoffice_rows("xlsx", "xlsx")),
    ],
    "docx": [
        ("python-docx", "writes a document that we read", python_docx),
        ("docx2python", "reads the same paragraphs as we do", docx2python_text),
        ("LibreOffice", "saves a document with the same paragraphs", libreoffice_text("docx")),
    ],
    "odt": [
        ("odfpy", "writes a document that we read", odfpy_document),
        ("LibreOffice", "makes one of a DOCX, with the same paragraphs", libreoffice_text("odt")),
    ],
    "epub": [("ebooklib", "writes a book that we read", ebooklib_book)],
    "pdf": [("reportlab", "prints pages that we read", reportlab_pages)],
    "html-main": [("trafilatura", "finds the main text that we keep", trafilatura_text)],
}
_MODULES = {
    "translate-toolkit": "translate", "python-docx": "docx", "odfpy": "odf",
}  # fmt: skip


def version_of(program: str) -> str | None:
    """The version that is installed here; None if none is."""
    if program.startswith("python "):
        return f"{sys.version_info.major}.{sys.version_info.minor}"
    if program == "xmllint":
        if shutil.which(program) is None:
            return None
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
        found = re.search(r"libxml version (\d)(\d\d)(\d\d)", done.stderr)
        return ".".join(str(int(part)) for part in found.groups()) if found else None
    if program == "LibreOffice":
        if shutil.which("soffice") is None:
            return None
        found = re.search(r"LibreOffice (\S+)", said("soffice", "--version"))
        return found[1] if found else None
    if program == "jing":
        return "20220510" if shutil.which(program) else None  # it does not tell; the package of Debian 12
    if importlib.util.find_spec(_MODULES.get(program, program)) is None:
        return None
    return version(program)


def rows(name: str, page: str) -> list[str]:
    """The rows of the table of a format; of what is not installed, the one that the page has."""
    found = []
    for program, what, trial in TRIALS[name]:
        number = version_of(program)
        if number is None:
            kept = re.search(rf"^\| {re.escape(program)} \|.*\n", page, re.MULTILINE)
            found += [kept[0]] if kept else []
            continue
        with tempfile.TemporaryDirectory() as folder:
            trial(Path(folder))
        found.append(f"| {program} | {number} | {what} |\n")
        sys.stderr.write(f"{name}: {program} {number}\n")
    return found


def main() -> None:
    """Run as a script."""
    for name in sys.argv[1:] or TRIALS:
        place = ROOT / "docs" / "formats" / f"{name}.md"
        page = place.read_text(encoding="utf-8")
        table = HEAD + "".join(rows(name, page))
        if _TABLE.search(page):
            page = _TABLE.sub(lambda _, new=table: new, page)
        else:
            page = f"{page.rstrip()}\n\n## Tried with\n\n{table}"
        place.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
