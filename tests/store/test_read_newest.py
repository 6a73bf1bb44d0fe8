"""Lists out of one window are the lists that were asked for one by one, however short the window is."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from tests.serve.press import NOW, make_article, make_outlet, make_picture
from warraq.store import models, read
from warraq.store.read_newest import Newest

pytestmark = pytest.mark.django_db
SECTIONS = ("politics", "sports", "")


@pytest.fixture
def rows() -> list[models.Article]:
    """Forty articles of four outlets and an outlet without any; one outlet and one section are rare."""
    draw = Random(1)
    outlets = [make_outlet(slug) for slug in ("goud", "hespress", "rare", "le360", "empty")]
    return [
        make_article(
            outlets[2] if n == 0 else outlets[draw.choice((0, 1, 3))],
            f"headline {n}",
            language=draw.choice(("ar", "fr", "")),
            section=draw.choice(("politics", "politics", "sports", "")) if n else "sports",
            at=NOW - timedelta(minutes=60 - n // 2),
            withdrawn_at=NOW if n % 7 == 3 else None,
        )
        for n in range(40)
    ]


@pytest.mark.parametrize("length", [1, 5, 20, 100])
@pytest.mark.parametrize("languages", [None, ("ar", ""), ("zgh",)])
@pytest.mark.parametrize("limit", [1, 4, 30])
def test_lists_are_those_asked_one_by_one(
    rows: list[models.Article], length: int, languages: tuple[str, ...] | None, limit: int
) -> None:
    window = Newest("ma", length)
    assert window.latest(languages=languages, limit=limit) == read.latest(
        "ma", languages=languages, limit=limit
    )
    found = window.each_section(SECTIONS, languages=languages, limit=limit)
    assert found == read.each_section("ma", SECTIONS, languages=languages, limit=limit)
    assert window.each_outlet() == read.each_outlet("ma")


def test_a_window_shows_what_changed_just_now(rows: list[models.Article]) -> None:
    picture = make_picture()
    last = make_article(rows[0].outlet, "before", picture=picture)
    shown = next(row for row in Newest("ma").latest(limit=100) if row.number == last.pk)
    assert shown.picture is not None
    models.Picture.objects.update(is_hidden=True)
    assert next(row for row in Newest("ma").latest(limit=100) if row.number == last.pk).picture is None
    last.title, last.changed_at = "after", NOW
    last.save()
    assert "after" in [row.title for row in Newest("ma").latest(limit=100)]
    last.withdrawn_at = NOW
    last.save()
    assert last.pk not in [row.number for row in Newest("ma").latest(limit=100)]
