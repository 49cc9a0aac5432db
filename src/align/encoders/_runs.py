"""Vectors of runs of segments for encoders that encode whole strings: put together, or encoded anew.

*Pooled*: the sum of the segments' vectors, each weighted by the length of its segment (the mean pooling of the
network, but for attention across segments). Costs no encoding beyond the segments. *Joined*: the joined string,
encoded; every size of run costs as much as the whole text once more, times the size.

Both need vectors without the part that is common to all: the vectors of many models lie in a narrow cone (the cosine
of unrelated sentences is .75 to .8 with multilingual E5), and a sum of such vectors is close to every other sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from align.encoders._joined import JoinedOverlaps
from align.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from align.encoders._joined import StringEncoder

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["RUNS", "PooledOverlaps", "checked_runs", "common_part", "runs_of", "unique_rows", "unit", "without"]

RUNS = ("joined", "pooled")

_SENTENCES = {
    "en": (
        "The committee met on Tuesday and agreed on a plan for the coming year.",
        "She opened the window, looked out over the garden and said nothing.",
        "Article 5. The parties shall settle any dispute by negotiation.",
        "How long does it take to boil an egg?",
    ),
    "de": (
        "Die Straße war leer, und es regnete seit dem frühen Morgen.",
        "Der Vertrag tritt am ersten Januar in Kraft.",
    ),
    "fr": ("Le prix du blé a augmenté de trois pour cent en un mois.", "Mon frère aime jouer du piano le soir."),
    "zh": ("我昨天在市场上买了两斤苹果。", "各国应当加强在科学技术领域的合作。"),
    "ja": ("会議は来週の月曜日に東京で開かれます。",),
    "ar": ("النهر يفيض كل ربيع بعد ذوبان الثلوج.",),
    "ru": ("Она закончила школу и уехала работать в большой город.",),
    "es": ("El hospital abrió una nueva sala para niños.",),
    "vi": ("Thư viện mở cửa từ tám giờ sáng đến năm giờ chiều.",),
    "is": ("Skipið lagðist að bryggju undir kvöld.",),
}


class PooledOverlaps:
    """Length-weighted sums of the segments' vectors; see `align.encoders.Overlaps`.

    Keeps one vector a segment: memory grows with the text, not with the sizes of runs.
    """

    def __init__(self, rows: Floats, texts: Sequence[str]) -> None:
        """Prepare the runs of `texts`, whose unit vectors are `rows`, shape (len(texts), dimensions)."""
        self._weighted = rows * np.asarray([len(text) for text in texts], dtype=np.float32)[:, None]

    def __len__(self) -> int:
        return len(self._weighted)

    def vectors(self, starts: Ints, size: int) -> Floats:
        """Unit vectors of the runs ``start .. start + size - 1``, shape (len(starts), dimensions)."""
        total = self._weighted[starts]
        for step in range(1, size):
            total += self._weighted[starts + step]
        return unit(total)


def checked_runs(runs: str) -> str:
    """`runs` itself.

    Raises:
        UnknownNameError: it is not one of `RUNS`.
    """
    if runs not in RUNS:
        raise UnknownNameError("kind of runs", runs, RUNS)
    return runs


def runs_of(encoder: StringEncoder, texts: Sequence[str], lang: str, runs: str) -> PooledOverlaps | JoinedOverlaps:
    """The runs of neighbouring `texts`, made in the way that `runs` names."""
    if runs == "joined":
        return JoinedOverlaps(encoder, texts, lang)
    return PooledOverlaps(encoder.encode(texts), texts)


def common_part(encode: Callable[[Sequence[str]], Floats], knows: Callable[[str], bool]) -> Floats:
    """The mean vector of sentences about this and that, in those of ten languages that the encoder knows.

    Args:
        encode: gives unit vectors.
        knows: whether a language is known; if none is, the sentences of all are taken.
    """
    lists = [texts for lang, texts in _SENTENCES.items() if knows(lang)] or list(_SENTENCES.values())
    rows = encode([text for texts in lists for text in texts])
    return np.asarray(rows.mean(axis=0), dtype=np.float32)


def without(common: Floats, rows: Floats) -> Floats:
    """Unit vectors of `rows` less `common`."""
    return unit(rows - common)


def unit(rows: Floats) -> Floats:
    """Each row at length 1, a row of zeros as it is."""
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0)[:, None], dtype=np.float32)


def unique_rows(texts: Sequence[str], encode: Callable[[list[str]], Floats], *, dimensions: int, batch: int) -> Floats:
    """One row a text, shape (len(texts), dimensions): each distinct text encoded once, white space alone as zeros.

    Args:
        texts: any.
        encode: gives a row for each text of a list that is not empty.
        dimensions: length of a row.
        batch: how many texts `encode` gets at a time.
    """
    at: dict[str, int] = {}
    for text in texts:
        if text.strip():
            at.setdefault(text, len(at))
    distinct = list(at)
    rows = np.zeros((len(distinct) + 1, dimensions), dtype=np.float32)
    for begin in range(0, len(distinct), batch):
        part = distinct[begin : begin + batch]
        rows[begin : begin + len(part)] = encode(part)
    return rows[[at.get(text, len(distinct)) for text in texts]]
