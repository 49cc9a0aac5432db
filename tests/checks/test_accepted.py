"""Findings that were accepted for good."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from align.checks.accepted import Accepted, accept, read_accepted
from align.checks.baseline import read_baseline
from align.checks.selecting import Selection, rules_of
from align.errors import FormatError, InputError, UnknownNameError
from align.model import Finding, TranslationUnit, Variant

MARK = "0123456789abcdef"
ENTRY = f'[[accepted]]\nfingerprint = "{MARK}"\nreason = "a quotation"\nname = "A. Reviser"\n'


def finding(mark: str = MARK, rule: str = "missing", message: str = "m") -> Finding:
    """A finding with this fingerprint."""
    return Finding(
        check="terms",
        rule=rule,
        severity="warning",
        message=message,
        unit_id="u1",
        lang="zh",
        variant="en",
        start=0,
        end=2,
        fingerprint=mark,
    )


UNIT = TranslationUnit(
    id="u1", variants=(Variant(lang="zh", content=("新时代",)), Variant(lang="en", content=('The "era"\\',)))
)


def read(path, text: str) -> Accepted:
    """What the file says."""
    path.write_text(text, encoding="utf-8")
    return read_accepted(path)


def test_an_accepted_finding_is_silent(tmp_path):
    """For good, and it alone."""
    known = read(tmp_path / "a.toml", ENTRY)
    assert [one.fingerprint for one in known.silence([finding(), finding("f" * 16)])] == ["f" * 16]
    assert (known.silenced, known.unused()) == (1, ())


def test_an_entry_that_is_not_needed_is_told_with_its_line(tmp_path):
    """So that the file does not grow for ever."""
    known = read(tmp_path / "a.toml", f"# about\n\n{ENTRY}")
    assert [*known.silence([])] == []
    (entry,) = known.unused()
    assert known.told(entry) == (
        f"{tmp_path / 'a.toml'}:3: no finding has the fingerprint {MARK} (a quotation); delete the entry"
    )


def test_an_entry_of_a_rule_that_was_not_looked_for_is_no_news(tmp_path):
    """Where only some rules were selected."""
    known = read(tmp_path / "a.toml", f'{ENTRY}rule = "terms/missing"\n')
    assert known.unused(lambda check, rule: (check, rule) == ("terms", "admitted")) == ()
    assert len(known.unused(lambda check, rule: (check, rule) == ("terms", "missing"))) == 1


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[[accepted]\n", 1, "is not valid TOML"),
        ("x = 1\n", 1, "unknown key 'x'; the file holds tables [[accepted]]"),
        (f"{ENTRY}\n{ENTRY}", 6, f"fingerprint {MARK} was accepted before in line 1; delete one"),
        (ENTRY.replace("reason", "reson"), 1, "no key named 'reson'; did you mean 'reason'?"),
        (ENTRY.replace('"a quotation"', '" "'), 1, "the key 'reason' is missing or empty"),
        (ENTRY.replace('"a quotation"', "7"), 1, "reason: this is not text in quotes"),
        (ENTRY.replace(MARK, "xyz"), 1, "'xyz' is no fingerprint; copy it from a report"),
        (f'# x\n{ENTRY}date = "2026-11-26"\n', 2, "date: this is not a date such as 2026-11-26, without quotes"),
        (f'{ENTRY}rule = "missing"\n', 1, "rule: 'missing' is not a check and a rule, such as terms/missing"),
        ("accepted = 1\n", None, "'accepted' is not a list of tables; write each as [[accepted]]"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(tmp_path, text, line, message):
    """File and line, what is wrong, what to do."""
    path = tmp_path / "a.toml"
    with pytest.raises(FormatError, match=re.escape(message)) as caught:
        read(path, text)
    assert (caught.value.path, caught.value.line) == (str(path), line)


def test_a_file_that_cannot_be_read(tmp_path):
    """Missing, or not UTF-8."""
    with pytest.raises(InputError, match="cannot be read"):
        read_accepted(tmp_path / "none.toml")
    (tmp_path / "a.toml").write_bytes(b"# ok\n# \xff\n")
    with pytest.raises(FormatError, match="is not UTF-8") as caught:
        read_accepted(tmp_path / "a.toml")
    assert caught.value.line == 2


def test_accepting_writes_a_file_that_tells_what_it_is_about(tmp_path):
    """Fingerprint, reason, name and date for the machine; the rest for the reader."""
    path = tmp_path / "terms.accepted.toml"
    assert (
        accept(path, [(finding(), UNIT)], reason='as "he" said', name="A.", date=dt.date(2026, 11, 26), source="zh")
        == 1
    )
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Findings that are right as they are.")
    assert text.endswith(
        f'[[accepted]]\nfingerprint = "{MARK}"\nreason = "as \\"he\\" said"\nname = "A."\ndate = 2026-11-26\n'
        'rule = "terms/missing"\nunit = "u1"\nlang = "en"\nsource = "新时代"\ntarget = "The \\"era\\"\\\\"\nmessage = "m"\n'
    )
    (entry,) = read_accepted(path).entries
    assert (entry.reason, entry.name, entry.date) == ('as "he" said', "A.", dt.date(2026, 11, 26))


def test_what_the_file_holds_stays_as_it_is(tmp_path):
    """Comments, order and line ends; nothing is added twice."""
    path = tmp_path / "a.toml"
    before = b"\xef\xbb\xbf# mine\r\n" + ENTRY.replace("\n", "\r\n").encode() + b"# end, without a line end"
    path.write_bytes(before)
    assert accept(path, [(finding(), None), (finding("f" * 16, message="\x7f\ud800"), None)], reason="r", name="n") == 1
    after = path.read_bytes()
    assert after.startswith(before + b"\r\n\r\n[[accepted]]\r\n")
    assert b"\n" not in after.replace(b"\r\n", b"")
    assert [entry.fingerprint for entry in read_accepted(path).entries] == [MARK, "f" * 16]
    assert accept(path, [(finding(), None)], reason="r", name="n") == 0
    assert path.read_bytes() == after


def test_a_file_that_cannot_be_added_to_is_left_alone(tmp_path):
    """A list that is written another way cannot be followed by tables."""
    path = tmp_path / "a.toml"
    path.write_text("accepted = []\n", encoding="utf-8")
    with pytest.raises(FormatError, match="is not valid TOML"):
        accept(path, [(finding(), None)], reason="r", name="n")
    assert path.read_text(encoding="utf-8") == "accepted = []\n"
    assert [one.name for one in tmp_path.iterdir()] == ["a.toml"]


def test_a_baseline_lets_only_new_findings_through(tmp_path):
    """And counts what is there still, and what is gone."""
    path = tmp_path / "b.json"
    path.write_text(f'{{"findings": [{{"fingerprint": "{MARK}"}}, {{"fingerprint": "{"e" * 16}"}}]}}', encoding="utf-8")
    before = read_baseline(path)
    assert [one.fingerprint for one in before.new([finding(), finding("f" * 16)])] == ["f" * 16]
    assert (before.known, before.gone) == (1, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "b.json:1:2: is not JSON"),
        ("[]", "is no report of findings; give one that 'align check --report json' wrote"),
        ('{"findings": [{"rule": "missing"}]}', "finding 1 has no fingerprint; write the report anew"),
    ],
)
def test_what_is_no_report_is_no_baseline(tmp_path, text, message):
    """With the place."""
    (tmp_path / "b.json").write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=re.escape(message)):
        read_baseline(tmp_path / "b.json")


def test_a_selection_is_by_check_or_by_rule():
    """What is ignored wins; a rule that is named is wanted even if it is optional."""
    some = Selection(select=("terms", "consistency/same-target"), ignore=("terms/admitted",))
    assert some.checks(("terms",)) == ("terms", "consistency")
    assert some.wants("terms", "missing")
    assert not some.wants("terms", "admitted")
    assert some.wants("consistency", "same-target")
    assert not some.wants("consistency", "rendering")
    assert some.optional == {"consistency/same-target"}
    assert Selection(ignore=("consistency",)).checks(("terms", "consistency")) == ("terms",)
    assert Selection().wants("order", "crossing")


@pytest.mark.parametrize(
    ("name", "near"),
    [("term", "'terms'"), ("terms/mising", "'terms/missing'"), ("consistency/rendring", "'consistency/rendering'")],
)
def test_an_unknown_name_is_answered_with_the_nearest(name, near):
    """Of checks and rules alike."""
    with pytest.raises(UnknownNameError, match=f"no check or rule named '{name}'; did you mean {near}"):
        Selection(ignore=(name,))


def test_every_rule_says_what_it_is_and_what_to_do():
    """Reports show it."""
    for check in ("terms", "consistency"):
        assert all(rule.summary.endswith(".") and rule.remedy.endswith(".") for rule in rules_of(check))
