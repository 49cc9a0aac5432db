"""The weights of the log-linear model, kept in a small readable file beside the code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from align.aligners._features import BEAD_FEATURES, LEXICAL_FEATURES, LEXICAL_NULL_FEATURES, NULL_FEATURES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight a feature; shapes (bead features,) and (null features,)."""

    bead: NDArray[np.float32]
    null: NDArray[np.float32]

    @classmethod
    @cache
    def load(cls, aligner: str, *, again: bool = False) -> Weights:
        """The weights of `aligner` that come with the package (`benchmarks/train_aligner.py` makes them).

        Args:
            aligner: its name.
            again: those of the second look, which has a lexicon.
        """
        text = Path(__file__).with_name("data").joinpath(f"{aligner}.json").read_text(encoding="utf-8")
        data = json.loads(text)
        if not again:
            return cls.of(data["weights"], BEAD_FEATURES, NULL_FEATURES)
        return cls.of(
            data["weights of the second look"],
            (*BEAD_FEATURES, *LEXICAL_FEATURES),
            (*NULL_FEATURES, *LEXICAL_NULL_FEATURES),
        )

    @classmethod
    def of(cls, named: Mapping[str, float], beads: Sequence[str], nulls: Sequence[str]) -> Weights:
        """Weights by the names of their features; every feature must have one.

        Args:
            named: a weight for each name.
            beads: features of beads that have both sides.
            nulls: features of null beads.
        """
        return cls(
            np.asarray([named[name] for name in beads], dtype=np.float32),
            np.asarray([named[name] for name in nulls], dtype=np.float32),
        )
