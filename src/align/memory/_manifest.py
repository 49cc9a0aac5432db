"""What a memory says about itself to those who look in from outside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from align.memory._units import VERSION
from align.output import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from align.memory._units import Units

__all__ = ["signature", "write_manifest"]

_NAME = "manifest.json"


def signature() -> str:
    """What makes or changes a memory now."""
    from align import __version__

    return f"align:{__version__}|memory:{VERSION}"


def write_manifest(folder: Path, units: Units) -> None:
    """Write ``manifest.json``, as ``schemas/memory.schema.json`` describes it.

    Raises:
        OutputError: the disk is full.
    """
    data = {
        "version": VERSION,
        "signature": signature(),
        "units": units.count(),
        "languages": units.languages(),
    }
    with replacing(folder / _NAME) as temporary:
        temporary.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
