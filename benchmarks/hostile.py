"""Measure how long each reader takes for 1 MB of what is made to be slow; nothing should take 5 seconds.

    python benchmarks/hostile.py [--formats NAME,...]

Each format reads files of one megabyte that repeat a piece of its own or of all notations: brackets without end,
white space, one line, nesting, quotes, digits. Prints the slowest reading of each format in processor seconds, and what
was read; exit code 1 if one took 5 seconds or more.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from align.errors import AlignError
from align.formats import FORMATS, ValidatedFormat
from format_files import read_everything, write

SIZE = 1_000_000
WORST = 5.0
PIECES = (
    "<", ">", "&", " ", "\t", "\n", "\n\n", "a", "a ", "a\n", ". ", "(", "[", "]", "{", '"', "'", "*", "_", "`", "#",
    "|", "1", "1.", "-", "- ", "> ", "~", "\\", ":", ",", ";", "<a>", "</a>", "<a ", "<!--", "-->", "<![CDATA[",
    "<!DOCTYPE ", "<p>", "<div>", "<b>", "<br>", "<table>", "<script>", "&amp;", "&#65;", "[](", "![", "[a]: b\n",
    "***a", "**_",
    "```\n", "| a ", "* a\n", "    a\n", "A.B.", "中", "é", "\u0301", "\u202e", "\u3000",
    "[0]:[0]\n", "0\t0\t0\n", "a\tb\t0\n",
    '{"', '{"a":', "[[", '""', 'msgid "a"\n', "1\n00:00:01,000 --> 00:00:02,000\na\n\n", "00:", "-->\n", "a-\n", "\x0c",
)  # fmt: skip


def contents(name: str, folder: Path) -> dict[str, bytes]:
    """Files of a megabyte by what is repeated, alone and inside a sample of the format."""
    sample = write(name, folder, 4).read_bytes()
    found = {repr(piece): (piece * (SIZE // len(piece) + 1)).encode()[:SIZE] for piece in PIECES}
    if sample[:2] in {b"PK", b"PA", b"%P"}:
        return {}
    middle = len(sample) // 2
    for piece in PIECES:
        found[f"in a sample: {piece!r}"] = sample[:middle] + (piece * (SIZE // len(piece))).encode() + sample[middle:]
    return found


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--formats", metavar="NAME,...", help="default: all that are text")
    options = parser.parse_args()
    logging.disable()
    slow = False
    for name in options.formats.split(",") if options.formats else FORMATS.names():
        slowest = (0.0, "-")
        with tempfile.TemporaryDirectory(prefix="align.") as folder:
            for what, data in contents(name, Path(folder)).items():
                path = next(one for one in Path(folder).iterdir() if one.name.startswith("sample"))
                path.write_bytes(data)
                begin = time.process_time()
                try:
                    read_everything(name, path)
                    member = FORMATS.make(name)
                    if isinstance(member, ValidatedFormat):
                        member.validate(path)
                except AlignError:
                    pass
                slowest = max(slowest, (time.process_time() - begin, what))
        slow = slow or slowest[0] >= WORST
        print(f"{name:>15} {slowest[0]:6.2f} s  {slowest[1]}", flush=True)
    sys.exit(slow)


if __name__ == "__main__":
    main()
