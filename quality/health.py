"""How often the judge of outlets cries wolf, and how soon it notices a death, on real publication times.

Run: WARRAQ_SHARED_DATA=… python quality/health.py. The outlets are real series: a radio's site over 30 months (its
days; where the hours are missing they are drawn from its own), each of its sections as a small outlet of its own, and
a television's site (whole days of its monthly blocks, joined so that weekdays agree), also thinned to one to ten
articles a day. False notices: the judge looks every six hours at the living series and should never call it dead;
where it did, and nothing came for three weeks or more, it was right, and that is counted apart. Deaths: the series is
cut off at drawn instants, and the days from the last article until the judge says silent are counted.
The constants of condition.py were chosen on the first half of each series; the floors hold the second.
"""

from __future__ import annotations

import bisect
import gzip
import json
import random
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from warraq.condition import DEAD, WINDOW_DAYS, ChannelSigns, Condition, Day, Signs, judge
from warraq.options import read_options

FLOORS = {
    "false notices per outlet-month": 0.08,
    "days to notice, 10 articles a day or more": 1.3,
    "days to notice, 3 to 10 a day": 3.0,
    "days to notice, 1 to 3 a day": 7.0,
    "days to notice, under 1 a day": 21.0,
    "deaths never noticed in 28 days": 0.02,
}
"""Ceilings, all of them. The halves the constants were chosen on gave .009 false notices, the others .060: three of
those seven are one section's, in the week from which the corpus holds a fifth of what it held before."""
ZONE = ZoneInfo("UTC")
LOOK = timedelta(hours=6)
CUTS = 24
"""Deaths a series."""
WARM = timedelta(days=WINDOW_DAYS)
LONG_SILENCE = timedelta(days=21)
SLASHED = re.compile(r"(\d\d)/(\d\d)/(\d{4})$")


@dataclass(frozen=True)
class Series:
    """An outlet's publication times, sorted."""

    name: str
    times: tuple[datetime, ...]

    @property
    def rate(self) -> float:
        return len(self.times) / max((self.times[-1] - self.times[0]) / timedelta(days=1), 1.0)


