"""Vectors that were made before and elsewhere, looked up by text: from ``.npy`` or from the files of Vecalign.

Vecalign (Thompson and Koehn 2019) keeps each distinct run of up to *n* sentences as a line of an overlap file, the
sentences joined with a space, and the vectors as raw float32 in the order of the lines.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from align.encoders._languages import covers
from align.encoders._runs import PooledOverlaps, without
from align.encoders._vector_file import VectorFile
from align.errors import InputError, UnknownNameError, UsageError
from align.lang import primary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from os import PathLike

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["GivenOverlaps", "PrecomputedEncoder"]

_RUNS = ("given", "pooled")
_SHOWN = 60


class GivenOverlaps:
    """Runs whose vectors are in the file; see `align.encoders.Overlaps`."""

    def __init__(self, table: VectorFile, texts: Sequence[str]) -> None:
        self._table = table
        self._texts = tuple(texts)

    def __len__(self) -> int:
        return len(self._texts)

    def vectors(self, starts: Ints, size: int) -> Floats:
        """Unit vectors of the runs ``start .. start + size - 1``, shape (len(starts), dimensions).

        Raises:
            InputError: the file has no line for one of the runs; names the first.
        """
        return _vectors(self._table, [self._texts[start : start + size] for start in starts.tolist()])


class PrecomputedEncoder:
    """Vectors from files, looked up by text: ``.npy`` with a row a line, or Vecalign's overlaps and float32 vectors."""

    def __init__(
        self,
        *,
        source: str | PathLike[str] | None = None,
        target: str | PathLike[str] | None = None,
        source_text: str | PathLike[str] | None = None,
        target_text: str | PathLike[str] | None = None,
        runs: str | None = None,
        languages: Iterable[str] | None = None,
    ) -> None:
        """Open the files.

        Args:
            source: vectors of the one text: ``.npy`` of shape (lines, dimensions), or raw little-endian float32.
            target: vectors of the other; may be left out if `source` holds both.
            source_text: text file whose lines the vectors of `source` stand for; None takes the name of `source`
                without its last suffix, or with the suffix ``.txt``.
            target_text: likewise for `target`.
            runs: "given": the vectors of runs are in the files too; "pooled": they are put together from those of the
                segments. None means "given" for raw files, and "pooled" for ``.npy``.
            languages: BCP 47 tags of what the vectors are good for; None takes them to be good for the texts at hand.

        Raises:
            UsageError: no file is named.
            InputError: a file cannot be used, or the files do not belong together.
            UnknownNameError: there is no such kind of `runs`.
            LanguageError: one of `languages` is not a language tag.
        """
        if source is None:
            raise UsageError(
                "encoder 'precomputed' needs files of vectors, such as precomputed:source=a.npy,target=b.npy"
            )
        if runs is not None and runs not in _RUNS:
            raise UnknownNameError("kind of runs", runs, _RUNS)
        self._languages = None if languages is None else frozenset(primary(tag) for tag in languages)
        first = VectorFile(source, source_text)
        tables = [first] if target is None else [first, VectorFile(target, target_text)]
        if tables[-1].dimensions != first.dimensions:
            raise InputError(
                f"has vectors of {tables[-1].dimensions} dimensions, but {first.path} of {first.dimensions}; "
                "both must come from the same encoder",
                path=tables[-1].path,
            )
        self._tables = tuple(tables)
        self._runs = runs
        self.dimensions = first.dimensions
        self._signature: str | None = None

    @property
    def signature(self) -> str:
        """Name, version and digest of the files; how runs are made, if it was named."""
        if self._signature is None:
            digest = hashlib.sha256("".join(table.digest() for table in self._tables).encode()).hexdigest()[:12]
            self._signature = ".".join(["precomputed", "1", digest, *([self._runs] if self._runs else [])])
        return self._signature

    def knows(self, lang: str) -> bool:
        """Whether `lang` is one of the languages that were named; any is, if none was."""
        return self._languages is None or covers(self._languages, lang)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, less the mean of their file; zeros for white space alone.

        Raises:
            InputError: one of `texts` is not in the files; names the first.
        """
        return _vectors(self._table_of(texts), [(text,) for text in texts])

    def overlaps(self, texts: Sequence[str], lang: str) -> PooledOverlaps | GivenOverlaps:  # noqa: ARG002 - by text
        """The runs of neighbouring `texts`, joined with a space or with nothing, whichever the file has.

        Raises:
            InputError: one of `texts` is not in the files; names the first.
        """
        table = self._table_of(texts)
        if (self._runs or ("given" if table.raw else "pooled")) == "pooled":
            return PooledOverlaps(self.encode(texts), texts)
        return GivenOverlaps(table, texts)

    def _table_of(self, texts: Sequence[str]) -> VectorFile:
        """The file that holds most of `texts`, the first of such: a text has another vector in either file."""
        if len(self._tables) == 1:
            return self._tables[0]
        return max(self._tables, key=lambda table: sum(table.row_of(text) is not None for text in texts))


def _vectors(table: VectorFile, runs: Sequence[tuple[str, ...]]) -> Floats:
    """A row for each run, less the mean of the file; zeros for white space alone."""
    out = np.zeros((len(runs), table.dimensions), dtype=np.float32)
    wanted: list[int] = []
    found: list[int] = []
    for number, run in enumerate(runs):
        rows = (row for joiner in (" ", "") if (row := table.row_of(joiner.join(run))) is not None)
        row = next(rows, None)
        if row is not None:
            wanted.append(number)
            found.append(row)
        elif any(text.strip() for text in run):
            raise InputError(_missing(run), path=table.text_path)
    if found:
        out[wanted] = without(table.common, table.rows(found))
    return out


def _missing(run: tuple[str, ...]) -> str:
    text = " ".join(" ".join(run).split())
    shown = repr(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…")
    if len(run) == 1:
        return f"no line reads {shown}, so it has no vector; the vectors were made for another text or segmentation"
    return (
        f"no line reads {shown}, a run of {len(run)} segments; make the overlaps with at least {len(run)} sentences, "
        "or put runs together from single segments with the option runs=pooled"
    )
