"""The sample press as a value: which articles exist at a moment, and what is true of each.

Everything follows from (seed, moment, open hours): nothing published is remembered, and any stretch of time can be
looked up alone. It knows no HTTP and no HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from warraq.records import Precision
from warraq.sample.coverage import HISTORY, WIRE, Coverage, Fate, Tempo, covered, fate_of, live_tempo
from warraq.sample.dice import dice
from warraq.sample.engines import ENGINES
from warraq.sample.engines.shape import Sheet
from warraq.sample.hours import OpenHours
from warraq.sample.outlets import OUTLETS, Outlet, base_of
from warraq.sample.prose import Text, agency_of, author_of, caption_of, is_darija, tags_of, text_of
from warraq.sample.truth import Truth
from warraq.sample.world import EPOCH

ZONE = ZoneInfo("Africa/Casablanca")
_KINDS_OF_PICTURE = 16
"""Voices an event can have, plus one: a picture's number is its event's times this plus its voice's."""


def second_of(moment: datetime) -> int:
    """Whole seconds since the world began."""
    return int((moment - EPOCH).total_seconds())


def moment_of(second: int) -> datetime:
    """The second on the press's own clock."""
    return (EPOCH + timedelta(seconds=second)).astimezone(ZONE)


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Found:
    """One article that exists at a moment."""

    coverage: Coverage
    fate: Fate
    version: int
    """Edits made so far."""

    @property
    def stamp(self) -> tuple[int, int]:
        """Changes when the article's page does."""
        return (self.coverage.key, self.version)


