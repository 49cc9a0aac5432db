r"""Regular expressions of Java and ICU, as SRX files hold them, in the notation of `regex`.

The two notations agree in most; what they spell differently is rewritten, and what means something to one of them only
is refused, so that no rule silently means another thing. Where Java and ICU disagree (``\w``, ``\d``, ``\s`` and ``\b``
beyond ASCII), ICU is followed, whose syntax SRX 2.0 prescribes. Sources: `java.util.regex.Pattern` (Java SE 17), ICU
User Guide, "Regular Expressions".
"""

from __future__ import annotations

import sys

import regex

__all__ = ["UnsupportedError", "translated"]

_SAME = frozenset("\\|()[]{}^$*+?.-&~#/'\"<>=!%,:;@_` ") | frozenset("tnrfa") | frozenset("dDwWsSRXbBAG")
_REWRITTEN = {
    "e": r"\x1b",
    "h": r"[ \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]",
    "H": r"[^ \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]",
    "v": r"[\n\x0b\f\r\x85\u2028\u2029]",
    "V": r"[^\n\x0b\f\r\x85\u2028\u2029]",
    "z": r"\Z",
    "Z": r"(?=(?:\r\n|[\n\r\x85\u2028\u2029])?\Z)",
}
# POSIX classes are ASCII in Java and in regex are not; java* methods of Character as Unicode properties.
_PROPERTIES = {
    "Punct": r"[!-/:-@\[-`{-~]",
    "Lower": "[a-z]",
    "Upper": "[A-Z]",
    "Alpha": "[A-Za-z]",
    "Digit": "[0-9]",
    "Alnum": "[0-9A-Za-z]",
    "Space": r"[ \t\n\x0b\f\r]",
    "Blank": r"[ \t]",
    "Cntrl": r"[\x00-\x1f\x7f]",
    "XDigit": "[0-9A-Fa-f]",
    "Graph": "[!-~]",
    "Print": "[ -~]",
    "ASCII": r"[\x00-\x7f]",
    "L1": r"[\x00-\xff]",
    "javaLowerCase": r"\p{Lowercase}",
    "javaUpperCase": r"\p{Uppercase}",
    "javaTitleCase": r"\p{Lt}",
    "javaAlphabetic": r"\p{Alphabetic}",
    "javaLetter": r"\p{L}",
    "javaLetterOrDigit": r"[\p{L}\p{Nd}]",
    "javaDigit": r"\p{Nd}",
    "javaWhitespace": r"[\p{Z}\t\n\x0b\f\r\x1c-\x1f--[\xa0\u2007\u202f]]",
    "javaSpaceChar": r"\p{Z}",
    "javaIdeographic": r"\p{Ideographic}",
}
_GROUPS = regex.compile(r"\?(?:[:=!>]|<[=!]|<[A-Za-z][A-Za-z0-9]*>|[idmsuxU]*(?:-[idmsuxU]+)?[:)])")
_COUNT = regex.compile(r"\{[0-9]+(?:,[0-9]*)?\}")
_OPERATORS = regex.compile(r"--|\|\||~~")  # of sets in regex; two plain characters in Java


class UnsupportedError(ValueError):
    """An expression holds what cannot be followed; the message says what and at which character, counted from 1."""

    def __init__(self, what: str, at: int) -> None:
        """Say that `what`, 0-based at `at`, cannot be followed."""
        super().__init__(f"{what} at character {at + 1} is not supported")


def translated(expression: str, *, references: bool = True) -> str:
    """`expression` in the notation of `regex` (VERSION1).

    Args:
        expression: in the notation of Java or ICU.
        references: whether groups may be referred to; in what is looked back for they may not, for `regex` looks from
            right to left and would meet the reference first.

    Raises:
        UnsupportedError: it holds something that only one of the notations knows.
    """
    out: list[str] = []
    at = depth = 0
    while at < len(expression):
        char = expression[at]
        if char == "\\":
            piece, at = _escape(expression, at, in_set=depth > 0, references=references)
            out.append(piece)
            continue
        if char == "[":
            if depth and expression.startswith("[:", at):
                raise UnsupportedError("a POSIX class", at)
            depth += 1
        elif char == "]" and depth:
            depth -= 1
        elif depth:
            operator = _OPERATORS.match(expression, at)
            if operator:
                char = "".join(f"\\{one}" for one in operator[0])
                at += 1
        elif char == "(" and expression.startswith("(?", at):
            group = _GROUPS.match(expression, at + 1)
            if group is None:
                raise UnsupportedError(f"the group {expression[at : at + 4]!r}", at)
            char = _flags(expression[at : group.end()])
            at = group.end() - 1
        elif char == "(" and expression.startswith("(*", at):
            raise UnsupportedError("the group '(*'", at)
        elif char == "{" and not _COUNT.match(expression, at):
            raise UnsupportedError("a brace that is no count", at)
        out.append(char)
        at += 1
    return "".join(out)


