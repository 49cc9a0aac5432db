"""The door to lxml: every XML file is read, written and validated here.

What reading refuses: a document type with an internal subset, declared or undeclared entities, any network access,
external document types, nesting beyond 256 levels, text nodes over 10 MB, files over a byte limit, elements with very
many attributes, and gzip members that expand beyond reason (`align.limits`). Comments and processing instructions are
skipped and the text around them is kept whole.
"""

from __future__ import annotations

import gzip
import re
from contextlib import contextmanager
from copy import deepcopy
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from lxml import etree

from align.errors import FormatError, InputError
from align.formats import Problem
from align.formats._xml_bytes import XmlBytes, checked, legal, opened, root_name, start_tag
from align.limits import limits
from align.resources import schema_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "XML_ID",
    "XML_LANG",
    "XML_SPACE",
    "Element",
    "XmlStream",
    "XmlWriter",
    "child",
    "copy_of",
    "fault_of",
    "lay_out",
    "legal",
    "local_name",
    "make",
    "parse",
    "parse_part",
    "root_name",
    "schema_problems",
    "start_tag",
    "to_bytes",
    "write_tree",
    "writing",
]

Element: TypeAlias = Any
"""An element of lxml, which brings no types."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_CHUNK = 65_536
_USUAL_DEPTH = 256  # of libxml2, which is asked for more only where the limit was raised
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'

_PLACE_IN_MESSAGE = re.compile(r",? line \d+, column \d+( \([^)]*\))?$")


@lru_cache(maxsize=1024)
def local_name(name: str) -> str:
    """The name of an element or attribute without its namespace, in small letters."""
    return name.rpartition("}")[2].lower()


# --- reading -----------------------------------------------------------------------------------------------------


def _syntax_error(error: etree.XMLSyntaxError, path: Path) -> FormatError:
    line, column = error.position
    reason = _PLACE_IN_MESSAGE.sub("", " ".join((error.msg or "no element found").split())).rstrip(". ")
    return FormatError(
        f"not well-formed XML: {reason}; correct the file or export it again",
        path=path,
        line=line or None,
        column=column or None,
    )


def _refuse_entities(root: Element, log: Element, path: Path) -> None:
    """Refuse what the look at the prolog cannot see: entities in odd encodings, and undeclared ones (lost text)."""
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and (any(True for _ in dtd.iterentities()) or any(True for _ in dtd.iterelements())):
        raise FormatError("the document type declares entities or elements of its own; refused", path=path, line=1)
    for entry in log:
        if entry.type in (etree.ErrorTypes.WAR_UNDECLARED_ENTITY, etree.ErrorTypes.ERR_UNDECLARED_ENTITY):
            raise FormatError(
                f"{entry.message.strip()}; write the character itself instead",
                path=path,
                line=entry.line,
                column=entry.column or None,
            )


class XmlStream:
    """One pass over the elements called `item`, each taken out of the tree once the next one has been given.

    Who wants to hold one for longer may keep it, and move it into another tree when it has been taken out.

    Attributes:
        root: the root element, with everything but the items, as far as it has been read; None before the first item.
    """

    def __init__(self, path: Path, item: str) -> None:
        """Prepare to read `path`; `item` is a local name that is found in any namespace and in capitals too."""
        self._path = path
        self._tags = [f"{{*}}{name}" for name in (item, item.upper(), item.capitalize())]
        self.root: Element = None

    def __iter__(self) -> Iterator[Element]:
        """The items in the order of the file.

        Raises:
            InputError: the file cannot be opened.
            FormatError: it is not well-formed or is refused; items before the fault have been given.
        """
        with opened(self._path, limits().size) as source:
            context = etree.iterparse(
                source,
                events=("end",),
                tag=self._tags,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=limits().depth > _USUAL_DEPTH,
                remove_comments=True,
                remove_pis=True,
            )
            previous: Element = None
            home: Element = None
            typed = False
            allowed = limits()
            try:
                for number, (_, element) in enumerate(context, 1):
                    if self.root is None:
                        tree = element.getroottree()
                        self.root = tree.getroot()
                        typed = tree.docinfo.internalDTD is not None
                    if typed:  # without a document type the parser itself refuses what is not declared
                        _refuse_entities(self.root, context.error_log, self._path)
                    if number > allowed.units:
                        raise FormatError(
                            f"more than {allowed.units:,} units; split the file, or raise the limit 'units'",
                            path=self._path,
                            line=element.sourceline,
                        )
                    if len(element.attrib) > allowed.attributes:
                        raise _too_many_attributes(element, self._path)
                    yield element
                    # the one before the last is dropped, for the parser is not done with what follows the last
                    if previous is not None and previous.getparent() is home:
                        home.remove(previous)
                    previous, home = element, element.getparent()
            except etree.XMLSyntaxError as error:
                raise _syntax_error(error, self._path) from error
            self.root = context.root
            _refuse_entities(self.root, context.error_log, self._path)
            for rest in list(self.root.iter(*self._tags)):
                if rest.getparent() is not None:
                    rest.getparent().remove(rest)


def parse(path: Path, *, encoding: str | None = None) -> Element:
    """The root element of a file that is read whole.

    Args:
        path: the file, gzip allowed.
        encoding: used instead of what the file declares.

    Raises:
        InputError: the file cannot be opened.
        FormatError: it is not well-formed or is refused.
    """
    with opened(path, limits().whole) as source:
        return _tree(source, path, encoding=encoding)


def parse_part(data: bytes, path: Path) -> Element:
    """The root element of a part of an archive that has been unpacked.

    Args:
        data: the part.
        path: that of the archive with the part's name after it; for messages.

    Raises:
        FormatError: it is not well-formed or is refused.
    """
    return _tree(checked(BytesIO(data), path, limits().whole), path)


def _tree(source: XmlBytes, path: Path, *, encoding: str | None = None) -> Element:
    try:
        parser = etree.XMLParser(
            encoding=encoding,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=limits().depth > _USUAL_DEPTH,
            remove_comments=True,
            remove_pis=True,
            collect_ids=False,  # ids that occur twice are for the rules to report, with both lines
        )
    except LookupError as error:
        raise InputError(
            f"no encoding is called {encoding!r}; name another, such as utf-8, or none", path=path
        ) from error
    try:
        while data := source.read(_CHUNK):
            parser.feed(data)
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise _syntax_error(error, path) from error
    _refuse_entities(root, parser.feed_error_log, path)
    if (crowded := next(iter(root.xpath("//*[@*[$most + 1]][1]", most=limits().attributes)), None)) is not None:
        raise _too_many_attributes(crowded, path)
    return root


def _too_many_attributes(element: Element, path: Path) -> FormatError:
    return FormatError(
        f"<{local_name(element.tag)}> has more than {limits().attributes:,} attributes; if that is right, raise the "
        "limit 'attributes'",
        path=path,
        line=element.sourceline,
    )


def fault_of(markup: str) -> str | None:
    """Why some markup is not well-formed, without a place; None if it is."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        etree.fromstring(markup.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        return _syntax_error(error, Path()).reason.partition("; ")[0]
    return None


