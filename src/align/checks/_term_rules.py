"""The rules of the check `terms`."""

from __future__ import annotations

from align.checks import Rule

__all__ = ["TERM_RULES"]

TERM_RULES = (
    Rule(
        name="missing",
        severity="warning",
        summary="A concept occurs in the source, and none of its renderings does in the translation.",
        remedy="Use one of the expected renderings, or add the one that is there to the term base.",
    ),
    Rule(
        name="unlisted",
        severity="warning",
        summary="A concept occurs in the source, and what seems to render it is not listed.",
        remedy="Use one of the expected renderings, or add the one that was found to the term base.",
    ),
    Rule(
        name="deprecated",
        severity="error",
        summary="A rendering is used that the term base advises against.",
        remedy="Use one of the expected renderings.",
    ),
    Rule(
        name="superseded",
        severity="warning",
        summary="A rendering is used that is no longer right at the date of the document.",
        remedy="Use one of the expected renderings; if the document is an older one, give its date.",
    ),
    Rule(
        name="anachronism",
        severity="warning",
        summary="A rendering is used that came into use after the date of the document.",
        remedy="Use the rendering of that time, or correct the date of the document or of the term.",
    ),
    Rule(
        name="authority",
        severity="warning",
        summary="A rendering is used that is not the one of the document's publisher.",
        remedy="Use the publisher's own rendering.",
    ),
    Rule(
        name="do-not-translate",
        severity="error",
        summary="A name that is not translated does not stand in the translation as it is.",
        remedy="Write it as in the source.",
    ),
    Rule(
        name="admitted",
        severity="note",
        summary="A rendering is used that is right, where another one is preferred.",
        remedy="Use the preferred rendering, unless this one is meant.",
    ),
    Rule(
        name="added",
        severity="note",
        summary="A rendering is used whose concept the source does not have.",
        remedy="See whether the translation says more than the source.",
        optional=True,
    ),
)
