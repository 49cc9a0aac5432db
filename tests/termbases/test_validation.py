"""What is found wrong in the content of a term base."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from align.termbases.validation import RULES, problems_of

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "concept,lang,text,status,valid_from,valid_to,authority,subject,broader,abbreviation_of"

BAD = {
    "one concept": ["a,en,lamp,,,,,,,", "b,en,lamp,,,,,,,"],
    "broader": ["a,en,lamp,,,,,,a,"],
    "preferred missing": ["a,en,lamp,admitted,,,,,,"],
    "one preferred": ["a,en,lamp,,2018,,,,,", "a,en,light,,2019,,,,,"],
    "dates in order": ["a,en,lamp,,2019,2018,,,,"],
    "long form": ["a,en,light emitting diode,,,,,,,", "a,en,LED,admitted,,,,,,light-emitting diode"],
    "one character": ["a,zh,党,,,,,,,"],
}
GOOD = {
    "one concept": [
        "a,en,bank,,,,,money,,",
        "b,en,bank,,,,,rivers,,",
        "c,en,bank,deprecated,,,,,,",
        "c,en,shore,,,,,,,",
    ],
    "broader": ["a,en,lamp,,,,,,b|c,", "b,en,thing,,,,,,d,", "c,en,light,,,,,,d,", "d,en,all,,,,,,,"],
    "preferred missing": ["a,en,OPEC,do-not-translate,,,,,,", "a,fr,Opep,proposed,,,,,,"],
    "one preferred": ["a,en,lamp,,,2018,,,,", "a,en,light,,2018,,,,,", "a,en,lantern,,,,UN,,,", "a,fr,lampe,,,,,,,"],
    "dates in order": ["a,en,lamp,,2018-03,2018,,,,"],
    "long form": ["a,en,light-emitting diode,,,,,,,", "a,en,LED,admitted,,,,,,light-emitting diode"],
    "one character": ["a,zh,政党,,,,,,,"],
}


def rules(path: Path, rows: list[str]) -> list[tuple[int | None, str]]:
    """The lines and rules of the problems of a table with these rows."""
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return [(problem.line, problem.rule) for problem in problems_of(path)[0]]


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_finds_what_breaks_it(rule: str, tmp_path: Path) -> None:
    """In the last of these lines, and nothing else; every problem says what to do."""
    path = tmp_path / "terms.csv"
    assert rules(path, BAD[rule]) == [(len(BAD[rule]) + 1, rule)]
    assert all(problem.remedy for problem in problems_of(path)[0])


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_leaves_alone_what_does_not(rule: str, tmp_path: Path) -> None:
    """Different subjects, a way up by two paths, dates that follow each other, another authority."""
    assert rules(tmp_path / "terms.csv", GOOD[rule]) == []


def test_circles_are_found_once_and_elsewhere_too(tmp_path: Path) -> None:
    """Whatever leads into them."""
    rows = [f"{one},en,word {one},,,,,,{two}," for one, two in ("ab", "bc", "cd", "db", "ea")]
    assert rules(tmp_path / "terms.csv", rows) == [(5, "broader")]


def test_a_long_chain_of_concepts_is_no_circle(tmp_path: Path) -> None:
    """And does not exhaust the stack."""
    rows = [f"c{number},en,word {number},,,,,,c{number + 1}," for number in range(3000)]
    assert rules(tmp_path / "terms.csv", [*rows, "c3000,en,end word,,,,,,,"]) == []


def test_a_broader_concept_that_is_not_there(tmp_path: Path) -> None:
    """Is a problem of the concept that names it."""
    assert rules(tmp_path / "terms.csv", ["a,en,lamp,,,,,,zz,"]) == [(2, "broader")]


def test_all_formats_say_the_lines(tmp_path: Path) -> None:
    """Also TBX, whose faults are found together with those of its schema."""
    path = tmp_path / "terms.tbx"
    path.write_text(
        '<martif type="TBX" xml:lang="en">\n<text><body>\n<termEntry id="a">\n<langSet xml:lang="zh">\n'
        "<tig><term>党</term></tig>\n<tig><term>党</term></tig>\n<tig><term/></tig>\n"
        "<tig><note>x-valid-from: soon</note><term>灯光</term></tig>\n"
        '</langSet></termEntry>\n<termEntry id="a"><langSet xml:lang="en"><tig><term>light</term></tig></langSet></termEntry>\n'
        "</body></text></martif>",
        encoding="utf-8",
    )
    found = [(problem.line, problem.rule) for problem in problems_of(path)[0]]
    assert found == [
        (5, "one character"),
        (6, "term twice"),
        (7, "empty"),
        (8, "date"),
        (10, "distinct ids"),
    ]