def _flags(group: str) -> str:
    """The beginning of a group without the flags d and U (line ends and Unicode, which `regex` has by itself)."""
    if not regex.fullmatch(r"\(\?[idmsuxU-]+[:)]", group):
        return group
    kept = regex.sub("[dUu]", "", group[2:-1]).rstrip("-")
    if not kept:
        return "(?:" if group.endswith(":") else ""
    return f"(?{kept}{group[-1]}"


def _escape(expression: str, at: int, *, in_set: bool, references: bool) -> tuple[str, int]:
    """What stands for the escape at `at`, and where it ends."""
    sign = expression[at + 1 : at + 2]
    if not sign:
        raise UnsupportedError("a backslash without anything", at)
    if in_set and sign in "bBAGRXzZk123456789":
        raise UnsupportedError(f"the escape \\{sign} in a set", at)
    if sign == "Q":
        end = expression.find("\\E", at + 2)
        quoted = expression[at + 2 : end if end >= 0 else len(expression)]
        return "".join(map(regex.escape, quoted)), (end + 2 if end >= 0 else len(expression))
    if sign in "pP":
        return _property(expression, at)
    if sign in "ux":
        return _code(expression, at)
    if sign == "c" and len(expression) > at + 2:
        return regex.escape(chr(ord(expression[at + 2]) ^ 64)), at + 3
    if sign == "0":
        octal = regex.compile("[0-3]?[0-7]{1,2}").match(expression, at + 2)
        if octal is None:
            raise UnsupportedError(r"the escape \0 without a number", at)
        return regex.escape(chr(int(octal[0], 8))), octal.end()
    if sign in "k123456789" and not references:
        raise UnsupportedError("a reference to a group in beforebreak", at)
    if sign == "k":
        name = regex.compile("<([A-Za-z][A-Za-z0-9]*)>").match(expression, at + 2)
        if name is None:
            raise UnsupportedError(r"the escape \k without a name", at)
        return f"(?P={name[1]})", name.end()
    if sign in "123456789":
        return f"\\g<{sign}>", at + 2
    if sign == "b" and expression.startswith("{", at + 2):
        raise UnsupportedError(r"the escape \b{...}", at)
    if sign in _REWRITTEN:
        return _REWRITTEN[sign], at + 2
    if sign not in _SAME and (sign.isascii() and sign.isalnum()):
        raise UnsupportedError(f"the escape \\{sign}", at)
    return (expression[at : at + 2] if sign in _SAME else regex.escape(sign)), at + 2


def _code(expression: str, at: int) -> tuple[str, int]:
    r"""``\uXXXX`` (two of them for a character beyond the first 65,536), ``\xXX`` and ``\x{...}``."""
    found = regex.compile(
        r"\\u([Dd][89ABab]\w\w)\\u([Dd][C-Fc-f]\w\w)|\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})|\\x\{([0-9A-Fa-f]{1,6})\}"
    ).match(expression, at)
    if found is None:
        raise UnsupportedError(f"the escape {expression[at : at + 4]!r}", at)
    if found[1]:
        code = 0x10000 + ((int(found[1], 16) - 0xD800) << 10) + int(found[2], 16) - 0xDC00
    else:
        code = int(found[3] or found[4] or found[5], 16)
    if code > sys.maxunicode:
        raise UnsupportedError(f"the character {found[0]}", at)
    return regex.escape(chr(code)), found.end()


def _property(expression: str, at: int) -> tuple[str, int]:
    r"""``\p{...}``, ``\P{...}`` and ``\pL``."""
    found = regex.compile(r"\\([pP])(?:\{(\^?)([^{}]+)\}|([A-Za-z]))").match(expression, at)
    if found is None:
        raise UnsupportedError(f"the escape {expression[at : at + 3]!r}", at)
    name = found[3] or found[4]
    refused = (found[1] == "P") is not bool(found[2])
    if name in _PROPERTIES:
        return (f"[^{_PROPERTIES[name]}]" if refused else _PROPERTIES[name]), found.end()
    for bare in (name, name.removeprefix("Is"), name.removeprefix("In")):
        piece = f"\\{'P' if refused else 'p'}{{{bare}}}"
        try:
            regex.compile(piece, regex.VERSION1)
        except regex.error:
            continue
        return piece, found.end()
    raise UnsupportedError(f"the property {name!r}", at)
