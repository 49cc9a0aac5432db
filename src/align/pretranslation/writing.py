"""The forms in which a pretranslation is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from align.errors import UnknownNameError, UsageError
from align.formats import Written
from align.formats.suggestions import write_xliff, write_xliff2
from align.output import replacing
from align.pipeline import must_be_valid, write_units
from align.pretranslation.units import entries_of, header_of, units_of

if TYPE_CHECKING:
    from os import PathLike

    from align.pretranslation.records import Pretranslation

__all__ = ["FORMS", "Form", "form_of", "write_pretranslation"]

Form = Literal["xliff", "xliff2", "docx", "xlsx", "omegat"]

FORMS: tuple[Form, ...] = get_args(Form)
"""XLIFF 1.2, XLIFF 2.1, a bilingual Word document, a spreadsheet for review, an OmegaT project folder."""

_XLIFF = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff")  # the last three: Trados, memoQ, Phrase
_BY_SUFFIX: dict[str, Form] = {**dict.fromkeys(_XLIFF, "xliff"), ".docx": "docx", ".xlsx": "xlsx", "": "omegat"}


def form_of(path: Path, name: str | None) -> Form:
    """The form that is written: the one that is named, or the one that the suffix of the file tells.

    Raises:
        UnknownNameError: no form of this name.
        UsageError: the suffix tells none.
    """
    if name is not None:
        for form in FORMS:
            if form == name:
                return form
        raise UnknownNameError("form", name, FORMS)
    found = _BY_SUFFIX.get(path.suffix.lower())
    if found is None:
        raise UsageError(f"{path.name}: the suffix tells no form; name it with --to ({', '.join(FORMS)})")
    return found


def write_pretranslation(pretranslation: Pretranslation, path: str | PathLike[str], *, form: Form) -> Written:
    """Write one file, whole or not at all; it is checked against our schema before it takes its place.

    Args:
        pretranslation: what is written.
        path: the file to write or replace.
        form: any of `FORMS` but ``omegat``, which is a folder (`align.pretranslation.omegat_project`).

    Raises:
        OutputError: the folder or the disk does not allow it, or the result would be invalid.
        MissingExtraError: a bilingual Word document needs python-docx.
    """
    place = Path(path)
    langs = (pretranslation.source, pretranslation.target)
    if form == "xlsx":
        return write_units(units_of(pretranslation), place, format="xlsx", header=header_of(pretranslation))
    with replacing(place) as temporary:
        if form == "docx":
            from align.pretranslation.bilingual_docx import write_docx

            write_docx(pretranslation, temporary)
            return Written(units=len(pretranslation.segments))
        from align.formats.xliff import Xliff2Format, XliffFormat

        write, member = (write_xliff, XliffFormat()) if form == "xliff" else (write_xliff2, Xliff2Format())
        written = write(entries_of(pretranslation), temporary, header_of(pretranslation), langs=langs)
        must_be_valid(member, temporary, place)
        return written