def read_lines(file: Path) -> Iterator[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield json.loads(line)


def radio(file: Path) -> list[Series]:
    """The radio's whole site and its sections. Days before 2015 are too few to be a rhythm."""
    rows = [(row["time"], row["category"]) for row in read_lines(file)]
    clocks = [datetime.fromisoformat(time).time() for time, _ in rows if "T" in time]
    draw = random.Random(7)
    found: list[tuple[datetime, str]] = []
    for time, category in rows:
        if match := SLASHED.match(time):
            on = date(int(match[3]), int(match[2]), int(match[1]))
            found.append((datetime.combine(on, draw.choice(clocks), UTC), category))
        elif "T" in time:
            found.append((datetime.fromisoformat(time).replace(tzinfo=UTC), category))
    found = sorted(pair for pair in found if pair[0].year >= 2015)
    counts = Counter(category for _, category in found)
    names = [name for name, count in counts.items() if count >= 250]
    whole = [Series("radio", tuple(at for at, _ in found))]
    return whole + [Series(f"radio {n}", tuple(at for at, c in found if c == n)) for n in sorted(names)]


def television(file: Path) -> Series:
    """Whole days (20 articles or more) put one after the other, each on the next free day of its weekday."""
    days: dict[date, list[datetime]] = {}
    for row in read_lines(file):
        at = datetime.fromisoformat(row["published_time"]).replace(tzinfo=UTC)
        days.setdefault(at.date(), []).append(at)
    times: list[datetime] = []
    free = date(2023, 1, 2)
    for on in sorted(days):
        if len(days[on]) >= 20 and on.weekday() == free.weekday():
            times += [datetime.combine(free, at.time(), UTC) for at in days[on]]
            free += timedelta(days=1)
    return Series("television", tuple(sorted(times)))


def thinned(series: Series, rate: float) -> Series:
    """The same outlet as if it published `rate` articles a day."""
    draw = random.Random(int(rate * 100))
    kept = tuple(at for at in series.times if draw.random() < rate / series.rate)
    return Series(f"{series.name} at {rate:g} a day", kept)


def signs_at(times: Sequence[datetime], now: datetime, added_at: datetime, before: Condition | None) -> Signs:
    """What a judge sees at `now` of an outlet that published at `times`, with a channel that answers."""
    today = now.date()
    end = bisect.bisect_right(times, now)
    start = bisect.bisect_left(times, now - timedelta(days=WINDOW_DAYS + 1))
    counts = Counter(at.date() for at in times[start:end])
    days = [today - timedelta(days=n) for n in range(WINDOW_DAYS, -1, -1)]
    return Signs(
        state="active",
        now=now,
        zone=ZONE,
        added_at=added_at,
        days=tuple(Day(on, counts[on] if on >= added_at.date() else None) for on in days),
        newest_at=times[end - 1] if end else None,
        channels=(ChannelSigns(True, False, False, 0, now),),
        before=before,
    )


def false_notices(series: Series, begin: datetime, end: datetime) -> tuple[int, int, Counter[Condition]]:
    """How often a living outlet was called dead wrongly, and rightly, and its conditions at each look."""
    notices, right, before, seen = 0, 0, None, Counter[Condition]()
    now = begin
    while now < end:
        condition = judge(signs_at(series.times, now, series.times[0], before)).condition
        seen[condition] += 1
        if condition in DEAD and before not in DEAD:
            after = bisect.bisect_right(series.times, now)
            is_long = series.times[after] - series.times[after - 1] >= LONG_SILENCE
            right, notices = right + is_long, notices + (not is_long)
        before = condition
        now += LOOK
    return notices, right, seen


def days_to_notice(series: Series, cut: datetime) -> float | None:
    """Days from the last article before `cut` to silent; None: not within the window."""
    times = series.times[: bisect.bisect_right(series.times, cut)]
    before: Condition | None = None
    now = times[-1]
    while now - times[-1] <= WARM + LOOK * 2:
        before = judge(signs_at(times, now, series.times[0], before)).condition
        if before is Condition.SILENT:
            return (now - times[-1]) / timedelta(days=1)
        now += LOOK
    return None


def band(rate: float) -> str:
    if rate >= 10:
        return "days to notice, 10 articles a day or more"
    if rate >= 3:
        return "days to notice, 3 to 10 a day"
    return "days to notice, 1 to 3 a day" if rate >= 1 else "days to notice, under 1 a day"


def recent_rate(series: Series, at: datetime) -> float:
    """Articles a day in the 28 days before."""
    start = bisect.bisect_left(series.times, at - WARM)
    return (bisect.bisect_right(series.times, at) - start) / WINDOW_DAYS


def measure(every: Sequence[Series], *, is_second_half: bool) -> dict[str, float]:
    """The figures that FLOORS names, and a line for each series."""
    draw = random.Random(11)
    notices, months, delays, missed = 0, 0.0, dict[str, list[float]](), 0
    for series in every:
        first, last = series.times[0] + WARM, series.times[-1]
        middle = first + (last - first) / 2
        begin, end = (middle, last) if is_second_half else (first, middle)
        false, right, seen = false_notices(series, begin, end)
        span = (end - begin) / timedelta(days=30)
        notices, months = notices + false, months + span
        own = []
        for _ in range(CUTS):
            cut = begin + (end - begin) * draw.random()
            delay = days_to_notice(series, cut)
            if delay is None:
                missed += 1
            delays.setdefault(band(recent_rate(series, cut)), []).append(
                WINDOW_DAYS if delay is None else delay
            )
            own.append(WINDOW_DAYS if delay is None else delay)
        shares = " ".join(f"{c} {n / seen.total():.1%}" for c, n in seen.most_common())
        print(
            f"    {series.name:<28} {series.rate:5.1f} a day  {false} false, {right} right in {span:4.1f} months"
            f"  noticed after {statistics.median(own):4.1f} days   {shares}"
        )
    figures = {"false notices per outlet-month": notices / months}
    figures |= {name: statistics.median(days) for name, days in sorted(delays.items())}
    figures["deaths never noticed in 28 days"] = missed / sum(map(len, delays.values()))
    return figures


def main() -> int:
    """Measure; 1 where a floor sinks."""
    data = read_options().shared_data
    if data is None or not (data / "news" / "ant.jsonl.gz").exists():
        print("skipped: WARRAQ_SHARED_DATA names no folder with news/")
        return 0
    every = radio(data / "news" / "ant.jsonl.gz")
    every.append(television(data / "news" / "almayadeen.jsonl.gz"))
    every += [thinned(every[-1], rate) for rate in (10, 3, 1)]
    sunk = []
    for half in (False, True):
        print(f"the {'second' if half else 'first'} half of each series")
        for name, value in measure(every, is_second_half=half).items():
            print(f"  {name}: {value:.3f} (at most {FLOORS[name]:g})")
            if half and value > FLOORS[name]:
                sunk.append(f"{name} {value:.3f} > {FLOORS[name]:g}")
    for line in sunk:
        print(f"FLOOR SUNK: {line}")
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main())
