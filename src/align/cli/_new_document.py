"""What ``align pretranslate`` and ``align feed`` share: a new document is cut, and its segments are looked up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from align.cli._options import encoding_option, known_encoding, language, rules_option, segmenter_option
from align.cli._penalties import penalties_of, penalty_option
from align.cli._report import progress
from align.cli._streams import is_dash, readable

if TYPE_CHECKING:
    from collections.abc import Callable

    from align.model import TermBase
    from align.pretranslation.new_document import NewDocument
    from align.pretranslation.records import Pretranslation

__all__ = ["Asked", "LookedUp", "asked_options"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was said of the new document and of where to look; the names are those of the options."""

    new: Path
    memory: Path
    terms: Path | None
    source: str
    target: str
    penalties: tuple[str, ...]
    format: str | None
    encoding: str | None
    segmenter: str
    rules: Path | None

    @property
    def name(self) -> str:
        """The name of the new document."""
        return "stdin" if is_dash(self.new) else self.new.name

    def checked(self) -> Asked:
        """The same with languages as we write them; for what can be said before anything is read.

        Raises:
            UsageError: a language or an encoding that means nothing.
        """
        known_encoding(self.encoding)
        return replace(
            self,
            source=language(self.source, option="--source"),
            target=language(self.target, option="--target"),
        )

    def looked_up(self, *, threshold: float | None = None) -> LookedUp:
        """Cut the document and look its segments up.

        Args:
            threshold: score from which a match is filled in; None for the usual one.

        Raises:
            AlignError: the document, the memory, the rules or the term base cannot be read, or the memory does not have
                the languages.
        """
        from align.memory import Memory
        from align.pipeline import make_segmenter, read_termbase
        from align.pretranslation.filling import THRESHOLD, check_languages, pretranslate
        from align.pretranslation.new_document import read_new

        penalties = penalties_of(self.penalties)
        segmenter = make_segmenter(self.segmenter, rules=self.rules)
        termbase = None if self.terms is None else read_termbase(self.terms)
        with Memory.open(self.memory) as memory, readable(self.new) as (path,):
            check_languages(memory, self.source, self.target)
            wanted = read_new(
                path,
                source=self.source,
                target=self.target,
                segmenter=segmenter,
                format=self.format,
                encoding=self.encoding,
            )
            with progress() as show:
                found = pretranslate(
                    wanted.wanted,
                    memory,
                    source=self.source,
                    target=self.target,
                    threshold=THRESHOLD if threshold is None else threshold,
                    termbase=termbase,
                    penalties=penalties,
                    name=self.name,
                    join=wanted.document is not None,
                    progress=lambda done, total: show("looking up", done, total),
                )
        return LookedUp(wanted=wanted, found=found, termbase=termbase)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """A new document with what the memory has for it.

    Attributes:
        wanted: what was read.
        found: its segments with matches and terms.
        termbase: the term base, if one was named.
    """

    wanted: NewDocument
    found: Pretranslation
    termbase: TermBase | None


def asked_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that `Asked` holds."""
    for option in reversed(
        (
            click.argument("new", type=click.Path(path_type=Path)),
            click.option("--memory", type=click.Path(path_type=Path), required=True, help="Folder of the memory."),
            click.option(
                "--terms",
                "--termbase",
                "terms",
                type=click.Path(path_type=Path),
                help="Term base whose terms are given as well.",
            ),
            click.option("--source", required=True, help="Language of NEW (BCP 47 tag)."),
            click.option("--target", required=True, help="Language to translate into (BCP 47 tag)."),
            penalty_option,
            click.option("--format", help="Format of NEW; found from the content if not given."),
            encoding_option,
            segmenter_option,
            rules_option,
        )
    ):
        command = option(command)
    return command
