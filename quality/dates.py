"""How well printed dates are read, beside dateparser on the same strings in the same run.

Run: WARRAQ_SHARED_DATA=… python quality/dates.py. Exits 1 when a floor sinks: a wrong date is worse than none, so not
one may be wrong. A floor is lowered only on purpose, in a commit that says why.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from warraq.extract.dates import read_date
from warraq.options import read_options

RIGHT_FLOOR = 0.97
WRONG_CEILING = 0
SPEED_FLOOR = 20.0
"""Times dateparser's strings per CPU-second, in the same run."""
ROUNDS = 40
"""Readings of the table by our reader: one is too short to time. The best of three timings counts for both."""


@dataclass(frozen=True)
class Row:
    """One line of dates_dev.tsv; its README tells the columns."""

    id: str
    text: str
    language: str
    now: datetime | None
    expected: str | None
    precision: str
    tolerance_days: int


def read_rows(file: Path) -> list[Row]:
    rows = []
    for line in file.read_text(encoding="utf-8").split("\n")[1:]:
        if line:
            name, text, language, now, expected, precision, tolerance, _ = line.split("\t")
            reference = datetime.fromisoformat(now) if now else None
            wanted = None if expected == "none" else expected
            rows.append(Row(name, text, language, reference, wanted, precision, int(tolerance)))
    return rows


def verdict(row: Row, printed: str | None) -> str:
    """right, wrong or unread. A day within its tolerance is right; an instant must agree as far as it is told."""
    if printed is None or row.expected is None:
        return "right" if printed == row.expected else "unread" if printed is None else "wrong"
    if row.tolerance_days:
        apart = abs(date.fromisoformat(printed[:10]) - date.fromisoformat(row.expected[:10])).days
        return "right" if apart <= row.tolerance_days else "wrong"
    return "right" if printed == row.expected else "wrong"


def ours(row: Row) -> str | None:
    moment = read_date(row.text, language=row.language, now=row.now)
    return f"{moment.printed()} {moment.precision.value}" if moment else None


def theirs() -> Callable[[Row], str | None] | None:
    """dateparser as a reader of rows, told all that we are told; None where it is not installed."""
    try:
        import dateparser  # type: ignore[import-untyped]
    except ImportError:
        return None

    def read(row: Row) -> str | None:
        settings: dict[str, object] = {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": "past"}
        if row.now:
            settings["RELATIVE_BASE"] = row.now
        languages = [row.language] if row.language in ("ar", "fr", "en") else None
        found = dateparser.parse(row.text, languages=languages, settings=settings)
        if found is None:
            return None
        cut = {"month": 7, "day": 10, "hour": 16, "minute": 16}.get(row.precision)
        return str(found.isoformat())[:cut] + f" {row.precision}"

    return read


def measure(
    rows: list[Row], read: Callable[[Row], str | None], rounds: int
) -> tuple[Counter[str], float, list[str]]:
    """Counts of verdicts, strings per CPU-second, and a line for each that is not right."""
    counts: Counter[str] = Counter()
    lines = []
    for row in rows:
        got = read(row)
        printed, _, precision = (got or "").partition(" ")
        said = verdict(row, printed or None)
        if said == "right" and row.expected and precision != row.precision:
            said = "wrong"
        counts[said] += 1
        if said != "right":
            lines.append(
                f"    {said}: {row.id} {row.text!r} expected {row.expected} {row.precision}, got {got}"
            )
    return counts, max(strings_per_second(rows, read, rounds) for _ in range(3)), lines


def strings_per_second(rows: list[Row], read: Callable[[Row], str | None], rounds: int) -> float:
    begun = time.process_time()
    for _ in range(rounds):
        for row in rows:
            read(row)
    return rounds * len(rows) / (time.process_time() - begun)


def main() -> int:
    """Measure; 1 where a floor sinks."""
    warnings.simplefilter("ignore")
    data = read_options().shared_data
    if data is None or not (data / "dates" / "dates_dev.tsv").exists():
        print("skipped: WARRAQ_SHARED_DATA names no folder with dates/dates_dev.tsv")
        return 0
    rows = read_rows(data / "dates" / "dates_dev.tsv")
    counts, speed, lines = measure(rows, ours, ROUNDS)
    print(
        f"warraq: {counts['right']} right, {counts['wrong']} wrong, {counts['unread']} unread of {len(rows)}"
    )
    print("\n".join(lines) if lines else "    all right")
    sunk = []
    if counts["right"] < RIGHT_FLOOR * len(rows):
        sunk.append(f"right {counts['right'] / len(rows):.3f} < {RIGHT_FLOOR}")
    if counts["wrong"] > WRONG_CEILING:
        sunk.append(f"wrong {counts['wrong']} > {WRONG_CEILING}")
    if peer := theirs():
        peer_counts, peer_speed, _ = measure(rows, peer, 1)
        print(
            f"dateparser: {peer_counts['right']} right, {peer_counts['wrong']} wrong, {peer_counts['unread']} unread"
        )
        print(
            f"strings per CPU-second: {speed:,.0f} against {peer_speed:,.0f}: {speed / peer_speed:.0f} times"
        )
        if speed < SPEED_FLOOR * peer_speed:
            sunk.append(f"speed {speed / peer_speed:.1f} < {SPEED_FLOOR} times")
    for line in sunk:
        print(f"FLOOR SUNK: {line}")
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main())
