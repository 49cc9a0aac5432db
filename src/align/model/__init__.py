"""The nouns of the toolkit: frozen records that check themselves and do no input or output."""

from align.model.alignment import Alignment, Bead, BeadStatus
from align.model.document import Block, BlockKind, Document, Segment, is_ncname
from align.model.finding import SEVERITIES, Finding, Severity
from align.model.signature import Signature
from align.model.term import Concept, Term, TermBase, TermStatus
from align.model.unit import InlineCode, Origin, Property, TranslationUnit, Variant, is_kind, with_status

__all__ = [
    "SEVERITIES",
    "Alignment",
    "Bead",
    "BeadStatus",
    "Block",
    "BlockKind",
    "Concept",
    "Document",
    "Finding",
    "InlineCode",
    "Origin",
    "Property",
    "Segment",
    "Severity",
    "Signature",
    "Term",
    "TermBase",
    "TermStatus",
    "TranslationUnit",
    "Variant",
    "is_kind",
    "is_ncname",
    "with_status",
]
