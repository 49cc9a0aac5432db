"""Files of an OmegaT project, as OmegaT 3.6 to 6 read them: the project itself, and rules of segmentation.

``omegat/segmentation.conf`` is what Java's XMLEncoder makes of OmegaT's rules (3.6 to 5); OmegaT 6 reads the SRX file
``omegat/segmentation.srx`` in its place, so both are written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.formats._xml import lay_out, legal, make, write_tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from align.formats._xml import Element
    from align.formats.srx import SrxText

__all__ = ["rules_for_omegat", "write_filters", "write_project", "write_rules"]

_FOLDERS = ("source_dir", "target_dir", "tm_dir", "glossary_dir", "glossary_file", "dictionary_dir")
_MIXED = frozenset({"string", "boolean"})
_PACKAGE = "org.omegat.core.segmentation"
_RULES_VERSION = "0.2.2"  # of the file, as OmegaT 3.6 writes it


def write_project(path: Path, *, source: str, target: str, remove_tags: bool = False) -> None:
    """Write ``omegat.project``: the folders have their usual names, sentences are cut by the project's rules.

    Args:
        path: the file.
        source: BCP 47 tag.
        target: likewise.
        remove_tags: whether formatting inside sentences is left out, so that matches from plain text fire.
    """
    project = make("project", {"version": "1.0"})
    project.extend(make(name, None, "__DEFAULT__") for name in _FOLDERS)
    told = {
        "source_lang": source,
        "target_lang": target,
        "sentence_seg": "true",
        "support_default_translations": "true",
        "remove_tags": "true" if remove_tags else "false",
    }
    project.extend(make(name, None, value) for name, value in told.items())
    write_tree(lay_out(make("omegat", None, None, project), 0, frozenset(told) | frozenset(_FOLDERS)), path)


def write_rules(path: Path, maps: Sequence[tuple[str, str, Sequence[SrxText]]]) -> None:
    """Write ``segmentation.conf``.

    Args:
        path: the file.
        maps: for each set of rules its name, the pattern of language tags and the rules, in order. OmegaT applies all
            sets whose pattern matches.
    """
    held = make("void", {"property": "mappingRules"})
    for name, pattern, rules in maps:
        found = make("object", {"class": "java.util.ArrayList"})
        found.extend(make("void", {"method": "add"}, None, _rule(rule)) for rule in rules)
        mapped = make(
            "object",
            {"class": f"{_PACKAGE}.MapRule"},
            None,
            _property("language", name),
            _property("pattern", pattern),
            make("void", {"property": "rules"}, None, found),
        )
        held.append(make("void", {"method": "add"}, None, mapped))
    rules = make("object", {"class": f"{_PACKAGE}.SRX"}, None, held, _property("version", _RULES_VERSION))
    root = make("java", {"version": "1.8.0", "class": "java.beans.XMLDecoder"}, None, rules)
    write_tree(lay_out(root, 0, _MIXED), path)


def rules_for_omegat(
    rules: Mapping[str, Sequence[SrxText]], maps: Sequence[tuple[str, str]]
) -> list[tuple[str, str, Sequence[SrxText]]]:
    """Rules as `align.formats.srx.write_rules` takes them, in the form that `write_rules` here takes."""
    return [(name, pattern, rules[name]) for pattern, name in maps]


def _rule(rule: SrxText) -> Element:
    told = [_property("afterbreak", rule.after), _property("beforebreak", rule.before)]
    if rule.breaks:
        told.append(make("void", {"property": "breakRule"}, None, make("boolean", None, "true")))
    return make("object", {"class": f"{_PACKAGE}.Rule"}, None, *told)


def _property(name: str, value: str) -> Element:
    return make("void", {"property": name}, None, make("string", None, legal(value)[0]))


def write_filters(path: Path, *, paragraphs: str) -> None:
    """Write ``filters.xml``: plain text is UTF-8, whatever the computer's own encoding; other files as usual.

    Args:
        path: the file.
        paragraphs: where a paragraph of plain text ends: ``BREAKS`` (each line is one) or ``EMPTYLINES``.
    """
    text = {"sourceEncoding": "UTF-8", "targetEncoding": "UTF-8", "targetFilenamePattern": "${filename}"}
    files = [make("files", text | {"sourceFilenameMask": mask}) for mask in ("*.txt", "*.text")]
    option = make("option", {"name": "segmentOn", "value": paragraphs})
    filter_ = make(
        "filter", {"className": "org.omegat.filters2.text.TextFilter", "enabled": "true"}, None, *files, option
    )
    options = {
        "removeTags": "false",
        "removeSpacesNonseg": "true",
        "preserveSpaces": "false",
        "ignoreFileContext": "false",
    }
    write_tree(lay_out(make("filters", options, None, filter_), 0, frozenset()), path)
