"""Why a bead was chosen, for a reviser to read and for a program."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from align.lang import direction
from align.model import Signature

if TYPE_CHECKING:
    from collections.abc import Iterable

    from align.aligners.crossing import Crossing
    from align.aligners.explain import Candidate, Share
    from align.model import Bead, Document

__all__ = ["Explanation", "about", "explanation_json", "explanation_text"]

_ABOUT = (
    ("fence", "paragraph borders"),
    ("number", "numbers"),
    ("look-alike", "names and other look-alikes"),
    ("length", "length"),
    ("margin", "its neighbours"),
    ("gain", "its neighbours"),
    ("cosine", "content"),
    ("support", "content"),
    ("hopeless", "content"),
    ("match", "content"),
    ("class", "punctuation and capitals"),
    ("question", "punctuation and capitals"),
    ("case", "punctuation and capitals"),
    ("stop", "punctuation and capitals"),
    ("type", "how usual this kind of bead is"),
    ("size", "how usual this kind of bead is"),
    ("null", "how usual null beads are"),
)
"""What features are about, by a word in their name; the first that fits holds."""

_TEXT = 100  # characters of a segment
_WEIGHTY = 0.25  # natural logarithms; what adds less is not named in the verdict
_NAMED = 3  # reasons in the verdict
_ISOLATE, _END_ISOLATE = "\u2067", "\u2069"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A bead of an alignment, and what was weighed against it.

    Attributes:
        source: the source document.
        target: the target document.
        number: of the bead, from 0.
        bead: the bead that was chosen.
        candidates: the beads that share a segment with it, itself included, the most probable first.
        signature: of the run.
        doubtful_below: score in 0..1 under which a bead is doubtful.
        crossings: what reads like segments of the bead but stands in another order.
    """

    source: Document
    target: Document
    number: int
    bead: Bead
    candidates: tuple[Candidate, ...]
    signature: Signature = field(default_factory=Signature)
    doubtful_below: float = 0.7
    crossings: tuple[Crossing, ...] = ()

    @property
    def chosen(self) -> Candidate | None:
        """The candidate that is the bead; None where it was too improbable to be given."""
        return next((one for one in self.candidates if self.is_chosen(one)), None)

    @property
    def rivals(self) -> tuple[Candidate, ...]:
        """The other candidates."""
        return tuple(one for one in self.candidates if not self.is_chosen(one))

    def is_chosen(self, candidate: Candidate) -> bool:
        """Whether a candidate is the bead."""
        return (candidate.source, candidate.target) == (self.bead.source, self.bead.target)


def about(feature: str) -> str:
    """What a feature is about, in plain words; its own name where there are none."""
    return next((words for part, words in _ABOUT if part in feature), feature)


def _sums(shares: Iterable[Share]) -> list[tuple[str, float]]:
    """Amounts by what they are about, the largest first."""
    sums: dict[str, float] = {}
    for share in shares:
        name = about(share.feature)
        sums[name] = sums.get(name, 0.0) + share.amount
    return sorted(sums.items(), key=lambda item: (-abs(item[1]), item[0]))


def explanation_text(explanation: Explanation) -> str:
    """A verdict in words, then the candidates with what speaks for and against each."""
    it, bead = explanation, explanation.bead
    score = "no score" if bead.score is None else f"score {bead.score:.2f}"
    if bead.status == "checked":
        score += ", checked"
    elif bead.score is not None and bead.score < it.doubtful_below and not bead.is_null:
        score += f", doubtful (under {it.doubtful_below:.2f})"
    lines = [f"bead {it.number}  {_sides(it, bead.source, bead.target)}  {bead.kind}  {score}"]
    shown: set[tuple[str, int]] = set()
    lines += _texts(it, bead.source, bead.target, shown)
    lines += ["", *_verdict(it)]
    lines += [f"{crossing.told(it.source, it.target)}." for crossing in it.crossings]
    for rank, candidate in enumerate(it.candidates, start=1):
        kind = f"{len(candidate.source)}-{len(candidate.target)}"
        mark = "  chosen" if it.is_chosen(candidate) else ""
        sides = _sides(it, candidate.source, candidate.target)
        lines += ["", f"{rank}  {sides}  {kind}  probability {_chance(candidate.probability)}{mark}"]
        lines += _texts(it, candidate.source, candidate.target, shown)
        lines += [f"    {amount:+6.2f}  {name}" for name, amount in _sums(candidate.shares)]
        lines.append(f"    {candidate.score:+6.2f}  together")
    lines += ["", "Amounts are natural logarithms: what is above 0 speaks for a bead, what is below against it."]
    return "\n".join(lines) + "\n"