def child(element: Element, name: str) -> Element:
    """The first child with this local name, or None."""
    return next((c for c in element if local_name(c.tag) == name), None)


def copy_of(element: Element) -> Element:
    """A copy that outlives the stream; it keeps the line numbers."""
    return deepcopy(element)


# --- validating --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _schema(name: str) -> Element:
    return etree.RelaxNG(file=str(schema_path(name)))


def schema_problems(root: Element, schema: str, path: Path, remedies: Mapping[str, str]) -> list[Problem]:
    """What the RELAX NG schema (a file name in ``schemas/``) has against the tree under `root`.

    Args:
        root: an element; it is validated as if it were the whole file.
        schema: such as ``align-tmx.rng``.
        path: for the place in the messages.
        remedies: local element name to what to do when that element is wrong.
    """
    validator = _schema(schema)
    if validator.validate(root):
        return []
    problems = []
    for entry in validator.error_log:
        named = re.search(r"[Ee]lement (?:\{[^}]*\})?([\w.-]+)", entry.message)
        remedy = remedies.get(named[1].lower(), "") if named else ""
        line = entry.line
        if line <= 0 and entry.path:  # libxml2 gives a path alone for some faults of attributes
            known = {prefix: uri for inner in root.iter() for prefix, uri in inner.nsmap.items() if prefix}
            found = root.getroottree().xpath(entry.path, namespaces=known)
            line = next((node.sourceline or 0 for node in found), 0)
        problems.append(
            Problem(
                path=str(path),
                line=line if line > 0 else None,
                column=entry.column or None,
                rule=schema.removesuffix(".rng"),
                message=entry.message,
                remedy=remedy,
            )
        )
    return problems


