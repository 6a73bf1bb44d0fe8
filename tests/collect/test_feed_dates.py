"""The quick reading of feeds' dates says what the date reader says."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.collect.feed_dates import MONTHS, read_feed_date
from warraq.extract.dates import read_date

DAYS = st.sampled_from(["", "Wed, ", "Mer, "])
ZONES = st.sampled_from(
    ["GMT", "+0000", "-0000", "+0100", "-0530", "+01:00", "Z", "EST", "", "+2500", "-05:30"]
)
NUMBERS = st.tuples(
    st.integers(1899, 2101), st.integers(1, 12), st.integers(0, 32), st.integers(0, 24), st.integers(0, 60)
)


@given(DAYS, NUMBERS, ZONES, st.sampled_from(["", ".123", ".1234567890"]))
def test_both_readers_agree(day: str, numbers: tuple[int, ...], zone: str, fraction: str) -> None:
    year, month, number, hour, minute = numbers
    name = list(MONTHS)[month - 1]
    for text in (
        f"{day}{number:02} {name} {year} {hour:02}:{minute:02}:{minute:02} {zone}",
        f"{day}{number} {name} {year} {hour:02}:{minute:02} {zone}",
        f"{year}-{month:02}-{number:02}T{hour:02}:{minute:02}:{minute:02}{fraction}{zone}",
    ):
        assert read_feed_date(text) == read_date(" ".join(text.split())), text


@given(st.text(max_size=300), st.datetimes())
def test_any_text_is_a_date_or_none(text: str, moment: datetime) -> None:
    read_feed_date(text)
    read_feed_date(moment.isoformat() + text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Wed, 01 Nov 2023 14:05:00 +0100", "2023-11-01T14:05:00+01:00"),
        (" Wed, 01 Nov 2023 14:05:00 GMT\n", "2023-11-01T14:05:00+00:00"),
        ("2023-11-01T14:05:00-05:30", "2023-11-01T14:05:00-05:30"),
        ("Fri, 31 Feb 2023 14:05:00 GMT", None),
        ("0001-01-01T00:00:00Z", None),
        ("", None),
    ],
)
def test_dates_keep_the_clock_of_the_outlet(text: str, printed: str | None) -> None:
    moment = read_feed_date(text)
    assert (moment.printed() if moment else None) == printed
