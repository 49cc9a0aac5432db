r"""Segmentation by rules in SRX 2.0 (LISA OSCAR, 2008), the rule format of translation tools.

At every place where a breaking rule matches, the first rule that matches there decides; a rule matches where its
``beforebreak`` matches up to the place and its ``afterbreak`` from the place on. Expressions are those of ICU and
Java, run by `regex`; ``\Q...\E``, ``\x{...}`` and ``\z`` are translated, and each split has a time limit, since a rule
file is foreign code. The rules in ``rules/align.srx`` are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from align.errors import FormatError, InputError, LanguageError
from align.formats._xml import local_name, parse
from align.lang import parse as parse_tag

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

__all__ = ["SrxSegmenter"]

_OWN = Path(__file__).resolve().parent / "rules" / "align.srx"
_MOST_RULES = 20_000
_LONGEST_EXPRESSION = 20_000  # characters
_SECONDS_A_MATCH = 2.0
_QUOTED = regex.compile(r"\\Q(.*?)(?:\\E|$)", regex.DOTALL)
_CODE = regex.compile(r"\\x\{([0-9A-Fa-f]{1,6})\}")
_END = regex.compile(r"(?<!\\)((?:\\\\)*)\\z")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """One rule: a pattern that matches, without width, where the rule applies."""

    breaks: bool
    pattern: regex.Pattern[str]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """A rule file.

    Attributes:
        path: the file.
        cascade: whether all maps that match a language apply, or only the first.
        maps: patterns of languages, with the name of their rules, in order.
        rules: by name.
    """

    path: Path
    cascade: bool
    maps: tuple[tuple[regex.Pattern[str], str], ...]
    rules: dict[str, tuple[_Rule, ...]]


def _translated(expression: str) -> str:
    """An expression of ICU or Java as `regex` writes it."""
    expression = _QUOTED.sub(lambda match: regex.escape(match.group(1)), expression)
    expression = _CODE.sub(lambda match: regex.escape(chr(int(match.group(1), 16))), expression)
    translated: str = _END.sub(r"\1\\Z", expression)
    return translated


def _compiled(expression: str, path: Path, line: int) -> regex.Pattern[str]:
    try:
        return regex.compile(expression, regex.VERSION1)
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        raise FormatError(f"not a regular expression ({error}); correct the rule", path=path, line=line) from None


def _elements(parent: Any, name: str) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    for element in parent.iter():
        if isinstance(element.tag, str) and local_name(element.tag) == name:
            yield element


def _rule(element: Any, path: Path) -> _Rule | None:  # noqa: ANN401 - lxml has no types
    """A rule element as a rule; None for one that says nothing."""
    line = int(element.sourceline or 0)
    decision = element.get("break", "yes").strip().lower()
    if decision not in {"yes", "no"}:
        raise FormatError(f"break={decision!r} in a rule; it is yes or no", path=path, line=line)
    before = "".join(text for part in _elements(element, "beforebreak") for text in part.itertext())
    after = "".join(text for part in _elements(element, "afterbreak") for text in part.itertext())
    if not before and not after:
        return None
    length = max(len(before), len(after))
    if length > _LONGEST_EXPRESSION:
        raise FormatError(
            f"an expression of {length} characters; {_LONGEST_EXPRESSION} are allowed", path=path, line=line
        )
    # What follows is looked at first: it fails sooner than looking back does.
    expression = (f"(?={_translated(after)})" if after else "") + (f"(?<={_translated(before)})" if before else "")
    return _Rule(breaks=decision == "yes", pattern=_compiled(expression, path, line), line=line)


@lru_cache(maxsize=16)
def _load(path: Path, _stamp: tuple[int, int]) -> _Rules:
    """The rules in `path`; `_stamp` (time and size of the file) makes a changed file be read again."""
    root = parse(path)
    if local_name(root.tag) != "srx":
        raise FormatError(f"is no SRX file: its root is <{local_name(root.tag)}>", path=path, line=1)
    header = next(_elements(root, "header"), None)
    cascade = header is not None and header.get("cascade", "no").strip().lower() == "yes"
    rules: dict[str, tuple[_Rule, ...]] = {}
    count = 0
    for group in _elements(root, "languagerule"):
        name = group.get("languagerulename")
        if name is None:
            raise FormatError("<languagerule> has no languagerulename", path=path, line=group.sourceline)
        found = [_rule(element, path) for element in _elements(group, "rule")]
        rules[name] = tuple(rule for rule in found if rule is not None)
        count += len(found)
        if count > _MOST_RULES:
            raise FormatError(f"holds more than {_MOST_RULES} rules; split it", path=path, line=group.sourceline)
    maps: list[tuple[regex.Pattern[str], str]] = []
    for element in _elements(root, "languagemap"):
        name, pattern, line = element.get("languagerulename"), element.get("languagepattern"), element.sourceline
        if name is None or pattern is None:
            raise FormatError("<languagemap> lacks languagepattern or languagerulename", path=path, line=line)
        if name not in rules:
            raise FormatError(f"<languagemap> names rules {name!r} that are not in the file", path=path, line=line)
        maps.append((_compiled(_translated(pattern), path, line), name))
    if not maps:
        raise FormatError("has no <languagemap>: its rules serve no language", path=path)
    return _Rules(path=path, cascade=cascade, maps=tuple(maps), rules=rules)


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
        self._path = _OWN if rules is None else Path(rules)
        try:
            status = self._path.stat()
        except OSError as error:
            raise InputError(f"cannot be read ({error.strerror or error})", path=self._path) from None
        self._rules = _load(self._path, (status.st_mtime_ns, status.st_size))
        self._semicolon = semicolon and rules is None

    @property
    def signature(self) -> str:
        """``srx.1`` for our rules, else ``srx.1(name.srx)``."""
        if self._path == _OWN:
            return "srx.1(semicolon)" if self._semicolon else "srx.1"
        return f"srx.1({self._path.name})"

    def split(self, text: str, lang: str) -> list[str]:
        """Pieces of `text`, which joined give it back.

        Raises:
            LanguageError: the file maps no rules to `lang`.
            InputError: a rule takes too long on `text`.
        """
        rules = self._for(parse_tag(lang))
        places = {0, len(text)} | self._breaks(text, rules)
        return [text[start:end] for start, end in pairwise(sorted(places))] or [text]

    def _for(self, lang: str) -> tuple[_Rule, ...]:
        """The rules that apply to `lang`, in order."""
        tag = f"{lang}-x-semicolon" if self._semicolon else lang
        found: list[_Rule] = []
        known = False
        for pattern, name in self._rules.maps:
            if pattern.fullmatch(tag, timeout=_SECONDS_A_MATCH):
                known = True
                found += self._rules.rules[name]
                if not self._rules.cascade:
                    break
        if not known:
            raise LanguageError(
                f"no rules for {lang!r} in {self._rules.path.name}; add a languagemap to it, or use the segmenter "
                "'auto' or 'lines'"
            )
        return tuple(found)

    def _breaks(self, text: str, rules: tuple[_Rule, ...]) -> set[int]:
        """Places where the first rule that matches is a breaking one."""
        decided: dict[int, int] = {}
        rule = None
        try:
            for number, rule in enumerate(rules):
                if rule.breaks:
                    for match in rule.pattern.finditer(text, timeout=_SECONDS_A_MATCH):
                        decided.setdefault(match.start(), number)
            for number, rule in enumerate(rules):
                if not rule.breaks:
                    for place in [place for place, by in decided.items() if number < by]:
                        if rule.pattern.match(text, place, timeout=_SECONDS_A_MATCH):
                            del decided[place]
        except TimeoutError:
            line = rule.line if rule else None
            raise InputError(
                f"this rule takes more than {_SECONDS_A_MATCH:.0f} s on a text of {len(text)} characters; simplify it",
                path=self._rules.path,
                line=line,
            ) from None
        return {place for place in decided if 0 < place < len(text)}
