"""Align many pairs of files into a folder: what has not changed is left as it is, what fails does not stop the rest.

With several processes each pair is aligned in one of them; results, messages and their order are the same for any
number of processes. The processes are started afresh ("spawn"), so that this works on every system.
"""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from align.aligners import DEFAULT_ALIGNER
from align.corpus._processes import Work, done_in_order, learnt
from align.corpus.batch_state import STATE_NAME, Figures, Journal, pair_key
from align.corpus.state import alone, build_key
from align.errors import OutputError, UsageError
from align.pipeline import make_segmenter
from align.segmenters import DEFAULT_SEGMENTER

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Sequence

    from align.corpus.pairing import FilePair, Tags

__all__ = ["PairOptions", "PairOutcome", "pair_files"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairOptions:
    """How all pairs are aligned.

    Attributes:
        tags: their languages (BCP 47); where they are None, those that the names of the files state, or else detected.
        segmenter: name of a segmenter.
        rules: an SRX file to cut by, instead of a segmenter.
        aligner: name of an aligner.
        encoder: what the aligner takes vectors from; its own default if None.
        dictionary: a file with words that translate each other; see `align.terminology.dictionary`.
        encoding: of all texts; None means detected.
        learn_together: where `lexical` aligns, let all documents of a pair of languages teach one lexicon first.
        doubtful: score in 0..1 under which a bead is counted as doubtful.
    """

    tags: Tags = (None, None)
    segmenter: str = DEFAULT_SEGMENTER
    rules: Path | None = None
    aligner: str = DEFAULT_ALIGNER
    encoder: str | None = None
    dictionary: Path | None = None
    encoding: str | None = None
    learn_together: bool = False
    doubtful: float = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class PairOutcome:
    """What became of a pair.

    Attributes:
        pair: the files.
        state: aligned now, unchanged since an earlier run and left as it was, or failed.
        figures: of the result; None if it failed.
        reason: why it failed, with the file; empty otherwise.
    """

    pair: FilePair
    state: Literal["aligned", "unchanged", "failed"]
    figures: Figures | None = None
    reason: str = ""


def pair_files(
    pairs: Sequence[FilePair],
    out: str | os.PathLike[str],
    *,
    options: PairOptions | None = None,
    jobs: int = 1,
    force: bool = False,
    told: Callable[[PairOutcome], None] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> tuple[PairOutcome, ...]:
    """Align all pairs and write each result into the folder `out`, whole or not at all.

    Args:
        pairs: which files belong together, and what to write (see `align.corpus.pairing`).
        out: folder for the results; made if it is not there.
        options: how they are aligned.
        jobs: number of processes; results are the same for any.
        force: align also what is unchanged since an earlier run.
        told: called with each outcome as soon as it and all before it are there.
        progress: called with the step, how many are done, and how many there are.

    Returns:
        An outcome a pair, in their order.

    Raises:
        UsageError: an option is wrong; two pairs have one output; an output would replace an input.
        InputError: the rules or the dictionary cannot be read.
        OutputError: the folder or the disk does not allow it, or another run is writing there.
    """
    chosen = options or PairOptions()
    if jobs < 1:
        raise UsageError(f"jobs is {jobs}; it has to be 1 or more")
    place = Path(out)
    pairs = [pair if chosen.tags == (None, None) else replace(pair, tags=chosen.tags) for pair in pairs]
    _refuse_bad_outputs(pairs, place)
    work = Work.of(chosen, place)
    run = _run_key(pairs, work)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = "is a file, not a folder" if place.is_file() else f"cannot be made: {error.strerror}"
        raise OutputError(f"{place} {what}; choose another with -o") from error
    with alone(place):
        _remove_left_over(pairs, place)
        journal = Journal(place)
        try:
            return _align_all(pairs, work, journal, run, jobs=jobs, force=force, told=told, progress=progress)
        finally:
            journal.close()


def _align_all(
    pairs: Sequence[FilePair],
    work: Work,
    journal: Journal,
    run: str,
    *,
    jobs: int,
    force: bool,
    told: Callable[[PairOutcome], None] | None,
    progress: Callable[[str, int, int], None] | None,
) -> tuple[PairOutcome, ...]:
    keys = [pair_key(pair, run) for pair in pairs]
    known = [None if force else journal.figures(pair.name, key) for pair, key in zip(pairs, keys, strict=True)]
    open_pairs = [pair for pair, figures in zip(pairs, known, strict=True) if figures is None]
    tell = progress or (lambda _step, _done, _all: None)
    steps = len(open_pairs) + (len(pairs) if work.options.learn_together and open_pairs else 0)
    done = 0
    if work.options.learn_together and open_pairs:
        work = learnt(work, pairs, jobs=jobs, tell=lambda step, count: tell(step, count, steps))
        done = len(pairs)
    outcomes: list[PairOutcome] = []
    with closing(done_in_order(work, open_pairs, jobs=jobs)) as made:
        for pair, key, figures in zip(pairs, keys, known, strict=True):
            if figures is not None:
                outcome = PairOutcome(pair=pair, state="unchanged", figures=figures)
            else:
                tell(f"aligning {pair.name}", done, steps)
                result = next(made)
                done += 1
                outcome = PairOutcome(pair=pair, state="failed", reason=result.reason)
                if result.figures is not None:
                    journal.add(pair.name, key, result.figures)
                    outcome = PairOutcome(pair=pair, state="aligned", figures=result.figures)
            outcomes.append(outcome)
            if told is not None:
                told(outcome)
    tell("done", steps, steps)
    return tuple(outcomes)


def _run_key(pairs: Iterable[FilePair], work: Work) -> str:
    """A digest of what all results depend on; where all documents teach, these are among it."""
    options = work.options
    about: dict[str, object] = {
        "segmenter": make_segmenter(options.segmenter, rules=options.rules).signature,
        "aligner": work.aligner({}).signature,
        "encoder": options.encoder,
        "encoding": options.encoding,
        "doubtful": options.doubtful,
    }
    if options.learn_together:
        about["lessons"] = [pair_key(pair, "") for pair in pairs]
    return build_key([options.dictionary] if options.dictionary else [], about)


def _refuse_bad_outputs(pairs: Sequence[FilePair], out: Path) -> None:
    """Refuse, before any work is done, outputs that would be written twice or over an input.

    Raises:
        UsageError: names the output.
    """
    inputs = {path.resolve() for pair in pairs for path in (pair.source, pair.target)}
    seen: set[str] = set()
    for pair in pairs:
        if pair.name.casefold() in seen:
            raise UsageError(f"two pairs would be written to {pair.name}; name one of them otherwise")
        seen.add(pair.name.casefold())
        if (out / pair.name).resolve() in inputs:
            raise UsageError(f"{out / pair.name} is one of the texts; choose another folder with -o")
        if Path(pair.name).name == STATE_NAME or Path(pair.name).is_absolute() or ".." in Path(pair.name).parts:
            raise UsageError(f"{pair.name} is no name for an output; choose another")


def _remove_left_over(pairs: Iterable[FilePair], out: Path) -> None:
    """Take away what killed runs have left of their results: files under temporary names."""
    names: dict[Path, set[str]] = {out: {STATE_NAME}}
    for pair in pairs:
        target = out / pair.name
        names.setdefault(target.parent, set()).add(target.name[:100])
    for folder, wanted in names.items():
        with suppress(OSError):
            for path in folder.glob(".*.partial*"):
                before = path.name.partition(".partial")[0]
                if before[1:].rpartition(".")[0] in wanted:
                    path.unlink(missing_ok=True)
