"""Korean words: where a term may begin and what may stand behind it, in the space-separated words of a text."""

from __future__ import annotations

import regex

__all__ = ["is_word_in_korean"]

_SHORT = 2
"""Terms up to so many syllables are often parts of other words (인도, India, in 인도네시아), longer ones of
compounds."""

# Particles and forms of the copula that are written together with a noun, and the plural; grammar, not a lexicon.
_PARTICLES = (
    "이라는 이라고 이라도 이라면 이었다 이었던 이지만 입니다 이다 이며 이고 인지 이자 이나 이란 이랑 이야 "
    "이든 에서는 에서도 에서의 에서 에게서 에게는 에게도 에게 에는 에도 에만 에의 에 으로서의 으로써 으로서 "
    "으로는 으로도 으로의 으로 로서의 로서 로써 로는 로도 로의 로 까지의 까지도 까지는 까지 부터의 부터는 "
    "부터 보다는 보다 처럼 만큼 마다 조차 마저 밖에 와의 와는 와도 와 과의 과는 과도 과 은 는 이 가 을 "
    "를 의 도 만을 만은 만이 만 께서 께 한테 하고 라는 라고 라도 라면 나 랑 든 야 여 였다 였던 인 적인 "
    "적으로 적 이여 및 등의 등을 등이 등은 등에 등 뿐만 뿐 대로"
)
_BEHIND = regex.compile(rf"들?(?:{'|'.join(sorted(_PARTICLES.split(), key=len, reverse=True))})?(?!\w)")


def is_word_in_korean(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is a word, or a part of a compound, with nothing but particles behind it."""
    if len("".join(text[start:end].split())) > _SHORT:
        return True
    before = text[start - 1 : start]
    return not before.isalnum() and _BEHIND.match(text, end) is not None
