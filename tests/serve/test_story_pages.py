"""A story's page: every headline open, copies under the text they have, who was first, and the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.serve.press import NOW, OPTIONS, Visitor, make_article, make_outlet, make_picture
from warraq.store import models
from warraq.store.figures import write_compared
from warraq.store.story_rows import ComparedRow, SaidRow

pytestmark = pytest.mark.django_db


def ago(minutes: int) -> datetime:
    return NOW - timedelta(minutes=minutes)


def make_story(number: int = 7, **fields: Any) -> models.Story:
    """A story's row; its articles are named by `told`."""
    return models.Story.objects.create(
        **{
            "id": number,
            "edition": "ma",
            "language": "ar",
            "first_at": ago(60),
            "last_at": ago(10),
            "article_count": 1,
            "outlet_count": 1,
            "rank": float(number),
            "changed_at": NOW,
            **fields,
        }
    )


def told(story: models.Story, slug: str, title: str, minutes: int, **fields: Any) -> models.Article:
    outlet = models.Outlet.objects.filter(slug=slug).first() or make_outlet(slug, names={"ar": slug})
    article = make_article(outlet, title, at=ago(minutes), story=story, **fields)
    if story.lead_article_id is None:
        story.lead_article = article
        story.save()
    return article


def copied(article: models.Article, other: models.Article | None, **fields: Any) -> None:
    models.Copy.objects.create(
        **{"article": article, "other": other, "is_origin": True, "is_sure": True, "share": 0.9, **fields}
    )


def main_of(text: str) -> str:
    return text.partition("<main")[2].partition("</main>")[0]


def test_every_headline_stands_open_with_its_outlet_and_time(visitor: Visitor) -> None:
    story = make_story(outlet_count=3)
    titles = [("goud", "انهيار منزل"), ("hespress", "سقوط منزل بفاس"), ("le360", "منزل ينهار")]
    for n, (slug, title) in enumerate(titles):
        told(story, slug, title, 60 - n * 15)
    main = main_of(visitor.text("/story/7"))
    assert [main.index(f">{title}</a>") for _, title in titles] == sorted(
        main.index(f">{title}</a>") for _, title in titles
    )
    assert "<details" not in main
    assert "3 صحف" in main
    assert 'href="/goud"' in main


def test_the_first_publisher_is_named_with_both_clocks_and_how_sure_it_is(visitor: Visitor) -> None:
    story = make_story(outlet_count=2)
    told(story, "goud", "أول", 60)
    told(story, "hespress", "ثان", 30)
    main = main_of(visitor.text("/story/7"))
    said = main.partition('class="who-first"')[2].partition("</p>")[0]
    assert ">goud</a>" in said
    assert "نُشر الثلاثاء 24 نونبر 2026" in said
    assert "رُصد الثلاثاء 24 نونبر 2026" in said
    assert "مؤكّد" in said
    assert main.count('class="first"') == 2  # in the line and beside its headline


def test_a_day_without_an_hour_makes_nobody_first(visitor: Visitor) -> None:
    story = make_story(outlet_count=2)
    day = {"published_text": "2026-11-24", "published_precision": "day", "published_at": None, "seen_at": NOW}
    told(story, "goud", "أول", 60, **day)
    told(story, "hespress", "ثان", 30, **day)
    main = main_of(visitor.text("/story/7"))
    assert "لا يُعرف من نشر أولا" in main
    assert 'class="first"' not in main


def test_copies_stand_under_the_text_they_have(visitor: Visitor) -> None:
    story = make_story(outlet_count=1)
    origin = told(story, "map", "الأصل", 60)
    copy = told(story, "goud", "النسخة", 40)
    again = told(story, "hespress", "نسخة النسخة", 20)
    copied(copy, origin)
    copied(again, copy, is_origin=False, is_sure=False)
    main = main_of(visitor.text("/story/7"))
    under = main.partition('class="copies"')[2].partition("</ul>")[0]
    assert "النسخة" in under
    assert "نسخة النسخة" in under
    assert "نص منقول" in under
    assert "النص نفسه" in under  # whose order is not known
    assert f'href="/map/{origin.pk}/copies"' in main
    assert "3 صحف، واحدة منها بنصّها" in main


def test_an_origin_beyond_the_archive_is_named(visitor: Visitor) -> None:
    story = make_story()
    copied(told(story, "goud", "خبر", 60), None, outside="و م ع", is_origin=False)
    assert "نقلا عن و م ع" in main_of(visitor.text("/story/7"))


def test_what_was_withdrawn_keeps_its_headline_and_nothing_else(visitor: Visitor) -> None:
    story = make_story()
    told(story, "goud", "يبقى عنوانه", 60, withdrawn_at=NOW, excerpt="نص محذوف")
    told(story, "hespress", "باق", 30)
    main = main_of(visitor.text("/story/7"))
    assert "يبقى عنوانه" in main
    assert "حُذف بعد ذلك" in main
    assert "نص محذوف" not in main


def test_the_excerpt_follows_the_operators_choice() -> None:
    story = make_story()
    told(story, "goud", "خبر", 60, excerpt="مقتطف", picture=make_picture())
    story.picture_article = story.lead_article
    story.save()
    assert "مقتطف" in main_of(Visitor().text("/story/7"))
    quiet = main_of(Visitor(options=replace(OPTIONS, show="headline")).text("/story/7"))
    assert "مقتطف" not in quiet
    assert "<img" not in quiet


