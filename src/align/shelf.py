"""A shelf: interchangeable parts under one contract, found by name and imported only when asked for.

The built-in members are a table of ``name -> "module:attribute"``; other distributions add theirs with entry
points in the shelf's group. A built-in name cannot be taken over by an entry point.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from align.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.metadata import EntryPoint

__all__ = ["Shelf"]

T = TypeVar("T")


class Shelf(Generic[T]):
    """Named parts of one kind; each is a factory (usually a class) of `T`, imported on first use."""

    def __init__(self, kind: str, group: str, members: Mapping[str, str]) -> None:
        """Describe a shelf.

        Args:
            kind: what one member is called in messages, such as "aligner".
            group: entry point group in which other distributions announce members.
            members: built-in names and where they are, as "module:attribute".
        """
        self.kind = kind
        self.group = group
        self._members = dict(members)

    def _entry_points(self) -> dict[str, EntryPoint]:
        from importlib.metadata import entry_points

        return {point.name: point for point in entry_points(group=self.group) if point.name not in self._members}

    def names(self) -> tuple[str, ...]:
        """All names that `load` accepts, sorted."""
        return tuple(sorted({*self._members, *self._entry_points()}))

    def load(self, name: str) -> Any:  # noqa: ANN401 - a factory whose parameters are its own
        """The factory that bears `name`.

        Raises:
            UnknownNameError: no member bears this name; the message gives the nearest one.
        """
        if name in self._members:
            module, _, attribute = self._members[name].partition(":")
            return getattr(import_module(module), attribute)
        points = self._entry_points()
        if name in points:
            return points[name].load()
        raise UnknownNameError(self.kind, name, {*self._members, *points})

    def make(self, name: str, /, **options: object) -> T:
        """A new member called `name`, made with `options`; an option it does not know is a TypeError."""
        member: T = self.load(name)(**options)
        return member
