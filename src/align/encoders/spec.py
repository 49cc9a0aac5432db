"""Encoders written as text, as on a command line or in a manifest: ``NAME`` or ``NAME:option=value,option=value``.

The options are those that the encoder's own constructor has, so nothing is listed twice. A comma inside a value is
doubled. Lists, such as languages, are written with plus signs: ``hashing:languages=en+zh``.
"""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

from align.encoders import ENCODERS
from align.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from align.encoders import Encoder

__all__ = ["parse_encoder"]

_COMMA = re.compile(r"(?<!,),(?!,)")
_ANSWERS = {"yes": True, "true": True, "no": False, "false": False}
_NUMBERS = {"int": ("a whole number", int), "float": ("a number", float)}
_LISTS = re.compile(r"(?:collections\.abc\.|typing\.)?(?:Iterable|Sequence|Collection|[Tt]uple|[Ll]ist|frozenset)\[")


def parse_encoder(spec: str) -> Encoder:
    """The encoder that `spec` describes, such as ``use`` or ``transformer:model=sentence-transformers/LaBSE``.

    Raises:
        UnknownNameError: no encoder of this name, or the encoder has no such option.
        UsageError: an option is not of the form ``option=value``, comes twice, is missing, or its value does not do.
    """
    name, _, rest = spec.partition(":")
    name = name.strip()
    factory = ENCODERS.load(name)
    parameters = {
        key: parameter
        for key, parameter in inspect.signature(factory).parameters.items()
        if parameter.kind in {parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY}
    }
    options: dict[str, object] = {}
    for part in _COMMA.split(rest) if rest.strip() else ():
        key, equals, value = part.replace(",,", ",").partition("=")
        key = key.strip()
        if not equals or not key:
            raise UsageError(
                f"encoder {name!r}: {part!r} is not option=value; options are set apart by commas, "
                "and a comma inside a value is doubled"
            )
        if key in options:
            raise UsageError(f"encoder {name!r}: the option {key!r} is given twice")
        options[key] = _value(name, key, value, parameters)
    missing = [key for key, parameter in parameters.items() if parameter.default is parameter.empty]
    for key in missing:
        if key not in options:
            raise UsageError(f"encoder {name!r} needs the option {key!r}: {name}:{key}=...")
    return ENCODERS.make(name, **options)


def _value(name: str, key: str, value: str, parameters: Mapping[str, inspect.Parameter]) -> Any:  # noqa: ANN401
    """The text `value` as what the option's annotation asks for."""
    if key not in parameters:
        raise UnknownNameError(f"option of encoder {name!r}", key, parameters)
    annotation = parameters[key].annotation
    written = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
    kinds = {kind.strip() for kind in written.split("|")}
    for kind, (said, convert) in _NUMBERS.items():
        if kind in kinds:
            try:
                return convert(value)
            except ValueError as error:
                raise UsageError(f"encoder {name!r}: {key} takes {said}, not {value!r}") from error
    if "bool" in kinds:
        if value.strip().lower() not in _ANSWERS:
            raise UsageError(f"encoder {name!r}: {key} takes yes or no, not {value!r}")
        return _ANSWERS[value.strip().lower()]
    if any(_LISTS.match(kind) for kind in kinds):
        return tuple(part.strip() for part in value.split("+") if part.strip())
    return value
