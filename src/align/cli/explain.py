"""``align explain``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from align.cli._options import (
    aligner_option,
    dictionary_option,
    encoder_option,
    encoding_option,
    known_encoding,
    language_pair,
    segmenter_option,
)
from align.cli._streams import put
from align.cli._texts import two_texts
from align.errors import UsageError

if TYPE_CHECKING:
    from align.aligners.explain import Candidate
    from align.model import Document

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
@dictionary_option
@encoding_option
def command(
    *,
    source: Path,
    target: Path,
    bead: int,
    langs: str | None,
    segmenter: str,
    aligner: str,
    encoder: str | None,
    dictionary: Path | None,
    encoding: str | None,
) -> None:
    """Say why a bead of SOURCE and TARGET was chosen: the beads that compete with it, and what speaks for each.

    Each candidate is shown with its probability and the features that count most, in natural logarithms: a positive
    amount speaks for the bead, a negative one against it.
    """
    from align.aligners import Selective
    from align.aligners.explain import explain
    from align.corpus.two_files import aligner_for
    from align.pipeline import make_aligner, pair
    from align.segmenters import SEGMENTERS
    from align.terminology.dictionary import read_dictionary

    tags = language_pair(langs)
    words = None if dictionary is None else read_dictionary(dictionary)
    make_aligner(aligner, encoder=encoder, dictionary=None if words is None else {})
    cutter = SEGMENTERS.make(segmenter)
    known_encoding(encoding)
    first, second = two_texts(source, target, tags=tags, segmenter=cutter, encoding=encoding)
    chosen = aligner_for(aligner, first.lang, second.lang, encoder=encoder, dictionary=words)
    beads = pair(first, second, aligner=chosen).beads
    if isinstance(chosen, Selective):
        chosen = chosen.serving(first.lang, second.lang)
    if bead >= len(beads):
        raise UsageError(f"there is no bead {bead}; the last one is {len(beads) - 1}")
    candidates = explain(chosen, first, second, beads[bead])
    put("".join(f"{line}\n" for line in _lines(first, second, candidates, beads[bead].score)))


def _lines(source: Document, target: Document, candidates: tuple[Candidate, ...], score: float | None) -> list[str]:
    lines = [f"{len(candidates)} candidates; the bead that was chosen has score {score}"]
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
