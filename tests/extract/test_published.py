"""When a page was published: which of the days that it tells is that one."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from warraq.extract.metadata import read_metadata

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TITLE = "<h1>The trams run again</h1>"
TEXT = "<p>" + "The trams of the town run again after a long summer of works. " * 8 + "</p>"


def ld(**fields: str) -> str:
    stated = {"@type": "Article", "headline": "The trams run again"} | fields
    return f'<script type="application/ld+json">{json.dumps(stated)}</script>'


DECLARED = ld(datePublished="2025-01-29", dateModified="2025-08-14")


def printed(
    body: str, *, head: str = "", address: str = "https://outlet.example/trams", lang: str = "en"
) -> str | None:
    page = f"<html lang={lang}><head>{head}</head><body>{body}</body></html>"
    said = read_metadata(LexborHTMLParser(page), address=address, now=NOW, zone=UTC)
    return said.published.printed() if said.published else None


@pytest.mark.parametrize(
    ("body", "head", "expected"),
    [
        # An update alone tells no publication.
        (TITLE + "<p>Updated August 14, 2025</p>" + TEXT, "", None),
        (TITLE + "<p>Last updated:</p><p>Aug 14, 2025</p>" + TEXT, "", None),
        (TITLE + '<p class="field--changed"><time datetime="2025-08-14">August 14, 2025</time></p>' + TEXT, "", None),
        (TITLE + "<p>By Ann RoeUpdated: Dec 19, 2025</p>" + TEXT, "", None),
        (TITLE + "<p>16 August 2019 - Updated 9 July 2023</p>" + TEXT, "", "2019-08-16"),
        (TITLE + "<p>Published on Oct 21, 2025 Updated on Mar 9, 2026</p>" + TEXT, "", "2025-10-21"),
        (TITLE + "<p>August 14, 2025</p>" + TEXT, DECLARED, "2025-01-29"),
        # A page published anew keeps its first day, as readers see it.
        (TITLE + "<p>November 2, 2022</p>" + TEXT, ld(datePublished="Jun 12, 2025"), "2022-11-02"),
        # What stands among other articles, or in a quotation, is theirs.
        (TITLE + TEXT + "<div class=related><time datetime=2020-01-01>1 Jan 2020</time></div>", DECLARED, "2025-01-29"),
        (TITLE + "<blockquote>A post of Feb 16, 2020</blockquote>" + TEXT, DECLARED, "2025-01-29"),
        # Far from the headline, but named or said.
        (TITLE + TEXT + "<h3>Published</h3><p>July 8, 2025</p>", "", "2025-07-08"),
        (TITLE + TEXT + '<span class="story-date">May 31, 2024</span>', "", "2024-05-31"),
        (TITLE + TEXT + '<i class=date>1 May 2024</i><i class=date>2 May 2024</i>', "", None),
        # Inside an element called like a list, beside the headline all the same.
        ("<div class=latest-news>" + TITLE + "<p>May 31, 2024</p>" + TEXT + "</div>", "", "2024-05-31"),
        # Month first or day first: only what the page tells elsewhere decides.
        (TITLE + "<p>Published March 9, 2026</p>" + TEXT, ld(datePublished="03-09-2026"), "2026-03-09"),
        (TITLE + TEXT, ld(datePublished="03-09-2026"), None),
        (TITLE + TEXT, ld(datePublished="23-09-2026"), "2026-09-23"),
        (TITLE + TEXT, '<meta name="x-published-date" content="2025-05-27T06:03:43Z">', "2025-05-27T06:03:43+00:00"),
        (TITLE + TEXT, "<title>The trams run again | Outlet | 28.04.2023</title>", "2023-04-28"),
    ],
)  # fmt: skip
def test_the_day_of_publication_is_taken(body: str, head: str, expected: str | None) -> None:
    assert printed(body, head=head) == expected


def test_a_page_that_is_declared_tells_its_day() -> None:
    head = ld(datePublished="2021-01-27T06:00:00+00:00").replace("Article", "WebPage")
    assert printed(TITLE + TEXT, head=head) == "2021-01-27T06:00:00+00:00"


def test_a_day_is_never_moved_by_utc() -> None:
    head = ld(datePublished="2020-02-18T02:18:11Z")
    assert (
        printed(TITLE + TEXT, head=head, address="https://outlet.example/2020/02/17/trams/") == "2020-02-17"
    )
    assert printed(TITLE + "<p>Feb 17, 2020</p>" + TEXT, head=head) == "2020-02-17"
    late = ld(datePublished="2023-06-19T23:48:21+00:00")
    address = "https://outlet.example/2023/06/19/trams/"
    assert (
        printed(TITLE + "<p>June 20, 2023</p>" + TEXT, head=late, address=address)
        == "2023-06-19T23:48:21+00:00"
    )


@pytest.mark.parametrize(
    "address", ["https://outlet.example/2023/october/03/trams", "https://outlet.example/2023/10/03/trams"]
)
def test_the_address_tells_the_day(address: str) -> None:
    assert printed(TITLE + TEXT, address=address) == "2023-10-03"
