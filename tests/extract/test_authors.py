"""Authors are people; what stands where their names stand is told apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from warraq.extract.bylines import read_authors
from warraq.extract.metadata import read_metadata

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TITLE = "<h1>The trams run again</h1>"
TEXT = "<p>" + "The trams of the town run again after a long summer of works. " * 8 + "</p>"


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("Rasmus Lund Founder & Lead Reviewer", ("Rasmus Lund",)),
        ("Matt Reed Head Winemaker, Co-Founder", ("Matt Reed",)),
        ("Elena Huber (ehu)", ("Elena Huber",)),
        ("Paramita (Guha) Rao", ("Paramita (Guha) Rao",)),
        ("von Jemima Keller", ("Jemima Keller",)),
        ("Colin Gray Colin Gray", ("Colin Gray",)),
        ("Steve Kern Reviewed By: Mike Rebel, PhD", ("Steve Kern",)),
        ("Photos by Mike Rebel", ()),
        ("November 26th", ()),
        ("HR Strategy", ()),
        ("Conditions Privacy Policy", ()),
        ("Senior Writer", ()),
        ("Trine Jensen og Tora Olsen", ("Trine Jensen", "Tora Olsen")),
        ("بقلم: عبد الله الفاسي", ("عبد الله الفاسي",)),
        ("عبد الله الفاسي - صحافي", ("عبد الله الفاسي",)),
        ("تصوير: عبد الله الفاسي", ()),
        ("هيئة التحرير", ()),
        ("وكالة المغرب العربي للأنباء", ()),
        ("Journaliste : Aïcha El Fassi", ()),
        ("Par Aïcha El Fassi, envoyée spéciale", ("Aïcha El Fassi",)),
        ("MAP", ()),
        ("redaction@outlet.example", ()),
    ],
)
def test_names_are_parted_from_what_follows_them(claim: str, expected: tuple[str, ...]) -> None:
    assert read_authors([claim], sites=["Outlet", "outlet.example"]) == expected


@pytest.mark.parametrize(
    ("body", "head", "expected"),
    [
        # Who is named beside the headline wrote it, whoever's account published it.
        (TITLE + "<p>By Ann Peters | 19 May 2025</p>" + TEXT, '<meta name=author content="Jo Katz">', ("Ann Peters",)),
        (TITLE + TEXT, '<meta name=author content="Jo Katz">', ("Jo Katz",)),
        # Commentators, photographers and authors of other articles did not.
        (TITLE + TEXT + "<ol class=comments><li class=author-name>Lori Campbell</ol>", "", ()),
        (TITLE + "<figure><img src=a.jpg><figcaption class=author>Jorge Ruiz</figcaption></figure>" + TEXT, "", ()),
        (TITLE + TEXT + "<div class=related><a rel=author>Ben Holt</a></div>", "", ()),
        (TITLE + TEXT + "<aside><a rel=author>Ben Holt</a></aside>", "", ("Ben Holt",)),
        # A link above the date leads to a section.
        (TITLE + '<a href="/town/city-transport">City Transport</a><p>19 August 2025</p>' + TEXT, "", ()),
        (TITLE + '<a href="/authors/ben">Ben Holt</a><p>19 August 2025</p>' + TEXT, "", ("Ben Holt",)),
    ],
)  # fmt: skip
def test_the_author_is_who_wrote_it(body: str, head: str, expected: tuple[str, ...]) -> None:
    page = f"<html lang=en><head>{head}</head><body>{body}</body></html>"
    said = read_metadata(LexborHTMLParser(page), address="https://outlet.example/trams", now=NOW, zone=UTC)
    assert said.authors == expected
