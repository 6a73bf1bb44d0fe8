"""The quick reading of feeds' dates says what the date reader says."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.collect.feed_dates import MONTHS, read_feed_date
from warraq.extract.dates import read_date

YEARS = st.one_of(st.integers(1899, 2101), st.just(1970))
DAYS = st.sampled_from(["", "Wed, ", "Mer, "])
ZONES = st.sampled_from(
    ["GMT", "+0000", "-0000", "+0100", "-0530", "+01:00", "Z", "EST", "", "+2500", "-05:30"]
)
NUMBERS = st.tuples(YEARS, st.integers(1, 12), st.integers(0, 32), st.integers(0, 24), st.integers(0, 60))


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
        ("Mer, 01 Nov 2023 14:05:00 +0100", "2023-11-01T14:05:00+01:00"),
        ("mer., 01 nov. 2023 14:05:00 +0100", "2023-11-01T14:05:00+01:00"),
        ("Ven, 13 juin 2014 12:00:00 +0000", "2014-06-13T12:00:00+00:00"),
        ("Jeu, 02 déc 2021 10:00:00 GMT", "2021-12-02T10:00:00+00:00"),
        ("Lun, 05 fév 2018 10:00:00 +0000", "2018-02-05T10:00:00+00:00"),
        ("Dim, 29 juil. 2018 11:00:00 +0100", "2018-07-29T11:00:00+01:00"),
        ("mercredi 1er novembre 2023 - 14:05", "2023-11-01T14:05"),
        ("الأربعاء, 01 نوفمبر 2023 14:05:00 +0100", "2023-11-01T14:05:00+01:00"),
        ("الأربعاء، 01 نونبر 2023 - 14:05", "2023-11-01T14:05"),
        ("أربعاء, 01 نوفمبر 2023 14:05:00 +0000", "2023-11-01T14:05:00+00:00"),
        ("الأحد, 12 غشت 2018 10:12:33 GMT", "2018-08-12T10:12:33+00:00"),
        ("Tue, 31 يوليوز 2018 09:00:00 +0000", "2018-07-31T09:00:00+00:00"),
        ("Mon, 03 ماي 2021 09:00:00 +0000", "2021-05-03T09:00:00+00:00"),
        ("الإثنين, ٠٥ شتنبر ٢٠٢٢ ١٠:١٢:٣٣ +0100", "2022-09-05T10:12:33+01:00"),
        ("الخميس، 23 دجنبر 2021 - 22:10", "2021-12-23T22:10"),
        ("السبت, 04 أغسطس 2018 10:12:33 +0000", "2018-08-04T10:12:33+00:00"),
        ("01 نوفمبر, 2023 02:05:00 م", "2023-11-01T14:05:00"),
        ("ⴰⵙⵉⵏⴰⵙ 1 ⵏⵓⵡⴰⵏⴱⵉⵔ 2023", "2023-11-01"),
        ("01/11/2023 14:05", "2023-11-01T14:05"),
        ("Wed, 1 Nov 2023 14:05:00 UT", "2023-11-01T14:05:00+00:00"),
        ("Wed, 01 Nov 2023 14:05:00 EST", "2023-11-01T14:05:00-05:00"),
        ("Wed Nov 01 14:05:00 CET 2023", "2023-11-01T14:05:00+01:00"),
        ("2023-11-01T14:05+01", "2023-11-01T14:05+01:00"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("1970-01-01T00:00:00Z", None),
        ("-0001-11-30T00:00:00+00:00", None),
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
