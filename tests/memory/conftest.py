"""Memories that more than one file of tests needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from align.memory import Memory
from align.model import Origin, TranslationUnit, Variant

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXTS = (
    {
        "zh": "中国始终是世界和平的建设者。",
        "en": "China has always been a builder of world peace.",
        "fr": "La Chine a toujours été un bâtisseur de la paix mondiale.",
    },
    {
        "zh": "构建人类命运共同体是我们的目标。",
        "en": "To build a community with a shared future for mankind is our goal.",
        "fr": "Construire une communauté d’avenir partagé pour l’humanité est notre but.",
    },
    {
        "zh": "会议于2023年12月27日在北京举行。",
        "en": "The conference was held in Beijing on 27 December 2023.",
        "fr": "La conférence s’est tenue à Beijing le 27 décembre 2023.",
    },
    {
        "zh": "各国应携手建设人类命运共同体。",
        "en": "All countries should jointly build a community of common destiny.",
        "fr": "Tous les pays devraient bâtir ensemble une communauté de destin.",
    },
    {
        "en": "Only the English text is there.",
    },
)


@pytest.fixture(scope="session")
def unit() -> Callable[..., TranslationUnit]:
    """Makes a unit of texts by language, with the score and the status of a bead of its first two languages."""

    def make(
        number: int, texts: dict[str, str], *, score: float | None = 0.9, status: str = "auto", **more: object
    ) -> TranslationUnit:
        first, *others = texts
        origin = (
            (Origin(source=first, target=others[0], kind="1-1", score=score, status=status, bead=number),)
            if others
            else ()
        )
        return TranslationUnit(
            id=f"u{number}",
            variants=tuple(Variant(lang=lang, content=(text,)) for lang, text in texts.items()),
            origin=origin,
            **more,
        )

    return make


@pytest.fixture(scope="session")
def units(unit: Callable[..., TranslationUnit]) -> list[TranslationUnit]:
    """A few units in three languages, one of them in one only."""
    return [unit(number, texts) for number, texts in enumerate(TEXTS)]


@pytest.fixture
def folder(tmp_path: Path, units: list[TranslationUnit]) -> Path:
    """The folder of a memory with these units."""
    place = tmp_path / "memory"
    with Memory.open(place, writable=True) as memory:
        memory.add(units, document="readout", date="2023-12-28", publisher="Ministry", file="readout.tmx")
    return place
