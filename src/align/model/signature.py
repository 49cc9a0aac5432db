"""The signature of a run: what was done, with what, in which version, in one line that can be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace

from align.errors import ModelError

__all__ = ["Signature"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Ordered name:value pairs; the idea is sacrebleu's.

    `str()` gives ``align:0.1.0|langs:zh-en|segmenter:auto.1|aligner:semantic.1``.

    >>> str(Signature.of(align="0.1.0", langs="zh-en"))
    'align:0.1.0|langs:zh-en'
    """

    items: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse separators inside names or values, and a name given twice."""
        names = [name for name, _ in self.items]
        for name, value in self.items:
            if not name or "|" in f"{name}{value}" or ":" in name or any(c.isspace() for c in f"{name}{value}"):
                raise ModelError(f"signature item {name!r}:{value!r} holds '|', ':' or white space")
        if len(set(names)) != len(names):
            raise ModelError(f"signature names occur twice: {', '.join(names)}")

    @classmethod
    def of(cls, **items: str) -> Signature:
        """A signature of the given items, in the order given."""
        return cls(items=tuple(items.items()))

    @classmethod
    def parse(cls, text: str) -> Signature:
        """The signature that `str()` turned into `text`; an empty text gives an empty signature."""
        return cls(items=tuple((n, v) for n, _, v in (item.partition(":") for item in text.split("|") if item)))

    def with_items(self, **items: str) -> Signature:
        """This signature with `items` added at the end, or replaced where they are."""
        merged = dict(self.items) | items
        return replace(self, items=tuple(merged.items()))

    def get(self, name: str) -> str | None:
        """The value of `name`, or None."""
        return dict(self.items).get(name)

    def __str__(self) -> str:
        """All items as ``name:value`` joined by ``|``."""
        return "|".join(f"{name}:{value}" for name, value in self.items)
