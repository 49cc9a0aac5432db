"""Where phrases occur: the pieces of all units of one language in a row, with an index of each piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Phrases"]


class Phrases:
    """Finds the units that hold a phrase, a row of keys of pieces."""

    def __init__(self, units: Iterable[Sequence[str]]) -> None:
        """Index `units`, each as the keys of its pieces."""
        ids: dict[str, int] = {}
        row: list[int] = []
        owner: list[int] = []
        count = 0
        for keys in units:
            row.extend(ids.setdefault(key, len(ids)) for key in keys)
            row.append(-1)
            owner.extend([count] * (len(keys) + 1))
            count += 1
        self.units = count
        self._ids = ids
        self._row = np.asarray([*row, -1], dtype=np.int32)
        self._owner = np.asarray([*owner, count], dtype=np.int32)
        self._order: Ints = np.argsort(self._row, kind="stable")
        self._heads = np.searchsorted(self._row[self._order], np.arange(len(ids) + 1))

    def places(self, key: str) -> Ints:
        """Where a piece occurs, for `onward` and `holding`."""
        number = self._ids.get(key)
        if number is None:
            return np.empty(0, dtype=np.int64)
        found: Ints = self._order[self._heads[number] : self._heads[number + 1]]
        return found

    def onward(self, places: Ints, distance: int, key: str) -> Ints:
        """Those of `places` behind which, at this distance in pieces, `key` stands in the same unit."""
        number = self._ids.get(key)
        if number is None or not len(places):
            return places[:0]
        ahead = places + distance
        inside = ahead < len(self._row)
        places, ahead = places[inside], ahead[inside]
        found: Ints = places[(self._row[ahead] == number) & (self._owner[ahead] == self._owner[places])]
        return found

    def holding(self, places: Ints) -> Ints:
        """The units that hold `places`, rising, each once."""
        owners: Ints = np.unique(self._owner[places])
        return owners

    def units_with(self, keys: Sequence[str]) -> Ints:
        """The units that hold a phrase, rising, each once."""
        if not keys:
            return np.empty(0, dtype=np.int64)
        places = self.places(keys[0])
        for distance, key in enumerate(keys[1:], 1):
            places = self.onward(places, distance, key)
        return self.holding(places)
