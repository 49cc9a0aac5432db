"""Findings that somebody has accepted for good, with a reason and a name: the file `terms.accepted.toml`.

The file is a list of tables and is meant to be read and edited by people::

    [[accepted]]
    fingerprint = "5d41402abc4b2a76"
    reason = "quotation of a speech of 2013"
    name = "A. Reviser"
    date = 2026-11-26
    rule = "terms/superseded"

`fingerprint` says which finding (`align.checks.fingerprints`); `reason` and `name` are required. `date`, and what tells
the reader what it was about (`rule`, `unit`, `lang`, `source`, `target`, `message`), may be left out.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from align.checks.fingerprints import FINGERPRINT
from align.errors import FormatError, InputError, UnknownNameError
from align.output import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from align.model import Finding, TranslationUnit

__all__ = ["ACCEPTED_NAME", "Acceptance", "Accepted", "accept", "read_accepted"]

ACCEPTED_NAME = "terms.accepted.toml"
"""What the file is called where nobody says otherwise."""

_REQUIRED = ("fingerprint", "reason", "name")
_ABOUT = ("rule", "unit", "lang", "source", "target", "message")
_LONGEST = 300  # code points of a text that are told
_HEAD = """\
# Findings that are right as they are. Each has the fingerprint that the reports show, a reason, and who says so.
# What follows the date only tells readers what it was about. To look at a finding again, delete its table.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """One finding that was accepted.

    Attributes:
        fingerprint: of the finding.
        reason: why it is right as it is.
        name: who says so.
        date: when, or None.
        rule: the rule that it was of, as `terms/missing`, or None.
        line: where it stands in the file, from 1; None where that is not clear.
    """

    fingerprint: str
    reason: str
    name: str
    date: dt.date | None = None
    rule: str | None = None
    line: int | None = None


@dataclass(slots=True, kw_only=True)
class Accepted:
    """The accepted findings of a file, and which of them have turned up.

    Attributes:
        path: the file.
        entries: in the order of the file.
    """

    path: Path
    entries: tuple[Acceptance, ...]
    _used: set[str] = field(default_factory=set)

    def silence(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Those of `findings` that were not accepted."""
        known = {entry.fingerprint for entry in self.entries}
        for finding in findings:
            if finding.fingerprint in known:
                self._used.add(finding.fingerprint)
            else:
                yield finding

    @property
    def silenced(self) -> int:
        """How many findings did not get through `silence`."""
        return len(self._used)

    def unused(self, wants: Callable[[str, str], bool] | None = None) -> tuple[Acceptance, ...]:
        """Entries that no finding had, so that they may be deleted.

        Args:
            wants: whether findings of a check and a rule were looked for; an entry of a rule that was not is no news
                then. None means that everything was looked for.
        """
        return tuple(
            entry
            for entry in self.entries
            if entry.fingerprint not in self._used
            and (wants is None or entry.rule is None or wants(*entry.rule.split("/", 1)))
        )

    def told(self, entry: Acceptance) -> str:
        """That an entry is unused, with its place, in one line."""
        where = f"{self.path}:{entry.line}" if entry.line else str(self.path)
        return f"{where}: no finding has the fingerprint {entry.fingerprint} ({entry.reason}); delete the entry"


def read_accepted(path: Path) -> Accepted:
    """Read the file.

    Raises:
        InputError: it cannot be read.
        FormatError: it is not TOML, or an entry lacks something, has something unknown, or is there twice; names the
            line.
    """
    return Accepted(path=path, entries=_entries(_text(path), path))


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}", path=path) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise FormatError("is not UTF-8; TOML files must be", path=path, line=line) from error


