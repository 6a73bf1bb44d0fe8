"""A number shown is the number listed is the number exported, for any search, while articles arrive."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from arro3.io import read_parquet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.serve.indexed import Indexed, fetch, indexed
from tests.serve.press import NOW, make_article, make_outlet
from warraq.serve.visitors import Limit
from warraq.serve.web import search_export
from warraq.serve.web.search import LENGTH
from warraq.store import models

WORDS = ("قطار", "مدرسة", "طنجة", "فاس", "مطر", "كرة", "البرلمان", "سعر", "train", "école")
OUTLETS = ("goud", "other", "third")

words = st.sampled_from(WORDS)
atoms = st.one_of(
    words,
    words.map(lambda word: f"-{word}"),
    words.map(lambda word: f"title:{word}"),
    st.tuples(words, words).map(lambda two: f'"{two[0]} {two[1]}"'),
    st.tuples(words, words).map(lambda two: f"({two[0]} OR {two[1]})"),
    st.sampled_from(OUTLETS).map(lambda outlet: f"outlet:{outlet}"),
    st.sampled_from(("politics", "sports")).map(lambda section: f"section:{section}"),
    st.sampled_from(
        ("date:2026", "date:2026-11", "date:..2025", "date:2025-06..", "lang:ar", "*", "city:fes")
    ),
)
queries = st.lists(atoms, min_size=1, max_size=4).map(" ".join)


def publish(dice: random.Random, outlets: list[models.Outlet]) -> None:
    """An article of a few of the words: of a known instant, day, month, or none."""
    at = NOW - timedelta(minutes=dice.randrange(1_000_000))
    precision, text = dice.choice((
        ("minute", at.isoformat(timespec="minutes")), ("day", f"{at:%Y-%m-%d}"), ("month", f"{at:%Y-%m}"), ("", ""),
    ))  # fmt: skip
    make_article(
        dice.choice(outlets),
        " ".join(dice.choices(WORDS, k=3)),
        at=at,
        section=dice.choice(("politics", "sports", "")),
        language=dice.choice(("ar", "fr", "")),
        published_text=text,
        published_precision=precision,
        published_at=at if precision else None,
        day_on=at.date() if precision in ("minute", "day") else None,
    )


@pytest.fixture
def press(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Indexed]:
    """An archive drawn by a seed: 60 articles where a test names none."""
    monkeypatch.setattr(search_export, "EXPORTS", Limit(burst=1_000_000, per_seconds=1))
    seed = getattr(request, "param", None)
    dice = random.Random(seed or 7)
    outlets = [make_outlet(slug) for slug in OUTLETS]
    for _ in range(dice.randrange(100) if seed else 60):
        publish(dice, outlets)
    with indexed(tmp_path) as made:
        made.catch_up()
        yield made


def listed(press: Indexed, query: str, upto: int) -> list[str]:
    """The addresses of all articles that the pages list."""
    found: list[str] = []
    for page in range(1, 50):
        text = fetch(press, "/search", q=query, upto=upto, page=page, sort="newest").decode()
        here = re.findall(r'<h2 class="headline"><a href="([^"]+)"', text)
        found += here
        if len(here) < LENGTH:
            return found
    raise AssertionError("a list without an end")


def table_sum(page: str) -> int:
    """What the chart's table adds up to, and says as its total."""
    table = page.split("<table>")[1].split("</table>")[0]
    numbers = [int(n) for n in re.findall(r'<td class="number">(?:<a [^>]*>)?(\d+)', table)]
    assert sum(numbers[:-1]) == numbers[-1]
    return numbers[-1]


@pytest.mark.parametrize("press", range(1, 7), indirect=True)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(query=queries, seed=st.integers(0, 10_000))
def test_count_list_and_files_agree_while_articles_arrive(press: Indexed, query: str, seed: int) -> None:
    page = fetch(press, "/search", q=query).decode()
    shown = re.search(r'class="count">(?:(\d+) )?(مقال[^<]*)<', page)
    exports = re.search(r'/search/articles\.csv\?[^"]*upto=(\d+)', page)
    if shown is None or exports is None:
        assert "لم نجد شيئا" in page or "لا شيء" in page
        return
    count = int(shown[1]) if shown[1] else 2 if "مقالان" in shown[2] else 1
    upto = int(exports[1])

    publish(random.Random(seed), list(models.Outlet.objects.all()))
    press.catch_up()

    addresses = listed(press, query, upto)
    assert len(addresses) == len(set(addresses)) == count
    lines = [
        json.loads(line) for line in fetch(press, "/search/articles.jsonl", q=query, upto=upto).splitlines()
    ]
    assert {line["page"].removeprefix("https://warraq.example") for line in lines} == set(addresses)
    assert len(lines) == count
    text = fetch(press, "/search/articles.csv", q=query, upto=upto).decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text, newline="")))) == count
    parquet = read_parquet(
        io.BytesIO(fetch(press, "/search/articles.parquet", q=query, upto=upto))
    ).read_all()
    assert parquet.num_rows == count
    for unit in ("day", "week", "month", "year"):
        again = fetch(press, "/search", q=query, upto=upto, by=unit).decode()
        if "<table>" in again.split("</main>")[0]:
            assert table_sum(again) == count


def test_every_facet_and_bar_leads_to_as_many_articles_as_it_says(press: Indexed) -> None:
    page = fetch(press, "/search", q="قطار").decode().split("</main>")[0]
    aside = page.split("<aside")[1]
    links = re.findall(
        r'<li><a href="([^"]+)" rel="nofollow"><bdi>[^<]*</bdi></a> <span class="count">(\d+)<', aside
    )
    links += re.findall(r'<td class="number"><a href="([^"]+)" rel="nofollow">(\d+)<', page)[:-1]
    assert len(links) > 8
    for address, said in links:
        path, _, query = address.replace("&amp;", "&").partition("?")
        answer = press.visitor.get(f"{path}?{query}").content.decode()
        shown = re.findall(r'<h2 class="headline">', answer)
        assert len(shown) == min(int(said), LENGTH), address


def test_the_comparison_counts_as_the_search_does(press: Indexed) -> None:
    rows = [
        json.loads(line)
        for line in fetch(
            press, "/research/counts.jsonl", q="قطار", q2="مطر outlet:goud", by="week"
        ).splitlines()
    ]
    for query in ("قطار", "مطر outlet:goud"):
        total = sum(row["articles"] or 0 for row in rows if row["query"] == query)
        page = press.visitor.text(f"/search?q={quote(query)}&by=week")
        assert table_sum(page) == total
