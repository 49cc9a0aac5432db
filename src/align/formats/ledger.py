"""Numbers by name, for as many names as a file has, in memory that does not grow with them.

The first names are held, which is all of them in nearly every file; the others wait in a temporary file of SQLite,
which has no name, and is gone when the ledger is.
"""

from __future__ import annotations

import sqlite3
import weakref

from align.errors import OutputError

__all__ = ["Ledger"]

_HELD = 100_000  # names in memory


class Ledger:
    """What number was last put down for a name."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._held: dict[str, int] = {}
        self._rest: sqlite3.Connection | None = None

    def get(self, name: str) -> int | None:
        """The number of `name`; None if it has none.

        Raises:
            OutputError: there is no room for temporary files.
        """
        number = self._held.get(name)
        if number is not None or self._rest is None:
            return number
        row = self._run("SELECT number FROM numbers WHERE name = ?", name)
        return None if row is None else int(row[0])

    def put(self, name: str, number: int) -> None:
        """Put down `number` for `name`; an earlier one is forgotten.

        Raises:
            OutputError: there is no room for temporary files.
        """
        if name in self._held or len(self._held) < _HELD:
            self._held[name] = number
            return
        if self._rest is None:
            self._rest = sqlite3.connect("", isolation_level=None)  # a temporary file; SQLite, "Temporary Databases"
            weakref.finalize(self, self._rest.close)
            for order in ("journal_mode = OFF", "synchronous = OFF"):
                self._rest.execute(f"PRAGMA {order}")
            self._run("CREATE TABLE numbers (name TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID")
            self._run("BEGIN")
        self._run("INSERT OR REPLACE INTO numbers VALUES (?, ?)", name, number)

    def _run(self, order: str, *values: str | int) -> tuple[int] | None:
        try:
            found: tuple[int] | None = self._rest.execute(order, values).fetchone()  # type: ignore[union-attr]
        except sqlite3.Error as error:
            raise OutputError(f"no room for temporary files ({error}); make some, or name another TMPDIR") from error
        return found
