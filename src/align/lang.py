"""Language tags (BCP 47): parse, compare, fall back; script and direction of a language.

The door to `langcodes`. Nothing here guesses: a tag that is not one is a `LanguageError`.
"""

from __future__ import annotations

from functools import lru_cache

from align.errors import LanguageError

__all__ = ["direction", "fallbacks", "is_spaced", "parse", "primary", "same_language", "script"]

_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"})
_UNSPACED = frozenset({"Hans", "Hant", "Hani", "Jpan", "Thai", "Khmr", "Laoo", "Mymr", "Tibt"})


@lru_cache(maxsize=512)
def parse(tag: str) -> str:
    """The canonical form of `tag`: ``EN-us`` gives ``en-US``, ``eng`` gives ``en``.

    Raises:
        LanguageError: `tag` is malformed, or its language subtag is not registered.
    """
    import langcodes

    text = tag.strip().replace("_", "-")
    if not text.isascii() or not langcodes.tag_is_valid(text) or text.lower().startswith("und"):
        raise LanguageError(f"{tag!r} is not a language tag (BCP 47), such as en, zh-Hant or pt-BR")
    return langcodes.standardize_tag(text)


@lru_cache(maxsize=512)
def primary(tag: str) -> str:
    """The language subtag alone: ``zh-Hant-TW`` gives ``zh``."""
    return parse(tag).partition("-")[0]


def same_language(one: str, other: str) -> bool:
    """Whether two tags name the same language, whatever the region or script."""
    return primary(one) == primary(other)


@lru_cache(maxsize=512)
def script(tag: str) -> str:
    """ISO 15924 code of the script the language is usually written in: ``zh-TW`` gives ``Hant``."""
    import langcodes

    return langcodes.Language.get(parse(tag)).maximize().script or "Latn"


def direction(tag: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if script(tag) in _RIGHT_TO_LEFT else "ltr"


def is_spaced(tag: str) -> bool:
    """Whether words are set apart by spaces; false for Chinese, Japanese, Thai and the like."""
    return script(tag) not in _UNSPACED


@lru_cache(maxsize=512)
def fallbacks(tag: str) -> tuple[str, ...]:
    """`tag` itself and the more general tags it may fall back to, best first: ``zh-Hant-TW, zh-Hant, zh``."""
    parts = parse(tag).split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))
