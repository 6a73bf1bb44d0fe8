from __future__ import annotations

from pathlib import Path

import pytest

from tests.search.articles import document
from warraq.errors import IndexFault
from warraq.search.generations import CURRENT, CurrentIndex, current_path, new_generation, switch
from warraq.search.query import parse_query
from warraq.search.tantivy_index import TantivyIndex


def build(folder: Path, *titles: str) -> Path:
    generation = new_generation(folder)
    index = TantivyIndex.create(generation)
    index.add(document(number, title) for number, title in enumerate(titles, 1))
    index.commit()
    index.close()
    return generation


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_without_a_generation_there_is_no_index(folder: Path) -> None:
    with pytest.raises(IndexFault, match="rebuild"):
        current_path(folder)
    build(folder, "قديم")
    with pytest.raises(IndexFault, match="rebuild"):
        current_path(folder)


@pytest.mark.parametrize("text", [b"", b"../outside", b"7", b"\xff\xfe", b"current"])
def test_a_damaged_name_is_a_fault(folder: Path, text: bytes) -> None:
    switch(folder, build(folder, "قديم"))
    (folder / CURRENT).write_bytes(text)
    with pytest.raises(IndexFault, match="rebuild"):
        current_path(folder)


def test_readers_follow_a_switch_and_the_old_generation_goes(folder: Path) -> None:
    old = build(folder, "قديم")
    switch(folder, old)
    reader = CurrentIndex(folder, TantivyIndex.open_reader)
    assert reader.search(parse_query("قديم")).total == 1
    new = build(folder, "جديد", "جديد")
    assert reader.count() == 1
    switch(folder, new)
    assert current_path(folder) == new
    assert not old.exists()
    assert reader.count() == 2
    assert reader.search(parse_query("قديم")).total == 0
    reader.close()
    assert reader.count() == 2


def test_an_unfinished_build_is_left_alone_until_the_next_switch(folder: Path) -> None:
    switch(folder, build(folder, "قديم"))
    unfinished = build(folder, "ناقص")
    reader = CurrentIndex(folder, TantivyIndex.open_reader)
    assert reader.search(parse_query("قديم")).total == 1
    finished = build(folder, "كامل")
    assert finished != unfinished
    switch(folder, finished)
    assert sorted(path.name for path in folder.iterdir()) == sorted([CURRENT, finished.name])
    assert reader.search(parse_query("كامل")).total == 1


def test_a_generation_removed_meanwhile_is_a_fault_until_there_is_another(folder: Path) -> None:
    first = build(folder, "قديم")
    switch(folder, first)
    reader = CurrentIndex(folder, TantivyIndex.open_reader)
    assert reader.count() == 1
    for file in first.iterdir():
        file.unlink()
    with pytest.raises(IndexFault):
        reader.search(parse_query("قديم"))
    switch(folder, build(folder, "جديد"))
    assert reader.search(parse_query("جديد")).total == 1
