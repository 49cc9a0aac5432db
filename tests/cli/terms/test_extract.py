"""``align terms extract``."""

from __future__ import annotations

import json

import jsonschema
import pytest

from align.pipeline import read_termbase
from align.resources import schema_path

SENTENCES = (
    ("The Security Council met on Monday.", "Der Sicherheitsrat tagte am Montag."),
    ("A draft went to the Security Council.", "Ein Entwurf ging an den Sicherheitsrat."),
    ("Members of the Security Council abstained.", "Mitglieder des Sicherheitsrats enthielten sich."),
    ("Economic growth slowed.", "Das Wirtschaftswachstum verlangsamte sich."),
    ("Ministers hope for economic growth again.", "Minister hoffen wieder auf Wirtschaftswachstum."),
    ("Trade brings economic growth.", "Handel bringt Wirtschaftswachstum."),
)


@pytest.fixture
def table(desk):
    """A file of units."""
    rows = ["id\ten\tde", *(f"u{number}\t{one}\t{other}" for number, (one, other) in enumerate(SENTENCES))]
    (desk / "units.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return "units.tsv"


def test_candidates_are_shown_with_their_evidence(align, table):
    """A table on standard output, what was done on standard error."""
    done = align("terms", "extract", table, "--source", "en", "--target", "de")
    assert done.code == 0
    assert any(
        "Security Council" in line and "Sicherheitsrat" in line and " 3 " in line for line in done.out.splitlines()
    )
    assert "candidates in 6 units" in done.lines[-1]


@pytest.mark.parametrize("name", ["candidates.csv", "candidates.tbx", "candidates.xlsx"])
def test_a_term_base_of_proposed_terms_is_written(align, desk, table, name):
    """Its terms wait for a person to accept them."""
    assert align("terms", "extract", table, "--source", "en", "--target", "de", "-o", name).code == 0
    base = read_termbase(desk / name)
    terms = {term.text: term.status for concept in base.concepts for term in concept.terms}
    assert terms["Security Council"] == "proposed"


def test_known_pairs_are_left_out_unless_asked_for(align, desk, table):
    """With the id of their concept."""
    (desk / "known.csv").write_text(
        "concept,lang,text\ncouncil,en,Security Council\ncouncil,de,Sicherheitsrat\n", encoding="utf-8"
    )
    words = ("terms", "extract", table, "--source", "en", "--target", "de", "--terms", "known.csv")
    done = align(*words)
    assert "Security Council" not in done.out
    assert "1 pairs are in the term base already and left out" in done.lines[-1]
    assert "known: council" in align(*words, "--known").out


def test_json_follows_its_schema(align, table):
    """From the command line, too."""
    done = align("-q", "terms", "extract", table, "--source", "en", "--target", "de", "--report", "json")
    schema = json.loads(schema_path("extraction.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(done.out), schema, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), 2, "name a corpus"),
        (("units.tsv", "--source", "fr", "--target", "de"), 2, "no unit has both 'fr' and 'de'"),
        (("units.tsv", "--source", "en", "--target", "de", "-o", "-"), 2, "give -o the name of a term base"),
        (
            ("units.tsv", "--source", "en", "--target", "de", "-o", "x.docx"),
            2,
            "no format of term bases has the suffix",
        ),
        (("none.tmx", "--source", "en", "--target", "de"), 3, "none.tmx"),
    ],
)
def test_bad_calls_are_one_clear_line(align, table, words, code, message):
    """With the exit code of a wrong call or of an input that cannot be read."""
    done = align("terms", "extract", *words)
    assert (done.code, done.out) == (code, "")
    assert message in done.lines[-1]
    assert table
