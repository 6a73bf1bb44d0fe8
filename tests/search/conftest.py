"""A small index of `articles`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.articles import ARTICLES
from warraq.search.tantivy_index import TantivyIndex


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index" / "1"


@pytest.fixture
def index(folder: Path) -> Iterator[TantivyIndex]:
    made = TantivyIndex.create(folder)
    made.add(ARTICLES)
    made.commit()
    yield made
    made.close()
