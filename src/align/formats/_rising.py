"""Beads in the order of both texts, for formats that say where beads begin and not what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from align.model import Bead

__all__ = ["rising"]


def rising(beads: Iterable[Bead], format_name: str) -> list[Bead]:
    """`beads` so ordered that each begins, on both sides, where the one before it ends; null beads stay in place.

    Raises:
        OutputError: there is no such order, for beads cross, leave segments out, or hold segments that are apart.
    """
    given = list(beads)
    order = {id(bead): number for number, bead in enumerate(given)}
    by_source = {bead.source[0]: bead for bead in given if bead.source}
    by_target = {bead.target[0]: bead for bead in given if bead.target}
    out: list[Bead] = []
    at = [0, 0]
    while len(out) < len(given):
        one, other = by_source.get(at[0]), by_target.get(at[1])
        lone = [bead for bead in (one, other) if bead is not None and bead.is_null]
        bead = min(lone, key=lambda bead: order[id(bead)]) if lone else one if one is other else None
        if bead is None or any(
            side != tuple(range(start, start + len(side)))
            for side, start in zip((bead.source, bead.target), at, strict=True)
        ):
            raise OutputError(
                f"{format_name} holds only beads that follow one another on both sides without a gap, and none begins "
                f"at source {at[0]} and target {at[1]}; choose one that names the segments of a bead, such as beads"
            )
        at = [at[0] + len(bead.source), at[1] + len(bead.target)]
        out.append(bead)
    return out
