"""Sentence-align a document and its translations into a parallel corpus that people can trust.

>>> import align
>>> zh = align.segment(align.read_document("readout.zh.txt", lang="zh"))  # doctest: +SKIP
>>> en = align.segment(align.read_document("readout.en.txt", lang="en"))  # doctest: +SKIP
>>> units = align.join([align.pair(zh, en)])  # doctest: +SKIP
>>> align.write_units(units, "readout.tmx")  # doctest: +SKIP

Names are imported when they are first used, so that ``import align`` costs next to nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing.TYPE_CHECKING without the time that importing typing takes
if TYPE_CHECKING:
    from align.conversion import convert
    from align.corpus.batch import PairOptions, pair_files
    from align.corpus.build import build
    from align.corpus.pairing import FilePair, match_folders, read_pair_list
    from align.errors import AlignError
    from align.evaluation import Counts, evaluate
    from align.joining import join
    from align.model import (
        Alignment,
        Bead,
        Block,
        Concept,
        Document,
        Finding,
        Segment,
        Signature,
        Term,
        TermBase,
        TranslationUnit,
        Variant,
    )
    from align.pipeline import (
        check,
        pair,
        read_beads,
        read_bilingual,
        read_document,
        read_termbase,
        read_units,
        scan_units,
        segment,
        validate,
        write_beads,
        write_termbase,
        write_units,
    )

__version__ = "0.1.0"

_HOMES = {
    "align.conversion": ("convert",),
    "align.corpus.batch": ("PairOptions", "pair_files"),
    "align.corpus.build": ("build",),
    "align.corpus.pairing": ("FilePair", "match_folders", "read_pair_list"),
    "align.errors": ("AlignError",),
    "align.evaluation": ("Counts", "evaluate"),
    "align.joining": ("join",),
    "align.model": (
        "Alignment",
        "Bead",
        "Block",
        "Concept",
        "Document",
        "Finding",
        "Segment",
        "Signature",
        "Term",
        "TermBase",
        "TranslationUnit",
        "Variant",
    ),
    "align.pipeline": (
        "check",
        "pair",
        "read_beads",
        "read_bilingual",
        "read_document",
        "read_termbase",
        "read_units",
        "scan_units",
        "segment",
        "validate",
        "write_beads",
        "write_termbase",
        "write_units",
    ),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "AlignError",
    "Alignment",
    "Bead",
    "Block",
    "Concept",
    "Counts",
    "Document",
    "FilePair",
    "Finding",
    "PairOptions",
    "Segment",
    "Signature",
    "Term",
    "TermBase",
    "TranslationUnit",
    "Variant",
    "build",
    "check",
    "convert",
    "evaluate",
    "join",
    "match_folders",
    "pair",
    "pair_files",
    "read_beads",
    "read_bilingual",
    "read_document",
    "read_pair_list",
    "read_termbase",
    "read_units",
    "scan_units",
    "segment",
    "validate",
    "write_beads",
    "write_termbase",
    "write_units",
]


def __getattr__(name: str) -> object:
    """Import the module that `name` comes from, and remember it."""
    if name not in _HOME:
        raise AttributeError(f"module 'align' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