def _verdict(it: Explanation) -> list[str]:
    chosen, rivals = it.chosen, it.rivals
    is_kept = it.bead.status == "checked"
    lines = ["Kept as it is, for a person has confirmed it."] if is_kept else []
    if chosen is None:
        lines.append(
            "Improbable by itself." if is_kept else "Improbable by itself; it is what the beads around it leave."
        )
    else:
        sums = _sums(chosen.shares)
        good = [f"{name} {amount:+.1f}" for name, amount in sums if amount >= _WEIGHTY][:_NAMED]
        bad = [f"{name} {amount:+.1f}" for name, amount in sums if amount <= -_WEIGHTY][:_NAMED]
        verb = "For it" if is_kept else "Chosen for"
        reasons = f"{verb}: {', '.join(good)}." if good else "Nothing much speaks for it."
        lines.append(f"{reasons} Against it: {', '.join(bad)}." if bad else reasons)
        if rivals and rivals[0].probability > chosen.probability:
            why = "was confirmed" if is_kept else "fits better to the beads around it"
            lines.append(f"Another bead is more probable by itself; this one {why}.")
    if not rivals:
        return [*lines, "No other bead comes near."]
    return [*lines, f"Runner-up ({_chance(rivals[0].probability)}): {_difference(it, rivals[0])}."]


def _difference(it: Explanation, other: Candidate) -> str:
    """What another candidate does with the segments of the bead."""
    if not other.source or not other.target:
        return f"leaves {_sides(it, other.source, other.target)} without a counterpart"
    bead = it.bead
    if bead.is_null:
        own, partner = ("source", "target") if bead.source else ("target", "source")
        segments = _names(it, own, getattr(other, own)), _names(it, partner, getattr(other, partner))
        return f"pairs {segments[0]} with {segments[1]}"
    more, less = [], []
    for side in ("source", "target"):
        ours, theirs = set(getattr(bead, side)), set(getattr(other, side))
        more += [_names(it, side, sorted(theirs - ours))] if theirs - ours else []
        less += [_names(it, side, sorted(ours - theirs))] if ours - theirs else []
    if not less:
        return f"adds {' and '.join(more)}"
    if not more:
        return f"splits off {' and '.join(less)}"
    return f"takes {' and '.join(more)} instead of {' and '.join(less)}"


def _names(it: Explanation, side: str, indexes: Iterable[int]) -> str:
    document = it.source if side == "source" else it.target
    return f"{document.lang} {' '.join(document.segments[index].id for index in indexes)}"


def _sides(it: Explanation, source: tuple[int, ...], target: tuple[int, ...]) -> str:
    given = (("source", source), ("target", target))
    return " : ".join(_names(it, side, indexes) for side, indexes in given if indexes)


def _texts(
    it: Explanation, source: tuple[int, ...], target: tuple[int, ...], shown: set[tuple[str, int]]
) -> Iterable[str]:
    """The segments that were not shown yet, a line each."""
    for document, indexes in ((it.source, source), (it.target, target)):
        for index in indexes:
            if (document.lang, index) in shown:
                continue
            shown.add((document.lang, index))
            text = " ".join(document.segments[index].text.split())
            text = text if len(text) <= _TEXT else f"{text[: _TEXT - 1]}…"
            if direction(document.lang) == "rtl":
                text = f"{_ISOLATE}{text}{_END_ISOLATE}"
            yield f"    {document.lang} {document.segments[index].id}  {text}"


def _chance(probability: float) -> str:
    return "under 0.01" if probability < 0.005 else f"{probability:.2f}"


def explanation_json(explanation: Explanation) -> str:
    """All of it as JSON, as ``schemas/explanation.schema.json`` describes it; nothing is summed or left out."""
    it, bead = explanation, explanation.bead
    named: dict[str, dict[str, str]] = {}
    for side, document in (("source", it.source), ("target", it.target)):
        indexes = sorted({index for one in (bead, *it.candidates, *it.crossings) for index in getattr(one, side)})
        named[side] = {document.segments[index].id: document.segments[index].text for index in indexes}
    report = {
        "signature": str(it.signature),
        "source": {"document": it.source.id, "lang": it.source.lang, "segments": named["source"]},
        "target": {"document": it.target.id, "lang": it.target.lang, "segments": named["target"]},
        "bead": {
            "number": it.number,
            **_ids(it, bead),
            "score": bead.score,
            "status": bead.status,
        },
        "candidates": [
            {
                "chosen": it.is_chosen(one),
                **_ids(it, one),
                "probability": one.probability,
                "sum": one.score,
                "shares": [
                    {
                        "feature": share.feature,
                        "about": about(share.feature),
                        "value": share.value,
                        "weight": share.weight,
                        "amount": share.amount,
                    }
                    for share in one.shares
                ],
            }
            for one in it.candidates
        ],
        "crossings": [{**_places(it, one), "cosine": one.cosine} for one in it.crossings],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _ids(it: Explanation, one: Bead | Candidate) -> dict[str, object]:
    return {**_places(it, one), "kind": f"{len(one.source)}-{len(one.target)}"}


def _places(it: Explanation, one: Bead | Candidate | Crossing) -> dict[str, list[str]]:
    return {
        "source": [it.source.segments[index].id for index in one.source],
        "target": [it.target.segments[index].id for index in one.target],
    }
