"""The built readout: complete in every format, valid, and open to read without a network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from align.corpus.build import read_texts
from align.corpus.manifest import read_manifest
from align.corpus.validation import problems_of
from align.formats.tei import read_alignment
from align.pipeline import read_document, read_units

LANGS = ("en", "zh", "fr", "es", "ru", "ar", "ja", "de")
OTHERS = LANGS[1:]
NAME = "readout-2023"


@pytest.fixture(scope="module")
def documents(root):
    """The texts as the build reads them: segmented, without residue, by language."""
    found, _ = read_texts(read_manifest(root / "corpora" / NAME))
    return {document.lang: document for document in found}


@pytest.fixture(scope="module")
def units(readout):
    """The units of the TMX in all languages."""
    return read_units(readout / f"{NAME}.tmx")


@pytest.mark.parametrize("lang", LANGS)
def test_no_segment_is_lost_in_the_tmx(units, documents, lang):
    """Every segment of the text stands in exactly one unit, at the place that the unit says."""
    found = {}
    for unit in units:
        variant = unit.variant(lang)
        for segment_id, start, end in (
            zip(variant.segments, variant.starts, [*variant.starts[1:], None], strict=True) if variant else ()
        ):
            assert segment_id not in found
            found[segment_id] = variant.text[start:end].strip()
    assert found == {segment.id: segment.text for segment in documents[lang].segments}


@pytest.mark.parametrize("lang", LANGS)
def test_no_segment_is_lost_in_the_tei(readout, documents, lang):
    """The TEI text read back has the same segments, and the same words between and around them."""
    found = read_document(readout / "tei" / f"{NAME}.{lang}.xml", lang=lang)
    assert [segment.text for segment in found.segments] == [segment.text for segment in documents[lang].segments]
    words = "".join(documents[lang].text[block.start : block.end] for block in documents[lang].blocks)
    assert "".join(found.text.split()) == "".join(words.split())


@pytest.mark.parametrize("lang", OTHERS)
def test_every_format_has_the_same_beads(readout, documents, lang):
    """The table, the TEI alignment and the TMX of a pair agree, null beads included; each has some."""
    table = pl.read_parquet(readout / "beads.parquet").filter(pl.col("source_lang") == lang)
    beads = {(tuple(row["source_ids"]), tuple(row["target_ids"])) for row in table.iter_rows(named=True)}
    nulls = {bead for bead in beads if not all(bead)}
    tei = read_alignment(readout / "tei" / f"{NAME}.{lang}-en.align.xml")
    ids = [[segment.id for segment in document.segments] for document in (tei.source, tei.target)]
    in_tei = {
        (
            tuple(ids[0][i].rpartition(".")[2] for i in bead.source),
            tuple(ids[1][j].rpartition(".")[2] for j in bead.target),
        )
        for bead in tei.beads
    }
    in_tmx = {
        tuple(variant.segments if (variant := unit.variant(one)) else () for one in (lang, "en"))
        for unit in read_units(readout / "pairs" / f"{NAME}.{lang}-en.tmx")
    }
    assert beads == in_tei == in_tmx
    assert nulls
    assert len(table) == len(beads)
    assert sum(len(target) for _, target in beads) == len(documents["en"].segments)


def test_null_beads_are_counted_in_the_units(readout, units):
    """Each null bead of each pair is the origin of exactly one unit of the TMX in all languages."""
    table = pl.read_parquet(readout / "beads.parquet")
    nulls = {(row["source_lang"], row["bead"]) for row in table.iter_rows(named=True) if "0" in row["kind"].split("-")}
    origins = [(origin.source, origin.bead) for unit in units for origin in unit.origin if origin.is_null]
    assert len(origins) == len(set(origins))
    assert set(origins) == nulls


def test_no_unit_splits_a_bead(readout, units):
    """All segments of a bead are in one unit."""
    home = {
        (variant.lang, segment): unit.id for unit in units for variant in unit.variants for segment in variant.segments
    }
    for row in pl.read_parquet(readout / "beads.parquet").iter_rows(named=True):
        nodes = [(row["source_lang"], one) for one in row["source_ids"]]
        nodes += [(row["target_lang"], one) for one in row["target_ids"]]
        assert len({home[node] for node in nodes}) == 1


def test_units_come_in_the_order_of_the_english_text(units):
    """English is the first variant wherever it is one."""
    order = [
        int(one.removeprefix("s")) for unit in units for v in unit.variants[:1] if v.lang == "en" for one in v.segments
    ]
    assert order == sorted(order)
    assert all(variant.lang != "en" for unit in units for variant in unit.variants[1:])


@pytest.mark.parametrize("lang", LANGS)
def test_segments_are_those_of_the_gold(root, documents, lang):
    """Line by line; otherwise no score would mean anything."""
    lines = (root / "corpora" / NAME / "gold" / f"readout.{lang}").read_text(encoding="utf-8").splitlines()
    assert [segment.text for segment in documents[lang].segments] == lines


def test_the_residue_of_the_web_page_is_not_in_the_corpus(readout, root, units):
    """It is in the source as received, and in no result but as a count in the report."""
    source = (root / "corpora" / NAME / "sources" / "readout.en.txt").read_text(encoding="utf-8")
    for residue in ("Leave a Reply", "Your email address will not be published"):
        assert residue in source
        assert not any(residue in variant.text for unit in units for variant in unit.variants)
        assert residue not in (readout / "tei" / f"{NAME}.en.xml").read_text(encoding="utf-8")


def test_every_result_is_valid(readout):
    """By our own schemas, through the same function as `align validate`."""
    files = [path for path in readout.rglob("*") if path.is_file() and path.suffix != ".html" and path.name[0] != "."]
    assert len(files) == 27
    assert {path.name: problems_of(path) for path in files} == {path.name: [] for path in files}


def test_working_texts_are_marked_as_such(readout):
    """In every TEI header and in the report; nobody takes them for official texts."""
    for lang in OTHERS:
        header = (readout / "tei" / f"{NAME}.{lang}.xml").read_text(encoding="utf-8").partition("</teiHeader>")[0]
        assert "not an official text" in header or "not the official text" in header
    assert "not official texts" in (readout / "report.html").read_text(encoding="utf-8")


class Loads(HTMLParser):
    """Whatever a browser would fetch for a page."""

    FETCHED = frozenset({"src", "srcset", "data", "poster", "action", "formaction", "background", "manifest", "ping"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Keep addresses of everything but links that a reader has to click."""
        self.tags.add(tag)
        for name, value in attrs:
            if name in self.FETCHED or (name in {"href", "xlink:href"} and tag != "a"):
                self.addresses.append(value or "")
            if name == "style":
                self.addresses += re.findall(r"url\(([^)]*)\)", value or "")


