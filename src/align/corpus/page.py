"""The corpus as the HTML report wants it: sums, findings and marked terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from align.corpus.outputs import corpus_signature
from align.report import CorpusReport, DroppedText, MarkedTerm, PairSummary
from align.report.html import render_corpus
from align.terminology.match import TermMatcher, outermost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from align.corpus.build import Corpus

__all__ = ["corpus_page"]


def corpus_page(corpus: Corpus) -> str:
    """The report on `corpus` as one self-contained HTML page."""
    entry = corpus.manifest.corpus
    pivot = corpus.pivot.lang
    return render_corpus(
        CorpusReport(
            title=entry.title,
            pivot=pivot,
            languages=tuple(document.lang for document in corpus.documents),
            units=corpus.units,
            pairs=tuple(
                PairSummary.of(alignment, pivot=pivot, crossings=crossings)
                for alignment, crossings in zip(corpus.alignments, corpus.crossings, strict=True)
            ),
            findings=corpus.findings,
            terms=tuple(_marked(corpus)),
            termbase=corpus.termbase,
            dropped=tuple(
                DroppedText(lang=item.lang, pattern=item.pattern, count=item.count) for item in corpus.dropped
            ),
            doubtful_below=corpus.manifest.pair.doubtful,
            publisher=entry.publisher,
            date=corpus.date,
            licence=entry.licence,
            status_note=entry.status,
            signature=corpus_signature(corpus),
        )
    )


def _marked(corpus: Corpus) -> Iterator[MarkedTerm]:
    """Every term in every variant, the longest where several overlap."""
    if corpus.termbase is None:
        return
    for document in corpus.documents:
        matcher = TermMatcher(corpus.termbase, document.lang)
        for unit in corpus.units:
            variant = unit.variant(document.lang)
            if variant is None:
                continue
            seen: set[tuple[int, int]] = set()
            for match in outermost(matcher.find(variant.text)):
                if match.span not in seen:
                    seen.add(match.span)
                    yield MarkedTerm(
                        unit_id=unit.id,
                        lang=document.lang,
                        start=match.start,
                        end=match.end,
                        concept=match.concept,
                        status=match.term.status,
                    )
