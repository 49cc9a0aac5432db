"""Packages that only an extra brings."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from align.errors import MissingExtraError

__all__ = ["need"]


def need(module: str, *, what: str, extra: str) -> None:
    """Make sure that `module` can be imported, without importing it.

    Args:
        module: top-level name.
        what: what needs it, for the message.
        extra: the extra that brings it.

    Raises:
        MissingExtraError: it is not installed.
    """
    found = sys.modules[module] is not None if module in sys.modules else find_spec(module) is not None
    if not found:
        raise MissingExtraError(what, extra)
