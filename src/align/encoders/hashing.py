"""An encoder without any knowledge of language: hashed character n-grams.

Two texts are close if they share spellings, whatever they mean. It needs no weights, loads in no time and gives the
same vectors on every machine, which makes it the encoder for tests, ours and those of people who build on the
toolkit. It is no choice for real texts in two languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from align.encoders._joined import JoinedOverlaps
from align.errors import UsageError
from align.lang import primary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

__all__ = ["HashingEncoder"]

_LONGEST = 4
_FACTOR = np.uint64(0x100000001B3)  # the prime of the 64-bit FNV hash (Fowler, Noll and Vo)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: multiplicative hashing (Knuth, vol. 3, 6.4)
_BATCH_CHARACTERS = 200_000


class HashingEncoder:
    """Signed hashes of one to four characters in a row, added up (Weinberger et al. 2009); no semantics."""

    def __init__(self, *, dimensions: int = 256, languages: Iterable[str] | None = None) -> None:
        """Make an encoder.

        Args:
            dimensions: length of a vector, at least 1.
            languages: BCP 47 tags that `knows` affirms; None affirms all, as spelling is all that is looked at.

        Raises:
            UsageError: `dimensions` is less than 1.
            LanguageError: one of `languages` is not a language tag.
        """
        if dimensions < 1:
            raise UsageError(f"a vector needs at least one dimension, not {dimensions}")
        self.dimensions = dimensions
        self._languages = None if languages is None else frozenset(primary(tag) for tag in languages)

    @property
    def signature(self) -> str:
        """Name, version and number of dimensions."""
        return f"hashing.1.{self.dimensions}"

    def knows(self, lang: str) -> bool:
        """Whether `lang` is one of the languages that this encoder was made to affirm."""
        return self._languages is None or primary(lang) in self._languages

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimensions); a zero row for a text of white space alone."""
        out = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        plain = [" ".join(text.casefold().split()) for text in texts]
        begin = size = 0
        for number, text in enumerate(plain):
            size += len(text)
            if size >= _BATCH_CHARACTERS or number + 1 == len(plain):
                out[begin : number + 1] = self._sums(plain[begin : number + 1])
                begin, size = number + 1, 0
        norms = np.sqrt(np.einsum("ij,ij->i", out, out))
        out /= np.where(norms > 0, norms, 1.0)[:, None]
        return out

    def overlaps(self, texts: Sequence[str], lang: str) -> JoinedOverlaps:
        """The runs of neighbouring `texts`, joined with a space, or with nothing in scripts without spaces."""
        return JoinedOverlaps(self, texts, lang)

    def _sums(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Signed n-gram counts of each text; an n-gram never reaches into the next text."""
        lengths = np.asarray([len(text) for text in texts], dtype=np.int64)
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
        owner = np.repeat(np.arange(len(texts)), lengths)
        total = np.zeros(len(texts) * self.dimensions)
        grams = np.zeros(len(codes), dtype=np.uint64)
        for order in range(1, _LONGEST + 1):
            count = len(codes) - order + 1
            if count < 1:
                break
            grams = grams[:count] * _FACTOR + codes[order - 1 :] + np.uint64(order)
            inside = owner[:count] == owner[order - 1 :]
            mixed = grams[inside] * _SPREAD
            sign = np.where(mixed >> np.uint64(63), 1.0, -1.0)
            bucket = ((mixed >> np.uint64(24)) % np.uint64(self.dimensions)).astype(np.int64)
            total += np.bincount(owner[:count][inside] * self.dimensions + bucket, sign, minlength=len(total))
        return total.reshape(len(texts), self.dimensions)
