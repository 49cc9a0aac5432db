"""On which lines of a file its units stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

__all__ = ["unit_lines"]


_SHORT = 65_535
"""The last line number that libxml2 keeps with an element."""


def unit_lines(path: Path, *, format: str, wanted: Collection[str]) -> dict[str, int]:  # noqa: A002
    """The lines, from 1, on which the units of these ids begin; of ids that occur twice, the first.

    Known for TMX and for JSON lines; empty for other formats, and for a file that is packed.

    Args:
        path: the file.
        format: the name of its format.
        wanted: the ids.
    """
    if path.suffix == ".gz" or not wanted:
        return {}
    found: dict[str, int] = {}
    if format == "tmx":
        from align.formats._xml import XmlStream, local_name

        for number, element in enumerate(XmlStream(path, "tu"), 1):
            name = next((value for key, value in element.attrib.items() if local_name(key) == "tuid"), "")
            line = element.sourceline
            if line and line > _SHORT:  # libxml2 then gives the line on which the text before the first child ends
                line -= (element.text or "").count("\n")
            _note(found, name or f"tu{number}", line, wanted)
    elif format == "jsonl":
        import json

        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    value = json.loads(line)
                except ValueError as error:
                    raise FormatError("is not JSON", path=path, line=number) from error
                if isinstance(value, dict) and isinstance(value.get("id"), str):
                    _note(found, value["id"], number, wanted)
    return found


def _note(found: dict[str, int], name: str, line: int | None, wanted: Collection[str]) -> None:
    if line and name in wanted:
        found.setdefault(name, line)
