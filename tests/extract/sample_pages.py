"""Pages of the sample press with their truth, as the tests of wrappers need them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from warraq.extract.wrapper import Wrapper
from warraq.extract.wrapper_learn import Sample, learn_wrappers
from warraq.records import Lead, Page
from warraq.sample import OUTLETS, Press, Truth
from warraq.sample.server import Presses

OPENED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
NOW = OPENED + timedelta(minutes=5)
ZONE = ZoneInfo("Africa/Casablanca")
LANGUAGES = {outlet.slug: outlet.language for outlet in OUTLETS}


def pages(slug: str, count: int, *, seed: int = 3, theme: str | None = None) -> Iterator[tuple[Page, Truth]]:
    """The newest pages of an outlet; `theme`: laid out in another engine's manner."""
    redesigns = {slug: (theme, OPENED)} if theme else None
    press = Press(seed=seed, opened_at=OPENED, clock=lambda: NOW, history_days=8, redesigns=redesigns)
    site = Presses(press)
    outlet = next(each for each in OUTLETS if each.slug == slug)
    for found in press.latest(outlet, count):
        address = press.sheet(found).address
        truth = press.truth(address)
        assert truth is not None
        parts = urlsplit(address)
        reply = site.answer(outlet, parts.path, parts.query)
        headers = {"content-type": reply.content_type}
        yield Page(address, address, reply.status, headers, reply.body, NOW), truth


@lru_cache(maxsize=64)
def samples(slug: str, count: int, seed: int = 3, theme: str | None = None) -> tuple[Sample, ...]:
    """Pages to learn from, with what the feed said."""
    found = pages(slug, count, seed=seed, theme=theme)
    return tuple(Sample(page, Lead(page.address, title=truth.title)) for page, truth in found)


@lru_cache(maxsize=64)
def learned_from(
    slug: str, *, count: int = 8, seed: int = 3, theme: str | None = None, old: Sequence[Wrapper] = ()
) -> tuple[Wrapper, ...]:
    """The wrappers of an outlet of the sample press."""
    return learn_wrappers(
        samples(slug, count, seed, theme), zone=ZONE, language=LANGUAGES[slug], old=tuple(old)
    )
