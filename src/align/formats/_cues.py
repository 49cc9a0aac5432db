"""Subtitles as cues: SubRip and WebVTT, a reader for both.

SubRip has no specification; what its program writes is read, with the tags that players know. WebVTT is the W3C's
"WebVTT: The Web Video Text Tracks Format", section 4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.errors import FormatError
from align.formats._html_tokens import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["TIMES", "Cue", "cues_of"]

TIMES = re.compile(
    r"[ \t]*((?:\d{1,4}:)?\d{1,2}:\d{2}[,.]\d{1,3})[ \t]*-->[ \t]*((?:\d{1,4}:)?\d{1,2}:\d{2}[,.]\d{1,3})(?=\s|$)"
)
"""The line of a cue that says from when to when it is shown."""

_TAG = re.compile(r"</?(?:[a-z]|font|ruby|rt|lang|v|c|\d)(?:[ .:\d][^<>\n]{0,300})?>", re.IGNORECASE)
_OVERRIDE = re.compile(r"\{\\[^{}\n]{0,300}\}")  # positions and effects of SubStation, which players take in SubRip too
_READING = re.compile(r"<rt>[^<\n]{0,300}(?:</rt>|(?=</ruby>))", re.IGNORECASE)
_NO_CUES = re.compile(r"(?:STYLE|REGION|NOTE)(?:\s|$)")
_NUMBER = re.compile(r"\s*\d{1,9}\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What is shown from `start` to `end`, which are as the file has them; `text` has a line end for each line."""

    start: str
    end: str
    text: str

    @property
    def place(self) -> str:
        """``00:01:02,500 --> 00:01:04,000``."""
        return f"{self.start} --> {self.end}"


def cues_of(text: str, path: Path, *, vtt: bool) -> Iterator[Cue]:
    """The cues of a file; those without text are passed over.

    Args:
        text: the file.
        path: for messages.
        vtt: whether it is WebVTT, with blocks that are no cues and with character references.

    Raises:
        FormatError: a line with an arrow is no line of times, or text stands before the first cue.
    """
    lines = text.split("\n")
    at = 0
    if vtt:
        while at < len(lines) and lines[at].strip():
            at += 1
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        if vtt and _NO_CUES.match(lines[at]):
            while at < len(lines) and lines[at].strip():
                at += 1
            continue
        first = at
        times = TIMES.match(lines[at])
        if times is None and at + 1 < len(lines):  # the number or name of the cue stands above
            at += 1
            times = TIMES.match(lines[at])
        if times is None:
            raise FormatError(_wrong(lines[first], lines[at]), path=path, line=first + 1)
        at, shown = _content(lines, at + 1, vtt=vtt)
        if shown := _plain(shown, vtt=vtt):
            yield Cue(start=times[1], end=times[2], text=shown)


def _wrong(first: str, second: str) -> str:
    if "-->" in first or "-->" in second:
        return "the times of this cue cannot be read; write them as 00:01:02,500 --> 00:01:04,000"
    return "a cue begins here, but no line of times (00:01:02,500 --> 00:01:04,000); correct the file"


def _content(lines: list[str], at: int, *, vtt: bool) -> tuple[int, str]:
    """The lines of a cue; in SubRip one of them may be blank if no new cue follows it."""
    shown: list[str] = []
    while at < len(lines):
        if not lines[at].strip():
            following = at + 1
            while following < len(lines) and not lines[following].strip():
                following += 1
            if vtt or following >= len(lines) or _begins(lines, following):
                break
            at = following
        shown.append(lines[at])
        at += 1
    return at, "\n".join(shown)


def _begins(lines: list[str], at: int) -> bool:
    """Whether a cue begins; one whose times are wrong as well, so that the mistake is seen."""
    if "-->" in lines[at]:
        return True
    return _NUMBER.match(lines[at]) is not None and at + 1 < len(lines) and "-->" in lines[at + 1]


def _plain(text: str, *, vtt: bool) -> str:
    """What is shown of a cue: without tags, and blank lines."""
    text = _TAG.sub("", _READING.sub("", text))
    text = unescaped(text) if vtt else _OVERRIDE.sub("", text)
    return "\n".join(line.strip() for line in text.split("\n") if line.strip(" \t\u200b\ufeff"))
