"""``align mcp`` and ``align memory serve``: what is wrong is said before anything is served."""

from __future__ import annotations

import pytest

from small_memory import fill


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("mcp",), 2, "name either a memory with --memory, or files of units with --corpus"),
        (("mcp", "--memory", "house", "--corpus", "a.tmx"), 2, "name either a memory"),
        (("mcp", "--memory", "none"), 3, "there is no memory here"),
        (("mcp", "--corpus", "none.tmx"), 3, "none.tmx: cannot be read"),
        (("mcp", "--memory", "house", "--terms", "none.csv"), 3, "none.csv"),
        (("memory", "serve", "none"), 3, "there is no memory here"),
        (("memory", "serve", "house", "--host", "0.0.0.0"), 2, "a token is needed"),  # noqa: S104 - refused
        (("memory", "serve", "house", "--token-file", "none"), 3, "none: cannot be read"),
        (("memory", "serve", "house", "--token-file", "empty"), 2, "the first line holds no token"),
        (("memory", "serve", "house", "--token-file", "short"), 2, "16 or more ASCII characters"),
        (("memory", "serve", "house", "--port", "99999"), 2, "the port 99999 is not in 0..65535"),
    ],
)
def test_what_is_wrong_is_one_line(align, desk, words, code, said):
    """With the exit code of its kind."""
    fill(desk / "house")
    (desk / "empty").write_text("\n", encoding="utf-8")
    (desk / "short").write_text("abc\n", encoding="utf-8")
    done = align(*words)
    assert (done.code, len(done.lines)) == (code, 1)
    assert said in done.lines[0]
