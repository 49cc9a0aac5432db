"""What every report on the shelf holds to."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from align.errors import UnknownNameError
from align.report import REPORTS
from report_findings import FINDINGS, RUN, UNITS

if TYPE_CHECKING:
    from align.model import Finding

MEMBERS = REPORTS.names()


def render(name: str, findings: tuple[Finding, ...] = FINDINGS) -> bytes:
    """The report called `name`."""
    return b"".join(REPORTS.make(name).render(iter(findings), UNITS, RUN))


def text_of(data: bytes) -> str:
    """What can be read in a report; of a workbook, its parts."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "\n".join(book.read(name).decode("utf-8") for name in sorted(book.namelist()))


@pytest.mark.parametrize("name", MEMBERS)
def test_the_same_findings_give_the_same_bytes(name: str) -> None:
    """A report depends on nothing but its input."""
    assert render(name) == render(name)


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize("findings", [(), FINDINGS])
def test_a_report_is_never_empty(name: str, findings: tuple[Finding, ...]) -> None:
    """No findings is a result, too; a text ends its last line."""
    data = render(name, findings)
    assert text_of(data).strip()
    assert data.endswith(b"\n") or not REPORTS.make(name).is_text


@pytest.mark.parametrize("name", MEMBERS)
def test_every_message_is_in_the_report(name: str) -> None:
    """Also that of a finding whose unit is not at hand."""
    text = text_of(render(name))
    assert all(finding.message in text for finding in FINDINGS)
    assert "gone" in text


@pytest.mark.parametrize("name", MEMBERS)
def test_every_fingerprint_is_in_the_report(name: str) -> None:
    """So that a finding can be accepted from whatever report somebody has."""
    text = text_of(render(name))
    assert all(finding.fingerprint in text for finding in FINDINGS)


def test_no_text_can_become_markup() -> None:
    """The page has no element and no attribute that its template does not have."""

    class Tags(HTMLParser):
        """Collects what begins."""

        def __init__(self) -> None:
            super().__init__()
            self.found: set[str] = set()
            self.attributes: set[str] = set()

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            """Note an element."""
            self.found.add(tag)
            self.attributes |= {name for name, _ in attrs}

    page = render("html").decode("utf-8")
    tags = Tags()
    tags.feed(page)
    assert not tags.found & {"script", "img", "iframe", "object", "link"}
    assert not any(name.startswith("on") for name in tags.attributes)
    assert "default-src 'none'" in page
    assert "49" not in page.replace("0.1.0", "")


def test_passages_in_messages_are_kept_apart_on_the_page() -> None:
    """So that Arabic does not turn the English around it."""
    finding = replace(FINDINGS[0], message="“نص” is “قصير”")
    page = render("html", (finding,)).decode("utf-8")
    assert '<p class="message" dir="ltr"><bdi>“نص”</bdi> is <bdi>“قصير”</bdi></p>' in page


def test_an_unknown_report_is_answered_with_the_nearest() -> None:
    """A misspelled name gets a suggestion."""
    with pytest.raises(UnknownNameError, match="did you mean 'json'"):
        REPORTS.make("jsn")
