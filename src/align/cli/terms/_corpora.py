"""The corpora that a command is given: folders with a corpus.toml, and files of translation units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from align.cli._streams import readable
from align.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from align.model import Signature, TermBase
    from align.terminology.survey import Collection

__all__ = ["Corpora", "load_corpora"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpora:
    """What the corpora hold.

    Attributes:
        collections: one a corpus.
        termbase: of the first folder that has one.
        source: language that the first corpus names as its source; of a folder, that of the text with this role.
        title: of the first corpus.
        signature: of the run that made the first corpus.
    """

    collections: tuple[Collection, ...]
    termbase: TermBase | None
    source: str | None
    title: str
    signature: Signature


def load_corpora(paths: Sequence[Path]) -> Corpora:
    """The corpora at `paths`; one of them may be ``-``, units on standard input.

    Raises:
        UsageError: none is given.
        InputError: one cannot be read.
    """
    if not paths:
        raise UsageError("name a corpus: a folder with a corpus.toml, or a file of translation units")
    with readable(*paths) as places:
        loaded = [
            _folder(place) if place.is_dir() or place.suffix == ".toml" else _file(place, name)
            for place, name in zip(places, paths, strict=True)
        ]
    return Corpora(
        collections=tuple(collection for one in loaded for collection in one.collections),
        termbase=next((one.termbase for one in loaded if one.termbase is not None), None),
        source=loaded[0].source,
        title=loaded[0].title + (f" and {len(loaded) - 1} more" if len(loaded) > 1 else ""),
        signature=loaded[0].signature,
    )


def _file(path: Path, name: Path) -> Corpora:
    from align.pipeline import read_header, read_units
    from align.terminology.renderings import Provenance
    from align.terminology.survey import Collection

    header = read_header(path)
    provenance = Provenance(document=name.stem if str(name) != "-" else None, publisher=header.publisher)
    return Corpora(
        collections=(Collection(units=read_units(path), provenance=provenance),),
        termbase=None,
        source=header.source,
        title=header.title or (name.name if str(name) != "-" else "standard input"),
        signature=header.signature,
    )


def _folder(path: Path) -> Corpora:
    from align.corpus.build import align_corpus
    from align.corpus.manifest import read_manifest
    from align.corpus.outputs import corpus_signature
    from align.terminology.renderings import Provenance
    from align.terminology.survey import Collection

    manifest = read_manifest(path)
    corpus = align_corpus(manifest)
    by_lang = {
        document.lang: Provenance(document=manifest.corpus.id, date=document.date, publisher=document.publisher)
        for document in corpus.documents
    }
    source = next((text.lang for text in manifest.text if text.role == "source"), None)
    return Corpora(
        collections=(Collection(units=corpus.units, by_lang=by_lang),),
        termbase=corpus.termbase,
        source=source or corpus.pivot.lang,
        title=manifest.corpus.title or manifest.corpus.id,
        signature=corpus_signature(corpus),
    )
