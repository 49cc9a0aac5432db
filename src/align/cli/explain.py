"""``align explain``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import (
    aligner_option,
    anchors_option,
    dictionary_option,
    encoder_option,
    encoding_option,
    keep_option,
    known_encoding,
    language_pair,
    rules_option,
    segmenter_option,
)
from align.cli._report import talk
from align.cli._streams import is_dash, put
from align.cli._texts import settled, two_texts
from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.aligners import Aligner, Points
    from align.aligners.crossing import Crossing
    from align.model import Alignment
    from align.report.explanation import Explanation

__all__ = ["command"]

_EPILOG = """\b
Examples:
  align explain readout.zh.txt readout.en.txt --bead 17
  align explain readout.zh.txt readout.en.txt --segment target:s20 --plot s20.svg --window 10
  align explain readout.zh.txt readout.en.txt --plot readout.svg"""

_DRAWN = 0.01  # probability from which on a competing bead is drawn


@click.command("explain", epilog=_EPILOG)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--bead", type=click.IntRange(min=0), help="Number of the bead, from 0, as in a .beads file.")
@click.option("--segment", help="Id of a segment in the bead: s17 (in SOURCE), or target:s17.")
@click.option(
    "--plot", type=click.Path(path_type=Path), help="Draw the alignment as an SVG file, with the bead if one is named."
)
@click.option("--window", type=click.IntRange(min=0), help="Plot only so many segments on each side of the bead.")
@click.option(
    "--report",
    "report_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to report.",
)
@click.option("--langs", help="Languages of the two files, such as zh:en; detected, and said, if not given.")
@segmenter_option
@rules_option
@aligner_option
@encoder_option
@dictionary_option
@encoding_option
@anchors_option
@keep_option
def command(
    *,
    source: Path,
    target: Path,
    bead: int | None,
    segment: str | None,
    plot: Path | None,
    window: int | None,
    report_name: str,
    langs: str | None,
    segmenter: str,
    rules: Path | None,
    aligner: str,
    encoder: str | None,
    dictionary: Path | None,
    encoding: str | None,
    anchors: Path | None,
    keep: Path | None,
) -> None:
    """Say why a bead of SOURCE and TARGET was chosen: the beads that compete with it, and what speaks for each.

    The bead is named by its number or by one of its segments. What reads like a segment of it but stands elsewhere in
    the other text is said, too. With --plot, the whole alignment is drawn as well: as a dot plot with what is missing,
    what is doubtful, what is out of order and where the bead lies; without a bead, it is only drawn.
    """
    from align.aligners.settled import points_around
    from align.corpus.two_files import aligner_for
    from align.output import refuse_bad_target
    from align.pairing import crossings_of, make_aligner, pair
    from align.pipeline import make_segmenter
    from align.report.explanation import explanation_json, explanation_text
    from align.terminology.dictionary import read_dictionary

    _refuse(bead=bead, segment=segment, plot=plot, window=window)
    tags = language_pair(langs)
    words = None if dictionary is None else read_dictionary(dictionary)
    make_aligner(aligner, encoder=encoder, dictionary=None if words is None else {})
    cutter = make_segmenter(segmenter, rules=rules)
    known_encoding(encoding)
    if plot is not None and not is_dash(plot):
        refuse_bad_target(plot)
    first, second, _ = two_texts(source, target, tags=tags, segmenter=cutter, encoding=encoding)
    chosen = aligner_for(aligner, first.lang, second.lang, encoder=encoder, dictionary=words)
    points, kept = settled(first, second, anchors=anchors, keep=keep)
    alignment = pair(first, second, aligner=chosen, points=points, keep=kept)
    alignment = replace(alignment, signature=alignment.signature.with_items(segmenter=cutter.signature))
    number = bead if segment is None else _bead_of(segment, alignment)
    crossings = crossings_of(alignment, aligner=chosen)
    found = None
    if number is not None:
        found = _explained(chosen, alignment, number, points=points_around(kept, points), crossings=crossings)
    if plot is not None:
        put(_drawn(alignment, found, window, points=points, crossings=crossings), plot)
        talk(f"{len(alignment.beads)} beads drawn; open {'the result' if is_dash(plot) else plot} in a browser")
    if found is not None:
        put(explanation_json(found) if report_name == "json" else explanation_text(found))


def _refuse(*, bead: int | None, segment: str | None, plot: Path | None, window: int | None) -> None:
    """Refuse options that say nothing together.

    Raises:
        UsageError: no bead and no plot, two beads, a window around nothing, or two results on standard output.
    """
    named = bead is not None or segment is not None
    if bead is not None and segment is not None:
        raise UsageError("--bead and --segment both name a bead; give one of them")
    if not named and plot is None:
        raise UsageError("name a bead with --bead or --segment, or draw all of them with --plot")
    if window is not None and (plot is None or not named):
        raise UsageError("--window is for --plot around a bead; give --plot, and --bead or --segment")
    if plot is not None and is_dash(plot) and named:
        raise UsageError("the plot and what is said of the bead cannot both go to standard output; give --plot a file")


def _bead_of(text: str, alignment: Alignment) -> int:
    """Number of the bead that holds a segment, given as ``s17``, ``source:s17`` or ``target:s17``.

    Raises:
        UsageError: there is no such segment.
    """
    side, _, name = text.rpartition(":")
    if side not in {"", "source", "target"}:
        raise UsageError(f"--segment: {side!r} is no side; write source:{name} or target:{name}")
    document = alignment.target if side == "target" else alignment.source
    index = next((index for index, segment in enumerate(document.segments) if segment.id == name), None)
    if index is None:
        ids = [segment.id for segment in document.segments]
        known = f"its segments are {ids[0]} to {ids[-1]}" if ids else "it has none"
        raise UsageError(f"--segment: there is no segment {name!r} in {document.id} ({document.lang}); {known}")
    return next(
        number
        for number, bead in enumerate(alignment.beads)
        if index in (bead.target if side == "target" else bead.source)
    )


def _explained(
    aligner: Aligner, alignment: Alignment, number: int, *, points: Points, crossings: Sequence[Crossing]
) -> Explanation:
    """Bead `number`, what was weighed against it between the `points`, and those of the `crossings` that touch it.

    Raises:
        UsageError: there is no such bead, or the aligner has no features to show.
    """
    from align.aligners.explain import explain
    from align.pairing import serving
    from align.report.explanation import Explanation

    if number >= len(alignment.beads):
        raise UsageError(f"there is no bead {number}; the last one is {len(alignment.beads) - 1}")
    source, target, bead = alignment.source, alignment.target, alignment.beads[number]
    return Explanation(
        source=source,
        target=target,
        number=number,
        bead=bead,
        candidates=explain(serving(aligner, source.lang, target.lang), source, target, bead, points=points),
        signature=alignment.signature,
        crossings=tuple(crossing for crossing in crossings if crossing.touches(bead)),
    )


def _drawn(
    alignment: Alignment,
    found: Explanation | None,
    window: int | None,
    *,
    points: Points,
    crossings: Sequence[Crossing],
) -> str:
    """The dot plot with points and crossings; with a bead, that bead and those that compete with it."""
    from align.report.dotplot import DotPlot, render_dot_plot

    plot = replace(
        DotPlot.of(alignment),
        points=tuple(points),
        crossings=tuple((crossing.source, crossing.target) for crossing in crossings),
    )
    if found is None:
        return render_dot_plot(plot)
    rivals = tuple(
        (range(one.source[0], one.source[-1] + 1), range(one.target[0], one.target[-1] + 1), one.probability)
        for one in found.rivals
        if one.source and one.target and one.probability >= _DRAWN
    )
    return render_dot_plot(replace(plot, bead=found.number, window=window, rivals=rivals))
