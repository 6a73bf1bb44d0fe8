"""A monstrous page ends in an answer or in a named error within its worker's limits, and harms no page after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warraq.collect.workers import Workers
from warraq.errors import WorkerKilled
from warraq.extract.article import LARGEST_PAGE, read_article
from warraq.records import Article, NotArticle, Page

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PAGES = Path(__file__).parents[1] / "extract" / "pages"
SOUND = (PAGES / "kind_article_ar.html").read_bytes()
CPU_SECONDS = 1
"""Less than a collector allows: what is shown is that it ends, not how much is borne."""
LINE = "<p>عرفت أقاليم الجنوب الشرقي تساقطات مطرية مهمة أعادت الحياة إلى السدود</p>".encode()


def page(body: bytes, content_type: str = "text/html") -> Page:
    address = "https://oasis.example/ar/rain-1"
    return Page(address, address, 200, {"content-type": content_type}, body, NOW)


def read(body: bytes, content_type: str = "text/html") -> Article | NotArticle:
    return read_article(page(body, content_type), now=NOW, zone=UTC)


def filled(part: bytes, *, most: int = LARGEST_PAGE - 100_000) -> bytes:
    """The part as often as the largest page that is read at all may hold it."""
    return part * (most // len(part))


MONSTERS: dict[str, Callable[[], bytes]] = {
    "100 MB": lambda: LINE * (100_000_000 // len(LINE)),
    "a million nested elements": lambda: b"<div>" * 1_000_000 + SOUND,
    "half a million nested and closed": lambda: b"<div>" * 500_000 + b"x" + b"</div>" * 500_000,
    "nested formatting": lambda: filled(b"<b><i>"),
    "200,000 attributes": lambda: (
        b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">x</p>" + SOUND
    ),
    "one attribute of megabytes": lambda: b'<p class="' + filled(b"x ") + b'">x</p>',
    "a million siblings": lambda: filled(b"<p>a</p>"),
    "nothing but links": lambda: filled(b'<li><a href="/a/1">one two three four five</a></li>'),
    "nested tables": lambda: filled(b"<table><tr><td>"),
    "headings without end": lambda: filled(b"<h1>The trams run again and again"),
    "deep JSON-LD": lambda: b'<script type="application/ld+json">' + b"[" * 400_000 + b"</script>" + SOUND,
    "dates without end": lambda: filled(b"<p class=date>3 avril 2024 - 10:05</p>"),
    "an endless comment": lambda: b"<!--" + filled(b"- "),
    "an unclosed script": lambda: b"<script>" + filled(b"x<p>"),
    "entities": lambda: filled(b"&amp;&#1605;&bogus;"),
    "zeros": lambda: b"\x00" * 9_000_000 + SOUND,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MONSTERS)
async def test_a_monster_ends_in_an_answer_or_a_named_error(name: str) -> None:
    async with Workers(1, cpu_seconds=CPU_SECONDS) as workers:
        told = ""
        try:
            found = await workers.run(read_article, page(MONSTERS[name]()), now=NOW, zone=UTC)
            told = found.reason if isinstance(found, NotArticle) else str(found.title)
        except WorkerKilled as fault:
            told = str(fault)
        assert told
        after = await workers.run(read_article, page(SOUND), now=NOW, zone=UTC)
        assert isinstance(after, Article)


def test_what_is_too_large_or_too_deep_is_named_without_being_parsed() -> None:
    large, deep = read(LINE * (100_000_000 // len(LINE))), read(b"<div>" * 1_000_000)
    assert isinstance(large, NotArticle)
    assert "larger than" in large.reason
    assert isinstance(deep, NotArticle)
    assert "nested too deep" in deep.reason


@pytest.mark.parametrize(
    "charset", ["utf-8", "windows-1256", "utf-16", "utf-7", "x-unknown", "\x00", "ascii; charset=big5"]
)
def test_a_broken_charset_is_survived(charset: str) -> None:
    damaged = SOUND[:400] + b"\xff\xfe\x80\x00\xc3" + SOUND[400:]
    assert isinstance(read(damaged, f"text/html; charset={charset}"), Article | NotArticle)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200), st.integers(0, len(SOUND)), st.integers(0, 400))
def test_a_damaged_page_is_survived(junk: bytes, at: int, lost: int) -> None:
    assert isinstance(read(SOUND[:at] + junk + SOUND[at + lost :]), Article | NotArticle)
