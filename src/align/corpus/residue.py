"""Leave out what is not part of the text: blocks that a rule of the manifest matches in full."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import regex

from align.errors import InputError
from align.lang import same_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from align.corpus.manifest import DropRule
    from align.model import Document

__all__ = ["Dropped", "drop_residue"]

_TIMEOUT_S = 1.0  # for one pattern on one block


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """What one rule took out of one text: the texts of the blocks, in order; may be none."""

    lang: str
    pattern: str
    texts: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many blocks."""
        return len(self.texts)


def drop_residue(document: Document, rules: Sequence[DropRule]) -> tuple[Document, tuple[Dropped, ...]]:
    """The document without the blocks that `rules` match in full, and what each rule for its language took away.

    The text itself stays as it is; only the blocks go, so that they are not segmented.

    Raises:
        InputError: a pattern takes longer than a second on one block.
    """
    gone: dict[int, int] = {}
    mine = [rule for rule in rules if rule.lang is None or same_language(rule.lang, document.lang)]
    for number, rule in enumerate(mine):
        pattern = regex.compile(rule.pattern)
        for index, block in enumerate(document.blocks):
            text = document.text[block.start : block.end].strip()
            try:
                if index not in gone and pattern.fullmatch(text, timeout=_TIMEOUT_S):
                    gone[index] = number
            except TimeoutError:
                raise InputError(
                    f"the drop pattern {rule.pattern!r} takes too long on block {index + 1}; make it simpler",
                    path=document.source,
                ) from None
    dropped = tuple(
        Dropped(
            lang=document.lang,
            pattern=rule.pattern,
            texts=tuple(
                document.text[document.blocks[i].start : document.blocks[i].end]
                for i in sorted(gone)
                if gone[i] == number
            ),
        )
        for number, rule in enumerate(mine)
    )
    kept = tuple(block for index, block in enumerate(document.blocks) if index not in gone)
    return replace(document, blocks=kept), dropped
