"""The interface's words: every message translated, six Arabic plurals, Moroccan months, nothing finer than known."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

import warraq.serve
from warraq.serve.dates import Dates, dates_of
from warraq.serve.words import LOCALES, PLURALS, initial, set_in_type, words_of

SERVE = Path(warraq.serve.__file__).parent
ZONE = ZoneInfo("Africa/Casablanca")
TODAY = date(2026, 11, 24)
SEEN = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
ASKED = re.compile(r"""\b(?:w|words|words_of\(site\.language\))(?:\.count)?\(\s*(?:"([^"]+)"|'([^']+)')""")


def dates(language: str = "ar") -> Dates:
    return dates_of(language, ZONE, TODAY)


def messages_in_templates() -> set[str]:
    texts = [file.read_text(encoding="utf-8") for file in (SERVE / "templates").glob("*.html")]
    return {double or single for text in texts for double, single in ASKED.findall(text)}


@pytest.mark.parametrize("language", LOCALES)
def test_every_message_of_the_pages_is_translated(language: str) -> None:
    wanted = messages_in_templates()
    assert len(wanted) > 50
    assert wanted <= words_of(language).messages()


@pytest.mark.parametrize("language", LOCALES)
def test_all_catalogues_say_the_same_things(language: str) -> None:
    assert words_of("ar").messages() == words_of(language).messages()


@pytest.mark.parametrize("language", LOCALES)
def test_no_message_is_translated_twice(language: str) -> None:
    text = (SERVE / "locale" / f"{language}.po").read_text(encoding="utf-8")
    messages = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    assert len(messages) == len(set(messages))


def test_english_says_itself_where_its_catalogue_says_nothing_else() -> None:
    assert words_of("en")("Search the press") == "Search the press"
    assert words_of("en")("example: words") == "rising prices"


def test_no_message_is_left_over() -> None:
    files = [*SERVE.rglob("*.html"), *SERVE.rglob("*.py")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert [message for message in words_of("ar").messages() if message not in text] == []


@pytest.mark.parametrize("language", LOCALES)
def test_plural_messages_have_all_their_forms(language: str) -> None:
    plurals = words_of(language)._plural
    assert plurals
    assert all(len(forms) == len(PLURALS[language]) and all(forms) for forms in plurals.values())


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "لا مقال"),
        (1, "مقال واحد"),
        (2, "مقالان"),
        (3, "3 مقالات"),
        (10, "10 مقالات"),
        (11, "11 مقالا"),
        (99, "99 مقالا"),
        (100, "100 مقال"),
        (103, "103 مقالات"),
        (1500, "1.500 مقال"),
    ],
)
def test_arabic_counts_in_six_forms(number: int, said: str) -> None:
    assert words_of("ar").count("%(n)s articles", number) == said


def test_french_counts_in_two_forms() -> None:
    count = words_of("fr").count
    assert [count("%(n)s articles", n) for n in (0, 1, 2)] == ["0 article", "1 article", "2 articles"]


def test_english_counts_in_two_forms() -> None:
    count = words_of("en").count
    assert [count("%(n)s articles", n) for n in (0, 1, 1500)] == ["0 articles", "1 article", "1,500 articles"]


def test_values_put_into_a_message_are_escaped() -> None:
    assert "<script>" not in words_of("ar")("Search: %(query)s", query="<script>")
    assert "<b>" in words_of("ar")("Search: %(query)s", query=Markup("<b>x</b>"))


def test_a_missing_message_is_never_silent() -> None:
    with pytest.raises(KeyError):
        words_of("ar")("no such message")


@pytest.mark.parametrize(
    ("text", "precision", "short"),
    [
        ("2026-11-24T14:05+01:00", "minute", "14:05"),
        ("2026-11-24T14:05", "minute", "14:05"),
        ("2026-11-24T23:30:09+00:00", "second", "25 نونبر"),
        ("2026-11-23T09:00+01:00", "minute", "أمس 09:00"),
        ("2026-11-24", "day", "اليوم"),
        ("2026-08-05", "day", "5 غشت"),
        ("2023-12-31", "day", "31 دجنبر 2023"),
        ("2023-07", "month", "يوليوز 2023"),
        ("", "", "رُصد 14:30"),
    ],
)
def test_lists_show_a_date_as_far_as_it_is_known(text: str, precision: str, short: str) -> None:
    assert dates().short(text, precision, SEEN) == short


def test_a_day_is_never_shifted_and_shows_no_hour() -> None:
    assert dates().printed("2026-11-24", "day") == "الثلاثاء 24 نونبر 2026"
    assert dates("fr").printed("2026-11-24", "day") == "mardi 24 novembre 2026"
    assert dates("en").printed("2026-11-24", "day") == "Tuesday 24 November 2026"


def test_the_outlets_own_clock_is_shown_as_printed() -> None:
    assert dates().printed("2026-11-24T23:30+03:00", "minute").endswith("24 نونبر 2026، 23:30")


def test_an_unknown_date_is_not_invented() -> None:
    assert dates().printed("", "") == ""


def test_machines_read_the_same_date() -> None:
    assert dates().clock("2026-11-24", "day", SEEN) == '<time datetime="2026-11-24">اليوم</time>'
    assert 'datetime="2026-11-24T13:30Z"' in dates().clock("", "", SEEN)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(minutes=2), "قبل دقيقتين"),
        (timedelta(hours=5), "قبل 5 ساعات"),
        (timedelta(days=1), "قبل يوم واحد"),
    ],
)
def test_relative_times_are_grammatical(ago: timedelta, said: str) -> None:
    assert dates().ago(SEEN - ago, SEEN) == said


@given(st.datetimes(datetime(1990, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))
def test_nothing_was_ever_in_the_future(at: datetime) -> None:
    assert dates().ago(at, SEEN).startswith("قبل")


@pytest.mark.parametrize(("name", "letter"), [("السوق", "س"), ("هسبريس", "ه"), ("ال", "ا"), ("le Jour", "L")])
def test_initial_of_an_outlet_without_logo(name: str, letter: str) -> None:
    assert initial(name) == letter


def test_french_signs_stay_with_their_words() -> None:
    assert set_in_type("Rabat : « oui » !", "fr") == "Rabat\u00a0: «\u00a0oui\u00a0»\u00a0!"
    assert set_in_type("Une hausse de 23 % : 4 %, puis 5 %", "fr") == (
        "Une hausse de 23\u00a0%\u00a0: 4\u00a0%, puis 5\u00a0%"
    )
    assert set_in_type("الرباط : نعم", "ar") == "الرباط : نعم"
    assert (
        set_in_type("Le Wydad s’incline 3-0 à Addis-Abeba", "fr")
        == "Le Wydad s’incline 3-\u20600 à Addis-Abeba"
    )


def test_no_french_sign_begins_a_line_of_ours() -> None:
    told = words_of("fr")
    forms = [*told._single.values(), *(form for forms in told._plural.values() for form in forms)]
    assert [form for form in forms if re.search(r" [:;!?»]|« ", form)] == []
    assert not re.search(
        r"\w [:;!?»]|« ", (SERVE / "templates" / "bot.html").read_text("utf-8").partition("fr")[2]
    )


def test_weeks_begin_on_monday() -> None:
    assert dates("fr").weekdays()[0][1] == "lundi"