class Press:
    """One invented press.

    `opened_at` is when it first opens its doors (now by default; a state folder remembers it); everything before is
    history, shown `history_days` back in its channels. `rate_seconds`: while it is open, one article appears every so
    many seconds over all outlets. `clock` gives the moment (aware). `redesigns`: slug -> the engine in whose manner
    that outlet lays out all its articles, old ones too, and since when; its addresses and channels stay.
    """

    def __init__(
        self,
        seed: int = 1,
        *,
        opened_at: datetime | None = None,
        state_folder: Path | None = None,
        clock: Callable[[], datetime] = _utc_now,
        rate_seconds: float = 4.0,
        history_days: int = 14,
        port: int = 8400,
        redesigns: Mapping[str, tuple[str, datetime]] | None = None,
    ) -> None:
        self.seed, self.clock, self.port, self.history_days = seed, clock, port, history_days
        file = state_folder / f"press-{seed}-{rate_seconds:g}.json" if state_folder else None
        self.hours = OpenHours(second_of(opened_at or clock()), file)
        self.opened_at = self.hours.first
        self.outlets: tuple[Outlet, ...] = OUTLETS
        self.redesigns = dict(redesigns or {})
        self.live = live_tempo(rate_seconds)
        self._covered = lru_cache(maxsize=8192)(self._draw)

    def now(self) -> int:
        """The present second of the world."""
        return second_of(self.clock())

    @cached_property
    def _by_ip(self) -> dict[str, Outlet]:
        return {outlet.ip: outlet for outlet in self.outlets}

    # -- what exists ------------------------------------------------------------------------------------------

    def _draw(self, number: int) -> tuple[Coverage, ...]:
        return covered(self.seed, number, self._tempo(number))

    def _tempo(self, number: int) -> Tempo:
        return HISTORY if number < self.opened_at else self.live

    def latest(self, outlet: Outlet, count: int, *, since: int | None = None) -> list[Found]:
        """The outlet's newest articles that exist now, newest first, at most `count`, none older than `since`."""
        now = self.now()
        oldest = self.opened_at - self.history_days * 86_400
        oldest = oldest if since is None else max(oldest, since)
        found = self._scan(outlet, count, now, self.live, max(self.opened_at, oldest), now)
        if len(found) < count or found[-1].coverage.seen_at < self.opened_at + HISTORY.longest_seconds:
            past = min(now, self.opened_at - 1)
            found += self._scan(outlet, count, now, HISTORY, oldest - HISTORY.longest_seconds, past)
            found = [one for one in found if one.coverage.seen_at >= oldest]
        found.sort(key=lambda one: (one.coverage.seen_at, one.coverage.key), reverse=True)
        return found[:count]

    def _scan(self, outlet: Outlet, count: int, now: int, tempo: Tempo, first: int, last: int) -> list[Found]:
        """Articles of the slots from `last` back to `first`; stops when older slots can hold none of the newest."""
        found: list[Found] = []
        enough: int | None = None
        for number in range(last - last % tempo.slot_seconds, first - 1, -tempo.slot_seconds):
            if enough is not None and number + tempo.longest_seconds < enough:
                break
            covered_by = (one for one in self._covered(number) if one.outlet is outlet)
            found.extend(one for coverage in covered_by if (one := self._exists(coverage, now)))
            if len(found) >= count and enough is None:
                enough = min(one.coverage.seen_at for one in found)
        return found

    def _exists(self, coverage: Coverage, now: int) -> Found | None:
        if coverage.seen_at > now or not self.hours.was_open(coverage.seen_at):
            return None
        fate = self.fate(coverage)
        if fate.deleted_at is not None and fate.deleted_at <= now:
            return None
        return Found(coverage, fate, sum(edit <= now for edit in fate.edited_at))

    def coverage_of(self, outlet: Outlet, key: int) -> Coverage | None:
        """The article with this number in its address, published by now or deleted since; None: never was."""
        for part in (0, 1):
            number = key - part
            if number < 0 or number % self._tempo(number).slot_seconds:
                continue
            for coverage in self._covered(number):
                if coverage.outlet is outlet and coverage.part == part:
                    is_out = coverage.seen_at <= self.now() and self.hours.was_open(coverage.seen_at)
                    return coverage if is_out else None
        return None

    def fate(self, coverage: Coverage) -> Fate:
        """What becomes of an article."""
        return fate_of(self.seed, coverage, self._tempo(coverage.event.number))

    def theme(self, outlet: Outlet) -> str:
        """The engine in whose manner the outlet's articles are laid out now."""
        engine, since = self.redesigns.get(outlet.slug, (outlet.engine, None))
        return engine if since is None or self.clock() >= since else outlet.engine

    def closed_seconds(self, outlet: Outlet) -> float:
        """For how long the outlet wants to be left alone: it answers 429 until then."""
        return 0.0

    def find(self, outlet: Outlet, key: int) -> Found | None:
        """The article with this number as it exists now."""
        coverage = self.coverage_of(outlet, key)
        return self._exists(coverage, self.now()) if coverage else None

    # -- what it says -----------------------------------------------------------------------------------------

    def text(self, found: Found) -> Text:
        """Its words now."""
        return text_of(self.seed, found.coverage, found.version)

    def sheet(self, found: Found) -> Sheet:
        """Everything an engine needs to lay out the article."""
        coverage, outlet = found.coverage, found.coverage.outlet
        text, first = self.text(found), text_of(self.seed, coverage, 0)
        changed = max((edit for edit in found.fate.edited_at[: found.version]), default=None)
        section = self.section_of(coverage)
        sheet = Sheet(
            key=coverage.key, outlet=outlet, base=base_of(outlet, self.port), title=text.title,
            first_title=first.title, subtitle=text.subtitle, blocks=text.blocks,
            authors=author_of(self.seed, coverage), published=moment_of(coverage.claimed_at),
            modified=moment_of(coverage.claimed_at if changed is None else changed), section=section,
            label=outlet.labels[section], tags=tags_of(coverage), picture=self._picture_path(coverage),
            caption=caption_of(coverage), is_video=section == "video", has_date=self.has_date(coverage), path="",
        )  # fmt: skip
        return sheet.at(ENGINES[outlet.engine].path(sheet))

    def section_of(self, coverage: Coverage) -> str:
        """The event's section, or video for the few that are films."""
        is_video = dice(self.seed, 11, coverage.key, coverage.outlet.index).random() < 0.03
        return "video" if is_video and not coverage.is_copy else coverage.event.kind.section

    def has_date(self, coverage: Coverage) -> bool:
        """One in twenty pages of the day-only outlet shows no date."""
        return not coverage.outlet.is_day_only or dice(coverage.key, 12).random() >= 0.05

    def _picture_path(self, coverage: Coverage) -> str | None:
        outlet = coverage.outlet
        if dice(self.seed, 13, coverage.key, outlet.index).random() >= outlet.pictures:
            return None
        voice = _KINDS_OF_PICTURE - 1 if coverage.voice == WIRE else coverage.voice
        number = coverage.event.number * _KINDS_OF_PICTURE + voice
        return f"/media/{moment_of(coverage.seen_at):%Y/%m}/{number}.jpg"

    # -- truth ------------------------------------------------------------------------------------------------

    def truth(self, address: str, at: datetime | None = None) -> Truth | None:
        """What is true of the article at this address (any of its twins): its words at `at`, by default now.

        None: no article of the press was ever published there. A deleted one keeps its last words.
        """
        parts = urlsplit(address)
        outlet = self._by_ip.get(parts.hostname or "")
        if outlet is None:
            return None
        key = ENGINES[outlet.engine].key(parts.path, parse_qs(parts.query))
        coverage = None if key is None else self.coverage_of(outlet, key)
        if coverage is None:
            return None
        fate = self.fate(coverage)
        second = self.now() if at is None else second_of(at)
        return self._truth(Found(coverage, fate, sum(edit <= second for edit in fate.edited_at)))

    def _truth(self, found: Found) -> Truth:
        sheet, coverage, fate = self.sheet(found), found.coverage, found.fate
        outlet = coverage.outlet
        precision = Precision.DAY if outlet.is_day_only else Precision.MINUTE
        origin = coverage.origin
        return Truth(
            address=sheet.address, outlet=outlet.slug, language=outlet.language, is_darija=is_darija(coverage),
            title=sheet.title, subtitle=sheet.subtitle, body=Text(sheet.title, None, sheet.blocks).body(),
            blocks=sheet.blocks, authors=sheet.authors, published_at=sheet.published,
            precision=precision if sheet.has_date else None, first_visible_at=moment_of(coverage.seen_at),
            revised_at=tuple(moment_of(edit) for edit in fate.edited_at),
            deleted_at=None if fate.deleted_at is None else moment_of(fate.deleted_at), section=sheet.section,
            section_label=sheet.label, is_video=sheet.is_video, event=coverage.event.number,
            copy_of=self._address(origin) if origin and self.hours.was_open(origin.seen_at) else None,
            agency=agency_of(coverage), picture=sheet.picture and sheet.base + sheet.picture,
            channels=tuple(sheet.base + path for path in (*ENGINES[outlet.engine].listings,)),
        )  # fmt: skip

    def _address(self, coverage: Coverage) -> str:
        return self.sheet(Found(coverage, Fate((), None), 0)).address

    def published(self) -> Iterator[Truth]:
        """Truth of everything in the channels' reach: history_days back until now, outlet by outlet, newest first."""
        for outlet in self.outlets:
            for found in self.latest(outlet, 1 << 40):
                yield self._truth(found)

    def articles(self, limit: int | None = None, *, since: datetime | None = None) -> Iterator[Truth]:
        """History's articles, event by event, oldest first, in constant memory: about 160 a day from `since`.

        `since` is the beginning of the world (1995) by default, so that well over a million articles lie ahead.
        """
        return islice(self._history(0 if since is None else second_of(since)), limit)

    def _history(self, first: int) -> Iterator[Truth]:
        slot = HISTORY.slot_seconds
        for number in range(first - first % slot + slot, self.opened_at, slot):
            for coverage in covered(self.seed, number, HISTORY):
                yield self._truth(Found(coverage, fate_of(self.seed, coverage, HISTORY), 0))
