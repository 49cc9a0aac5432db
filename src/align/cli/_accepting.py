"""What ``align check --accept`` and ``--accept-from`` do: findings go into the file of accepted ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.cli._report import talk
from align.errors import FormatError, UnknownNameError, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from align.cli._subject import Subject
    from align.model import Finding

__all__ = ["accept_findings", "decisions", "refuse_half_calls"]

_COLUMNS = ("decision", "reason", "fingerprint")


def refuse_half_calls(
    *, fingerprints: tuple[str, ...], sheet: Path | None, reason: str | None, name: str | None
) -> None:
    """Refuse options of which one lacks the other.

    Raises:
        UsageError: what is missing, and what for.
    """
    if fingerprints and sheet is not None:
        raise UsageError("--accept and --accept-from do the same thing in two ways; give one of them")
    if fingerprints and not ((reason or "").strip() and (name or "").strip()):
        raise UsageError("--accept needs --reason and --by: why the finding is right as it is, and who says so")
    if sheet is not None and not (name or "").strip():
        raise UsageError("--accept-from needs --by: who says that the findings are right as they are")
    if not fingerprints and reason is not None:
        raise UsageError("--reason belongs to --accept; give the fingerprint of a finding with it")
    if not fingerprints and sheet is None and name is not None:
        raise UsageError("--by belongs to --accept and --accept-from; give the fingerprint of a finding with it")


def decisions(path: Path) -> dict[str, str]:
    """Reasons by fingerprint, of the rows of a workbook that a reviser has marked with the decision `accept`.

    Args:
        path: a workbook that the report `xlsx` made.

    Raises:
        FormatError: it has not the columns, or a row is to be accepted without a reason; names the row.
    """
    from align.formats.sheets import sheet_rows

    columns: dict[str, int] = {}
    found: dict[str, str] = {}
    for number, cells in sheet_rows(path):
        if not columns:
            columns = {cell.text.strip(): column for column, cell in cells.items()}
            lacking = [name for name in _COLUMNS if name not in columns]
            if lacking:
                raise FormatError(
                    f"the sheet has no column {lacking[0]!r}; give a workbook that 'align check --report xlsx' wrote",
                    path=path,
                    line=number,
                )
            continue
        decision, reason, mark = (
            cells[columns[name]].text.strip() if columns[name] in cells else "" for name in _COLUMNS
        )
        if decision.casefold() != "accept":
            continue
        if not reason:
            raise FormatError("a finding is accepted without a reason; write why it is right", path=path, line=number)
        found[mark] = reason
    if not columns:
        raise FormatError("the sheet is empty", path=path)
    return found


def accept_findings(
    reasons: Mapping[str, str],
    findings: Iterable[Finding],
    subject: Subject,
    *,
    place: Path | None,
    name: str,
    source: str | None,
    must_exist: bool,
) -> None:
    """Add the findings with these fingerprints to the file, and say how many.

    Args:
        reasons: by fingerprint.
        findings: all that there are.
        subject: what they are in.
        place: the file; None where nobody knows.
        name: who accepts them.
        source: language of the source.
        must_exist: whether a fingerprint that no finding has is an error; otherwise it is counted.

    Raises:
        UsageError: there is no place for the file.
        UnknownNameError: no finding has one of the fingerprints.
    """
    from align.checks.accepted import accept

    if place is None:
        raise UsageError("there is no manifest and no term base to put the file beside; name it with --accepted")
    by_mark = {finding.fingerprint: finding for finding in (*findings, *subject.of_alignment)}
    gone = [mark for mark in reasons if mark not in by_mark]
    if gone and must_exist:
        raise UnknownNameError("finding", gone[0], by_mark)
    by_reason: dict[str, list[Finding]] = {}
    for mark, reason in reasons.items():
        if mark in by_mark:
            by_reason.setdefault(reason.strip(), []).append(by_mark[mark])
    added = 0
    for reason, some in by_reason.items():
        chosen = [(finding, subject.units_by_id.get(finding.unit_id)) for finding in some]
        added += accept(place, chosen, reason=reason, name=name.strip(), date=_today(), source=source)
    before = len(reasons) - len(gone) - added
    told = [f"{added} added", f"{before} accepted before" if before else "", f"{len(gone)} gone" if gone else ""]
    talk(f"{place}: {', '.join(filter(None, told))}")


def _today() -> dt.date:
    """The day on which somebody accepts a finding: today, or the one of SOURCE_DATE_EPOCH."""
    import datetime as dt
    import os

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC).date()
    return dt.datetime.now(tz=dt.UTC).date()
