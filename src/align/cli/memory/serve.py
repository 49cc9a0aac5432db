"""``align memory serve``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from align.cli._report import talk
from align.errors import InputError, UsageError

__all__ = ["command"]

_TOKEN = "ALIGN_MEMORY_TOKEN"  # noqa: S105 - the name of a variable

_EPILOG = """\b
Examples:
  align memory serve house
  align memory serve house --terms terms.csv --port 8900
  align memory serve house --host 0.0.0.0 --token-file token.txt --allow-host memory.example.org"""


@click.command("serve", epilog=_EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--terms", "--termbase", "terms", type=click.Path(path_type=Path), help="Term base.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=int, default=8900, show_default=True, help="Port to listen at; 0 for any that is free.")
@click.option(
    "--token-file",
    type=click.Path(path_type=Path),
    help=f"File whose first line is the token that each request has to bear; else the variable {_TOKEN}.",
)
@click.option("--allow-host", multiple=True, help="Another name that the server goes by; may be given more than once.")
def command(
    *,
    folder: Path,
    terms: Path | None,
    host: str,
    port: int,
    token_file: Path | None,
    allow_host: tuple[str, ...],
) -> None:
    """Serve the memory in FOLDER over HTTP, to editors that speak to Amagama and to programs.

    Only this computer can reach it unless --host says otherwise; then a token is needed. Nothing can be changed
    over it. The description of all endpoints is at /openapi.json.
    """
    from align.memory import Memory
    from align.pipeline import read_termbase
    from align.serving.running import check_binding, serve
    from align.serving.service import Service

    token = _token(token_file)
    check_binding(host, token)
    termbase = None if terms is None else read_termbase(terms)
    with Memory.open(folder) as memory:
        service = Service(memory, termbase)
        serve(
            service,
            host=host,
            port=port,
            token=token,
            names=allow_host,
            ready=lambda address: talk(f"serving {folder} at {address} (stop with Ctrl-C)"),
        )
    talk("stopped")


def _token(path: Path | None) -> str | None:
    if path is None:
        return os.environ.get(_TOKEN) or None
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}", path=path) from error
    if not lines or not lines[0].strip():
        raise UsageError(f"{path}: the first line holds no token")
    return lines[0].strip()
