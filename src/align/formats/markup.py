"""What other shelves need of XML: the door to it (`align.formats._xml`) with all its limits, under a public name."""

from align.formats._xml import (
    XML_LANG,
    Element,
    XmlStream,
    XmlWriter,
    child,
    copy_of,
    local_name,
    make,
    parse,
    root_name,
    schema_problems,
    start_tag,
    writing,
)

__all__ = [
    "XML_LANG",
    "Element",
    "XmlStream",
    "XmlWriter",
    "child",
    "copy_of",
    "local_name",
    "make",
    "parse",
    "root_name",
    "schema_problems",
    "start_tag",
    "writing",
]
