"""Names and notations of TMX that its reader, its writer and its rules share."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from align.errors import ModelError
from align.model import Origin

__all__ = [
    "ALIGN_TYPE",
    "CODE_ATTRIBUTES",
    "DATE",
    "FILE_LANG",
    "HEADER_PROPS",
    "NOTE",
    "SCORE",
    "SEGMENTS",
    "SEGTYPES",
    "STARTS",
    "STATUS",
    "SUB_FLOW",
    "TUV_ATTRIBUTES",
    "TU_ATTRIBUTES",
    "iso_date",
    "origin_from",
    "origin_text",
    "tmx_date",
]

ALIGN_TYPE = "x-align-type"
SCORE = "x-score"
STATUS = "x-status"
SEGMENTS = "x-segments"
STARTS = "x-starts"
FILE_LANG = "x-file-lang"
SUB_FLOW = "x-sub"
NOTE = "note"

HEADER_PROPS = {"title": "x-project", "publisher": "x-publisher", "licence": "x-licence"}

TUV_ATTRIBUTES = (
    "o-encoding",
    "datatype",
    "usagecount",
    "lastusagedate",
    "creationtool",
    "creationtoolversion",
    "creationdate",
    "creationid",
    "changedate",
    "changeid",
    "o-tmf",
)
TU_ATTRIBUTES = (*TUV_ATTRIBUTES, "segtype", "srclang")
SEGTYPES = ("block", "paragraph", "sentence", "phrase")

CODE_ATTRIBUTES = {
    "bpt": ("i", "x", "type"),
    "ept": ("i",),
    "it": ("pos", "x", "type"),
    "ph": ("x", "assoc", "type"),
}
"""The codes that are written, and the attributes that TMX 1.4 gives them."""

DATE = re.compile(r"\d{8}T\d{6}Z")

_ORIGIN = re.compile(r"(\d{1,9}-\d{1,9}) (\S+) (\S+) (-|\d[\d.e-]*) (auto|checked) (\d{1,9})")


def origin_text(origin: Origin) -> str:
    """The value of an `ALIGN_TYPE` prop, such as ``2-1 zh en 0.981 auto 17``: kind, pair, score, status, bead.

    The score is exact (the shortest decimal that reads back equal), ``-`` where there is none.
    """
    score = "-" if origin.score is None else repr(float(origin.score))
    return f"{origin.kind} {origin.source} {origin.target} {score} {origin.status} {origin.bead}"


def origin_from(text: str) -> Origin | None:
    """The origin that `origin_text` wrote, or None if `text` is something else."""
    match = _ORIGIN.fullmatch(text)
    if match is None:
        return None
    kind, source, target, score, status, bead = match.groups()
    try:
        return Origin(
            source=source,
            target=target,
            kind=kind,
            score=None if score == "-" else float(score),
            status="checked" if status == "checked" else "auto",
            bead=int(bead),
        )
    except (ValueError, ModelError):
        return None


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def tmx_date(iso: str) -> str | None:
    """An ISO 8601 date (year, month, day or with time) as ``YYYYMMDDThhmmssZ``; None if it is none.

    A missing month or day is 01, a missing time midnight, a missing zone UTC.
    """
    padded = iso + "-01-01"[len(iso) - 4 :] if re.fullmatch(r"\d{4}(-\d\d)?", iso) else iso
    try:
        moment = _in_utc(datetime.fromisoformat(padded))
    except (ValueError, OverflowError):
        return None
    return moment.strftime("%Y%m%dT%H%M%SZ")


def iso_date(text: str) -> str | None:
    """A date of a TMX file as ISO 8601, the time left out at midnight; None if it cannot be understood.

    Besides the standard form the ones met in files are understood: with dashes, without zone, and C's ``ctime``.
    """
    try:
        moment = _in_utc(datetime.fromisoformat(text.strip()))
    except OverflowError:
        return None
    except ValueError:
        try:
            moment = datetime.strptime(text.strip(), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
        except ValueError:
            return None
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date().isoformat()
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
