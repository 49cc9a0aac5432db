"""Segmentation rules in SRX 2.0 (LISA OSCAR, 2008), the rule format of translation tools.

Expressions are those of ICU and Java, run by `regex` once `align.formats._java_regex` has translated them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import regex

from align.errors import FormatError
from align.formats._java_regex import UnsupportedError, translated
from align.formats._xml import lay_out, local_name, make, parse, write_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["SrxRule", "SrxRules", "SrxText", "read_rules", "write_rules"]

_NAMESPACE = "http://www.lisa.org/srx20"
_HANDLED = (("start", "no"), ("end", "yes"), ("isolated", "no"))  # whether a code stays before the break
_MOST_RULES = 20_000
_LONGEST_EXPRESSION = 20_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class SrxRule:
    """One rule.

    Attributes:
        breaks: whether there is a break where it applies.
        pattern: matches, without width, where the rule applies.
        before, after: the expressions as they stand in the file; empty where there is none.
        line: where it stands.
    """

    breaks: bool
    pattern: regex.Pattern[str]
    before: str
    after: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SrxText:
    """A rule to be written: whether it breaks, and its expressions; an empty one is left out."""

    breaks: bool
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SrxRules:
    """A rule file.

    Attributes:
        path: the file.
        digest: the first eight hexadecimal digits of the SHA-256 of its content.
        cascade: whether all maps that match a language apply, or only the first.
        maps: patterns of languages, with the name of their rules, in order.
        rules: by name.
    """

    path: Path
    digest: str
    cascade: bool
    maps: tuple[tuple[regex.Pattern[str], str], ...]
    rules: dict[str, tuple[SrxRule, ...]]


def _compiled(expression: str, path: Path, line: int) -> regex.Pattern[str]:
    """An expression in the notation of `regex`, ready to use."""
    try:
        return regex.compile(expression, regex.VERSION1)
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        raise FormatError(f"not a regular expression ({error}); correct the rule", path=path, line=line) from None


def _translated(expression: str, path: Path, line: int, *, references: bool = True) -> str:
    """An expression of Java or ICU in the notation of `regex`."""
    try:
        found = translated(expression, references=references)
    except UnsupportedError as error:
        raise FormatError(f"{error}; write the expression otherwise", path=path, line=line) from None
    _compiled(found, path, line)  # by itself: no bracket may close in another expression
    return found


def _elements(parent: Any, name: str) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    for element in parent.iter():
        if isinstance(element.tag, str) and local_name(element.tag) == name:
            yield element


def _rule(element: Any, path: Path) -> SrxRule | None:  # noqa: ANN401 - lxml has no types
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
    expression = f"(?={_translated(after, path, line)})" if after else ""
    if before:
        expression += f"(?<={_translated(before, path, line, references=False)})"
    return SrxRule(
        breaks=decision == "yes", pattern=_compiled(expression, path, line), before=before, after=after, line=line
    )


def read_rules(path: Path) -> SrxRules:
    """The rules in the file `path`, which must exist; read once as long as its time and size stay the same.

    Raises:
        FormatError: it is no SRX, or an expression in it cannot be used; with the line.
    """
    status = path.stat()
    return _load(path, (status.st_mtime_ns, status.st_size))


@lru_cache(maxsize=16)
def _load(path: Path, _stamp: tuple[int, int]) -> SrxRules:
    """The rules in `path`; `_stamp` (time and size of the file) makes a changed file be read again."""
    root = parse(path)
    if local_name(root.tag) != "srx":
        raise FormatError(f"is no SRX file: its root is <{local_name(root.tag)}>", path=path, line=1)
    header = next(_elements(root, "header"), None)
    cascade = header is not None and header.get("cascade", "no").strip().lower() == "yes"
    rules: dict[str, tuple[SrxRule, ...]] = {}
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
        # tags of languages are the same in capitals, as OmegaT writes them: EN.*
        maps.append((_compiled(f"(?i:{_translated(pattern, path, line)})", path, line), name))
    if not maps:
        raise FormatError("has no <languagemap>: its rules serve no language; add one", path=path, line=root.sourceline)
    digest = sha256(path.read_bytes()).hexdigest()[:8]
    return SrxRules(path=path, digest=digest, cascade=cascade, maps=tuple(maps), rules=rules)


def write_rules(rules: Mapping[str, Sequence[SrxText]], maps: Sequence[tuple[str, str]], path: Path) -> None:
    """Write a rule file in which all maps that match a language apply (``cascade="yes"``).

    Args:
        rules: by name, in order.
        maps: patterns of languages and the names of their rules, in order.
        path: the file itself; atomic replacement is the caller's.
    """
    handled = (_element("formathandle", {"type": kind, "include": include}) for kind, include in _HANDLED)
    header = _element("header", {"segmentsubflows": "yes", "cascade": "yes"}, None, *handled)
    groups = (
        _element("languagerule", {"languagerulename": name}, None, *(_rule_element(text) for text in texts))
        for name, texts in rules.items()
    )
    mapped = (_element("languagemap", {"languagepattern": pattern, "languagerulename": name}) for pattern, name in maps)
    body = _element("body", None, None, _element("languagerules", None, None, *groups))
    body.append(_element("maprules", None, None, *mapped))
    mixed = frozenset({"beforebreak", "afterbreak"})
    write_tree(lay_out(_element("srx", {"version": "2.0"}, None, header, body), 0, mixed), path)


def _rule_element(text: SrxText) -> Any:  # noqa: ANN401 - lxml has no types
    parts = (("beforebreak", text.before), ("afterbreak", text.after))
    inner = (_element(name, None, expression) for name, expression in parts if expression)
    return _element("rule", {"break": "yes" if text.breaks else "no"}, None, *inner)


def _element(name: str, attributes: dict[str, str] | None = None, text: str | None = None, *children: Any) -> Any:  # noqa: ANN401 - lxml has no types
    return make(f"{{{_NAMESPACE}}}{name}", attributes, text, *children, prefixes={None: _NAMESPACE})
