"""``align memory info``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from align.cli._streams import put

__all__ = ["command"]

_EPILOG = """\b
Example:
  align memory info house"""


@click.command("info", epilog=_EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--report", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to show it."
)
def command(*, folder: Path, report: str) -> None:
    """Show what the memory in FOLDER holds: units, languages, documents, and who is writing to it now."""
    from align.memory import Memory

    with Memory.open(folder) as memory:
        info = memory.info()
    if report == "json":
        data = asdict(info) | {
            "languages": dict(info.languages),
            "documents": [
                {
                    "document": one.document,
                    "date": one.date,
                    "publisher": one.publisher,
                    "file": one.file,
                    "units": count,
                }
                for one, count in info.documents
            ],
        }
        put(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
        return
    lines = [
        f"folder     {info.folder}",
        f"units      {info.units}",
        f"languages  {', '.join(f'{tag} {count}' for tag, count in info.languages) or '-'}",
        f"size       {info.bytes_on_disk / 1e6:.1f} MB",
        f"signature  {info.signature}",
        f"writer     {info.writer or 'none'}",
        "documents",
    ]
    for one, count in info.documents:
        about = ", ".join(part for part in (one.date, one.publisher, one.file) if part)
        lines.append(f"  {one.document}: {count} units" + (f" ({about})" if about else ""))
    put("".join(f"{line}\n" for line in lines))
