"""The header of a file of units as plain names and texts, for formats that have no place of their own for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.errors import FormatError, ModelError
from align.formats import UnitHeader
from align.model import Signature

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["header_from", "header_items"]

_FIELDS = ("source", "title", "publisher", "licence", "date")


def header_items(header: UnitHeader) -> dict[str, str]:
    """What is known of the header, the signature in its one-line form."""
    told = {name: str(getattr(header, name)) for name in _FIELDS if getattr(header, name) is not None}
    return told | ({"signature": str(header.signature)} if header.signature.items else {})


def header_from(told: Mapping[str, str]) -> UnitHeader:
    """The header that `header_items` took apart.

    Raises:
        FormatError: a name that is none of ours, or a signature that is none; without a place.
    """
    for name in told:
        if name not in {*_FIELDS, "signature"}:
            raise FormatError(f"unknown key {name!r} in the header")
    try:
        signature = Signature.parse(told.get("signature", ""))
    except ModelError as error:
        raise FormatError(f"the header holds no signature: {error}") from error
    source, title, publisher, licence, date = (told.get(name) for name in _FIELDS)
    return UnitHeader(source=source, title=title, publisher=publisher, licence=licence, date=date, signature=signature)
