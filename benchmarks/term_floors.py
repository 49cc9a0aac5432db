"""Measure the checks of terms on the judged cases and pin the figures as floors for the tests.

    python benchmarks/term_floors.py [--lower] [--wrong]

Writes tests/term_floors.json: the digest of the cases, and for all cases, each language and each rule the numbers of
right, false and lost findings. A share only falls with --lower; say why in the commit. --wrong prints each case that
the checks get wrong. `docs/write_term_figures.py` puts the figures into the documents.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from term_cases import FLOORS, RULES, all_cases, digest, score, termbase

if TYPE_CHECKING:
    from term_cases import Counts, Outcome


def pinned(outcome: Outcome, cases: int, traps: int) -> dict[str, object]:
    """What is written."""

    def told(counts: Counts) -> dict[str, int]:
        return {"right": counts.right, "false": counts.false, "lost": counts.lost}

    return {
        "digest": digest(),
        "cases": cases,
        "traps": traps,
        "all": told(outcome.all),
        "languages": {lang: told(counts) for lang, counts in sorted(outcome.by_lang.items())},
        "rules": {rule: told(outcome.by_rule[rule]) for rule in RULES if rule in outcome.by_rule},
    }


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lower", action="store_true", help="accept figures below the floors")
    parser.add_argument("--wrong", action="store_true", help="print what the checks get wrong")
    options = parser.parse_args()
    cases = all_cases()
    outcome = score(cases, termbase())
    if options.wrong:
        print("\n".join(outcome.wrong))
    groups = {"all": outcome.all, **outcome.by_lang, **outcome.by_rule}
    for name, counts in groups.items():
        print(f"{name:24} precision {counts.precision:.3f}  recall {counts.recall:.3f}")
    new = pinned(outcome, len(cases), sum(case.kind == "trap" for case in cases))
    if FLOORS.exists() and not options.lower:
        old = json.loads(FLOORS.read_text(encoding="utf-8"))
        for name, before in {"all": old["all"], **old["languages"], **old["rules"]}.items():
            right, false, lost = before["right"], before["false"], before["lost"]
            now = groups[name]
            # cross-multiplied, for a floor is the share itself and not a rounded one
            if now.right * (right + false) < right * (now.right + now.false):
                sys.exit(f"{name}: precision fell below the floor; --lower accepts that")
            if now.right * (right + lost) < right * (now.right + now.lost):
                sys.exit(f"{name}: recall fell below the floor; --lower accepts that")
    FLOORS.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
