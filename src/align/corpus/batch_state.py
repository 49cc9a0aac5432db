"""What the pairs of a folder of results were made of, so that a run that was stopped goes on where it was.

One file beside the results, a line a pair, added when the pair is done: a run that is killed loses at most a line.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from align.output import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from align.corpus.pairing import FilePair
    from align.model import Alignment

__all__ = ["STATE_NAME", "Figures", "Journal", "digest_of", "pair_key"]

STATE_NAME = ".align-pair.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What came of a pair.

    Attributes:
        langs: BCP 47 tags of source and target.
        segments: how many there are on each side.
        beads: how many, null beads included.
        nulls: beads with an empty side.
        doubtful: beads with two sides that score less than the limit.
    """

    langs: tuple[str, str]
    segments: tuple[int, int]
    beads: int
    nulls: int
    doubtful: int

    @classmethod
    def of(cls, alignment: Alignment, *, below: float) -> Figures:
        """The figures of an alignment; `below` is the score in 0..1 under which a bead is doubtful."""
        nulls = sum(bead.is_null for bead in alignment.beads)
        return cls(
            langs=(alignment.source.lang, alignment.target.lang),
            segments=(len(alignment.source.segments), len(alignment.target.segments)),
            beads=len(alignment.beads),
            nulls=nulls,
            doubtful=sum(
                not bead.is_null and bead.score is not None and bead.score < below for bead in alignment.beads
            ),
        )


def digest_of(path: Path) -> str | None:
    """SHA-256 of a file, in hexadecimal; None if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None


def pair_key(pair: FilePair, run: str) -> str:
    """A digest of all that the result of a pair depends on; `run` is that of what all pairs have in common."""
    files = [(path.name, digest_of(path)) for path in (pair.source, pair.target)]
    return hashlib.sha256(json.dumps([run, files, pair.name, pair.format, pair.tags]).encode()).hexdigest()


class Journal:
    """The state file of a folder with results."""

    def __init__(self, out: Path) -> None:
        """Read what earlier runs have left in `out`; a line that is none is passed over."""
        self._out = out
        self._path = out / STATE_NAME
        self._lines: dict[str, dict[str, Any]] = {}
        with suppress(OSError, UnicodeDecodeError):
            for line in self._path.read_text(encoding="utf-8").splitlines():
                with suppress(ValueError, KeyError, TypeError):
                    entry = json.loads(line)
                    self._lines[entry["name"]] = entry

    def figures(self, name: str, key: str) -> Figures | None:
        """Those of a result that is there, is as it was written, and was made of what `key` says; None otherwise."""
        entry = self._lines.get(name)
        if entry is None or entry.get("key") != key or entry.get("digest") != digest_of(self._out / name):
            return None
        try:
            langs, segments = entry["langs"], entry["segments"]
            counts = (int(segments[0]), int(segments[1]), int(entry["beads"]), int(entry["nulls"]))
            return Figures(
                langs=(str(langs[0]), str(langs[1])),
                segments=counts[:2],
                beads=counts[2],
                nulls=counts[3],
                doubtful=int(entry["doubtful"]),
            )
        except (KeyError, IndexError, TypeError, ValueError):
            return None

    def add(self, name: str, key: str, figures: Figures) -> None:
        """Write down that a result is there; call it once the result is in its place."""
        entry = {"name": name, "key": key, "digest": digest_of(self._out / name), **asdict(figures)}
        self._lines[name] = entry
        with self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(f"{json.dumps(entry, ensure_ascii=False)}\n")

    def close(self) -> None:
        """Write the state anew, a line a result that is still there, by name."""
        kept = [entry for name, entry in sorted(self._lines.items()) if (self._out / name).is_file()]
        if not kept:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
            return
        with replacing(self._path) as temporary:
            text = "".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in kept)
            temporary.write_text(text, encoding="utf-8", newline="\n")
