"""The scripts that measure the server and compare with OmegaT ask the same each time."""

from __future__ import annotations

import sys

import pytest


@pytest.fixture(autouse=True)
def benchmarks(root, monkeypatch):
    """Where the scripts are; they import one another by name."""
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    yield
    for name in ("memory", "serve", "omegat"):
        sys.modules.pop(name, None)


def test_the_questions_are_always_the_same():
    """Look-ups in two forms and searches, whole requests, half of them Chinese."""
    from serve import questions

    asked = questions(600)
    assert asked == questions(600)
    assert len(asked) == 400
    kinds = {
        request.split(b" ")[1].split(b"/")[1:4][-1].split(b"?")[0] for request in asked if request.startswith(b"POST")
    }
    assert kinds == {b"lookup", b"search"}
    assert sum(request.startswith(b"GET /tmserver/") for request in asked) == 40
    for request in asked:
        head, _, body = request.partition(b"\r\n\r\n")
        assert f"Content-Length: {len(body)}".encode() in head
    signs = (b'"source": "zh"', b'"lang": "zh"', b"/tmserver/zh/")
    assert sum(any(sign in request for sign in signs) for request in asked) == 200


def test_the_queries_know_what_they_were_made_from():
    """Each is a sentence with something changed."""
    from omegat import queries

    asked = queries(300, 20, "zh")
    assert asked == queries(300, 20, "zh")
    assert len(asked) == 20
    assert all(changed != text for changed, text in asked)
