"""What rises in the news as pages show it: the phrase, where it can be followed, and why it rises, in words.

The keeper counts; a process reads its rows once a minute at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote

from warraq.records import LANGUAGES
from warraq.serve.presses import HOME, home_of
from warraq.serve.site import Site
from warraq.serve.words import direction_of, words_of
from warraq.store.read_rises import Risen, read_rises

READ_AGAIN = timedelta(minutes=1)
ON_THE_FRONT = 10
OLD = timedelta(hours=6)
"""What was counted so long ago is shown no more: the keeper stands still."""

_read: dict[tuple[str, str], tuple[datetime, list[Risen]]] = {}
_told: dict[tuple[str, str], tuple[Sequence[Risen], list[Rising]]] = {}
"""What of it the front page says, as long as it stands."""


class Rising(NamedTuple):
    """A phrase that rises."""

    phrase: str
    href: str
    """Its topic's page."""
    why: str
    evidence: str
    """The search that finds just these headlines."""


def rising_now(site: Site, limit: int = ON_THE_FRONT) -> list[Rising]:
    """What rises in the interface's own press, most first; of all where the edition has none in that language."""
    found, key = risen(site), (site.edition.slug, site.language)
    known = _told.get(key)
    if known is None or known[0] is not found:
        known = _told[key] = found, [_said(site, one) for one in found]
    return known[1][:limit]


def counted_at(site: Site) -> datetime | None:
    """When it was counted; None where nothing rises."""
    return next((one.counted_at for one in risen(site)), None)


def why_it_rises(site: Site, phrase: str) -> str:
    """Why this phrase rises, in words; empty where it does not."""
    return next((_said(site, one).why for one in risen(site) if one.row.phrase == phrase), "")


def topic_path(phrase: str) -> str:
    """The page of a topic, without language prefix: spaces are written as low lines."""
    return f"/topic/{quote('_'.join(phrase.split()), safe='')}"


def forget_rises() -> None:
    """Read them anew next time (tests)."""
    _read.clear()
    _told.clear()


def language_of(site: Site) -> str:
    """The language in which phrases of this interface's press are set."""
    return HOME[site.language][0]


def direction_here(site: Site) -> str:
    """Its direction."""
    return direction_of(language_of(site))


def risen(site: Site) -> Sequence[Risen]:
    """As the keeper counted it; the same object for a minute."""
    key = (site.edition.slug, site.language)
    known = _read.get(key)
    if known is None or not timedelta() <= site.now - known[0] < READ_AGAIN:
        rows = read_rises(site.edition.slug, home_of(site.language) or LANGUAGES)
        if not rows:
            rows = read_rises(site.edition.slug, LANGUAGES)
        known = _read[key] = site.now, [one for one in rows if site.now - one.counted_at < OLD]
    return known[1]


def _said(site: Site, one: Risen) -> Rising:
    words, row = words_of(site.language), one.row
    usual = words.number(round(row.usual)) if row.usual >= 1 else ""
    titles = words.count("in %(n)s headlines", row.titles)
    outlets = words.count("of %(n)s newspapers", row.outlets)
    why = (
        words(
            "%(titles)s %(outlets)s, today and yesterday; usually about %(usual)s",
            titles=titles,
            outlets=outlets,
            usual=usual,
        )
        if usual
        else words(
            "%(titles)s %(outlets)s, today and yesterday; usually next to none",
            titles=titles,
            outlets=outlets,
        )
    )
    today = one.counted_at.astimezone(site.edition.zone).date()
    days = f"date:{today - timedelta(days=1)}..{today}"
    evidence = site.to("/search", q=f'title:"{row.phrase}" {days}', sort="newest")
    return Rising(row.phrase, site.prefix + topic_path(row.phrase), str(why), evidence)
