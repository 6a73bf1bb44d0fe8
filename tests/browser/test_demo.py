"""The demo as its operator lives with it: new articles within seconds, Ctrl-C, kill -9, and on it goes."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest

from tests.browser.conftest import Demo, free_port

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


def addresses(data: Path) -> list[str]:
    with sqlite3.connect(f"file:{data / 'warraq.sqlite3'}?mode=ro", uri=True) as database:
        return [row[0] for row in database.execute("SELECT address FROM store_article ORDER BY id")]


def test_a_new_article_is_on_the_site_and_searchable(demo: Demo) -> None:
    before = set(addresses(demo.data))
    line = demo.wait_for(lambda text: "articles (+" in text)
    assert re.search(r"\d+ articles \(\+\d+\)", line)
    fresh = [address for address in addresses(demo.data) if address not in before]
    assert fresh or before
    newest = demo.warraq("search", "lang:ar", "--newest", "--limit", "5", "--json").stdout.splitlines()
    rows = [json.loads(text) for text in newest[1:]]
    assert rows
    status, text = demo.get(f"/{rows[0]['outlet']}/{rows[0]['number']}")
    assert status == 200
    assert rows[0]["outlet"] in text


def test_killed_and_stopped_and_started_again_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    running = Demo(tmp_path / "data", free_port(), free_port())
    running.start()
    before = addresses(running.data)
    running.kill()
    running.start()
    assert running.stop() == 0
    running.start()
    running.wait_for(lambda line: "articles (+" in line)
    after = addresses(running.data)
    assert running.stop() == 0
    assert after[: len(before)] == before
    assert len(set(after)) == len(after)
    assert len(after) > len(before)
    assert running.warraq("doctor").returncode == 0
