"""Everything that a corpus consists of, held against its schema: the manifest, and all that a build writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from align.corpus.manifest import read_manifest
from align.errors import FormatError, InputError, ManifestError
from align.formats import Problem
from align.json_schema import mistakes
from align.pipeline import validate
from align.resources import schema_path

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["problems_of"]

_FINDINGS = "findings.schema.json"
_MOST = 100  # problems told of one file


def problems_of(path: Path, *, format: str | None = None) -> list[Problem]:  # noqa: A002
    """Everything that is wrong with a file of a corpus, or with the manifest of a corpus folder; empty if valid.

    Args:
        path: a manifest, accepted findings (a name that ends in accepted.toml), findings in JSON, a table of beads, or
            a file in a format of `align.pipeline.validate`.
        format: name of a format; found from the content if not given.

    Raises:
        InputError: the file cannot be read at all, or is in no format that can be checked.
        UnknownNameError: no format of this name.
    """
    if format is None:
        if path.name.endswith("accepted.toml"):
            return _of_accepted(path)
        if path.suffix == ".toml" or path.is_dir():
            return _of_manifest(path)
        if path.suffix == ".json":
            return _of_findings(path)
        if path.suffix == ".parquet" and _is_table_of_beads(path):
            return []
    return validate(path, format=format)


def _of_accepted(path: Path) -> list[Problem]:
    from align.checks.accepted import read_accepted

    try:
        read_accepted(path)
    except FormatError as error:
        rule = "accepted findings"
        return [Problem(path=str(path), line=error.line, column=error.column, rule=rule, message=error.reason)]
    return []


def _of_manifest(path: Path) -> list[Problem]:
    try:
        read_manifest(path)
    except ManifestError as error:
        if isinstance(error.__cause__ or error.__context__, OSError):
            raise
        place = error.path or str(path)
        return [Problem(path=place, line=error.line, column=error.column, rule="manifest", message=error.reason)]
    return []


def _of_findings(path: Path) -> list[Problem]:
    try:
        value = json.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=path) from error
    except UnicodeDecodeError as error:
        return [Problem(path=str(path), line=None, column=None, rule="JSON", message=f"is not UTF-8: {error.reason}")]
    except json.JSONDecodeError as error:
        return [Problem(path=str(path), line=error.lineno, column=error.colno, rule="JSON", message=error.msg)]
    except RecursionError:
        return [Problem(path=str(path), line=None, column=None, rule="JSON", message="is nested too deeply")]
    name = _schema_of(value)
    schema = json.loads(schema_path(name).read_text(encoding="utf-8"))
    found = []
    for place, message in mistakes(value, schema):
        where = f"{place}: " if place else ""
        found.append(Problem(path=str(path), line=None, column=None, rule=name, message=f"{where}{message}"))
        if len(found) == _MOST:
            break
    return found


def _schema_of(value: object) -> str:
    """Which of our reports a JSON value looks like; findings if none."""
    if isinstance(value, dict) and value:
        if "candidates" in value:
            return "explanation.schema.json"
        if all(isinstance(one, dict) and "lax_f1" in one for one in value.values()):
            return "evaluation.schema.json"
    return _FINDINGS


def _is_table_of_beads(path: Path) -> bool:
    """Whether a table has the columns of beads, each of its type, and can be read to its end."""
    from align.tables import BEADS, scan_parquet

    try:
        return all(frame.schema == BEADS for _, frame in scan_parquet(path))
    except FormatError:
        return False
