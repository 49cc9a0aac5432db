"""What makes an XLIFF file valid: the schema, and rules that a schema cannot state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.errors import FormatError, LanguageError
from align.formats import Problem
from align.formats._problems import bounded
from align.formats._xliff1_names import XLIFF1
from align.formats._xliff2_names import XLIFF2
from align.formats._xml import Element, XmlStream, local_name, make, schema_problems
from align.formats.ledger import Ledger
from align.lang import parse as parse_lang

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["problems_of"]

_BATCH = 500  # units validated at a time: bounds memory, and the tree of one batch is small
_REMEDIES = {
    "xliff": "write the version, the languages and at least one file",
    "file": "give it the attributes that its version requires",
    "trans-unit": "give it an id; source comes first, then target, then all else",
    "unit": "give it an id; metadata and notes come first, then originalData, then segments",
    "segment": "source comes first, then target; the state is initial, translated, reviewed or final",
    "target": "the states are those of the standard, own ones begin with x-",
    "note": "only text belongs in it",
    "context": "give it a context-type",
    "ph": "give it an id",
}
_NAMESPACES = (f"{{{XLIFF1}}}", f"{{{XLIFF2}}}")
_LANGUAGES = ("source-language", "target-language", "srcLang", "trgLang")


def problems_of(path: Path, item: str, schema: str) -> list[Problem]:
    """Everything that is wrong with the file, in the order of its lines.

    Of XLIFF 2.2 only the rules are checked: the schema is that of 2.1.

    Args:
        path: the file.
        item: the element that holds a unit.
        schema: file name of the schema of this version.

    Raises:
        InputError: the file cannot be opened.
    """
    try:
        return bounded(_problems(path, item, schema), path)
    except FormatError as error:
        return [Problem(path=str(path), line=error.line, column=error.column, rule="well-formed", message=error.reason)]


def _problems(path: Path, item: str, schema: str) -> Iterator[Problem]:
    stream = XmlStream(path, item)
    batch: list[Element] = []
    ids = Ledger()
    files: dict[int, tuple[int, Element | None]] = {}  # kept, so that no two have one identity
    for unit in stream:
        file = next((above for above in unit.iterancestors() if local_name(above.tag) == "file"), None)
        number, _ = files.setdefault(id(file), (len(files), file))
        yield from _unit_problems(unit, file, number, ids, path)
        batch.append(unit)
        if len(batch) > _BATCH:  # all but the last have been taken out of the tree
            yield from _batch_problems(stream.root, batch[:-1], schema, path)
            batch = [unit]
    if batch:
        yield from _batch_problems(stream.root, batch, schema, path)
    if not _is_newer(stream.root):
        yield from schema_problems(stream.root, schema, path, _REMEDIES)
    for element in (stream.root, *(one for one in stream.root if local_name(one.tag) == "file")):
        for name in _LANGUAGES:
            tag = element.get(name)
            try:
                if tag and tag != "und":
                    parse_lang(tag)
            except LanguageError as error:
                yield _problem(element, "language-tag", f"{name}: {error.reason}", "write a BCP 47 tag", path)


def _is_newer(root: Element) -> bool:
    return bool(root.tag.startswith("{urn:oasis:names:tc:xliff:document:2.2}"))


def _problem(element: Element, rule: str, message: str, remedy: str, path: Path) -> Problem:
    return Problem(path=str(path), line=element.sourceline, column=None, rule=rule, message=message, remedy=remedy)


def _unit_problems(unit: Element, file: Element | None, number: int, ids: Ledger, path: Path) -> Iterator[Problem]:
    name = local_name(unit.tag)
    if file is None:
        yield _problem(unit, "place", f"<{name}> stands outside <file>", "move it into a file", path)
    own = unit.get("id")
    if own is not None:
        line = ids.get(f"{number} {own}")
        if line is None:
            ids.put(f"{number} {own}", unit.sourceline)
        else:
            remedy = f"give every {name} of a file an id of its own"
            yield _problem(unit, "duplicate-id", f"id {own!r} was used in line {line}", remedy, path)
    for side in unit.iter("{*}source", "{*}target"):
        seen = set[str]()
        for code in side.iter("{*}ph", "{*}pc", "{*}sc", "{*}mrk", "{*}sm"):
            code_id = code.get("id")
            if name == "unit" and code_id is not None and code_id in seen:
                remedy = "number the codes of a text from 1"
                yield _problem(code, "code-id", f"two codes have the id {code_id!r}", remedy, path)
            seen.add(code_id or "")


def _batch_problems(root: Element, batch: Sequence[Element], schema: str, path: Path) -> list[Problem]:
    """Validate some units as the only ones of a file whose other parts are good."""
    namespace = root.tag.rpartition("}")[0] + "}"
    if namespace not in _NAMESPACES:
        return []  # another one: said once, about the root; or newer than the schema
    if "1.2" in schema:
        file = make(f"{namespace}file", {"original": "x", "source-language": "en", "datatype": "plaintext"})
        file.append(make(f"{namespace}body", None, None, *batch))
        frame = make(root.tag, {"version": "1.2"}, None, file)
    else:
        file = make(f"{namespace}file", {"id": "f1"}, None, *batch)
        frame = make(root.tag, {"version": "2.1", "srcLang": "en", "trgLang": "cs"}, None, file)
    return schema_problems(frame, schema, path, _REMEDIES)
