from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.search.articles import ARTICLES, document
from warraq.errors import BadQuery, IndexFault, IndexLocked
from warraq.records import Precision
from warraq.search.index import Sort, days_of
from warraq.search.query import Query, Word, parse_query
from warraq.search.tantivy_index import VERSION_FILE, TantivyIndex

WRITER = """
import sys
from pathlib import Path
from tests.search.articles import document
from warraq.search.tantivy_index import TantivyIndex

index = TantivyIndex.open_writer(Path(sys.argv[1]))
number = 1_000
for line in sys.stdin:
    if line == "commit\\n":
        index.commit()
    else:
        index.add(document(number + n, "زلزال الحوز", "نص " * 200) for n in range(int(line)))
        number += int(line)
    print("done", flush=True)
"""


class Writer:
    """A keeper of its own, told what to do line by line, so that nobody waits for a clock."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )  # fmt: skip

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(line, file=self.process.stdin, flush=True)
        assert self.process.stdout.readline() == "done\n"

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def writer(index: TantivyIndex, folder: Path) -> Iterator[Writer]:
    index.close()
    made = Writer(folder)
    yield made
    made.kill()


def numbers(index: TantivyIndex, text: str, *, sort: Sort = "relevance", any_word: bool = False) -> list[int]:
    """What a query finds in the Moroccan edition; the total is checked on the way."""
    answer = index.search(parse_query(text), edition="ma", sort=sort, any_word=any_word)
    assert answer.total == len(answer.hits)
    return [hit.number for hit in answer.hits]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("مدرسة", {1, 2, 5}),
        ("وبالمدرسة", {1, 2, 5}),
        ("فالمدرسة طنجة", {1, 2}),
        ("مدرسة -الوزير", {5}),
        ('"المدرسة مغلقة"', {2}),
        ('"مغلقة المدرسة"', {5}),
        ("و.م.ع", {2}),
        ("G20", {5}),
        ("g 20", {5}),
        ("ecole", {3}),
        ("l’École -rabat", {3}),
        ("tanger OR طنجة", {1, 2, 3}),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ", {4}),
        ("بنيس", {1}),
        ("lang:fr", {3}),
        ("-lang:ar", {3, 4}),
        ("section:society", {2, 3}),
        ("مدرسة outlet:hespress", {1}),
        ("outlet:hespress OR outlet:le360", {1, 3}),
        ("date:2023", {1, 2, 3}),
        ("date:2023-11", {2, 3}),
        ("date:2023-11-05", {2}),
        ("date:..2023-10", {1, 5}),
        ("date:2023-11..", {2, 3}),
        ("مدرسة date:2020", {5}),
        ("غيرموجود", set()),
        ("مدرسة غيرموجود", set()),
        ("", set()),
        ("؟ -", set()),
        ("ـ", set()),
        ("ـ lang:zgh", {4}),
    ],
)
def test_a_query_finds_what_it_means(index: TantivyIndex, text: str, found: set[int]) -> None:
    assert set(numbers(index, text)) == found
    assert set(numbers(index, text, sort="newest")) == found


def test_any_word_is_enough_when_asked_so_and_filters_still_hold(index: TantivyIndex) -> None:
    assert numbers(index, "مدرسة غيرموجود طنجة", any_word=True)[0] == 1
    assert set(numbers(index, "مدرسة غيرموجود طنجة", any_word=True)) == {1, 2, 5}
    assert numbers(index, "مدرسة غيرموجود outlet:hespress", any_word=True) == [1]
    assert numbers(index, "مدرسة غيرموجود -وزير", any_word=True) == [5]


def test_the_title_counts_more_than_the_body(index: TantivyIndex) -> None:
    assert numbers(index, "مدرسة")[0] == 1


def test_what_most_articles_share_of_a_word_does_not_rank_them(
    index: TantivyIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add(document(number, "خبر", "في المدرسة") for number in range(20, 40))
    index.add([document(40, "خبر", "في المدرسة ومدرستهم المدرسية"), document(41, "خبر", "مدرسة")])
    index.commit()

    def scores() -> dict[int, float]:
        page = index.find(parse_query("المدرسة"), edition="ma").page(limit=50)
        return {hit.number: hit.score for hit in page}

    ranked_by_all = scores()
    monkeypatch.setattr("warraq.search.tantivy_query.FEW", 3)
    ranked_by_few = scores()
    assert ranked_by_few.keys() == ranked_by_all.keys()
    assert ranked_by_few[20] < ranked_by_all[20]


def test_a_word_wanted_in_the_title_is_sought_nowhere_else(index: TantivyIndex) -> None:
    found = index.search(Query((Word("مدرسة", in_title=True),)))
    assert {hit.number for hit in found.hits} == {1, 6}


def test_editions_do_not_mix_unless_all_are_asked(index: TantivyIndex) -> None:
    assert {hit.number for hit in index.search(parse_query("مدرسة")).hits} == {1, 2, 5, 6}
    assert {hit.number for hit in index.search(parse_query("مدرسة"), edition="dz").hits} == {6}


def test_newest_first_is_by_time_then_number_and_pages_fit_together(index: TantivyIndex) -> None:
    same = datetime(1969, 7, 20, tzinfo=UTC)
    index.add(document(number, "قديم", sort_at=same) for number in range(20, 120))
    index.add([document(500, "قديم", sort_at=datetime(1969, 7, 21, tzinfo=UTC))])
    index.commit()
    query = parse_query("قديم")
    pages = [index.search(query, limit=30, offset=offset, sort="newest") for offset in (0, 30, 60, 90, 120)]
    assert [page.total for page in pages] == [101] * 5
    assert [hit.number for page in pages for hit in page.hits] == [500, *range(119, 19, -1)]
    assert index.search(query, limit=0).total == 101
    assert index.search(query, offset=10**15).total == 101


def test_an_article_added_again_replaces_itself(index: TantivyIndex) -> None:
    index.add([document(1, "عنوان معدل")])
    index.add([document(1, "عنوان معدل مرتين")])
    index.commit()
    assert index.count() == len(ARTICLES)
    assert numbers(index, "التربية") == []
    assert numbers(index, "مرتين") == [1]


def test_a_removed_article_is_found_no_more(index: TantivyIndex) -> None:
    index.remove([2, 99])
    assert 2 in numbers(index, "الأمطار")
    index.commit()
    assert numbers(index, "الأمطار") == []
    assert index.count() == len(ARTICLES) - 1


def test_a_reader_sees_each_commit_of_another_process(writer: Writer, folder: Path) -> None:
    reader = TantivyIndex.open_reader(folder)
    writer.tell("3")
    assert numbers(reader, "زلزال") == []
    writer.tell("commit")
    assert len(numbers(reader, "زلزال")) == 3
    writer.tell("2")
    writer.tell("commit")
    assert len(numbers(reader, "زلزال")) == 5
    reader.close()


def test_a_writer_killed_at_any_moment_leaves_the_last_commit(writer: Writer, folder: Path) -> None:
    writer.tell("2000")
    writer.tell("commit")
    writer.tell("3000")
    assert writer.process.stdin is not None
    print(
        "commit", file=writer.process.stdin, flush=True
    )  # not waited for: killed before, within or after it
    writer.kill()
    again = TantivyIndex.open_writer(folder)
    found = again.search(parse_query("زلزال")).total
    assert found in (2_000, 5_000)
    again.add([document(1_000, "زلزال جديد")])
    again.commit()
    assert again.search(parse_query("زلزال")).total == found
    again.close()


def test_a_second_writer_is_refused_while_the_first_lives(writer: Writer, folder: Path) -> None:
    writer.tell("commit")
    with pytest.raises(IndexLocked, match="another process"):
        TantivyIndex.open_writer(folder)
    writer.kill()
    TantivyIndex.open_writer(folder).close()


def test_threads_share_a_reader(index: TantivyIndex, folder: Path) -> None:
    reader = TantivyIndex.open_reader(folder)
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(numbers, reader, "مدرسة") for _ in range(200)]
        for number in range(30, 34):
            index.add([document(number, "آخر")])
            index.commit()
        assert {frozenset(job.result()) for job in jobs} == {frozenset({1, 2, 5})}
    reader.close()


def test_an_index_of_another_version_says_what_to_do(index: TantivyIndex, folder: Path) -> None:
    index.close()
    (folder / VERSION_FILE).write_text(json.dumps({"schema": 0, "analysis": 0}))
    for opener in (TantivyIndex.open_reader, TantivyIndex.open_writer):
        with pytest.raises(IndexFault, match=r"another version.*warraq index rebuild"):
            opener(folder)


def test_a_missing_or_half_made_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexFault, match=r"no index.*rebuild"):
        TantivyIndex.open_reader(tmp_path / "nowhere")


def test_small_commits_are_joined_by_themselves(folder: Path) -> None:
    index = TantivyIndex.create(folder)
    for number in range(60):
        index.add([document(number, "خبر مدرسة")])
        index.commit()
    index.close()
    assert len(list(folder.glob("*.idx"))) < 20


@pytest.mark.parametrize("name", [VERSION_FILE, "meta.json", "segment"])
@pytest.mark.parametrize("damage", [b"", b"{", b"\x00" * 400])
def test_a_damaged_index_is_a_fault_and_nothing_else(
    index: TantivyIndex, folder: Path, name: str, damage: bytes
) -> None:
    index.close()
    files = sorted(folder.glob("*.term")) if name == "segment" else [folder / name]
    for file in files:
        file.chmod(0o644)
        file.write_bytes(damage)
    with pytest.raises(IndexFault, match="rebuild"):
        TantivyIndex.open_reader(folder).search(parse_query("مدرسة"))


def test_a_closed_index_says_so(index: TantivyIndex, folder: Path) -> None:
    reader = TantivyIndex.open_reader(folder)
    with pytest.raises(IndexFault, match="not open for writing"):
        reader.add(ARTICLES)
    reader.close()
    reader.close()
    with pytest.raises(IndexFault, match="closed"):
        reader.count()
    with pytest.raises(IndexFault, match="not empty"):
        TantivyIndex.create(folder)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=80) | st.text(alphabet='ab"-:.. ORoutlet:date2023مـ', max_size=40))
def test_nothing_typed_breaks_the_index(index: TantivyIndex, text: str) -> None:
    try:
        query = parse_query(text)
    except BadQuery:
        return
    strict, loose = (index.search(query, any_word=any_word) for any_word in (False, True))
    assert strict.total == len(strict.hits) <= loose.total


def test_days_are_as_precise_as_the_outlet_was() -> None:
    day = date(2024, 2, 10)
    assert days_of(day, Precision.MINUTE) == days_of(day, Precision.DAY) == (day, day)
    assert days_of(day, Precision.MONTH) == (date(2024, 2, 1), date(2024, 2, 29))
    assert days_of(day, None) is None
    assert days_of(None, Precision.DAY) is None
