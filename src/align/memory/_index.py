"""The index of one language of a memory, made of the pieces of `align.memory._keys`; the door to tantivy.

An index holds nothing that the units do not. It may hold more than they do (what a killed writer had not committed, or
what has been removed since): whatever is found is looked up in the units, and what is not there is no hit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import tantivy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from typing import TypeVar

    T = TypeVar("T")

__all__ = ["VERSION", "DamagedIndexError", "Index"]

VERSION = 1
"""Of the fields below and of what pieces are; another one is made again from the units."""

_HEAP = 40_000_000  # bytes that a writer may take before it writes a part of the index
_TERMS = 14
"""How many of the rarest pieces of a text are asked for; measured: more find no more, and take longer."""
_LOOKED_AT = 48
"""How many pieces of a text are considered at most; of a longer one, evenly spread."""


class DamagedIndexError(Exception):
    """The files of an index are not what tantivy wrote."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("beside", tokenizer_name="whitespace", index_option="basic")
    builder.add_unsigned_field("unit", indexed=True, fast=True)
    return builder.build()


class Index:
    """Finds units by the pieces of their text in one language."""

    def __init__(self, folder: Path, *, writable: bool) -> None:
        """Open the index in `folder`, or make an empty one if it is not there and `writable`.

        Raises:
            DamagedIndexError: it cannot be opened.
        """
        self.folder = folder
        if writable:
            folder.mkdir(parents=True, exist_ok=True)
        self._index = self._guarded(self._open, writable)
        self._writer: tantivy.IndexWriter | None = None
        self._searcher = self._guarded(self._index.searcher)

    def _open(self, writable: bool) -> tantivy.Index:
        if not writable or (self.folder / "meta.json").exists():
            return tantivy.Index.open(str(self.folder))
        return tantivy.Index(_schema(), path=str(self.folder))

    def _guarded(self, act: Callable[..., T], *args: object) -> T:
        try:
            return act(*args)
        except (ValueError, OSError) as error:
            raise DamagedIndexError(str(error)) from error
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # from Rust: no Exception, and its class has no name to import
                raise DamagedIndexError(str(error)) from None
            raise

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def reload(self) -> None:
        """See what another process has committed."""
        self._guarded(self._index.reload)
        self._searcher = self._guarded(self._index.searcher)

    # -- writing

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._guarded(lambda: self._index.writer(_HEAP, 1))
        return self._writer

    def add(self, unit: int, found: Sequence[str], beside: str) -> None:
        """Add the text of a unit, as pieces; `beside` names its other languages."""
        document = tantivy.Document()
        document.add_text("text", " ".join(found))
        document.add_text("beside", beside)
        document.add_unsigned("unit", unit)
        self._open_writer().add_document(document)

    def remove(self, units: Iterable[int]) -> None:
        """Take units out."""
        writer = self._open_writer()
        for unit in units:
            writer.delete_documents_by_term("unit", unit)

    def remove_above(self, unit: int) -> None:
        """Take out what has a higher id than `unit`: a killed writer has left it."""
        query = tantivy.Query.range_query(
            self._index.schema, "unit", tantivy.FieldType.Unsigned, unit + 1, 2**63, True, True
        )
        if _count(self._searcher.search(query, 1, count=True)):
            self._open_writer().delete_documents_by_query(query)
            self.commit()

    def commit(self) -> None:
        """Write what was added and taken out since the last time."""
        if self._writer is not None:
            self._guarded(self._writer.commit)
            self.reload()

    def rollback(self) -> None:
        """Forget what was added and taken out since the last commit."""
        if self._writer is not None:
            self._guarded(self._writer.rollback)

    def close(self) -> None:
        """End the writer, and wait for what it does in the background."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    # -- searching

    def alike(self, found: Sequence[str], *, beside: str | None, limit: int) -> list[int]:
        """Ids of the units that share the most, and the rarest, pieces with a text, best first (BM25)."""
        return self._guarded(self._alike, found, beside, limit)

    def _alike(self, found: Sequence[str], beside: str | None, limit: int) -> list[int]:
        terms = list(dict.fromkeys(found))
        if len(terms) > _LOOKED_AT:
            terms = [terms[at * len(terms) // _LOOKED_AT] for at in range(_LOOKED_AT)]
        counted = [(count, term) for term in terms if (count := self._searcher.doc_freq("text", term))]
        counted.sort()
        queries = [self._term(term) for _, term in counted[:_TERMS]]
        if not queries:
            return []
        query = tantivy.Query.or_should_match(*queries) if len(queries) > 1 else queries[0]
        if beside is not None:
            query = query.and_must_match(tantivy.Query.const_score_query(self._term(beside, "beside"), 0.0))
        return self._ids(self._searcher.search(query, limit, count=False).hits)

    def _term(self, term: str, field: str = "text") -> tantivy.Query:
        return tantivy.Query.term_query(self._index.schema, field, term, "freq" if field == "text" else "basic")

    def _ids(self, hits: Sequence[tuple[float, tantivy.DocAddress]]) -> list[int]:
        values = self._searcher.fast_field_values("unit", [address for _, address in hits])
        return [int(value) for value in values if value is not None]

    def having(
        self, groups: Sequence[Sequence[str]], *, beside: str | None, limit: int, offset: int = 0
    ) -> tuple[list[int], int]:
        """Ids of units that have a piece of each group, the shortest first, and how many there are."""
        return self._guarded(self._having, groups, beside, limit, offset)

    def _having(
        self, groups: Sequence[Sequence[str]], beside: str | None, limit: int, offset: int
    ) -> tuple[list[int], int]:
        parts = []
        for group in groups:
            if not group:
                return [], 0
            queries = [self._term(term) for term in group]
            parts.append(tantivy.Query.disjunction_max_query(queries) if len(queries) > 1 else queries[0])
        if beside is not None:
            parts.append(tantivy.Query.const_score_query(self._term(beside, "beside"), 0.0))
        if not parts:
            query = tantivy.Query.all_query()
        elif len(parts) == 1:
            query = parts[0]
        else:
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])
        result = self._searcher.search(query, limit, count=True, offset=offset)
        return self._ids(result.hits), _count(result)

    def beginning(self, prefix: str, *, limit: int | None = None) -> list[str]:
        """The commonest pieces that begin with `prefix`."""
        return [term for term, _ in self._guarded(self._searcher.terms_with_prefix, "text", prefix, None, limit)]


def _count(result: tantivy.SearchResult) -> int:
    found: int = result.count  # type: ignore[attr-defined]  # its stub does not know it
    return found
