"""OPML 2.0 of outlets: all, by section, by city; every feed it names is one, and our own importer reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from lxml import etree

from tests.serve.feed_rules import LANGUAGE, broken, is_web_address, rss_rules
from tests.serve.press import EDITION, Visitor, make_article, make_outlet
from tests.serve.test_box import TANGIER
from warraq.commands.outlet_import import read_lines
from warraq.store import models

ROOT = "https://warraq.example"


def opml_rules(content: bytes) -> Iterator[str]:
    """What the specification demands: http://opml.org/spec2.opml."""
    root = etree.fromstring(content)
    if root.tag != "opml" or root.get("version") != "2.0":
        yield "the root is <opml version='2.0'>"
    if [child.tag for child in root] != ["head", "body"]:
        yield "it has a head and a body, in this order"
    known = "title dateCreated dateModified ownerName ownerEmail ownerId docs expansionState vertScrollState".split()
    if {str(child.tag) for child in root[0]} - set(known):
        yield "the head holds known elements"
    outlines = list(root[1].iter("outline"))
    if not outlines:
        yield "the body has an outline"
    for one in outlines:
        if not one.get("text"):
            yield "an outline has a text"
        if one.get("type") == "rss" and not is_web_address(one.get("xmlUrl")):
            yield "a feed has xmlUrl"
        if one.get("htmlUrl") is not None and not is_web_address(one.get("htmlUrl")):
            yield "htmlUrl is an address"
        if one.get("language") is not None and not LANGUAGE.fullmatch(one.get("language") or ""):
            yield "a language is one"


def feeds(visitor: Visitor, address: str) -> dict[str, str]:
    """Name -> feed, of a list that keeps the rules."""
    response = visitor.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/x-opml; charset=utf-8"
    assert "warraq.opml" in visitor.get(address)["Content-Disposition"]  # from the kept page too
    assert broken(opml_rules, response.content) == []
    outlines = etree.fromstring(response.content).iter("outline")
    return {one.get("text") or "": one.get("xmlUrl") or "" for one in outlines if one.get("xmlUrl")}


@pytest.fixture
def press(db: None) -> Visitor:
    goud = make_outlet()
    pays = make_outlet("lepays", names={"fr": "Le Pays & fils"}, language="fr")
    make_outlet("gone", state="removed")
    make_article(goud)
    sport = make_article(pays, "Un but", section="sports", language="fr")
    models.ArticlePlace.objects.create(article=sport, place="tanger", is_main=True, sort_at=sport.sort_at)
    return Visitor(edition=replace(EDITION, places=(TANGIER,)))


def test_all_outlets_with_their_feeds(press: Visitor) -> None:
    found = feeds(press, "/opml")
    assert found == {"كود": f"{ROOT}/goud/rss", "Le Pays & fils": f"{ROOT}/lepays/rss"}
    assert list(feeds(press, "/fr/opml").values()) == [f"{ROOT}/fr/lepays/rss", f"{ROOT}/fr/goud/rss"]


def test_those_of_a_section_and_of_a_city(press: Visitor) -> None:
    assert feeds(press, "/section/sports/opml") == {"Le Pays & fils": f"{ROOT}/lepays/section/sports/rss"}
    search = f"{ROOT}/search/rss?q=outlet%3Alepays+city%3Atanger"
    assert feeds(press, "/city/tanger/opml") == {"Le Pays & fils": search}
    assert press.get("/region/tanger/opml").status_code == 404
    assert press.get("/city/none/opml").status_code == 404
    assert press.get("/section/none/opml").status_code == 404


def test_every_feed_of_a_list_is_one(press: Visitor) -> None:
    for address in (*feeds(press, "/opml").values(), *feeds(press, "/section/sports/opml").values()):
        assert broken(rss_rules, press.get(address.removeprefix(ROOT)).content) == []


def test_a_list_without_outlets_names_the_site_itself(visitor: Visitor) -> None:
    assert list(feeds(visitor, "/opml").values()) == [f"{ROOT}/rss"]


def test_our_own_importer_reads_it(press: Visitor) -> None:
    lines = list(read_lines(press.get("/opml").content, "warraq.opml"))
    assert [line.fault for line in lines] == ["", ""]
    assert {feed for line in lines if line.seed for feed in line.seed.feeds} == {
        f"{ROOT}/goud/rss",
        f"{ROOT}/lepays/rss",
    }


def test_the_page_of_outlets_leads_to_it(press: Visitor) -> None:
    assert 'href="/opml"' in press.text("/outlets")
    assert 'href="/fr/section/sports/opml"' in press.text("/fr/section/sports")
