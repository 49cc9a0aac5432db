"""Fingerprints of findings: what a finding is known by from one run to the next.

A fingerprint is made of the check, the rule, the concept, the language that is judged, the wording of the source and of
the translation, and what was found there. Wordings are compared as `comparison_key` does, so case, spaces, and kinds of
quotation marks do not matter. It is **not** made of ids of units, places, severities, messages, what was expected, or
dates: a corpus that is aligned again, an edited term base and a new version of the messages leave it as it is. When the
source or the translation is worded anew, the finding is a new one, for somebody has to look again.

Equal findings (one sentence that occurs twice) are numbered in the order of the units, and the second has another
fingerprint than the first. So a dismissal is of one place, and what comes in addition is new.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from align.text.normalise import comparison_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from align.model import Finding

__all__ = ["FINGERPRINT", "fingerprint", "numbered", "wording", "wording_of_keys"]

FINGERPRINT = r"[0-9a-f]{16}"
"""What a fingerprint looks like: 16 hexadecimal digits, 64 bits."""

_VERSION = "1"
_SIZE = 8


def wording(*texts: str) -> bytes:
    """What `texts` are known by; equal for texts that `comparison_key` holds to be equal."""
    return wording_of_keys(*map(comparison_key, texts))


def wording_of_keys(*keys: str) -> bytes:
    """The same of texts whose `comparison_key` is at hand."""
    return hashlib.blake2b("\0".join(keys).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def fingerprint(check: str, rule: str, *, concept: str | None, lang: str, texts: bytes, found: str = "") -> str:
    """The fingerprint of a finding.

    Args:
        check: the name of the check.
        rule: the rule, or the one that stands for all between which a finding may change.
        concept: id of the concept, if there is one.
        lang: the language that is judged.
        texts: the `wording` of source and translation.
        found: what was found, where it does not depend on other units.
    """
    parts = "\0".join((_VERSION, check, rule, concept or "", lang, comparison_key(found)))
    return hashlib.blake2b(parts.encode("utf-8", "surrogatepass") + b"\0" + texts, digest_size=_SIZE).hexdigest()


def numbered(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with different fingerprints for equal ones; one without gets one from what it says of itself."""
    seen: dict[str, int] = {}
    for finding in findings:
        base = finding.fingerprint or fingerprint(
            finding.check,
            finding.rule,
            concept=finding.concept,
            lang=finding.about,
            texts=wording(finding.unit_id, finding.message),
            found=finding.found,
        )
        count = seen[base] = seen.get(base, 0) + 1
        mark = base
        if count > 1:
            mark = hashlib.blake2b(f"{base}\0{count}".encode(), digest_size=_SIZE).hexdigest()
        yield finding if mark == finding.fingerprint else replace(finding, fingerprint=mark)
