"""What the invented press publishes is on the site and found within seconds."""

from __future__ import annotations

import html
import json

import pytest

from tests.demo import Demo

pytestmark = [pytest.mark.slow]


def newest(demo: Demo) -> list[tuple[int, str, str, str]]:
    """Number, title, address and outlet of the newest articles that have a title."""
    return demo.rows(
        "SELECT a.id, title, address, o.slug FROM store_article a JOIN store_outlet o ON o.id = outlet_id "
        "WHERE title > '' AND withdrawn_at IS NULL ORDER BY a.id DESC LIMIT 10"
    )


def test_a_new_article_is_on_the_site_and_searchable(demo: Demo) -> None:
    before = set(demo.addresses())
    fresh: list[tuple[int, str, str, str]] = []
    while not fresh:
        demo.wait_for(lambda text: "articles (+" in text)
        fresh = [row for row in newest(demo) if row[2] not in before]
    found: tuple[int, str, str, str] | None = None
    for _ in range(20):  # each round asks the index anew, and the command takes a second to start
        # Read anew: an outlet may have edited or deleted one in the meantime.
        for row in [row for row in newest(demo) if row[2] not in before][-2:]:
            answer = demo.warraq("search", "--any", row[1], "--limit", "50", "--json").stdout.splitlines()
            if row[0] in [json.loads(text)["number"] for text in answer[1:]]:
                found = row
        if found:
            break
    assert found, f"{fresh[0][1]} is not searchable"
    number, title, _, outlet = found
    status, page = demo.get(f"/{outlet}/{number}")
    assert status == 200
    assert title in html.unescape(page).translate({0xA0: " ", 0x2060: None})
