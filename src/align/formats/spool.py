"""Units that have to be gone through more than once, in memory that does not grow with them.

A table names all its languages in its first row, and they are known only after the last unit. The first units are
held; all others wait in a temporary file, which nobody else can open and which is gone when the spool is closed.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Self

from align.lang import same_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from align.model import TranslationUnit

__all__ = ["Spool", "settled_source"]

_HELD = 2_000  # units in memory
_BATCH = 500  # units that are put away, and fetched, together
_LOOKED_AT = 1_000  # units among which the source language is looked for


class Spool:
    """The units of an iterable, which is consumed; used as a context, and gone through as often as need be.

    Attributes:
        langs: every language of the units, in the order in which they first occur.
    """

    def __init__(self, units: Iterable[TranslationUnit]) -> None:
        """Take in all `units`."""
        found: dict[str, None] = {}
        rest = iter(units)
        self._held = list(islice(rest, _HELD))
        self._count = len(self._held)
        self._file: IO[bytes] | None = None
        for unit in self._held:
            found |= dict.fromkeys(variant.lang for variant in unit.variants)
        while batch := list(islice(rest, _BATCH)):
            self._count += len(batch)
            for unit in batch:
                for variant in unit.variants:
                    found[variant.lang] = None
            if self._file is None:
                self._file = TemporaryFile(prefix="align.")  # noqa: SIM115 - closed by `close`
            pickle.dump(batch, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self.langs = tuple(found)

    def __len__(self) -> int:
        """How many units there are."""
        return self._count

    def __iter__(self) -> Iterator[TranslationUnit]:
        """All units in their order."""
        yield from self._held
        if self._file is not None:
            self._file.seek(0)
            with suppress(EOFError):
                while True:
                    yield from pickle.load(self._file)  # noqa: S301 - written above, to a file without a name

    def close(self) -> None:
        """Let go of the temporary file."""
        if self._file is not None:
            self._file.close()

    def __enter__(self) -> Self:
        """The spool itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def settled_source(
    units: Iterable[TranslationUnit], source: str | None
) -> tuple[str | None, Iterator[TranslationUnit]]:
    """The source language as the units spell it, and all the units again.

    Headers of other tools name languages that no unit has, or ``en`` where the units say ``en-US``. If none of the
    first units has `source`, the one language among them that differs in region or script alone is taken, and None if
    there is no such one.
    """
    if source is None:
        return None, iter(units)
    rest = iter(units)
    held: list[TranslationUnit] = []
    found: dict[str, None] = {}
    for unit in islice(rest, _LOOKED_AT):
        held.append(unit)
        found |= dict.fromkeys(variant.lang for variant in unit.variants)
        if source in found:
            break
    if found and source not in found:
        near = [lang for lang in found if same_language(lang, source)]
        source = near[0] if len(near) == 1 else None
    return source, chain(held, rest)
