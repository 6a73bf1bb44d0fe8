"""What is decided about what arrived: nothing lost, nothing doubled, nothing invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.pipeline import (
    believable,
    content_key,
    decide,
    decide_gone,
    filed_day,
    place_in_lists,
    with_lead,
)
from warraq.records import (
    Article,
    ArticleKind,
    Block,
    BlockKind,
    Findings,
    Known,
    Lead,
    Moment,
    NotArticle,
    Precision,
    Publish,
    Refuse,
    Revise,
    Unchanged,
    Wish,
    Withdraw,
)

CASABLANCA = ZoneInfo("Africa/Casablanca")
NOW = datetime(2023, 11, 1, 12, 0, tzinfo=UTC)
FINDINGS = Findings("ar", None, "politics")
ARTICLE = Article(
    kind=ArticleKind.ARTICLE,
    address="https://goud.example/1",
    title="افتتاح المدرسة",
    body=(Block(BlockKind.PARAGRAPH, "افتتحت المدرسة اليوم."),),
)


def known(article: Article = ARTICLE, *, is_withdrawn: bool = False) -> Known:
    return Known(7, content_key(article), is_withdrawn)


def minute(text: str, offset: timedelta | None = None) -> Moment:
    return Moment(datetime.fromisoformat(text), Precision.MINUTE, offset)


def day(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text), Precision.DAY)


def test_a_new_article_is_published() -> None:
    assert decide(None, ARTICLE, FINDINGS) == Publish(ARTICLE, FINDINGS, content_key(ARTICLE))


def test_the_same_article_again_changes_nothing() -> None:
    spaced = replace(ARTICLE, body=(Block(BlockKind.PARAGRAPH, "افتتحت  المدرسة\nاليوم."),))
    assert decide(known(), spaced, FINDINGS) == Unchanged(7)


@pytest.mark.parametrize(
    "edited",
    [
        replace(ARTICLE, title="افتتاح مدرسة جديدة"),
        replace(ARTICLE, subtitle="بحضور الوزير"),
        replace(ARTICLE, body=(*ARTICLE.body, Block(BlockKind.LIST, items=("واحد",)))),
        replace(ARTICLE, body=(Block(BlockKind.TABLE, rows=(("1", "2"),)),)),
    ],
)
def test_an_edit_makes_a_revision(edited: Article) -> None:
    assert isinstance(decide(known(), edited, FINDINGS), Revise)


def test_another_picture_or_section_is_no_edit() -> None:
    moved = replace(ARTICLE, picture="https://goud.example/p.jpg", section="مجتمع", tags=("تعليم",))
    assert decide(known(), moved, FINDINGS) == Unchanged(7)


def test_a_page_that_can_no_longer_be_read_keeps_what_we_have() -> None:
    assert decide(known(), NotArticle(ARTICLE.address, "listing"), None) == Unchanged(7)
    assert decide(None, NotArticle(ARTICLE.address, "listing"), None) == Refuse("listing")


@pytest.mark.parametrize("status", [404, 410])
def test_what_the_outlet_deleted_is_withdrawn_once_and_comes_back(status: int) -> None:
    assert decide_gone(known(), status) == Withdraw(7)
    assert decide_gone(known(is_withdrawn=True), status) == Unchanged(7)
    assert isinstance(decide(known(is_withdrawn=True), ARTICLE, FINDINGS), Revise)


def test_a_server_error_deletes_nothing() -> None:
    assert isinstance(decide_gone(known(), 500), Refuse)
    assert isinstance(decide_gone(None, 404), Refuse)


def test_a_date_far_ahead_or_before_the_web_is_unknown() -> None:
    assert believable(day("2099-01-01"), NOW, CASABLANCA) is None
    assert believable(day("0001-01-01"), NOW, CASABLANCA) is None
    assert believable(day("2023-11-02"), NOW, CASABLANCA) == day("2023-11-02")


def test_the_channel_fills_in_what_the_page_does_not_say() -> None:
    lead = Lead(ARTICLE.address, title="من الموجز", published=minute("2023-11-01T10:30"), authors=("سعاد",))
    filled = with_lead(replace(ARTICLE, title=None, published=day("2023-11-01")), lead, NOW, CASABLANCA)
    assert (filled.title, filled.published, filled.authors) == ("من الموجز", lead.published, ("سعاد",))


@pytest.mark.parametrize(
    ("own", "said", "title"),
    [
        ("كود : افتتاح المدرسة الجديدة", "افتتاح المدرسة الجديدة", "افتتاح المدرسة الجديدة"),
        ("افتتاح المدرسة الجديدة - كود", "افتتاح المدرسة الجديدة", "افتتاح المدرسة الجديدة"),
        ("عاجل : افتتاح المدرسة", "عاجل", "عاجل : افتتاح المدرسة"),
        ("افتتاح المدرسة", "عنوان آخر تماما للخبر", "افتتاح المدرسة"),
        (None, "افتتاح المدرسة", "افتتاح المدرسة"),
    ],
)
def test_the_site_s_name_is_no_part_of_a_title(own: str | None, said: str, title: str) -> None:
    lead = Lead(ARTICLE.address, title=said)
    assert with_lead(replace(ARTICLE, title=own), lead, NOW, CASABLANCA).title == title


def test_an_outlet_is_no_author() -> None:
    signed = replace(ARTICLE, authors=("سعاد", "كود"))
    assert with_lead(signed, Lead(ARTICLE.address), NOW, CASABLANCA, ("كود", "Goud")).authors == ("سعاد",)


def test_the_page_wins_where_channel_and_page_disagree_on_the_day() -> None:
    lead = Lead(ARTICLE.address, published=minute("2023-11-01T10:30"))
    assert with_lead(replace(ARTICLE, published=day("2023-10-31")), lead, NOW, CASABLANCA).published == day(
        "2023-10-31"
    )


def test_a_day_only_date_is_never_shifted_by_a_time_zone() -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Casablanca"):
        assert filed_day(day("2023-11-01"), NOW, ZoneInfo(zone)) == date(2023, 11, 1)


def test_a_late_evening_belongs_to_the_edition_s_day() -> None:
    late = minute("2023-11-01T23:30", timedelta(hours=0))
    assert filed_day(late, NOW, CASABLANCA) == date(2023, 11, 2)  # Morocco is an hour ahead of UTC


def test_unknown_dates_are_filed_under_first_sight_and_months_under_no_day() -> None:
    assert filed_day(None, datetime(2023, 11, 1, 23, 30, tzinfo=UTC), CASABLANCA) == date(2023, 11, 2)
    assert filed_day(Moment(datetime(2023, 11, 1), Precision.MONTH), NOW, CASABLANCA) is None


def test_lists_never_run_ahead_of_first_sight() -> None:
    assert place_in_lists(minute("2023-11-01T18:00"), NOW, CASABLANCA) == NOW
    assert place_in_lists(day("2023-11-01"), NOW, CASABLANCA) == NOW
    assert place_in_lists(None, NOW, CASABLANCA) == NOW
    assert place_in_lists(day("2023-10-30"), NOW, CASABLANCA) == datetime(2023, 10, 30, 11, tzinfo=UTC)


@given(
    st.none()
    | st.builds(
        Moment, st.datetimes(datetime(1900, 1, 3), datetime(2023, 10, 30)), st.sampled_from(Precision)
    )
)
def test_places_are_never_in_the_future(moment: Moment | None) -> None:
    assert place_in_lists(moment, NOW, CASABLANCA) <= NOW
    filed_day(moment, NOW, CASABLANCA)


def test_a_page_that_asks_not_to_be_indexed_is_not_taken_in() -> None:
    assert isinstance(decide(None, replace(ARTICLE, wishes=frozenset({Wish.NOINDEX})), FINDINGS), Refuse)


def test_a_wish_stated_later_reaches_the_article() -> None:
    wishing = replace(ARTICLE, wishes=frozenset({Wish.NOARCHIVE}))
    assert decide(known(), wishing, FINDINGS) == Revise(7, wishing, FINDINGS, content_key(ARTICLE))
    assert decide(replace(known(), wishes=wishing.wishes), wishing, FINDINGS) == Unchanged(7)
