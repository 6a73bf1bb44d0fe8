"""What pages read of stories: the top ones by an index, one with its articles, and where a merged one leads."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.serve.press import EDITION, NOW, make_article, make_outlet, make_picture
from warraq.store import models
from warraq.store.figures import read_compared, write_compared
from warraq.store.read_stories import (
    copies_of,
    copy_row,
    each_story,
    figures,
    first_of,
    stories_of,
    story,
    story_members,
    top_stories,
)
from warraq.store.story_rows import ComparedRow, Moved, SaidRow, StoryRow
from warraq.understand.firsts import First, Ground

pytestmark = pytest.mark.django_db
ZONE = EDITION.zone


def ago(minutes: int) -> datetime:
    return NOW - timedelta(minutes=minutes)


def make_story(number: int, **fields: Any) -> models.Story:
    return models.Story.objects.create(
        **{
            "id": number,
            "edition": "ma",
            "language": "ar",
            "first_at": ago(60),
            "last_at": ago(60),
            "article_count": 1,
            "outlet_count": 1,
            "rank": float(number),
            "changed_at": NOW,
            **fields,
        }
    )


def test_a_story_is_found_by_its_number_and_a_merged_one_leads_on() -> None:
    lead = make_article(make_outlet(), "زلزال في الحوز")
    kept = make_story(7, lead_article=lead, section="society", main_place="al-haouz")
    make_story(3, merged_into=kept)
    found = story("ma", 7)
    assert isinstance(found, StoryRow)
    assert found.lead is not None
    assert (found.lead.title, found.section, found.main_place) == (
        "زلزال في الحوز",
        "society",
        "al-haouz",
    )
    assert found.path == "/story/7"
    assert story("ma", 3) == Moved(7)
    for unknown in (4, 0, -1, 2**70):
        assert story("ma", unknown) is None
    assert story("tn", 7) is None


def test_the_top_stories_are_those_of_the_highest_rank_that_go_on() -> None:
    make_story(1, rank=9.0, last_at=ago(60 * 24 * 4))
    make_story(2, rank=3.0)
    make_story(3, rank=5.0, language="fr")
    make_story(4, rank=8.0, language="zgh")
    make_story(5, rank=7.0, article_count=0)
    make_story(6, rank=7.0, merged_into_id=2)
    make_story(7, rank=4.0)
    since = ago(60 * 24)
    assert [row.number for row in top_stories("ma", ("ar", "fr"), since=since)] == [3, 7, 2]
    assert [row.number for row in top_stories("ma", ("ar", "fr"), since=since, limit=1)] == [3]
    assert top_stories("ma", (), since=since) == []
    assert top_stories("tn", ("ar",), since=since) == []


def test_an_index_answers_which_stories_are_on_top() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the planner of PostgreSQL reads small tables whole")
    sql = (
        "EXPLAIN QUERY PLAN SELECT s.id FROM store_story s WHERE s.edition = 'ma' AND s.language = 'ar' "
        "AND s.merged_into_id IS NULL AND s.article_count > 0 AND s.last_at >= '2023' ORDER BY s.rank DESC LIMIT 9"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "story_top" in plan
    assert "TEMP B-TREE" not in plan


def test_a_storys_articles_come_oldest_first_with_both_clocks_and_what_they_copied() -> None:
    kept = make_story(7)
    one, other = make_outlet("goud"), make_outlet("hespress")
    first = make_article(one, "first", at=ago(50), story=kept)
    second = make_article(other, "second", at=ago(20), story=kept, withdrawn_at=NOW)
    make_article(other, "elsewhere", at=ago(10))
    models.ArticlePlace.objects.create(article=first, place="fes", is_main=True, sort_at=first.sort_at)
    models.Copy.objects.create(
        article=second, other=first, is_origin=True, is_sure=True, share=0.9, other_share=0.8,
        reasons="named seen", outside="MAP",
    )  # fmt: skip
    members = story_members("ma", 7, ZONE)
    assert [m.headline.title for m in members] == ["first", "second"]
    assert members[0].printed is not None
    assert members[0].printed.instant(ZONE) == members[0].headline.seen_at == members[0].sight
    assert (members[0].main_place, members[0].copy, members[0].copy_of) == ("fes", None, None)
    assert (members[1].copy_of, members[1].headline.is_withdrawn) == (first.pk, True)
    assert members[1].copy is not None
    assert (members[1].copy.reasons, members[1].copy.outside) == (("named", "seen"), "MAP")
    assert first_of(members, ZONE) == First(str(first.pk), True, Ground.ORIGIN)
    assert [(row.number, c.share) for row, c in copies_of("ma", first.pk)] == [(second.pk, 0.9)]
    assert copy_row(second.pk) == members[1].copy
    assert copy_row(first.pk) is None


def test_stories_lead_to_their_newest_articles_and_articles_to_their_story() -> None:
    one, other = make_story(1), make_story(2)
    outlet = make_outlet()
    numbers = [make_article(outlet, str(n), at=ago(n), story=one).pk for n in range(4)]
    alone = make_article(outlet, "alone", story=other, picture=make_picture()).pk
    nowhere = make_article(outlet, "nowhere").pk
    rows = each_story("ma", [1, 2, 3], limit=3)
    assert {number: [row.title for row in found] for number, found in rows.items()} == {
        1: ["2", "1", "0"],
        2: ["alone"],
    }
    assert each_story("ma", []) == {}
    assert each_story("ma", [3]) == {}
    assert stories_of([*numbers, alone, nowhere, 10**9]) == {**dict.fromkeys(numbers, 1), alone: 2}
    assert stories_of([]) == {}


def test_figures_are_read_as_they_were_written() -> None:
    said = SaidRow(3, "goud", 12.0, None, None, False, "12 قتيلا")
    rows = [ComparedRow("count", None, "قتيل", "dead", ((said,), (said._replace(article=4, value=13.0),)))]
    assert read_compared(write_compared(rows)) == rows
    assert not rows[0].is_agreed
    models.Figures.objects.create(story=make_story(1), comparisons=write_compared(rows))
    assert figures(1) == rows
    assert figures(2) == []
