"""Names and closed lists of XLIFF 2 that its reader and its writer share."""

from __future__ import annotations

import re

__all__ = ["ALLOWED", "MARK_TYPES", "NMTOKEN", "OURS", "TYPES", "USER_DEFINED", "VALUES", "XLIFF2"]

XLIFF2 = "urn:oasis:names:tc:xliff:document:2.0"
OURS = "urn:align-toolkit:codes"
"""The namespace of attributes for what TMX has and XLIFF 2 has not."""

NMTOKEN = re.compile(r"[\w.:\-]+", re.ASCII)
TYPES = frozenset({"fmt", "ui", "quote", "link", "image", "other"})
MARK_TYPES = frozenset({"generic", "comment", "term"})
_YES_NO = ("canCopy", "canDelete", "canOverlap", "canReorder")
_OF_CODES = frozenset({*_YES_NO, "copyOf", "disp", "equiv", "subFlows", "subType"})
ALLOWED = {
    "ph": _OF_CODES - {"canOverlap"},
    "sc": _OF_CODES | {"dir"},
    "ec": _OF_CODES | {"dir"},
    "pc": frozenset(
        {
            *_YES_NO,
            "copyOf",
            "subType",
            "dir",
            "dispStart",
            "dispEnd",
            "equivStart",
            "equivEnd",
            "subFlowsStart",
            "subFlowsEnd",
        }
    ),
    "mrk": frozenset({"translate", "ref", "value"}),
    "sm": frozenset({"translate", "ref", "value"}),
}
USER_DEFINED = re.compile(r"[^\s:]+:[^\s:]+")
VALUES = {
    **dict.fromkeys(("canCopy", "canDelete", "canOverlap", "translate"), re.compile("yes|no")),
    "canReorder": re.compile("yes|no|firstNo"),
    "dir": re.compile("ltr|rtl|auto"),
    "copyOf": NMTOKEN,
    "subType": USER_DEFINED,
    **dict.fromkeys(("subFlows", "subFlowsStart", "subFlowsEnd"), re.compile(r"[\w.:\-]+( [\w.:\-]+)*", re.ASCII)),
}
"""What the values of attributes have to be, where not every text is one."""
