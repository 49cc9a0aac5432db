"""Measure the default aligner on every gold set and pin the figures as floors for the tests.

    python benchmarks/floors.py [--lower]

Writes tests/floors.json: for each set the digest of its gold and strict F1, lax F1 and null recall, rounded down to
three decimals. A floor is only lowered with --lower; say why in the commit.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from gold_sets import FLOORS, digest_of, figures, measure, set_names


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lower", action="store_true", help="accept figures below the floors")
    options = parser.parse_args()
    old = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    new = {}
    for name in set_names():
        floors = {key: math.floor(value * 1000) / 1000 for key, value in figures(measure(name)).items()}
        new[name] = {"gold": digest_of(name), **floors}
        print(f"{name:28} {floors}", flush=True)
        dropped = [key for key, value in floors.items() if value < old.get(name, {}).get(key, 0)]
        if dropped and not options.lower:
            sys.exit(f"{name}: {', '.join(dropped)} fell below the floor {old[name]}; --lower accepts that")
    FLOORS.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
