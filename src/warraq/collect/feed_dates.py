"""The two spellings in which nine of ten feeds print their dates, read without searching; the rest by the date reader.

Never reads a date that the date reader reads otherwise: a property test holds them together.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from warraq.extract.dates import read_date
from warraq.records import Moment, Precision

MONTHS = {
    name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}
RFC_822 = re.compile(
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d) ({'|'.join(MONTHS)}) ((?:19|20)\d\d) "
    r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d) (?:GMT|([+-])(0\d|1[0-4]):?([0-5]\d))",
    re.ASCII,
)
ISO_8601 = re.compile(
    r"((?:19|20)\d\d)-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.\d{1,9})?(?:Z|([+-])(0\d|1[0-4]):([0-5]\d))",
    re.ASCII,
)
NO_DATE = datetime(1970, 1, 1)
"""What programs print where they have no date."""
LONGEST = 200
"""Characters of a date that are looked at."""


def read_feed_date(text: str) -> Moment | None:
    """When an entry says that it was published; None when that is not sure."""
    text = text.strip()
    if not text:
        return None
    try:
        if match := RFC_822.fullmatch(text):
            day, month, year, *clock = match.groups()
            return _moment(int(year), MONTHS[month], int(day), clock)
        if match := ISO_8601.fullmatch(text):
            year, number, day, *clock = match.groups()
            return _moment(int(year), int(number), int(day), clock)
    except ValueError:
        pass  # the 31st of February: the date reader says what it says of such dates
    return read_date(" ".join(text.split())[:LONGEST])


def _moment(year: int, month: int, day: int, clock: list[str]) -> Moment | None:
    hour, minute, second, sign, hours, minutes = clock
    offset = timedelta(hours=int(hours), minutes=int(minutes)) if sign else timedelta()
    local = datetime(year, month, day, int(hour), int(minute), int(second))
    if local == NO_DATE:
        return None
    return Moment(local, Precision.SECOND, -offset if sign == "-" else offset)
