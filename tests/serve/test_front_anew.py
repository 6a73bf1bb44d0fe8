"""A front page made anew is drawn again where an answer of the store differs, and only there: whatever readers may see
shows at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.serve.press import EDITION, NOW, OPTIONS, Visitor, make_article, make_outlet, make_picture
from tests.serve.test_story_pages import make_story, told
from warraq.serve.web import front
from warraq.store import models
from warraq.store.read_outlets import forget_outlets

pytestmark = pytest.mark.django_db


@pytest.fixture
def anew(visitor: Visitor) -> Visitor:
    """A visitor of a site that keeps no page, whose store holds a story, a lone article, a picture and an excerpt."""
    visitor.door.keeps_pages = False
    story = make_story(7, rank=100_000.0)
    told(story, "goud", "حدث كبير", 200, picture=make_picture())
    told(story, "hespress", "الحدث عند هسبريس", 150)
    make_article(make_outlet("alone"), "خبر وحيد", section="sports", at=NOW - timedelta(minutes=1))
    return visitor


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The languages of the front pages that were drawn."""
    found: list[str] = []
    make = front._make

    def counted(site: Any, asked: Any, window: Any) -> Any:
        found.append(site.language)
        return make(site, asked, window)

    monkeypatch.setattr(front, "_make", counted)
    return found


def test_a_page_is_drawn_once_while_its_answers_stand(anew: Visitor, drawn: list[str]) -> None:
    pages = [anew.text(address) for address in ("/", "/fr", "/", "/fr")]
    assert pages[:2] == pages[2:]
    assert drawn == ["ar", "fr"]


def edit() -> None:
    models.Article.objects.filter(title="خبر وحيد").update(title="خبر آخر", changed_at=NOW)


def arrive() -> None:
    make_article(make_outlet("new", names={"ar": "خبر آخر"}), "خبر جديد", at=NOW)


def withdraw() -> None:
    models.Article.objects.filter(title="خبر وحيد").update(withdrawn_at=NOW, changed_at=NOW)


def join_story() -> None:
    models.Article.objects.filter(title="خبر وحيد").update(story_id=7)


def hide_picture() -> None:
    models.Picture.objects.update(is_hidden=True)


def change_story() -> None:
    models.Story.objects.update(lead_article=models.Article.objects.get(title="الحدث عند هسبريس"))


def rename_outlet() -> None:
    models.Outlet.objects.filter(slug="alone").update(names={"ar": "خبر آخر"})
    forget_outlets()


def show_less() -> None:
    models.Outlet.objects.filter(slug="goud").update(show="headline")
    forget_outlets()


def count_more() -> None:
    models.Counter.objects.update_or_create(name="articles:ma", defaults={"value": 98_765})


@pytest.mark.parametrize(
    ("change", "gone", "new"),
    [
        (edit, "خبر وحيد", "خبر آخر"),
        (arrive, "", "خبر جديد"),
        (withdraw, "خبر وحيد", ""),
        (join_story, 'class="thirds"', ""),
        (hide_picture, "/large.webp", ""),
        (change_story, 'class="lead-body has-picture"', ""),
        (rename_outlet, "", "خبر آخر"),
        (show_less, "/large.webp", ""),
        (count_more, "", "98.765"),
    ],
)
def test_what_changes_shows_at_once(anew: Visitor, change: Callable[[], None], gone: str, new: str) -> None:
    before = anew.text("/")
    change()
    after = anew.text("/")
    assert gone in before
    assert not gone or gone not in after
    assert not new or new not in before
    assert new in after


def test_a_page_is_never_anothers(anew: Visitor) -> None:
    own = anew.text("/")
    less = Visitor(options=replace(OPTIONS, show="headline", url="https://other.example"))
    other = Visitor(edition=replace(EDITION, show="headline"))
    assert "https://other.example" in less.text("/")
    assert "https://other.example" not in other.text("/")
    assert 'class="excerpt"' in own
    assert 'class="excerpt"' not in other.text("/")
    assert "?lang=fr" in anew.text("/?lang=fr")
    assert anew.text("/") == own


def test_a_day_later_its_dates_are_written_anew(anew: Visitor) -> None:
    today = anew.text("/")
    anew.door.clock = lambda: NOW + timedelta(days=1)
    assert "أمس" not in today
    assert "أمس" in anew.text("/")