# --- writing -----------------------------------------------------------------------------------------------------


class XmlWriter:
    """Writes one file element by element.

    Attributes:
        replaced: how many illegal characters `text` has replaced so far.
    """

    def __init__(self, file: Element, out: Element) -> None:
        """Use `writing` instead."""
        self._file = file
        self._out = out
        self._pending = True  # whether lxml may hold what comes before the next markup
        self.replaced = 0

    def text(self, text: str) -> str:
        """`text` as XML can hold it (`legal`); what had to be replaced is counted."""
        text, count = legal(text)
        self.replaced += count
        return text

    @contextmanager
    def element(
        self,
        tag: str,
        attributes: Mapping[str, str] | None = None,
        *,
        prefixes: Mapping[str | None, str] | None = None,
    ) -> Iterator[None]:
        """An element around all that is written inside the ``with``; `prefixes` are declared on it."""
        with self._file.element(tag, attributes or {}, nsmap=prefixes):
            self._pending = True
            yield

    def write(self, *pieces: Element) -> None:
        """Elements, and strings for the white space between them."""
        for piece in pieces:
            self._file.write(piece)
        self._pending = True

    def content(self, text: str) -> str:
        """`text` as it is written between tags: legal, what had to be replaced counted, and escaped."""
        text, count = legal(text)
        self.replaced += count
        if "&" in text or "<" in text or ">" in text:
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return text

    def attribute(self, text: str) -> str:
        """`text` as it is written in an attribute, between double quotes: as `content`, and line ends and tabs kept."""
        text = self.content(text).replace('"', "&quot;")
        return text.replace("\n", "&#10;").replace("\t", "&#9;") if not text.isprintable() else text

    def markup(self, text: str) -> None:
        """Whole elements as text, made with `content` and `attribute`: five times as fast as a tree of each."""
        if self._pending:
            self._file.flush()
            self._pending = False
        self._out.write(text.encode("utf-8"))


@contextmanager
def writing(path: Path) -> Iterator[XmlWriter]:
    """A writer of UTF-8 with LF line ends, packed if the name ends in ``.gz``; the same calls give the same bytes."""
    with path.open("wb") as raw:
        packed = gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) if path.suffix == ".gz" else None
        out: Element = packed or raw
        out.write(_DECLARATION)
        with etree.xmlfile(out, encoding="utf-8") as file:
            yield XmlWriter(file, out)
        out.write(b"\n")
        if packed:
            packed.close()


def make(
    tag: str,
    attributes: Mapping[str, str] | None = None,
    text: str | None = None,
    *children: Element,
    prefixes: Mapping[str | None, str] | None = None,
) -> Element:
    """An element with attributes (in the order given), text and children; `prefixes` are declared on it."""
    element = etree.Element(tag, attributes or {}, nsmap=prefixes)
    element.text = text
    element.extend(children)
    return element


def lay_out(element: Element, level: int, mixed: frozenset[str]) -> Element:
    """Put the children of `element` on lines of their own, two spaces a level, and give it back.

    Args:
        element: the element to lay out.
        level: its own depth.
        mixed: local names whose content is text and is left alone.
    """
    if len(element) and local_name(element.tag) not in mixed:
        element.text = "\n" + "  " * (level + 1)
        for inner in element:
            lay_out(inner, level + 1, mixed)
            inner.tail = "\n" + "  " * (level + 1)
        element[-1].tail = "\n" + "  " * level
    return element


def write_tree(root: Element, path: Path) -> None:
    """Write a whole tree as UTF-8 with LF line ends."""
    path.write_bytes(to_bytes(root))


def to_bytes(root: Element) -> bytes:
    """A whole tree as UTF-8 with LF line ends."""
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=False)
    return _DECLARATION + data + b"\n"
