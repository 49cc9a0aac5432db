from __future__ import annotations

import sqlite3
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.errors import OutputError
from align.formats import ledger
from align.formats._xliff_facts import FreshIds
from align.formats.ledger import Ledger
from align.formats.xliff import XliffFormat

if TYPE_CHECKING:
    from pathlib import Path


@given(entries=st.lists(st.tuples(st.text("abc", max_size=3), st.integers(0, 2**40))), held=st.integers(0, 5))
def test_a_ledger_is_a_dictionary(entries: list[tuple[str, int]], held: int) -> None:
    """Whatever is held and whatever waits in the file: the last number counts, and unknown names have none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "_HELD", held)
        found = Ledger()
        for name, number in entries:
            found.put(name, number)
        assert [found.get(name) for name, _ in entries] == [dict(entries)[name] for name, _ in entries]
        assert found.get("none") is None


def test_ids_are_as_fresh_in_the_file_as_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same ids in the same order, whether or not they fit into memory."""
    wanted = ["a", "a", "a-2", "b c", "b_c", "a", "a-3", "", "a-2"] * 3
    whole = FreshIds()
    expected = [whole.take(one) for one in wanted]
    assert len(set(expected)) == len(wanted)
    monkeypatch.setattr(ledger, "_HELD", 2)
    parted = FreshIds()
    assert [parted.take(one) for one in wanted] == expected


def test_an_id_that_occurs_twice_in_one_line_is_seen(tmp_path: Path) -> None:
    """Many tools write the whole file as one line; another file in it may have the same ids."""
    one = '<trans-unit id="1"><source>a</source></trans-unit>'
    file = '<file original="x" source-language="en" datatype="plaintext"><body>{}</body></file>'
    body = file.format(one) + file.format(one + one.replace(">a<", ">b<"))
    path = tmp_path / "x.xlf"
    path.write_text(f'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">{body}</xliff>')
    assert [problem.rule for problem in XliffFormat().validate(path)] == ["duplicate-id"]


def test_memory_does_not_grow_with_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty thousand names take several megabytes as objects; beyond what is held they take none."""
    monkeypatch.setattr(ledger, "_HELD", 1_000)
    found = Ledger()
    tracemalloc.start()
    try:
        for number in range(40_000):
            found.put(f"name of a unit, {number}", number)
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert used < 500_000
    assert found.get("name of a unit, 39999") == 39_999


def test_a_full_disk_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line with a remedy."""
    monkeypatch.setattr(ledger, "_HELD", 0)
    found = Ledger()
    found.put("a", 1)
    assert isinstance(found._rest, sqlite3.Connection)
    found._rest.execute("PRAGMA max_page_count = 2")
    with pytest.raises(OutputError, match=r"no room for temporary files \(.*\); make some, or name another TMPDIR"):
        found.put("a name of some pages " * 2_000, 2)
