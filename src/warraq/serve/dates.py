"""Dates and times as readers see them: formatted in Python beforehand and cached, never by filters in a page.

A date that an outlet printed is shown as far as it is known and no further: a day shows no hour and is never
shifted by a time zone; an unknown date says so. The clock is never read here: `today` comes in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta
from markupsafe import Markup

from warraq.records import Precision
from warraq.serve.escaping import piece
from warraq.serve.site import Site
from warraq.serve.words import Words, words_of

CACHE_SIZE = 20_000


@dataclass(frozen=True, slots=True)
class Printed:
    """What an outlet printed as its date, taken apart again."""

    local: datetime
    precision: Precision


def read_printed(text: str, precision: str) -> Printed | None:
    """The stored text of a moment (`records.Moment.printed`) as its local clock; None where nothing was printed."""
    if not text or not precision:
        return None
    whole = f"{text}-01" if precision == Precision.MONTH else text
    return Printed(datetime.fromisoformat(whole).replace(tzinfo=None), Precision(precision))


def today_of(site: Site) -> date:
    """The day it is in the edition's time zone."""
    return _day_at(site.now, site.edition.zone)


class Dates:
    """How one day's readers of one interface see dates: `today` is the day in the edition's time zone."""

    def __init__(self, words: Words, zone: ZoneInfo, today: date) -> None:
        self.words = words
        self.zone = zone
        self.today = today
        self.yesterday = today - timedelta(days=1)
        self._clocks: dict[tuple[str, str, datetime], Markup] = {}

    def clock(self, text: str, precision: str, seen_at: datetime) -> Markup:
        """`short` as a <time>, which machines read too."""
        key = (text, precision, seen_at)
        if (known := self._clocks.get(key)) is None:
            if len(self._clocks) > CACHE_SIZE:
                self._clocks.clear()
            iso = text or f"{seen_at:%Y-%m-%dT%H:%MZ}"
            shown = piece(self.short(text, precision, seen_at))
            known = Markup(f'<time datetime="{piece(iso)}">{shown}</time>')  # noqa: S704  # both escaped
            self._clocks[key] = known
        return known

    def short(self, text: str, precision: str, seen_at: datetime) -> str:
        """For lists: `14:05` today, `أمس 14:05`, `22 نونبر`, `22 نونبر 2023`; unknown: when we saw it, saying so.

        `text` and `precision` are the outlet's printed date, `seen_at` our first sight, aware.
        """
        if precision == Precision.MONTH:
            return self.month(datetime.fromisoformat(f"{text}-01").date())
        if precision == Precision.DAY:
            return self.day_name(date.fromisoformat(text))
        if not text:
            local = seen_at.astimezone(self.zone)
            return str(self.words("seen %(when)s", when=self._day_and_clock(local)))
        local = datetime.fromisoformat(text)
        return self._day_and_clock(local.astimezone(self.zone) if local.tzinfo else local)

    def _day_and_clock(self, local: datetime) -> str:
        day = local.date()
        if day == self.today:
            return f"{local:%H:%M}"
        if day == self.yesterday:
            return f"{self.words('Yesterday')} {local:%H:%M}"
        return self.day_name(day)

    def day_name(self, day: date) -> str:
        """`اليوم`, `أمس`, `22 نونبر`, with the year where it is another."""
        if day == self.today:
            return str(self.words("Today"))
        if day == self.yesterday:
            return str(self.words("Yesterday"))
        return _format(day, "d MMM" if day.year == self.today.year else "d MMM y", self.words.language)

    def long_day(self, day: date) -> str:
        """`الثلاثاء 24 نونبر 2026`."""
        return _format(day, "EEEE d MMMM y", self.words.language)

    def month(self, day: date) -> str:
        """`نونبر 2026`."""
        return _format(day, "LLLL y", self.words.language)

    def month_name(self, day: date) -> str:
        """`نونبر`."""
        return _format(day, "LLLL", self.words.language)

    def instant(self, at: datetime) -> str:
        """An aware instant in the edition's time zone, whole: `الثلاثاء 24 نونبر 2026، 14:05`."""
        local = at.astimezone(self.zone)
        return str(self.words("%(day)s, %(clock)s", day=self.long_day(local.date()), clock=f"{local:%H:%M}"))

    def printed(self, text: str, precision: str) -> str:
        """The outlet's own date, whole, on its own clock and as precise as it is; empty where unknown."""
        known = read_printed(text, precision)
        if known is None:
            return ""
        day = known.local.date()
        if known.precision is Precision.MONTH:
            return self.month(day)
        if known.precision is Precision.DAY:
            return self.long_day(day)
        clock = f"{known.local:%H}h" if known.precision is Precision.HOUR else f"{known.local:%H:%M}"
        return str(self.words("%(day)s, %(clock)s", day=self.long_day(day), clock=clock))

    def ago(self, at: datetime, now: datetime) -> str:
        """`قبل 5 دقائق`: in the largest unit that fits, never in the future."""
        return _ago(max(0, int((now - at).total_seconds())), self.words.language)

    def weekdays(self) -> list[tuple[str, str]]:
        """(narrow, whole) names of the weekdays, Monday first, as Moroccan calendars are printed."""
        monday = date(2024, 1, 1)
        days = [monday + timedelta(days=n) for n in range(7)]
        language = self.words.language
        return [(_format(day, "EEEEEE", language), _format(day, "EEEE", language)) for day in days]


@lru_cache(maxsize=64)
def _day_at(now: datetime, zone: ZoneInfo) -> date:
    # Asked a dozen times for one page.
    return now.astimezone(zone).date()


@lru_cache(maxsize=64)
def dates_of(language: str, zone: ZoneInfo, today: date) -> Dates:
    """The dates of one interface on one day, shared by all its pages."""
    return Dates(words_of(language), zone, today)


@lru_cache(maxsize=CACHE_SIZE)
def _format(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=words_of(language).locale)


@lru_cache(maxsize=2048)
def _ago_rounded(seconds: int, language: str) -> str:
    return format_timedelta(
        timedelta(seconds=-seconds), add_direction=True, threshold=1, locale=words_of(language).locale
    )


def _ago(seconds: int, language: str) -> str:
    # Rounded down to the unit that is shown, so that the cache holds a few hundred texts and not one a second;
    # less than a minute is a minute: pages are kept that long.
    for size in (86_400, 3_600):
        if seconds >= size:
            return _ago_rounded(seconds - seconds % size, language)
    return _ago_rounded(max(60, seconds - seconds % 60), language)
