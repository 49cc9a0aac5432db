"""The default aligner: meaning first, then lengths, numbers, look-alikes and punctuation.

A semi-Markov log-linear model over beads of up to six segments a side. Vectors of runs of segments come from an
encoder's sums (so that all sizes cost little more than one), candidates lie in a band around a one-to-one path, and
the path is the one on which the most segments are expected to be in a right bead. What is in doubt is looked at a
second time, with a lexicon learnt from what is not. The score of a bead is its probability under the model given both
texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from align.aligners._band import band
from align.aligners._lexicon import by_tokens, digest_of
from align.aligners._model import lone_beads, weighed, weighed_again
from align.aligners._space import FeatureSpace
from align.aligners._weights import Weights
from align.blas import one_thread
from align.encoders import DEFAULT_ENCODER
from align.encoders.checked import checked_overlaps
from align.encoders.spec import parse_encoder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from align.aligners import Aligner, Points
    from align.aligners._model import Weighed
    from align.encoders import Encoder, Overlaps
    from align.model import Bead, Document

__all__ = ["SemanticAligner"]

_VERSION = "semantic.3"


class SemanticAligner:
    """Pairs segments by meaning, then lengths, numbers, names and punctuation."""

    learns = False

    def __init__(
        self,
        *,
        encoder: Encoder | str = DEFAULT_ENCODER,
        dictionary: Mapping[tuple[str, str], float] | None = None,
    ) -> None:
        """Make an aligner.

        Args:
            encoder: an encoder, or the text that describes one, such as "use" (see `align.encoders.spec`).
            dictionary: pairs of a source and a target word or phrase that are known to translate each other, weights
                in 0..1; they join the lexicon that the texts teach.

        Raises:
            UnknownNameError: no encoder of this name, or no option of this name.
            UsageError: an option is wrong, the encoder's optional part is not installed, or the dictionary has an entry
                that is none.
        """
        self._given = dictionary
        self._dictionary = by_tokens(dictionary or {})
        self.encoder: Encoder = parse_encoder(encoder) if isinstance(encoder, str) else encoder
        self._latest: list[tuple[Document, Overlaps]] = []
        self._remembered = 2

    @property
    def signature(self) -> str:
        """Name and version of this aligner and of its encoder, with a digest of the dictionary if there is one."""
        own = f"{_VERSION}+{self.encoder.signature}"
        return f"{own}+dictionary.{digest_of(self._dictionary)}" if self._dictionary else own

    def remember(self, documents: int) -> None:
        """Keep the vectors of this many documents, at least two; about 2 kB a segment with the default encoder."""
        self._remembered = max(2, documents)

    def serving(self, source: str, target: str) -> Aligner:
        """This aligner, or `lexical` where the encoder does not know both languages.

        On development texts in languages that the default encoder does not know, `lexical` is the better of the two.
        """
        from align.aligners.lexical import LexicalAligner

        return (
            self
            if self.encoder.knows(source) and self.encoder.knows(target)
            else LexicalAligner(dictionary=self._given)
        )

    @one_thread()
    def align(self, source: Document, target: Document, *, points: Points = ()) -> tuple[Bead, ...]:
        """Beads that cover both documents; the score of each is its probability under the model, 0..1.

        Raises:
            InputError: the encoder cannot encode these texts, or its vectors do not keep the contract.
        """
        if not source.segments or not target.segments:
            return lone_beads(source, target)
        return self.weigh(source, target, points=points).beads()

    def weigh(self, source: Document, target: Document, *, points: Points = ()) -> Weighed:
        """All beads that come into question, and how probable each is; both documents must have segments."""
        first = weighed(self.features(source, target, points=points), Weights.load("semantic"))
        return weighed_again(first, Weights.load("semantic", again=True), (source, target), known=self._dictionary)

    def features(self, source: Document, target: Document, *, points: Points = ()) -> FeatureSpace:
        """The candidates and their features; both documents must have segments."""
        overlaps = (self._overlaps(source), self._overlaps(target))
        first, second = (side.vectors(np.arange(len(side)), 1) for side in overlaps)
        return FeatureSpace(source, target, overlaps, band(first, second), points=points)

    def overlaps(self, source: Document, target: Document, beads: Sequence[Bead]) -> tuple[Overlaps, Overlaps]:  # noqa: ARG002
        """Vectors of both documents, by the encoder; `beads` teach nothing here."""
        return self._overlaps(source), self._overlaps(target)

    def _overlaps(self, document: Document) -> Overlaps:
        """The runs of `document`; those of the latest are kept, for a pivot meets many texts one after another."""
        made = next((overlaps for known, overlaps in self._latest if known is document), None)
        if made is None:
            made = checked_overlaps(self.encoder, [segment.text for segment in document.segments], document.lang)
        others = [pair for pair in self._latest if pair[0] is not document]
        self._latest = [*others[-(self._remembered - 1) :], (document, made)]
        return made
