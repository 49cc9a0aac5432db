"""What was found before: the fingerprints in a report that `align check --report json` wrote."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from align.errors import FormatError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from align.model import Finding

__all__ = ["Baseline", "read_baseline"]


@dataclass(slots=True, kw_only=True)
class Baseline:
    """The findings that were there before, and which of them are there still.

    Attributes:
        fingerprints: of the findings of that time.
    """

    fingerprints: frozenset[str]
    _met: set[str] = field(default_factory=set)

    def new(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Those of `findings` that were not there before."""
        for finding in findings:
            if finding.fingerprint in self.fingerprints:
                self._met.add(finding.fingerprint)
            else:
                yield finding

    @property
    def known(self) -> int:
        """How many findings were there before and are there still."""
        return len(self._met)

    @property
    def gone(self) -> int:
        """How many findings were there before and are not any more."""
        return len(self.fingerprints) - len(self._met)


def read_baseline(path: Path) -> Baseline:
    """Read a report in JSON.

    Raises:
        InputError: the file cannot be read.
        FormatError: it is not a report in JSON, or one without fingerprints.
    """
    try:
        tree = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        if isinstance(error, json.JSONDecodeError):
            raise FormatError(
                f"is not JSON: {error.msg}; give a report that 'align check --report json' wrote",
                path=path,
                line=error.lineno,
                column=error.colno,
            ) from error
        if isinstance(error, UnicodeDecodeError):
            raise FormatError(
                "is not UTF-8; give a report that 'align check --report json' wrote", path=path
            ) from error
        raise InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}", path=path) from error
    except RecursionError as error:
        raise FormatError("is nested too deeply to be a report", path=path) from error
    findings = tree.get("findings") if isinstance(tree, dict) else None
    if not isinstance(findings, list):
        raise FormatError("is no report of findings; give one that 'align check --report json' wrote", path=path)
    found = set[str]()
    for number, finding in enumerate(findings, 1):
        mark = finding.get("fingerprint") if isinstance(finding, dict) else None
        if not isinstance(mark, str) or not mark:
            raise FormatError(f"finding {number} has no fingerprint; write the report anew", path=path)
        found.add(mark)
    return Baseline(fingerprints=frozenset(found))
