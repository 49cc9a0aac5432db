"""The weights of the log-linear model, kept in a small readable file beside the code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from align.aligners._features import BEAD_FEATURES, NULL_FEATURES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["Weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight a feature; shapes (bead features,) and (null features,)."""

    bead: NDArray[np.float32]
    null: NDArray[np.float32]

    @classmethod
    @cache
    def load(cls, aligner: str) -> Weights:
        """The weights of `aligner` that come with the package (`benchmarks/train_aligner.py` makes them)."""
        text = files("align.aligners").joinpath("data", f"{aligner}.json").read_text(encoding="utf-8")
        return cls.of(json.loads(text)["weights"])

    @classmethod
    def of(cls, named: Mapping[str, float]) -> Weights:
        """Weights by the names of their features; every feature must have one."""
        return cls(
            np.asarray([named[name] for name in BEAD_FEATURES], dtype=np.float32),
            np.asarray([named[name] for name in NULL_FEATURES], dtype=np.float32),
        )
