"""The templates of the pages and drawings, and what lies beside them (the door to `jinja2` is this package)."""

from __future__ import annotations

import re
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

__all__ = ["beside", "environment"]

# all but Char of XML 1.0 (fifth edition), section 2.2
_NO_CHAR = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def environment(*, xml: bool = False) -> Environment:
    """What renders the templates; every value is escaped unless the template says that it is safe.

    Args:
        xml: the result is XML, in which some characters cannot stand even when they are escaped: they become U+FFFD.
    """
    return Environment(
        loader=PackageLoader("align.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_legal if xml else None,
    )


def beside(name: str) -> str:
    """A file from beside the templates, as it is: it is ours, and holds no data."""
    return (files("align.report") / "templates" / name).read_text(encoding="utf-8")


def _legal(value: object) -> object:
    # a subclass of str is markup that the template itself has made
    return _NO_CHAR.sub("\ufffd", value) if type(value) is str else value