def figures(story: models.Story, *sides: tuple[tuple[models.Article, float, str], ...]) -> None:
    said = tuple(
        tuple(SaidRow(a.pk, a.outlet.slug, value, None, None, False, printed) for a, value, printed in side)
        for side in sides
    )
    rows = [ComparedRow("count", None, "خليه", None, said)]
    models.Figures.objects.create(story=story, comparisons=write_compared(rows))


def test_figures_that_differ_are_shown_with_the_articles_that_give_them() -> None:
    story = make_story(outlet_count=3)
    one, two, three = (told(story, slug, slug, 60) for slug in ("goud", "hespress", "le360"))
    figures(story, ((one, 215, "215 خلية"), (two, 215, "215 خلية")), ((three, 251, "251 خلية إرهابية"),))
    table = main_of(Visitor().text("/story/7")).partition('class="figures"')[2]
    assert "مختلفة" in table
    assert ">215 خلية</b>" in table
    assert f'href="/le360/{three.pk}"' in table
    assert "خلية إرهابية</span>" in table
    silent = main_of(Visitor(options=replace(OPTIONS, show="headline")).text("/story/7"))
    table = silent.partition('class="figures"')[2]
    assert "خلية" not in table  # the words are the article's; the number is a fact
    assert ">215</b>" in table


def test_figures_that_agree_say_so_and_those_of_one_outlet_are_left_out(visitor: Visitor) -> None:
    story = make_story(outlet_count=2)
    one, two = told(story, "goud", "أ", 60), told(story, "hespress", "ب", 50)
    figures(story, ((one, 12, "12 قتيلا"), (two, 12, "اثنا عشر قتيلا")))
    assert "متفقة" in main_of(visitor.text("/story/7"))
    two.withdrawn_at = two.changed_at = NOW
    two.save()
    assert 'class="figures"' not in main_of(Visitor().text("/story/7"))


def test_a_merged_story_leads_to_the_one_that_was_kept(visitor: Visitor) -> None:
    kept = make_story(7)
    told(kept, "goud", "خبر", 60)
    make_story(3, merged_into=kept)
    response = visitor.get("/fr/story/3")
    assert response.status_code == 301
    assert response["Location"] == "/fr/story/7"
    assert visitor.get("/story/99").status_code == 404
    assert "خبر" in visitor.text("/story/3/rss")


def test_a_story_has_a_feed_in_every_format(visitor: Visitor) -> None:
    story = make_story()
    told(story, "goud", "قديم", 60)
    told(story, "hespress", "جديد", 30)
    told(story, "le360", "محذوف", 20, withdrawn_at=NOW)
    for form in ("rss", "atom", "feed.json"):
        text = visitor.text(f"/story/7/{form}")
        assert text.index("جديد") < text.rindex("قديم")
        assert "محذوف" not in text


def rail_of(text: str) -> str:
    return text.partition('class="its-story"')[2].partition("</section>")[0]


def test_an_article_has_its_story_beside_it(visitor: Visitor) -> None:
    story = make_story(outlet_count=3)
    first = told(story, "goud", "أول", 60)
    second = told(story, "hespress", "ثان", 30)
    third = told(story, "le360", "ثالث", 10)
    copied(third, second)
    figures(story, ((first, 215, "215 خلية"),), ((second, 251, "251 خلية"),))
    rail = rail_of(visitor.text(f"/hespress/{second.pk}"))
    assert 'href="/story/7">القصة: 3 صحف</a>' in rail
    assert "أول من نشر:" in rail
    assert f'href="/goud/{first.pk}"' in rail
    assert "مقال واحد نقل نصّه" in rail
    assert "215 خلية</span> / <span" in rail
    assert ">ثان</a>" not in rail
    assert "نصّه منقول عن hespress" in rail_of(visitor.text(f"/le360/{third.pk}"))


def test_a_story_of_one_newspaper_stands_beside_nothing(visitor: Visitor) -> None:
    story = make_story()
    article = told(story, "goud", "خبر", 60)
    told(story, "goud", "تتمة", 30)
    assert "its-story" not in visitor.text(f"/goud/{article.pk}")


def test_the_same_event_in_the_other_language_is_offered(visitor: Visitor) -> None:
    arabic, french = make_story(7), make_story(8, language="fr", outlet_count=2)
    article = told(arabic, "goud", "انهيار منزل بفاس", 60)
    told(french, "le-matin", "Fès : une maison s’effondre", 50, language="fr")
    models.Counterpart.objects.create(story=arabic, other=french, likeness=0.9)
    for address in ("/story/7", f"/goud/{article.pk}"):
        main = main_of(visitor.text(address))
        offer = main.partition('class="also-in"')[2].partition("</p>")[0]
        assert "أيضا بالفرنسية" in offer
        assert 'href="/story/8" lang="fr" dir="ltr"' in offer
        assert "une maison s’effondre" in offer
    assert 'class="also-in"' not in visitor.text("/story/8")
    assert "Aussi en français" in visitor.text("/fr/story/7")


def test_a_story_without_picture_and_figures_has_no_empty_column(visitor: Visitor) -> None:
    story = make_story()
    told(story, "goud", "خبر", 30)
    told(story, "hespress", "خبر آخر", 20)
    assert 'class="rail"' not in main_of(visitor.text("/story/7"))
