"""Write the measured figures into the page of the check `terms`: ``make docs``.

The figures are those that ``benchmarks/term_floors.py`` left in ``tests/term_floors.json``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = Path(__file__).with_name("checks") / "terms.md"
FLOORS = ROOT / "tests" / "term_floors.json"

_BEGIN = "<!-- Written by docs/write_term_figures.py (make docs); do not edit up to the end mark. -->"
_END = "<!-- end of the written part -->"
_BEFORE = "\n## Use\n"  # where the part goes on a page that has none yet
_PART = re.compile(rf"{re.escape(_BEGIN)}.*?{re.escape(_END)}", re.DOTALL)


def figures() -> str:
    """The written part."""
    told = json.loads(FLOORS.read_text(encoding="utf-8"))
    return "\n".join(
        [
            _BEGIN,
            "## Measured",
            "",
            f"On {told['cases']} cases that people judged ({told['traps']} of them traps), with the term base",
            "`tests/cases/terms/base.csv`. *Precision* is the share of the findings that is right, *recall* the share",
            "of what was to be found; both in percent. A case counts for the language of its translation.",
            "",
            _table("language", {**told["languages"], "all": told["all"]}),
            _table("rule", told["rules"]),
            _END,
        ]
    )


def page() -> str:
    """The whole page, with the written part as it ought to be."""
    text = PAGE.read_text(encoding="utf-8")
    if not _PART.search(text):
        text = text.replace(_BEFORE, f"\n{_BEGIN}{_END}\n{_BEFORE}", 1)
    return _PART.sub(lambda _: figures(), text)


def _table(first: str, told: dict[str, dict[str, int]]) -> str:
    rows = [f"| {first} | judged | precision | recall |", "|---|---:|---:|---:|"]
    for name, counts in told.items():
        right, false, lost = counts["right"], counts["false"], counts["lost"]
        rows.append(
            f"| {f'`{name}`' if '/' in name else name} | {right + lost} | {_share(right, right + false)} "
            f"| {_share(right, right + lost)} |"
        )
    return "\n".join(rows) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
