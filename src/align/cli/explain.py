"""``align explain``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import (
    aligner_option,
    anchors_option,
    encoder_option,
    encoding_option,
    keep_option,
    known_encoding,
    language_pair,
    segmenter_option,
)
from align.cli._streams import put
from align.cli._texts import settled, two_texts
from align.errors import UsageError

if TYPE_CHECKING:
    from align.aligners.explain import Candidate
    from align.model import Bead, Document

__all__ = ["command"]

_EPILOG = """\b
Example:
  align explain readout.zh.txt readout.en.txt --bead 17"""

_SHOWN_TEXT = 100  # characters of a segment
_SHOWN_SHARES = 8


@click.command("explain", epilog=_EPILOG)
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--bead", type=click.IntRange(min=0), required=True, help="Number of the bead, from 0, as in a .beads file."
)
@click.option("--langs", help="Languages of the two files, such as zh:en; detected, and said, if not given.")
@segmenter_option
@aligner_option
@encoder_option
@encoding_option
@anchors_option
@keep_option
def command(
    *,
    source: Path,
    target: Path,
    bead: int,
    langs: str | None,
    segmenter: str,
    aligner: str,
    encoder: str | None,
    encoding: str | None,
    anchors: Path | None,
    keep: Path | None,
) -> None:
    """Say why a bead of SOURCE and TARGET was chosen: the beads that compete with it, and what speaks for each.

    Each candidate is shown with its probability and the features that count most, in natural logarithms: a positive
    amount speaks for the bead, a negative one against it. What reads like a segment of the bead but stands elsewhere in
    the other text is named last.
    """
    from align.aligners.explain import explain
    from align.aligners.settled import points_around
    from align.pairing import crossings_of, make_aligner, pair, serving
    from align.segmenters import SEGMENTERS

    tags = language_pair(langs)
    chosen = make_aligner(aligner, encoder=encoder)
    cutter = SEGMENTERS.make(segmenter)
    known_encoding(encoding)
    first, second = two_texts(source, target, tags=tags, segmenter=cutter, encoding=encoding)
    points, kept = settled(first, second, anchors=anchors, keep=keep)
    alignment = pair(first, second, aligner=chosen, points=points, keep=kept)
    beads = alignment.beads
    if bead >= len(beads):
        raise UsageError(f"there is no bead {bead}; the last one is {len(beads) - 1}")
    able = serving(chosen, first, second)
    candidates = explain(able, first, second, beads[bead], points=points_around(kept, points))
    lines = _lines(first, second, candidates, beads[bead])
    elsewhere = [crossing for crossing in crossings_of(alignment, aligner=able) if crossing.touches(beads[bead])]
    if elsewhere:
        lines += ["", *(str(crossing) for crossing in elsewhere)]
    put("".join(f"{line}\n" for line in lines))


def _lines(source: Document, target: Document, candidates: tuple[Candidate, ...], bead: Bead) -> list[str]:
    why = "is kept as a person has confirmed it, with" if bead.status == "checked" else "was chosen has"
    lines = [f"{len(candidates)} candidates; the bead that {why} score {bead.score}"]
    for candidate in candidates:
        kind = f"{len(candidate.source)}-{len(candidate.target)}"
        sides = ":".join(",".join(map(str, side)) for side in (candidate.source, candidate.target))
        lines += ["", f"{sides}  {kind}  probability {candidate.probability:.4f}  sum {candidate.score:+.2f}"]
        for document, side in ((source, candidate.source), (target, candidate.target)):
            for index in side:
                text = " ".join(document.segments[index].text.split())
                shown = text if len(text) <= _SHOWN_TEXT else f"{text[: _SHOWN_TEXT - 1]}…"
                lines.append(f"    {document.lang} {index}  {shown}")
        lines += [
            f"    {share.amount:+7.2f}  {share.feature} ({share.value:.3f} x {share.weight:.3f})"
            for share in candidate.shares[:_SHOWN_SHARES]
        ]
        rest = sum(share.amount for share in candidate.shares[_SHOWN_SHARES:])
        if rest:
            lines.append(f"    {rest:+7.2f}  {len(candidate.shares) - _SHOWN_SHARES} more")
    return lines
