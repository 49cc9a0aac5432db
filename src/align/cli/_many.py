"""``align pair`` over many documents."""

from __future__ import annotations

import logging
import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from align.cli._report import progress, say, table, talk
from align.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from align.corpus.batch import PairOptions, PairOutcome
    from align.corpus.pairing import Pairing

__all__ = ["pair_many", "pairing_of"]


def pairing_of(
    source: Path | None,
    target: Path | None,
    *,
    listed: Path | None,
    to_format: str | None,
    options: PairOptions,
    out: Path,
) -> Pairing:
    """The pairs that two folders or a list give; what has no partner is said.

    Raises:
        UsageError: the format is unknown, or both folders are one.
        InputError: a folder or the list cannot be read, or a file could belong to several.
    """
    from align.corpus.pairing import DEFAULT_FORMAT, match_folders, read_pair_list
    from align.pipeline import format_for

    chosen = None if to_format is None else format_for(out, name=to_format)
    if listed is not None:
        if source or target:
            raise UsageError("--list names the files; leave SOURCE and TARGET out")
        pairing = read_pair_list(listed, format=chosen)
    elif source is not None and target is not None:
        pairing = match_folders(source, target, format=chosen or DEFAULT_FORMAT, tags=options.tags, out=out)
    else:
        raise UsageError("give two folders, or --list")
    for path in pairing.alone:
        logging.getLogger("align").warning("%s has no partner and is left out", path)
    if options.tags == (None, None):
        stated = Counter("-".join(tag or "?" for tag in pair.tags) for pair in pairing.pairs if any(pair.tags))
        for tags, count in sorted(stated.items()):
            talk(f"languages by the names of the files: {tags} ({count} of {len(pairing.pairs)} pairs)")
    return pairing


def pair_many(pairing: Pairing, out: Path, *, options: PairOptions, jobs: int, force: bool) -> None:
    """Align all pairs, say what failed, and show a summary; exits with 3 if any failed."""
    from align.corpus.batch import pair_files

    with progress() as show:
        outcomes = pair_files(pairing.pairs, out, options=options, jobs=jobs, force=force, told=_tell, progress=show)
    _summary(outcomes, out)
    if any(outcome.state == "failed" for outcome in outcomes):
        sys.exit(InputError.exit_code)


def _tell(outcome: PairOutcome) -> None:
    if outcome.state == "failed":
        say(outcome.reason)


def _summary(outcomes: tuple[PairOutcome, ...], out: Path) -> None:
    groups: dict[tuple[str, str], list[list[int]]] = defaultdict(list)
    for outcome in outcomes:
        if (found := outcome.figures) is not None:
            groups[found.langs].append([*found.segments, found.beads, found.nulls, found.doubtful])
    rows = []
    for langs, figures in sorted(groups.items()):
        first, second, *rest = (sum(column) for column in zip(*figures, strict=True))
        rows.append(("-".join(langs), str(len(figures)), f"{first}:{second}", *map(str, rest)))
    if rows:
        table(("pair", "files", "segments", "beads", "null", "doubtful"), rows)
    counts = Counter(outcome.state for outcome in outcomes)
    if counts["unchanged"]:
        talk(f"{counts['unchanged']} of {len(outcomes)} are unchanged and were skipped (--force aligns them anyway)")
    talk(f"{counts['aligned']} written to {out}, {counts['failed']} failed")
