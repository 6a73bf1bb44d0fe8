"""Stories of two languages stand beside each other in rows, and lose each other when they tell of two events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.serve.press import NOW, make_article, make_outlet
from tests.store.test_read_stories import ago, make_story
from warraq.processes.pairing import Pairer
from warraq.store import models
from warraq.store.counterparts import save_counterparts, told_stories
from warraq.store.read_stories import also_in, also_in_beside

pytestmark = pytest.mark.django_db
EVENT = {
    "ar": "توقيف ثلاثة أشخاص ببركان وحجز 40 كلغ من الشيرا",
    "fr": "Berkane : trois personnes arrêtées, 40 kg de chira saisis",
}


def tell(number: int, language: str, title: str, **fields: Any) -> models.Article:
    """A story of one article."""
    slug = f"paper-{language}"
    outlet = models.Outlet.objects.filter(slug=slug).first() or make_outlet(slug, language=language)
    story = make_story(number, language=language)
    article = make_article(outlet, title, language=language, story=story, **fields)
    models.Story.objects.filter(pk=number).update(lead_article=article)
    return article


class Clock:
    """Runs forward when told."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def pairer(clock: Clock | None = None) -> Pairer:
    return Pairer(clock or Clock())


def test_the_same_event_is_offered_on_both_sides() -> None:
    arabic, french = tell(7, "ar", EVENT["ar"]), tell(8, "fr", EVENT["fr"])
    tell(9, "fr", "Le marathon de Tanger attire deux mille coureurs")
    assert pairer().step() == 2
    for number, other in ((7, 8), (8, 7)):
        found = also_in("ma", number)
        assert found is not None
        assert found.number == other
    assert also_in("ma", 9) is None
    beside = also_in_beside("ma", arabic.pk)
    assert beside is not None
    assert beside.lead is not None
    assert beside.lead.number == french.pk


def test_another_edition_sees_nothing() -> None:
    tell(7, "ar", EVENT["ar"])
    tell(8, "fr", EVENT["fr"])
    pairer().step()
    assert also_in("tn", 7) is None


def test_a_look_that_finds_nothing_new_changes_nothing_and_waits() -> None:
    tell(7, "ar", EVENT["ar"])
    clock = Clock()
    keeper = pairer(clock)
    assert keeper.step() == 0
    tell(8, "fr", EVENT["fr"])
    assert keeper.step() == 0, "it looks again only after a while"
    clock.seconds += 3_600
    assert keeper.step() == 2
    clock.seconds += 3_600
    assert keeper.step() == 0


def test_stories_that_turn_out_to_be_two_events_lose_each_other() -> None:
    tell(7, "ar", EVENT["ar"])
    french = tell(8, "fr", EVENT["fr"])
    clock = Clock()
    keeper = pairer(clock)
    keeper.step()
    models.Article.objects.filter(pk=french.pk).update(
        title="Le marathon de Tanger attire deux mille coureurs"
    )
    clock.seconds += 3_600
    assert keeper.step() == 2
    assert also_in("ma", 7) is None


def test_what_a_story_had_outlives_the_days_that_are_compared() -> None:
    for number, language in ((7, "ar"), (8, "fr"), (9, "fr")):
        tell(number, language, EVENT[language])
    assert save_counterparts([7, 8], {(7, 8): 0.9}) == 2
    assert save_counterparts([7], {}) == 0
    found = also_in("ma", 7)
    assert found is not None
    assert found.number == 8
    assert save_counterparts([7, 9], {(7, 9): 0.9}) == 3
    assert also_in("ma", 8) is None


def test_a_withdrawn_article_tells_nothing_and_an_old_one_is_not_compared() -> None:
    tell(7, "ar", EVENT["ar"], withdrawn_at=NOW)
    tell(8, "fr", EVENT["fr"], at=ago(60 * 24 * 9))
    assert told_stories("ma", ("ar", "fr"), NOW - timedelta(days=3)) == []


def test_a_story_without_standing_articles_is_not_offered() -> None:
    tell(7, "ar", EVENT["ar"])
    tell(8, "fr", EVENT["fr"])
    pairer().step()
    models.Story.objects.filter(pk=8).update(article_count=0)
    assert also_in("ma", 7) is None
