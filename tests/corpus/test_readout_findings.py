"""What the checks say about the readout: corpora/readout-2023/findings.txt explains every finding."""

from __future__ import annotations

import json
import re
from collections import Counter

EXPLAINED = re.compile(r"(\S+) (\S+) (\S+): (.+) = (.+)")


def test_every_finding_is_explained(checkout, readout):
    """The build of the readout reports the findings that are explained, and no other."""
    lines = (checkout / "corpora" / "readout-2023" / "findings.txt").read_text(encoding="utf-8").splitlines()
    told = [EXPLAINED.fullmatch(line).groups() for line in lines if line and not line.startswith("#")]
    findings = json.loads((readout / "findings.json").read_text(encoding="utf-8"))["findings"]
    found = Counter((f"{f['check']}/{f['rule']}", f["lang"], f["concept"]) for f in findings)
    assert found == Counter((rule, lang, concept) for rule, lang, concept, _, _ in told)