def _entries(text: str, path: Path) -> tuple[Acceptance, ...]:
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        reason = re.sub(r"\s*\(at .*\)$", "", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise FormatError(f"is not valid TOML: {reason}", path=path, line=line) from error
    except (RecursionError, ValueError) as error:  # nested too deeply; an integer of thousands of digits
        raise FormatError("is not valid TOML: nested too deeply, or a number too long", path=path) from error
    lines = [number for number, line in enumerate(text.split("\n"), 1) if re.match(r"\s*\[\[\s*accepted\s*\]\]", line)]
    for name in tree:
        if name != "accepted":
            named = [n for n, line in enumerate(text.split("\n"), 1) if re.match(rf"\W*{re.escape(name)}", line)]
            place = named[0] if named else None
            raise FormatError(f"unknown key {name!r}; the file holds tables [[accepted]]", path=path, line=place)
    tables = tree.get("accepted", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise FormatError("'accepted' is not a list of tables; write each as [[accepted]]", path=path)
    places: list[int | None] = [*lines] if len(lines) == len(tables) else [None] * len(tables)
    seen: dict[str, int | None] = {}
    out = []
    for table, at in zip(tables, places, strict=True):
        entry = _entry(table, path, at)
        if entry.fingerprint in seen:
            first = seen[entry.fingerprint]
            where = f" in line {first}" if first else ""
            raise FormatError(
                f"fingerprint {entry.fingerprint} was accepted before{where}; delete one", path=path, line=at
            )
        seen[entry.fingerprint] = at
        out.append(entry)
    return tuple(out)


def _entry(table: dict[str, object], path: Path, line: int | None) -> Acceptance:
    def fail(reason: str) -> FormatError:
        return FormatError(reason, path=path, line=line)

    for key in table:
        if key not in (*_REQUIRED, "date", *_ABOUT):
            raise fail(str(UnknownNameError("key", key, (*_REQUIRED, "date", *_ABOUT))))
    for key in (*_REQUIRED, *_ABOUT):
        if key in table and not isinstance(table[key], str):
            raise fail(f"{key}: this is not text in quotes")
    for key in _REQUIRED:
        if not str(table.get(key, "")).strip():
            raise fail(f"the key {key!r} is missing or empty; give fingerprint, reason and name")
    fingerprint = str(table["fingerprint"]).strip()
    if not re.fullmatch(FINGERPRINT, fingerprint):
        raise fail(f"{fingerprint[:40]!r} is no fingerprint; copy it from a report: 16 digits of 0-9 and a-f")
    date = table.get("date")
    if date is not None and type(date) is not dt.date:
        raise fail("date: this is not a date such as 2026-11-26, without quotes")
    rule = table.get("rule")
    if isinstance(rule, str) and not re.fullmatch(r"[^/]+/[^/]+", rule):
        raise fail(f"rule: {rule!r} is not a check and a rule, such as terms/missing")
    return Acceptance(
        fingerprint=fingerprint,
        reason=str(table["reason"]).strip(),
        name=str(table["name"]).strip(),
        date=date if isinstance(date, dt.date) else None,
        rule=rule if isinstance(rule, str) else None,
        line=line,
    )


def accept(
    path: Path,
    findings: Sequence[tuple[Finding, TranslationUnit | None]],
    *,
    reason: str,
    name: str,
    date: dt.date | None = None,
    source: str | None = None,
) -> int:
    """Add findings to the file, which is made if it is not there; what it holds stays as it is, byte by byte.

    Args:
        path: the file; replaced whole or not at all.
        findings: with the units that they are in, so that the file can tell readers what it is about.
        reason: why they are right as they are.
        name: who says so.
        date: when.
        source: language of the source.

    Returns:
        How many were added; one that is there already is not added again.

    Raises:
        FormatError: the file is there and cannot be read.
        OutputError: the file cannot be written.
    """
    text = _text(path) if path.exists() else _HEAD
    known = {entry.fingerprint for entry in _entries(text, path)} if path.exists() else set[str]()
    new = [(finding, unit) for finding, unit in findings if finding.fingerprint not in known]
    if not new:
        return 0
    ending = "\r\n" if "\r\n" in text else "\n"
    if text and not text.endswith("\n"):
        text += ending
    for finding, unit in new:
        lines = _table(finding, unit, reason=reason, name=name, date=date, source=source)
        text += ending + "".join(f"{line}{ending}" for line in lines)
    _entries(text, path)  # tables cannot follow a list that is written another way: said before anything is changed
    mark = b"\xef\xbb\xbf" if path.exists() and path.read_bytes().startswith(b"\xef\xbb\xbf") else b""
    with replacing(path) as temporary:
        temporary.write_bytes(mark + text.encode("utf-8"))
    return len(new)


def _table(
    finding: Finding,
    unit: TranslationUnit | None,
    *,
    reason: str,
    name: str,
    date: dt.date | None,
    source: str | None,
) -> Iterator[str]:
    yield "[[accepted]]"
    yield f"fingerprint = {_quoted(finding.fingerprint)}"
    yield f"reason = {_quoted(reason)}"
    yield f"name = {_quoted(name)}"
    if date is not None:
        yield f"date = {date.isoformat()}"
    yield f"rule = {_quoted(finding.rule_id)}"
    yield f"unit = {_quoted(finding.unit_id)}"
    yield f"lang = {_quoted(finding.about)}"
    for key, lang in (("source", source), ("target", finding.about)):
        variant = unit.variant(lang) if unit and lang else None
        if variant is not None and (key == "target" or lang != finding.about):
            yield f"{key} = {_quoted(variant.text)}"
    yield f"message = {_quoted(finding.message)}"


def _quoted(text: str) -> str:
    """A basic string of TOML; escapes of JSON are escapes of TOML, too."""
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
