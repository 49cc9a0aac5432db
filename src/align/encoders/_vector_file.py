"""A file of vectors and the text file whose lines they stand for, looked up by text."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from align.encoders._runs import unit
from align.errors import EncodingError, FormatError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["VectorFile", "key_of"]

_MAGIC = b"\x93NUMPY"
_CHUNK = 16_384
_LONGEST = 10_000  # characters of a line; Vecalign's overlap.py cuts there
_ALIKE = 0.99  # the least cosine of two vectors of one text
_LARGEST = 1e15  # a vector of larger values has no length in single precision
_PRIOR = 10  # rows of zeros that the mean is taken with, so that a file of few rows keeps their differences


class VectorFile:
    """Vectors on disk, read when asked for: ``.npy`` with a row a line, or raw float32 as Vecalign's users have it."""

    def __init__(self, vectors: str | PathLike[str], text: str | PathLike[str] | None) -> None:
        """Open the files and check that they belong together.

        Args:
            vectors: the vectors.
            text: the text file, UTF-8; None takes the name of `vectors` without its last suffix, or with ``.txt``.

        Raises:
            InputError: a file cannot be read.
            FormatError: the sizes do not fit, a value is not finite, or one text has two different vectors.
        """
        self.path = Path(vectors)
        self.text_path = _text_of(self.path) if text is None else Path(text)
        lines = _lines(self.text_path)
        try:
            with self.path.open("rb") as file:
                self.raw = file.read(len(_MAGIC)) != _MAGIC
            self._rows = self._read_raw(len(lines)) if self.raw else self._read_npy(len(lines))
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror or error}", path=self.path) from error
        self.dimensions = int(self._rows.shape[1])
        self.common = self._mean()
        self._at = self._index(lines)

    def row_of(self, text: str) -> int | None:
        """The row that stands for `text`, white space aside; None if there is none."""
        return self._at.get(key_of(text))

    def rows(self, numbers: list[int]) -> Floats:
        """Rows by number, as they are in the file, at length 1."""
        return unit(np.asarray(self._rows[numbers], dtype=np.float32))

    def digest(self) -> str:
        """SHA-256 of both files, in hexadecimal."""
        digest = hashlib.sha256()
        for path in (self.path, self.text_path):
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()

    def _read_npy(self, lines: int) -> Floats:
        try:
            rows = np.load(self.path, mmap_mode="r", allow_pickle=False)
        except ValueError as error:
            raise FormatError(f"not an array of numbers: {error}", path=self.path) from error
        if rows.ndim != 2 or rows.dtype.kind != "f" or 0 in rows.shape:
            raise FormatError(
                f"holds {rows.dtype} of shape {rows.shape}; needed are floating-point numbers of shape "
                f"({lines}, dimensions), a row for each line of {self.text_path}",
                path=self.path,
            )
        if len(rows) != lines:
            raise FormatError(
                f"holds {len(rows)} vectors, but {self.text_path} has {lines} lines; encode that very file again",
                path=self.path,
            )
        return rows  # type: ignore[no-any-return]  # numpy.load gives Any

    def _read_raw(self, lines: int) -> Floats:
        size = self.path.stat().st_size
        numbers, odd = divmod(size, 4)
        dimensions, left = divmod(numbers, lines)
        if odd or left or not dimensions:
            raise FormatError(
                f"has {size} bytes, which is not a whole number of float32 vectors for the {lines} lines of "
                f"{self.text_path} ({size / 4 / lines:.3f} numbers a line); encode that very file again",
                path=self.path,
            )
        return np.memmap(self.path, dtype="<f4", mode="r", shape=(lines, dimensions))

    def _chunks(self) -> Iterator[tuple[int, Floats]]:
        for begin in range(0, len(self._rows), _CHUNK):
            with np.errstate(over="ignore"):  # what is too large for single precision is refused as infinite
                rows = np.asarray(self._rows[begin : begin + _CHUNK], dtype=np.float32)
            yield begin, rows

    def _mean(self) -> Floats:
        total = np.zeros(self.dimensions, dtype=np.float64)
        largest = 0.0
        for begin, rows in self._chunks():
            peaks = np.abs(rows).max(axis=1)
            wrong = np.flatnonzero(~(peaks < _LARGEST))
            if len(wrong):
                peak = float(peaks[wrong[0]])
                what = f"as large as {peak:.0e}" if np.isfinite(peak) else "that is not a finite number"
                raise FormatError(
                    f"the vector of line {begin + int(wrong[0]) + 1} has a value {what}; encode the text again",
                    path=self.path,
                )
            largest = max(largest, float(peaks.max()))
            total += unit(rows).sum(axis=0)
        if largest == 0.0:
            raise FormatError("all vectors are zero, so they tell nothing; encode the text again", path=self.path)
        return (total / (len(self._rows) + _PRIOR)).astype(np.float32)

    def _index(self, lines: list[str]) -> dict[bytes, int]:
        at: dict[bytes, int] = {}
        for number, line in enumerate(lines):
            first = at.setdefault(key_of(line), number)
            if first != number:
                one, other = self.rows([first, number])
                if float(one @ other) < _ALIKE and not np.array_equal(one, other):
                    raise FormatError(
                        f"lines {first + 1} and {number + 1} have the same text but different vectors "
                        f"(cosine {float(one @ other):.2f}) in {self.path}",
                        path=self.text_path,
                        line=number + 1,
                    )
        return at


def key_of(text: str) -> bytes:
    """What a text is looked up by: a digest, as the texts of all runs would fill the memory."""
    seen = " ".join(text.split())[:_LONGEST].rstrip()
    return hashlib.blake2b(seen.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _text_of(vectors: Path) -> Path:
    choices = [vectors.with_suffix("")] if vectors.suffix else []
    choices.append(vectors.with_suffix(".txt"))
    for path in choices:
        if path.is_file() and path != vectors:
            return path
    raise InputError(
        f"no text file for these vectors: neither {' nor '.join(map(str, choices))} is there; "
        "name it with the option source_text or target_text",
        path=vectors,
    )


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error
    except UnicodeDecodeError as error:
        raise EncodingError(f"not UTF-8 (byte {error.start})", path=path) from error
    if lines[-1] == "":
        lines.pop()
    if not lines:
        raise FormatError("no lines, so there is nothing that the vectors could stand for", path=path)
    return lines
