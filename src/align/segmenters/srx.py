"""Segmentation by rules in SRX 2.0 (LISA OSCAR, 2008), the rule format of translation tools.

At every place where a breaking rule matches, the first rule that matches there decides; a rule matches where its
``beforebreak`` matches up to the place and its ``afterbreak`` from the place on. Each match has a time limit, since a
rule file is foreign code. The rules in ``rules/align.srx`` are ours.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from align.errors import InputError, LanguageError
from align.formats.srx import read_rules
from align.lang import parse as parse_tag
from align.lang import primary

if TYPE_CHECKING:
    from os import PathLike

    from align.formats.srx import SrxRule

__all__ = ["OWN_RULES", "SrxSegmenter"]

OWN_RULES = Path(__file__).resolve().parent / "rules" / "align.srx"
"""Our rules for Chinese and Japanese."""
_SECONDS_A_MATCH = 2.0
_SECONDS_A_TEXT = 20.0  # for all rules on one block of text: many slow matches are as bad as one
_LINE_BREAKS = "two"  # LanguageTool names its maps en_one and en_two: whether one or two line breaks end a paragraph


class SrxSegmenter:
    """Splits with the rules of an SRX file: our own for Chinese and Japanese, or any other."""

    def __init__(self, *, rules: str | PathLike[str] | None = None, semicolon: bool = False) -> None:
        """Read the rules.

        Args:
            rules: an SRX file; None means our own.
            semicolon: whether the Chinese semicolon (；) ends a segment too; of our own rules only.

        Raises:
            InputError: the file cannot be read.
            FormatError: it is no SRX, or an expression in it cannot be used; with the line.
        """
        self._path = OWN_RULES if rules is None else Path(rules)
        try:
            self._rules = read_rules(self._path)
        except OSError as error:
            raise InputError(f"cannot be read ({error.strerror or error})", path=self._path) from None
        self._semicolon = semicolon and rules is None

    @property
    def signature(self) -> str:
        """``srx.2`` for our rules, else with the name and a digest of the file, ``srx.2(name.srx@1a2b3c4d)``."""
        if self._path == OWN_RULES:
            return "srx.2(semicolon)" if self._semicolon else "srx.2"
        return f"srx.2({self._path.name}@{self._rules.digest})"

    def split(self, text: str, lang: str) -> list[str]:
        """Pieces of `text`, which joined give it back.

        Raises:
            LanguageError: the file maps no rules to `lang`.
            InputError: a rule takes too long on `text`, or a pattern of languages on `lang`.
        """
        rules = self._for(parse_tag(lang))
        places = {0, len(text)} | self._breaks(text, rules)
        return [text[start:end] for start, end in pairwise(sorted(places))] or [text]

    def _for(self, lang: str) -> tuple[SrxRule, ...]:
        """The rules that apply to `lang`, in order."""
        tag = f"{lang}-x-semicolon" if self._semicolon else lang
        found = self._mapped(tag)
        if found is None:
            found = self._mapped(f"{primary(lang)}_{_LINE_BREAKS}")
        if found is None:
            raise LanguageError(
                f"no rules for {lang!r} in {self._rules.path.name}; add a languagemap to it, or use the segmenter "
                "'auto' or 'lines'"
            )
        return found

    def _mapped(self, tag: str) -> tuple[SrxRule, ...] | None:
        """The rules that the maps give for `tag`; None if no map matches."""
        found: list[SrxRule] = []
        known = False
        for pattern, name in self._rules.maps:
            try:
                serves = pattern.fullmatch(tag, timeout=_SECONDS_A_MATCH) is not None
            except TimeoutError:
                raise InputError(
                    f"the languagepattern of {name!r} takes more than {_SECONDS_A_MATCH:.0f} s on {tag!r}; simplify it",
                    path=self._rules.path,
                ) from None
            if serves:
                known = True
                found += self._rules.rules[name]
                if not self._rules.cascade:
                    break
        return tuple(found) if known else None

    def _breaks(self, text: str, rules: tuple[SrxRule, ...]) -> set[int]:
        """Places where the first rule that matches is a breaking one."""
        decided: dict[int, int] = {}
        rule = None
        end = monotonic() + _SECONDS_A_TEXT

        def seconds() -> float:
            """What is left for the next match; more than none, for that would mean no limit."""
            return max(min(_SECONDS_A_MATCH, end - monotonic()), 0.001)

        try:
            for number, rule in enumerate(rules):
                if rule.breaks:
                    for match in rule.pattern.finditer(text, timeout=seconds()):
                        decided.setdefault(match.start(), number)
            for number, rule in enumerate(rules):
                if not rule.breaks:
                    for place in [place for place, by in decided.items() if number < by]:
                        if rule.pattern.match(text, place, timeout=seconds()):
                            del decided[place]
        except TimeoutError:
            line = rule.line if rule else None
            raise InputError(
                f"this rule, or all rules so far, take too long on a text of {len(text)} characters; simplify it",
                path=self._rules.path,
                line=line,
            ) from None
        return {place for place in decided if 0 < place < len(text)}
