"""``align validate``."""

from __future__ import annotations

BEADS = "0:0\t0.9000\n1:1,2\t0.8000\n"


def test_everything_that_a_build_wrote(align, desk):
    """And the manifest it was made from."""
    assert align("-q", "build", ".", "-o", "out", "--pairs").code == 0
    files = [path for path in (desk / "out").rglob("*.*") if path.suffix != ".html" and path.name[0] != "."]
    done = align("validate", "corpus.toml", ".", *sorted(files))
    assert (done.code, done.out) == (0, "")
    assert done.lines[-1] == f"align: {len(files) + 2} files: {len(files) + 2} valid, 0 not, 0 unreadable"


def test_what_is_not_valid_gives_one(align, desk):
    """A line for each problem on standard output: place, what, rule, remedy."""
    (desk / "bad.tmx").write_text("<tmx version='1.4'><header/></tmx>\n", encoding="utf-8")
    (desk / "bad.json").write_text('{"signature": ""}\n', encoding="utf-8")
    (desk / "bad.toml").write_text("[corpus]\nid = 3\n", encoding="utf-8")
    done = align("validate", "bad.tmx", "bad.json", "bad.toml")
    assert done.code == 1
    assert {line.partition(":")[0] for line in done.out.splitlines()} == {"bad.tmx", "bad.json", "bad.toml"}
    assert "bad.toml:2: corpus.id: expected text in quotes, got a whole number (manifest)" in done.out.splitlines()
    assert done.lines[-1] == "align: 3 files: 0 valid, 3 not, 0 unreadable"


def test_what_cannot_be_read_gives_three_and_the_rest_is_looked_at(align, desk):
    """In the order given."""
    (desk / "bad.beads").write_text("x\n", encoding="utf-8")
    (desk / "good.beads").write_text(BEADS, encoding="utf-8")
    (desk / "folder").mkdir()
    done = align("validate", "none.tmx", "bad.beads", "folder", "good.beads")
    assert done.code == 3
    assert done.out.startswith("bad.beads:1: 'x' is not a bead")
    assert [line for line in done.lines if "valid" in line] == [
        "align: good.beads: valid",
        "align: 4 files: 1 valid, 1 not, 2 unreadable",
    ]


def test_standard_input(align, memory):
    """May be one of the files."""
    assert align("validate", "-", stdin=memory.read_bytes()).said == "align: <stdin>: valid\n"
