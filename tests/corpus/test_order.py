"""Crossing order becomes a finding, which the results hold."""

from __future__ import annotations

import json

from align.aligners.crossing import Crossing
from align.corpus.build import build
from align.corpus.order import order_findings
from align.joining import join
from align.model import Alignment, Bead
from line_documents import document


def test_a_crossing_is_a_note_at_its_first_segment():
    """With the span of that segment in its unit, and both places by their ids."""
    source, target = document("zh", ["一。", "二。", "三。"]), document("en", ["One.", "Two.", "Three."])
    beads = (Bead(source=(0, 1), target=(0,)), Bead(source=(2,), target=(1, 2)))
    alignment = Alignment(source=source, target=target, beads=beads)
    crossing = Crossing(source=range(1, 3), target=range(1), cosine=0.5)
    (found,) = order_findings(alignment, [crossing], join([alignment], pivot="en"))
    assert (found.check, found.rule, found.severity, found.lang) == ("order", "crossing", "note", "zh")
    assert (found.unit_id, found.start, found.end, found.found) == ("u1", 2, 4, "二。")
    assert found.message == "s2 to s3 of the zh text read like s1 of the en text, out of order"
    (alone,) = order_findings(alignment, [Crossing(source=range(2, 3), target=range(2), cosine=0.5)], join([alignment]))
    assert alone.message == "s3 of the zh text reads like s1 to s2 of the en text, out of order"


def test_a_build_holds_it(corpus, edit, monkeypatch, tmp_path):
    """In findings.json, valid, also where there is no term base, and in the dot plot of the report."""
    edit('[terms]\nbase = "terms.csv"', "")
    crossing = Crossing(source=range(1), target=range(2, 4), cosine=0.5)
    monkeypatch.setattr("align.pairing.doubts", lambda made, **_: (crossing,) if made.source.lang == "zh" else ())
    result = build(corpus, out=tmp_path / "out")
    found = json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))["findings"]
    assert [(one["check"], one["rule"], one["lang"]) for one in found if one["check"] == "order"] == [
        ("order", "crossing", "zh")
    ]
    assert result.corpus is not None
    assert result.corpus.crossings == ((crossing,), ())
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count("off the path: en 3–4 matches zh 1") == 1
    monkeypatch.undo()
    assert not any(
        finding.check == "order" for finding in build(corpus, out=tmp_path / "out", force=True).corpus.findings
    )
