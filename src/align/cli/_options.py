"""Options that several verbs share, and what their values have to be."""

from __future__ import annotations

from pathlib import Path

import click

from align.aligners import DEFAULT_ALIGNER
from align.encoders import DEFAULT_ENCODER
from align.errors import LanguageError, UnknownNameError, UsageError
from align.segmenters import DEFAULT_SEGMENTER

__all__ = [
    "aligner_option",
    "anchors_option",
    "dictionary_option",
    "encoder_option",
    "encoding_option",
    "keep_option",
    "known_encoding",
    "language",
    "language_pair",
    "languages",
    "recover_option",
    "rules_option",
    "segmenter_option",
]

segmenter_option = click.option(
    "--segmenter",
    default=DEFAULT_SEGMENTER,
    show_default=True,
    help="How to cut into sentences; 'lines' takes each line as a segment.",
)

rules_option = click.option(
    "--rules",
    type=click.Path(path_type=Path),
    help="Cut by the rules of this SRX 2.0 file, such as that of your translation tool.",
)

aligner_option = click.option(
    "--aligner", default=DEFAULT_ALIGNER, show_default=True, help="How to pair (see: align list aligners)."
)

encoder_option = click.option(
    "--encoder",
    help=f"What the semantic aligner takes vectors from: NAME or NAME:option=value.  [default: {DEFAULT_ENCODER}]",
)

dictionary_option = click.option(
    "--dictionary",
    type=click.Path(path_type=Path),
    help="Words that translate each other, for the aligner: term base (.tbx, .csv), TSV, or hunalign's .dic.",
)

recover_option = click.option(
    "--recover",
    is_flag=True,
    help="Read a broken text file as far as it can be read; each thing lost is a line, and the exit code is 1.",
)

encoding_option = click.option("--encoding", help="Encoding of the text; detected if not given.")

anchors_option = click.option(
    "--anchors",
    type=click.Path(path_type=Path),
    help="File of segments that start together: a line each, id, number or heading of SOURCE, a tab, that of TARGET.",
)

keep_option = click.option(
    "--keep",
    type=click.Path(path_type=Path),
    help="Earlier alignment of both texts (.tsv, .tmx, .jsonl, .beads, TEI); its checked beads stay as they are.",
)


def language(tag: str, *, option: str) -> str:
    """The canonical form of a language tag given with `option`.

    Raises:
        UsageError: it is none.
    """
    from align.lang import parse

    try:
        return parse(tag)
    except LanguageError as error:
        raise UsageError(f"{option}: {error}") from error


def language_pair(text: str | None, *, option: str = "--langs") -> tuple[str | None, str | None]:
    """The two tags of ``zh:en``; None for each that is not given.

    Raises:
        UsageError: there are not two, they are the same, or one is no language tag.
    """
    if text is None:
        return None, None
    parts = _parts(text)
    if len(parts) != 2 or not all(parts):
        raise UsageError(f"{option} takes two language tags, such as zh:en, not {text!r}")
    one, other = (language(part, option=option) for part in parts)
    if one == other:
        raise UsageError(
            f"{option}: both are {one!r}; tell two texts in one language apart by a region, such as en-GB:en-US"
        )
    return one, other


def languages(text: str | None, *, option: str = "--langs") -> tuple[str, ...] | None:
    """The tags of ``zh:en``, however many there are; None if none is given.

    Raises:
        UsageError: one is no language tag, or is there twice.
    """
    if text is None:
        return None
    found = tuple(language(part, option=option) for part in _parts(text))
    if len(set(found)) != len(found):
        raise UsageError(f"{option} names a language twice: {text!r}; name each once")
    return found


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace(",", ":").split(":")]


def known_encoding(name: str | None) -> str | None:
    """The name of a text encoding, as it was given.

    Raises:
        UnknownNameError: Python knows none of this name.
    """
    if name is None:
        return None
    import codecs
    from encodings.aliases import aliases

    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        known = {found.replace("_", "-") for found in aliases.values()}
        raise UnknownNameError("encoding", name.lower(), known) from None
    return name
