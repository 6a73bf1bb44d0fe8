"""The places of articles follow their edits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.rows import ARTICLE, EDITION, arrival, make_outlet
from warraq.records import Findings
from warraq.store import models
from warraq.store.write import write_arrivals


@pytest.mark.django_db
def test_places_are_kept_and_an_edit_may_change_them() -> None:
    outlet = make_outlet()
    found = Findings("ar", None, None, places=("fes", "tanger"), main_place="fes")
    number = write_arrivals([replace(arrival(outlet, ARTICLE), findings=found)], EDITION)[0].number
    assert set(models.ArticlePlace.objects.values_list("article_id", "place", "is_main")) == {
        (number, "fes", True),
        (number, "tanger", False),
    }
    edited = replace(ARTICLE, title="عنوان آخر تماما")
    moved = replace(found, places=("nador",), main_place=None)
    write_arrivals([replace(arrival(outlet, edited), findings=moved)], EDITION)
    assert list(models.ArticlePlace.objects.values_list("article_id", "place", "is_main")) == [
        (number, "nador", False)
    ]
