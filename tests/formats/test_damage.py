"""Damaged files of every format: whatever is done to the bytes, they are read or refused in one line."""

from __future__ import annotations

import logging
import warnings
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from align.errors import AlignError
from align.formats import FORMATS, ValidatedFormat
from format_files import SUFFIXES, read_everything, write

if TYPE_CHECKING:
    from pathlib import Path

SNIPPETS = (
    b"<", b">", b"&", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"]]>", b"<!--", b"<![CDATA[", b"<!DOCTYPE a [",
    b"&x;", b"&#0;", b"&#xD800;", b"\r", b"\n", b"\t", b"\x0b", b"\x85", b"\xe2\x80\xa8", b"\xed\xa0\x80", b'"', b"'",
    b"{", b"}", b"[", b"]", b":", b",", b"-->", b"-1", b"9" * 30, b"1e999", b"NaN", b"null", b"msgid", b"\\", b"..",
    b"PK\3\4", b"%PDF-", b"\x1f\x8b", b"</w:p>", b"en", b"zz-ZZ", b"x" * 300, b"0",
)  # fmt: skip
changes = st.lists(
    st.one_of(
        st.tuples(st.just("flip"), st.floats(0, 1), st.integers(0, 255)),
        st.tuples(st.just("cut"), st.floats(0, 1), st.integers(1, 60)),
        st.tuples(st.just("repeat"), st.floats(0, 1), st.integers(1, 60)),
        st.tuples(st.just("end"), st.floats(0, 1), st.just(0)),
        st.tuples(st.just("insert"), st.floats(0, 1), st.integers(0, len(SNIPPETS) - 1)),
        st.tuples(st.just("instead"), st.floats(0, 1), st.integers(0, len(SNIPPETS) - 1)),
    ),
    min_size=1,
    max_size=5,
)


def damaged(data: bytes, how: list[tuple[str, float, int]]) -> bytes:
    """The bytes after some changes, each at a place that is a share of the length."""
    for kind, share, number in how:
        at = int(share * len(data))
        if kind == "flip" and data:
            at = min(at, len(data) - 1)
            data = data[:at] + bytes([number]) + data[at + 1 :]
        elif kind == "cut":
            data = data[:at] + data[at + number :]
        elif kind == "repeat":
            data = data[:at] + data[at : at + number] * 3 + data[at + number :]
        elif kind == "end":
            data = data[:at]
        elif kind == "insert":
            data = data[:at] + SNIPPETS[number] + data[at:]
        elif kind == "instead":
            data = data[:at] + SNIPPETS[number] + data[at + len(SNIPPETS[number]) :]
    return data


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """A small valid file of a format, in a folder of its own with what belongs to it; made once."""

    @cache
    def sample(name: str, text: bool) -> tuple[Path, bytes]:
        path = write(name, tmp_path_factory.mktemp(name), 6, text=text)
        return path, path.read_bytes()

    return sample


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(how=changes)
@pytest.mark.parametrize(("name", "text"), [*((name, False) for name in FORMATS.names()), ("tei", True)])
def test_damaged_files_are_read_or_refused(name, text, how, samples):
    """Nothing but an AlignError of one line, from every way to read the format and from its validation."""
    path, data = samples(name, text)
    path.write_bytes(damaged(data, how))
    message = ""
    logging.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            read_everything(name, path)
            member = FORMATS.make(name)
            if isinstance(member, ValidatedFormat):
                message = "".join(str(problem) for problem in member.validate(path))
    except AlignError as error:
        message = str(error)
    finally:
        logging.disable(logging.NOTSET)
    assert "\n" not in message


def test_every_format_has_a_sample():
    """A new format is damaged too: it needs a file in `format_files.write`."""
    assert set(SUFFIXES) - {"bilingual"} <= set(FORMATS.names())
