"""Every deliberate error of the toolkit.

The tree (the number is the exit code that the command line gives)::

    AlignError                      3
    ├── UsageError                  2   the call itself is wrong
    │   ├── UnknownNameError        2   no such aligner, format, check, ...
    │   └── MissingExtraError       2   an optional dependency is not installed
    ├── InputError                  3   a file cannot be used; says where
    │   ├── EncodingError           3   the bytes are not text in the stated or detected encoding
    │   ├── FormatError             3   the content breaks the rules of its format
    │   ├── ManifestError           3   a mistake in corpus.toml
    │   └── LanguageError           3   a language is unknown, not given, or contradicts the text
    ├── ModelError                  3   a record was built that cannot exist
    └── OutputError                 3   nothing was written: folder, disk, or the result would be invalid

Every message says what is wrong, where, and what to do now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

__all__ = [
    "AlignError",
    "EncodingError",
    "FormatError",
    "InputError",
    "LanguageError",
    "ManifestError",
    "MissingExtraError",
    "ModelError",
    "OutputError",
    "UnknownNameError",
    "UsageError",
]


class AlignError(Exception):
    """The root of all errors raised on purpose by this package."""

    exit_code: ClassVar[int] = 3


class UsageError(AlignError):
    """The call itself is wrong: an option or an argument contradicts another or makes no sense."""

    exit_code: ClassVar[int] = 2


class UnknownNameError(UsageError):
    """A name was given that no member of a shelf bears.

    The message names the nearest known names, or all of them.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        """Build the message from the `kind` of thing ("aligner"), the `name` given and the names `known`."""
        import difflib  # only needed once something went wrong

        self.kind = kind
        self.name = name
        self.known = tuple(sorted(known))
        near = difflib.get_close_matches(name, self.known, n=1, cutoff=0.6)
        remedy = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(self.known) or 'none'}"
        super().__init__(f"no {kind} named {name!r}; {remedy}")


class MissingExtraError(UsageError):
    """An optional dependency is not installed; the message names the extra that brings it."""

    def __init__(self, what: str, extra: str) -> None:
        """Say that `what` needs the optional dependencies of `extra`."""
        self.extra = extra
        super().__init__(f"{what} needs an optional part; install it with: pip install 'align-toolkit[{extra}]'")


class InputError(AlignError):
    """A file (or stream) cannot be used as it is.

    Attributes:
        path: the file, or None where there is none.
        line: 1-based line number, or None.
        column: 1-based column in code points, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | PathLike[str] | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        """Put the place, as far as it is known, before the message: ``file:line:column: message``."""
        self.path = None if path is None else str(path)
        self.line = line
        self.column = column
        self.reason = message
        place = [str(part) for part in (self.path, line, column) if part is not None]
        super().__init__(f"{':'.join(place)}: {message}" if place else message)


class EncodingError(InputError):
    """The bytes are not text in the encoding that was stated or detected."""


class FormatError(InputError):
    """The content breaks the rules of its format."""


class ManifestError(InputError):
    """A mistake in a corpus manifest; names the key and the line."""


class LanguageError(InputError):
    """A language tag is malformed, unknown, missing, or contradicts the text."""


class ModelError(AlignError, ValueError):
    """A record was built that cannot exist, such as a bead without any segment."""


class OutputError(AlignError):
    """Nothing was written: the folder or the disk does not allow it, or the result would be invalid."""
