"""An index is proved to say what the rows say, and heals when it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.rows import ARTICLE, EDITION, arrival, make_outlet
from warraq.processes.indexing import index_folder, rebuild_index, verify_index
from warraq.processes.keeper import Keeper
from warraq.search.generations import current_path
from warraq.search.query import EVERYTHING
from warraq.search.tantivy_index import VERSION_FILE, TantivyIndex
from warraq.store import models
from warraq.store.write import write_arrivals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    write_arrivals([arrival(make_outlet(), ARTICLE)], EDITION)
    made = Keeper(tmp_path)
    made.prepare()
    while made.step():
        pass
    yield made
    made.close()


def number() -> int:
    return models.Article.objects.get().pk


def test_an_index_built_from_rows_says_what_they_say(keeper: Keeper, tmp_path: Path) -> None:
    found = verify_index(tmp_path)
    assert (found.articles, found.is_equal) == (1, True)


def test_what_differs_is_named(keeper: Keeper, tmp_path: Path) -> None:
    models.Article.objects.update(title="عنوان آخر")
    assert verify_index(tmp_path).different == (number(),)
    gone = number()
    models.Article.objects.all().delete()
    assert verify_index(tmp_path).extra == (gone,)


def test_what_waits_for_the_keeper_is_no_difference(keeper: Keeper, tmp_path: Path) -> None:
    keeper.close()
    models.Article.objects.update(title="عنوان آخر")
    models.Outbox.objects.create(number=number(), written_at=models.Article.objects.get().changed_at)
    found = verify_index(tmp_path)
    assert (found.is_equal, found.waiting) == (True, 1)


def test_a_missing_article_is_named_and_a_rebuild_mends_it(keeper: Keeper, tmp_path: Path) -> None:
    keeper.close()
    index = TantivyIndex.open_writer(current_path(index_folder(tmp_path)))
    index.remove([number()])
    index.commit()
    index.close()
    assert verify_index(tmp_path).missing == (number(),)
    rebuild_index(tmp_path)
    assert verify_index(tmp_path).is_equal


def test_an_index_that_lost_articles_or_whose_files_are_damaged_heals_itself(
    keeper: Keeper, tmp_path: Path
) -> None:
    keeper.close()
    folder = current_path(index_folder(tmp_path))
    for file in folder.glob("*.fast"):
        file.chmod(0o644)
        file.write_bytes(b"\x00" * 64)
    healed = Keeper(tmp_path)
    healed.prepare()
    assert current_path(index_folder(tmp_path)) != folder
    assert verify_index(tmp_path).is_equal
    index = TantivyIndex.open_reader(current_path(index_folder(tmp_path)))
    assert index.find(EVERYTHING).total == 1
    index.close()
    healed.close()


def test_an_index_of_an_earlier_version_is_built_anew(keeper: Keeper, tmp_path: Path) -> None:
    keeper.close()
    folder = current_path(index_folder(tmp_path))
    (folder / VERSION_FILE).write_text('{"schema": 1, "analysis": 1}', encoding="ascii")
    newer = Keeper(tmp_path)
    newer.prepare()
    assert current_path(index_folder(tmp_path)) != folder
    assert verify_index(tmp_path).is_equal
    newer.close()
