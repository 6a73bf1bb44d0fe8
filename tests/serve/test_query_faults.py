"""A query that cannot be read: where, why, and what was probably meant, in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.serve.indexed import WITH_PLACES
from tests.serve.press import OPTIONS
from warraq.errors import BadQuery
from warraq.search.query import names_of, parse_query
from warraq.serve.query_faults import Mistake, mistake_of
from warraq.serve.site import Site

NAMES = names_of(WITH_PLACES, [("goud", {"ar": "كود"}), ("hespress", {"ar": "هسبريس"})])
SITE = Site(WITH_PLACES, OPTIONS, "fr", "/fr", "/search", "", datetime(2026, 11, 24, tzinfo=UTC))


def mistake(text: str, language: str = "fr") -> Mistake:
    with pytest.raises(BadQuery) as raised:
        parse_query(text, NAMES)
    return mistake_of(replace(SITE, language=language), text, raised.value)


def test_the_place_and_nothing_around_it_is_marked() -> None:
    told = mistake("مطر date:2026-99 فاس")
    assert (told.before, told.marked, told.after) == ("مطر date:", "2026-99", " فاس")
    assert told.said == "2026-99 n’est pas une date. Écrivez 2023, 2023-11, 2023-11-05 ou 2020..2023-06."


def test_an_unknown_newspaper_is_led_to_a_known_one() -> None:
    told = mistake("قطار outlet:hespres مطر", "ar")
    assert told.marked == "hespres"
    assert told.meant == "قطار outlet:hespress مطر"
    assert parse_query(told.meant, NAMES)


def test_a_filter_nearly_written_is_led_to_the_filter() -> None:
    told = mistake("قطار outlt:goud")
    assert told.marked.startswith("outlt:")
    assert told.meant == "قطار outlet:goud"
    assert told.said == "outlt: n’est pas un filtre."


@pytest.mark.parametrize("text", ["date:2026..2020", "lang:xx", "outlet:", "ا*", "date:", '"' + "م " * 70])
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_mistake_is_told_in_every_language(text: str, language: str) -> None:
    told = mistake(text, language)
    assert told.before + told.marked + told.after == text
    assert told.said
    assert "%(" not in told.said
