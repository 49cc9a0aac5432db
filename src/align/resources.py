"""Files that come with the package: the schemas."""

from __future__ import annotations

from pathlib import Path

__all__ = ["schema_path"]


def schema_path(name: str) -> Path:
    """Path of the schema file `name`: inside the installed package, or in ``schemas/`` of a checkout.

    Raises:
        FileNotFoundError: there is no such schema; the installation is damaged.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_schemas", package.parents[1] / "schemas"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"schema {name} is missing from the installation of align-toolkit; install it again")
