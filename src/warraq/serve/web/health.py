"""How each outlet does: an everyday page, since outlets break and refuse every day, and readers may know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from warraq.condition import DEAD, TROUBLED, Condition, Day
from warraq.serve.dates import Dates, dates_of, today_of
from warraq.serve.faults import Told, tell
from warraq.serve.render import page
from warraq.serve.site import Site
from warraq.serve.words import Words, words_of
from warraq.store.health import ChannelState, OutletHealth, read_health
from warraq.store.read_outlets import outlets_by_id
from warraq.store.wrappers import ReadingWays, reading_ways

CONDITIONS = {
    Condition.BLOCKED: "Blocked: ask the publisher",
    Condition.UNREACHABLE: "Does not answer",
    Condition.SILENT: "Silent for longer than is usual for it",
    Condition.UNREAD: "Its texts are no longer read",
    Condition.LOW: "Much less than usual",
    Condition.PARTLY: "Answers in part",
    Condition.NEW: "New: too little is known yet",
    Condition.HIGH: "Much more than usual",
    Condition.RECOVERED: "Well again",
    Condition.QUIET: "Nothing new, as is usual for it",
    Condition.WELL: "As usual",
    Condition.PAUSED: "Paused by the operator",
    Condition.GIVEN_UP: "Given up by the operator",
}
"""Condition -> message, worst first as readers should see them."""
ORDER = {condition: place for place, condition in enumerate(CONDITIONS)}
LEFT = frozenset({Condition.PAUSED, Condition.GIVEN_UP})
STALE = timedelta(hours=3)
"""When nothing has answered for so long, it is we who are away."""
LAYOUT_TOLD = timedelta(days=14)
"""How long a change of layout is news."""
BAR, BAR_HEIGHT = 5, 30
"""Pixels from bar to bar, and of the highest."""


class Report(NamedTuple):
    """An outlet as the page shows it."""

    path: str
    name: str
    condition: str
    said: str
    is_dead: bool
    since: str
    since_iso: str
    reason: str
    bars: Markup
    numbers: str
    """Articles a day, oldest day first, for who does not see the bars."""
    volume: str
    newest: str
    newest_iso: str
    read: str
    learned: str
    """Which share of its latest articles was read by what was learned of its layout; empty where none was."""
    layout: str
    """That its layout changed lately, and whether the new one is known; empty where it did not."""
    fault: Told | None
    channels: tuple[tuple[ChannelState, Told | None], ...]
    homepage: str
    """Where the publisher can be asked; empty where it is not blocked."""


class Group(NamedTuple):
    """Reports under one heading, a message."""

    title: str
    reports: list[Report]


def health(request: HttpRequest, site: Site) -> HttpResponse:
    """`/health`."""
    rows = read_health(site.edition.slug, site.edition.zone, site.now)
    rows.sort(key=lambda row: (ORDER[row.condition], row.slug))
    ways = reading_ways(site.edition.slug)
    words = words_of(site.language)
    dates = dates_of(site.language, site.edition.zone, today_of(site))
    groups = [
        Group(
            title,
            [_report(site, words, dates, row, ways.get(row.id)) for row in rows if row.condition in which],
        )
        for title, which in (
            ("In trouble", TROUBLED),
            ("Collected", frozenset(Condition) - TROUBLED - LEFT),
            ("No longer collected", LEFT),
        )
    ]
    counts = {condition: sum(row.condition is condition for row in rows) for condition in CONDITIONS}
    answered = max((c.answered_at for row in rows for c in row.channels if c.answered_at), default=None)
    is_away = answered is not None and site.now - answered > STALE
    return page(
        site,
        "health.html",
        groups=[group for group in groups if group.reports],
        counts=[(CONDITIONS[condition], n) for condition, n in counts.items() if n],
        away_since=dates.instant(answered) if answered and is_away else "",
        has_blocked=bool(counts[Condition.BLOCKED]),
    )


def _report(site: Site, words: Words, dates: Dates, row: OutletHealth, ways: ReadingWays | None) -> Report:
    outlet = outlets_by_id(site.edition.slug)[row.id]
    is_blocked = row.condition is Condition.BLOCKED
    is_faulty = row.fault and row.condition in (*TROUBLED, Condition.PARTLY)
    return Report(
        path=site.to(outlet.path),
        name=outlet.name(site.language),
        condition=row.condition.value.replace(" ", "-"),
        said=CONDITIONS[row.condition],
        is_dead=row.condition in DEAD,
        since=_day(site, words, row.since) if row.since else "",
        since_iso=_iso(row.since),
        reason=row.reason,
        bars=bars(row.days[:-1]),
        numbers=", ".join("–" if day.articles is None else str(day.articles) for day in row.days[:-1]),
        volume=_volume(words, row),
        newest=dates.ago(row.newest_at, site.now) if row.newest_at else "",
        newest_iso=_iso(row.newest_at),
        read=_share(words, row.judgement.read_share),
        learned=_learned(words, ways),
        layout=_layout(site, words, ways),
        fault=tell(words, row.fault) if is_faulty else None,
        channels=tuple((c, tell(words, c.fault) if c.fault else None) for c in row.channels),
        homepage=outlet.homepage if is_blocked else "",
    )


def _volume(words: Words, row: OutletHealth) -> str:
    told = row.judgement
    if told.usual is None:
        return ""
    usual = _decimal(words, told.usual)
    if told.lately is None:
        return str(words("usually %(usual)s a day", usual=usual))
    return str(words("%(lately)s a day, usually %(usual)s", lately=_decimal(words, told.lately), usual=usual))


def _decimal(words: Words, number: float) -> str:
    return format_decimal(number, format="#,##0.#" if number < 10 else "#,##0", locale=words.locale)


def _share(words: Words, share: float | None) -> str:
    # Nothing short of all is all: 99.6 % is 99.
    return "" if share is None else format_percent(int(share * 100) / 100, locale=words.locale)


def _learned(words: Words, ways: ReadingWays | None) -> str:
    if ways is None or not ways.by_wrapper:
        return ""
    return str(words("%(share)s by learned layout", share=_share(words, ways.by_wrapper)))


def _layout(site: Site, words: Words, ways: ReadingWays | None) -> str:
    if ways is None or ways.drifted_at is None or site.now - ways.drifted_at > LAYOUT_TOLD:
        return ""
    message = (
        "new layout since %(day)s: learned"
        if ways.is_learned_again
        else "new layout since %(day)s: not learned yet"
    )
    return str(words(message, day=_date(site, words, ways.drifted_at)))


def _day(site: Site, words: Words, at: datetime) -> str:
    return str(words("since %(day)s", day=_date(site, words, at)))


def _date(site: Site, words: Words, at: datetime) -> str:
    local = at.astimezone(site.edition.zone).date()
    pattern = "d MMMM" if local.year == today_of(site).year else "d MMMM y"
    return format_date(local, pattern, locale=words.locale)


def _iso(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%MZ}" if at else ""


def bars(days: Sequence[Day]) -> Markup:
    """The days' articles as bars over one line, the line broken on days on which nothing was collected. Drawn from left
    to right; the page turns it where it is read the other way."""
    most = max((day.articles or 0 for day in days), default=0)
    parts, line = [], []
    for place, day in enumerate(days):
        if day.articles is None:
            continue
        line.append(f"M{place * BAR} {BAR_HEIGHT}.5h{BAR}")
        if day.articles:
            height = max(1, round(day.articles / most * BAR_HEIGHT))
            parts.append(f"M{place * BAR + 1} {BAR_HEIGHT}v-{height}h{BAR - 1}v{height}z")
    width = len(days) * BAR
    drawn = (
        f'<svg class="bars" viewBox="0 0 {width} {BAR_HEIGHT + 1}" width="{width}" height="{BAR_HEIGHT + 1}" '
        f'aria-hidden="true"><path class="ground" d="{"".join(line)}"/><path d="{"".join(parts)}"/></svg>'
    )
    return Markup(drawn)  # noqa: S704  # made of numbers