def test_the_report_loads_nothing(readout):
    """No address of a network, no file beside it: it can be sent as a single attachment."""
    html = (readout / "report.html").read_text(encoding="utf-8")
    page = Loads(html)
    assert [address for address in page.addresses if not address.startswith(("data:", "#"))] == []
    assert not page.tags & {"iframe", "object", "embed", "base"}
    code = "".join(re.findall(r"<(?:style|script)[^>]*>(.*?)</(?:style|script)>", html, re.DOTALL))
    assert (
        re.findall(
            r"@import|url\((?!['\"]?(?:data:|#))|\bfetch\(|XMLHttpRequest|WebSocket|EventSource|\bimport\(", code
        )
        == []
    )


def test_the_same_readout_in_another_process(readout, root, tmp_path):
    """With another seed of hashes, one thread, from another folder: the same bytes in all 28 files."""
    environment = os.environ | {"PYTHONHASHSEED": "7", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", "from align.cli import main; main()", "-q", "build", root / "corpora" / NAME]
    subprocess.run(
        [*command, "--pairs", "-o", tmp_path / "out"], cwd=tmp_path, env=environment, check=True, timeout=300
    )
    trees = [
        {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}
        for place in (readout, tmp_path / "out")
    ]
    assert len(trees[0]) == 29  # with the state of the build
    assert [name for name in trees[0] if trees[0][name] != trees[1].get(name)] == []
    assert trees[0].keys() == trees[1].keys()


def test_paragraphs_of_a_bead_are_neighbours(readout):
    """No bead of the readout joins sentences that are apart: segments of a side follow one another."""
    for row in pl.read_parquet(readout / "beads.parquet").iter_rows(named=True):
        for side in (row["source_indexes"], row["target_indexes"]):
            assert all(later == earlier + 1 for earlier, later in pairwise(side))


def test_ids_are_distinct_in_the_whole_corpus(readout):
    """The corpus file can be expanded: no xml:id occurs in two of the files that it takes in."""
    ids = [
        found
        for path in (readout / "tei").glob("*.xml")
        for found in re.findall(r'xml:id="([^"]+)"', path.read_text(encoding="utf-8"))
    ]
    assert len(ids) > 500
    assert [one for one in ids if ids.count(one) > 1] == []


def test_the_corpus_file_takes_in_all_texts_and_alignments(readout):
    """Eight texts and seven alignments, by names that lie beside it."""
    text = (readout / "tei" / f"{NAME}.corpus.xml").read_text(encoding="utf-8")
    names = re.findall(r'href="([^":/]+\.xml)"', text)
    assert set(names) == {path.name for path in Path(readout, "tei").iterdir()} - {f"{NAME}.corpus.xml"}
    assert len(names) == 15
