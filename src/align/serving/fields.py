"""What a question may hold: names, kinds and bounds of its values; the requests are read and described by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CHECK", "LOOKUP", "SEARCH", "TERMS", "Field", "object_schema", "taken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value of a request.

    Attributes:
        kind: its type in JSON.
        about: what it is.
        required: whether it has to be there.
        low, high: bounds of a number; of a string the fewest and the most characters.
        choices: of a string, the values it may have.
        default: what is taken where it is not there; None is for what may be left open.
    """

    kind: Literal["string", "number", "integer"]
    about: str
    required: bool = False
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    default: str | float | None = None

    def schema(self) -> dict[str, Any]:
        """Its JSON Schema."""
        told: dict[str, Any] = {"type": self.kind, "description": self.about}
        names = ("minLength", "maxLength") if self.kind == "string" else ("minimum", "maximum")
        for name, bound in zip(names, (self.low, self.high), strict=True):
            if bound is not None:
                told[name] = int(bound) if float(bound).is_integer() else bound
        if self.choices:
            told["enum"] = list(self.choices)
        if self.default is not None:
            told["default"] = self.default
        return told


_TEXT = 20_000
_QUERY = 1_000


def _tag(about: str, *, required: bool = False) -> Field:
    return Field(kind="string", about=about, required=required, low=2, high=40)


_SOURCE = _tag("Language of the text (BCP 47 tag).", required=True)
_TARGET = _tag("Language of the translation (BCP 47 tag).", required=True)
_LANG = _tag("Language to search in; all if not given.")
_OTHER = _tag("The other language of each hit; the first other one of its unit if not given.")
_TEXT_FIELD = Field(kind="string", about="A sentence.", required=True, low=1, high=_TEXT)

LOOKUP: Mapping[str, Field] = {
    "text": _TEXT_FIELD,
    "source": _SOURCE,
    "target": _TARGET,
    "before": Field(kind="string", about="The sentence before it; empty where the document begins.", high=_TEXT),
    "after": Field(kind="string", about="The sentence after it; empty where the document ends.", high=_TEXT),
    "threshold": Field(kind="number", about="The least score, 0 to 1.", low=0, high=1, default=0.7),
    "limit": Field(kind="integer", about="How many matches at most.", low=1, high=100, default=5),
}
SEARCH: Mapping[str, Field] = {
    "query": Field(kind="string", about="What to search for.", required=True, low=1, high=_QUERY),
    "lang": _LANG,
    "target": _OTHER,
    "kind": Field(
        kind="string",
        about="How the query is meant.",
        choices=("phrase", "wildcard", "regex", "lemma"),
        default="phrase",
    ),
    "having": Field(kind="string", about="What the other side has to have.", high=_QUERY),
    "lacking": Field(kind="string", about="What the other side must not have.", high=_QUERY),
    "limit": Field(kind="integer", about="How many hits at most.", low=1, high=100, default=20),
}
TERMS: Mapping[str, Field] = {"text": _TEXT_FIELD, "source": _SOURCE, "target": _TARGET}
CHECK: Mapping[str, Field] = {
    "source_text": Field(kind="string", about="The sentence.", required=True, low=1, high=_TEXT),
    "target_text": Field(kind="string", about="Its translation.", required=True, low=1, high=_TEXT),
    "source": _SOURCE,
    "target": _TARGET,
}


def object_schema(fields: Mapping[str, Field]) -> dict[str, Any]:
    """The JSON Schema of an object with these fields."""
    return {
        "type": "object",
        "properties": {name: field.schema() for name, field in fields.items()},
        "required": [name for name, field in fields.items() if field.required],
        "additionalProperties": False,
    }


def taken(data: object, fields: Mapping[str, Field]) -> dict[str, Any]:
    """The values of a request, those that are not there by their defaults.

    Raises:
        UsageError: a value is missing, unknown, of the wrong type or out of bounds; says which.
    """
    if not isinstance(data, dict):
        raise UsageError('the body is no JSON object; send one such as {"text": ...}')
    unknown = [str(name) for name in data if name not in fields]
    if unknown:
        raise UsageError(f"no field named {unknown[0][:80]!r}; known: {', '.join(fields)}")
    out: dict[str, Any] = {}
    for name, field in fields.items():
        value = data.get(name)
        if value is None:
            if field.required:
                raise UsageError(f"the field {name!r} is missing")
            if name in data:
                raise UsageError(f"{name} is null; leave it out instead")
            if field.default is not None:
                out[name] = field.default
            continue
        out[name] = _checked(name, value, field)
    return out


def _checked(name: str, value: object, field: Field) -> object:
    if field.kind == "string":
        if not isinstance(value, str):
            raise UsageError(f"{name} has to be a string")
        size: float = len(value)
        if field.choices and value not in field.choices:
            raise UsageError(f"{name} has to be one of {', '.join(field.choices)}")
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        raise UsageError(f"{name} has to be a number")
    else:
        if field.kind == "integer":
            if isinstance(value, float) and not value.is_integer():
                raise UsageError(f"{name} has to be a whole number")
            value = int(value)
        size = value
    what = "characters of " if field.kind == "string" else ""
    if field.low is not None and size < field.low:
        raise UsageError(f"{what}{name}: {_short(size)} is below {field.low:g}")
    if field.high is not None and not size <= field.high:
        raise UsageError(f"{what}{name}: {_short(size)} is above {field.high:g}")
    return value


def _short(size: float) -> str:
    """A number for people, however long it is."""
    text = str(size)
    return text if len(text) < 30 else f"{text[:20]}..."
