"""Write the measured figures into the pages of the aligners, from the files of their weights: ``make docs``.

The training script leaves in ``src/align/aligners/data/NAME.json`` what it measured on documents that it held out.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src" / "align" / "aligners" / "data"
PAGES = Path(__file__).with_name("aligners")

_BEGIN = "<!-- Written by docs/write_aligner_figures.py (make docs); do not edit up to the end mark. -->"
_END = "<!-- end of the written part -->"
_BEFORE = "\n## Use\n"  # where the part goes on a page that has none yet
_PART = re.compile(rf"{re.escape(_BEGIN)}.*?{re.escape(_END)}", re.DOTALL)

_SCORES = """\
## How far the scores can be trusted

Beads of documents that the weights were not fitted to, by their score. Where scores can be trusted, the share that the
gold has too is near the mean score.
"""
_FIGURES = """\
## Measured

The whole corpus of each gold set below was left out while the weights to measure it with were fitted to the others. The
weights in the package are fitted to all of them. F1 in percent: *strict* counts beads that are exactly those of the
gold, *lax* those that share a segment with it on both sides. *Null recall* is how many of the gold's null beads, in
percent, were found; no figure where the gold has none.
"""
_ASIDE = """\
These sets were never learnt from. The gold of most of them says only which verses, articles or paragraphs belong
together; there, beads inside one of them are merged before they are counted.
"""


def names() -> list[str]:
    """The aligners whose weights come with figures."""
    found = (path.stem for path in sorted(DATA.glob("*.json")))
    return [name for name in found if (PAGES / f"{name}.md").is_file()]


def figures(name: str) -> str:
    """The written part of an aligner's page."""
    told = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    parts = [_BEGIN]
    if "calibration of held-out beads" in told:
        parts += [_SCORES, _calibration(told["calibration of held-out beads"])]
    if "held out" in told:
        parts += [_FIGURES, _table(told["held out"])]
    if told.get("never learnt from"):
        parts += [_ASIDE, _table(told["never learnt from"])]
    return "\n".join([*parts, _END])


def page(name: str) -> str:
    """The whole page of an aligner, with the written part as it ought to be."""
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    if not _PART.search(text):
        text = text.replace(_BEFORE, f"\n{_BEGIN}{_END}\n{_BEFORE}", 1)
    return _PART.sub(lambda _: figures(name), text)


def _calibration(told: dict[str, Any]) -> str:
    rows = ["| score | beads | mean score | also in the gold |", "|---|---:|---:|---:|"]
    for row in told["bins"]:
        limits = f"{row['from']:.1f} to {row['from'] + 0.1:.1f}"
        rows.append(f"| {limits} | {row['beads']} | {row['score']:.2f} | {row['right']:.2f} |")
    error = told["expected calibration error"]
    return "\n".join(rows) + f"\n\nThe mean difference, weighted by the number of beads, is {error:.3f}.\n"


def _table(told: dict[str, dict[str, float]]) -> str:
    rows = ["| gold set | strict | lax | null recall |", "|---|---:|---:|---:|"]
    for name, measured in sorted(told.items()):
        cells = [f"{100 * measured[key]:.1f}" if key in measured else "" for key in ("strict", "lax", "null recall")]
        rows.append(f"| `{name}` | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    for aligner in names():
        written = page(aligner)
        (PAGES / f"{aligner}.md").write_text(written, encoding="utf-8", newline="\n")
