"""Translation memory: units kept in a folder, fuzzy look-up, concordance.

`Memory` is the whole of it; the rest are the records that it takes and gives. The packages of the extra `memory` are
imported when a memory is opened.
"""

from align.memory.records import (
    DEFAULT_PENALTIES,
    Added,
    Change,
    Hit,
    Hits,
    Info,
    Keep,
    MemoryMatch,
    MemoryOrigin,
    Penalties,
    Phrase,
    SearchKind,
    Selection,
)
from align.memory.store import Memory

__all__ = [
    "DEFAULT_PENALTIES",
    "Added",
    "Change",
    "Hit",
    "Hits",
    "Info",
    "Keep",
    "Memory",
    "MemoryMatch",
    "MemoryOrigin",
    "Penalties",
    "Phrase",
    "SearchKind",
    "Selection",
]
