"""The front page by story: the newspapers of each always open, who was first, each event once; never an empty page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.serve.press import NOW, Visitor, bump, make_article, make_outlet, make_picture
from tests.serve.test_story_pages import main_of, make_story, told
from warraq.store import models

pytestmark = pytest.mark.django_db


def test_a_story_of_several_newspapers_leads_with_their_names_open(visitor: Visitor) -> None:
    story = make_story(7, rank=100_000.0, outlet_count=3)
    told(story, "goud", "حدث كبير", 200, picture=make_picture())
    told(story, "hespress", "الحدث عند هسبريس", 150)
    told(story, "le360", "الحدث عند le360", 100)
    alone = make_article(
        make_outlet("kifache", names={"ar": "كيفاش"}), "خبر وحيد", at=NOW - timedelta(minutes=1)
    )
    main = main_of(visitor.text("/"))
    lead = main.partition('class="lead"')[2].partition("</article>")[0]
    assert "حدث كبير" in lead
    assert 'href="/story/7">3 صحف</a>' in lead
    assert [lead.index(name) for name in (">goud<", ">hespress<", ">le360<")]
    assert "أول من نشر:" in lead
    # One event stands once; only the newsstand has the newest of every outlet, whatever it is.
    assert "الحدث عند هسبريس" not in main.partition("newsstand")[0]
    assert f"/kifache/{alone.pk}" in main


def test_an_event_stands_once_in_the_ticker(visitor: Visitor) -> None:
    story = make_story(7)
    told(story, "goud", "الأقدم", 60)
    told(story, "hespress", "الأحدث", 10)
    ticker = visitor.text("/about").partition('id="ticker-list"')[2]
    assert "الأحدث" in ticker
    assert "الأقدم" not in ticker


def test_without_stories_the_newest_lead(visitor: Visitor) -> None:
    outlet = make_outlet()
    make_article(outlet, "قديم", at=NOW - timedelta(days=9), picture=make_picture())
    make_article(outlet, "أقل قدما", at=NOW - timedelta(days=8), picture=make_picture("two"))
    lead = main_of(visitor.text("/")).partition('class="lead"')[2].partition("</article>")[0]
    assert "أقل قدما" in lead
    assert "صحف" not in lead


def test_a_quiet_day_leads_with_what_there_is(visitor: Visitor) -> None:
    story = make_story(7, last_at=NOW - timedelta(days=20), rank=1.0)
    told(story, "goud", "حدث قديم", 60 * 24 * 20)
    told(story, "hespress", "الحدث القديم", 60 * 24 * 20)
    assert 'class="lead"' in visitor.text("/")


def test_a_story_that_grows_is_shown_anew(visitor: Visitor) -> None:
    story = make_story(7, rank=100_000.0)
    told(story, "goud", "حدث", 60)
    told(story, "hespress", "الحدث", 50)
    assert "صحيفتان" in visitor.text("/")
    told(story, "le360", "حدث آخر", 40)
    models.Story.objects.filter(pk=7).update(changed_at=NOW + timedelta(seconds=5))
    bump()
    visitor.door.cache._asked_until = 0.0
    assert "3 صحف" in visitor.text("/")


def test_an_outlet_that_withdrew_is_named_no_more(visitor: Visitor) -> None:
    story = make_story(7, rank=100_000.0)
    told(story, "goud", "حدث", 60)
    told(story, "hespress", "الحدث", 50, withdrawn_at=NOW)
    main = main_of(visitor.text("/"))
    assert 'class="sources"' not in main
