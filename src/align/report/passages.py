"""A page of passages in two languages side by side, with what matters in them marked: matches, hits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from align.lang import direction
from align.report._templates import beside, environment

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Passage", "Piece", "passages_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a text, marked or not: found, put in, or taken out."""

    text: str
    mark: Literal["", "hit", "insert", "delete"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text and its translation.

    Attributes:
        label: what stands over it, such as a percentage.
        about: where it comes from.
        left_lang, right_lang: BCP 47 tags; empty where that side is.
        left, right: the texts in pieces.
        note: what is said below it.
    """

    label: str
    about: str
    left_lang: str
    left: tuple[Piece, ...]
    right_lang: str
    right: tuple[Piece, ...]
    note: str = ""


def passages_page(title: str, passages: Sequence[Passage], *, lang: str, notes: Sequence[str] = ()) -> str:
    """The page in HTML, without anything from elsewhere; every text is escaped.

    Args:
        title: what is shown.
        passages: in their order.
        lang: BCP 47 tag of the title.
        notes: lines under the title.
    """
    template = environment().get_template("passages.html.j2")
    return template.render(
        title=title, passages=passages, lang=lang, notes=notes, style=beside("passages.css"), direction=_direction
    )


def _direction(lang: str) -> str:
    return direction(lang) if lang else "ltr"
