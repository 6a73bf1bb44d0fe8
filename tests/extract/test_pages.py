"""Recorded pages beside what they should be read as; the pages are composed for these tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from warraq.extract.article import read_article
from warraq.records import Article, BlockKind, NotArticle, Page

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ZONE = ZoneInfo("Africa/Casablanca")


def read(body: bytes, address: str, *, content_type: str = "text/html") -> Article | NotArticle:
    page = Page(address, address, 200, {"content-type": content_type}, body, NOW)
    return read_article(page, now=NOW, zone=ZONE)


def told(article: Article) -> dict[str, Any]:
    """An article in the words of the expectation files."""
    return {
        "kind": article.kind.value,
        "canonical": article.address,
        "title": article.title,
        "subtitle": article.subtitle,
        "authors": list(article.authors),
        "published": article.published.printed() if article.published else None,
        "section": article.section,
        "tags": list(article.tags),
        "picture": article.picture,
        "picture_caption": article.picture_caption,
        "language": article.declared_language,
        "body": article.text().split("\n"),
        "embeds": [block.address for block in article.body if block.kind is BlockKind.EMBED],
    }


@pytest.mark.parametrize("file", sorted(PAGES.glob("*.json")), ids=lambda file: file.stem)
def test_page_is_read_as_recorded(file: Path) -> None:
    expected = json.loads(file.read_text(encoding="utf-8"))
    address = expected.pop("address")
    found = read(file.with_suffix(".html").read_bytes(), address)
    if reason := expected.get("reason"):
        assert isinstance(found, NotArticle), found
        assert reason in found.reason
        return
    assert isinstance(found, Article), found
    assert {name: told(found)[name] for name in expected} == expected
