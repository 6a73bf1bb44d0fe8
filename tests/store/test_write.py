"""Writing what arrived: nothing lost, nothing doubled, earlier versions kept, the outbox filled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.store.rows import ARTICLE, EDITION, NOW, SEEN, arrival, make_outlet
from warraq.pipeline import content_key
from warraq.records import (
    Article,
    Block,
    BlockKind,
    Moment,
    NotArticle,
    Precision,
    Publish,
    Revise,
    Unchanged,
    Wish,
)
from warraq.store import models, read
from warraq.store.blocks import read_blocks, write_blocks
from warraq.store.outbox import every_text, forget_changes, read_changes
from warraq.store.write import Gone, summary, write_arrivals

pytestmark = pytest.mark.django_db


def write(*articles: Article | NotArticle | Gone, outlet: models.Outlet | None = None) -> list[str]:
    outlet = outlet or make_outlet()
    written = write_arrivals([arrival(outlet, article) for article in articles], EDITION)
    return [type(one.intent).__name__ for one in written]


def test_a_new_article_has_its_row_body_byline_and_place_in_the_outbox() -> None:
    outlet = make_outlet()
    (written,) = write_arrivals([arrival(outlet, ARTICLE)], EDITION)
    row = models.Article.objects.get()
    assert isinstance(written.intent, Publish)
    assert written.number == row.pk
    assert (row.title, row.section, row.language) == (ARTICLE.title, "politics", "ar")
    assert (row.published_text, row.day_on.isoformat() if row.day_on else "") == (
        "2023-11-01T10:05+01:00",
        "2023-11-01",
    )
    assert read_blocks(row.body.blocks) == ARTICLE.body
    assert [a.name for a in row.authors.all()] == ["سعاد العمراني"]
    assert row.picture_source is not None
    assert row.picture_source.address == ARTICLE.picture
    rows = models.Outbox.objects.order_by("id").values_list("consumer", "number")
    assert list(rows) == [("index", written.number), ("stories", written.number)]
    assert models.Counter.objects.get(name="articles:ma").value == 1


def test_the_same_article_by_other_ways_stays_one() -> None:
    outlet = make_outlet()
    twins = [
        ARTICLE,
        replace(ARTICLE, address="http://www.goud.example/politics/1?utm_source=rss"),
        replace(ARTICLE, address="https://goud.example/politics/1/#top"),
    ]
    assert write(*twins, outlet=outlet) == ["Publish", "Unchanged", "Unchanged"]
    assert write(ARTICLE, outlet=outlet) == ["Unchanged"]
    assert models.Article.objects.count() == 1


def test_an_address_the_page_was_led_to_by_belongs_to_the_article() -> None:
    outlet = make_outlet()
    lead = models.Lead.objects.create(
        key="k" * 32, outlet=outlet, address="https://goud.example/?p=1", seen_at=NOW
    )
    first = replace(arrival(outlet, ARTICLE), lead_id=lead.pk)
    write_arrivals([first], EDITION)
    lead.refresh_from_db()
    assert (lead.state, lead.article_id, lead.visits) == ("done", models.Article.objects.get().pk, 1)


def test_an_edit_keeps_the_earlier_version_and_the_place_in_lists() -> None:
    outlet = make_outlet()
    write(ARTICLE, outlet=outlet)
    before = models.Article.objects.get()
    edited = replace(ARTICLE, title="عنوان مصحح", published=None)
    later = replace(arrival(outlet, edited), seen_at=SEEN + timedelta(hours=1))
    (written,) = write_arrivals([later], EDITION)
    assert isinstance(written.intent, Revise)
    row, revision = models.Article.objects.get(), models.Revision.objects.get()
    assert (row.title, row.revision_count, row.edited_at) == ("عنوان مصحح", 1, SEEN + timedelta(hours=1))
    assert (row.sort_at, row.published_text) == (before.sort_at, before.published_text)
    assert (revision.title, read_blocks(revision.blocks)) == (ARTICLE.title, ARTICLE.body)


def test_other_rules_of_what_counts_make_no_edit() -> None:
    outlet = make_outlet()
    write(ARTICLE, outlet=outlet)
    models.Article.objects.update(content_key="of an earlier release")
    write(ARTICLE, outlet=outlet)
    row = models.Article.objects.get()
    assert (row.revision_count, row.edited_at, row.content_key) == (0, None, content_key(ARTICLE))
    assert not models.Revision.objects.exists()
    assert write(ARTICLE, outlet=outlet) == ["Unchanged"]


def test_a_deleted_article_is_withdrawn_and_may_come_back() -> None:
    outlet = make_outlet()
    gone = Gone(ARTICLE.address, 410)
    assert write(ARTICLE, outlet=outlet) == ["Publish"]
    assert write(gone, gone, outlet=outlet) == ["Withdraw", "Unchanged"]
    (text,) = every_text()
    assert (text.title, text.text) == (ARTICLE.title, "")
    assert write(ARTICLE, outlet=outlet) == ["Revise"]
    row = models.Article.objects.get()
    assert (row.withdrawn_at, row.revision_count) == (None, 0)


def test_what_is_no_article_leaves_no_article() -> None:
    assert write(NotArticle("https://goud.example/politics", "a listing")) == ["Refuse"]
    assert not models.Article.objects.exists()
    assert not models.Outbox.objects.exists()


def test_namesakes_of_two_outlets_never_mix() -> None:
    one, other = make_outlet(), make_outlet("hespress")
    write(ARTICLE, outlet=one)
    write(replace(ARTICLE, address="https://hespress.example/2"), outlet=other)
    assert models.Author.objects.count() == 2


def test_bylines_follow_an_edit() -> None:
    outlet = make_outlet()
    write(ARTICLE, outlet=outlet)
    write(replace(ARTICLE, title="آخر", authors=("يونس", "سعاد العمراني", "يونس")), outlet=outlet)
    names = models.Byline.objects.order_by("place").values_list("author__name", flat=True)
    assert list(names) == ["يونس", "سعاد العمراني"]


@pytest.mark.parametrize(
    ("published", "day", "clock"),
    [
        (None, "2023-11-01", None),
        (Moment(datetime(2023, 10, 30), Precision.DAY), "2023-10-30", None),
        (Moment(datetime(2023, 10, 1), Precision.MONTH), "None", None),
        (
            Moment(datetime(2023, 10, 30, 8), Precision.HOUR),
            "2023-10-30",
            datetime(2023, 10, 30, 7, tzinfo=UTC),
        ),
    ],
)
def test_only_what_is_known_of_a_date_is_stored(
    published: Moment | None, day: str, clock: datetime | None
) -> None:
    write(replace(ARTICLE, published=published))
    row = models.Article.objects.get()
    assert (str(row.day_on), row.published_at) == (day, clock)


def test_changes_are_read_once_and_forgotten_after() -> None:
    outlet = make_outlet()
    write(ARTICLE, replace(ARTICLE, title="مصحح"), outlet=outlet)
    changes = read_changes(10)
    assert (len(changes.rows), len(changes.texts), changes.texts[0].title) == (2, 1, "مصحح")
    forget_changes(changes.rows)
    assert read_changes(10).rows == ()


def test_a_failure_in_the_middle_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    outlet = make_outlet()
    with monkeypatch.context() as patch:
        patch.setattr("warraq.store.write._sign", _explode)
        with pytest.raises(ZeroDivisionError):
            write(ARTICLE, outlet=outlet)
    assert not models.Article.objects.exists()
    assert not models.Outbox.objects.exists()
    assert write(ARTICLE, outlet=outlet) == ["Publish"]


def _explode(*_: object) -> None:
    raise ZeroDivisionError


def test_the_summary_counts_each_kind() -> None:
    outlet = make_outlet()
    written = write_arrivals([arrival(outlet, ARTICLE), arrival(outlet, ARTICLE)], EDITION)
    assert summary(written) == {"published": 1, "revised": 0, "unchanged": 1, "withdrawn": 0, "refused": 0}
    assert isinstance(written[1].intent, Unchanged)


def test_every_kind_of_block_survives_the_store() -> None:
    blocks = (
        Block(BlockKind.HEADING, "عنوان", level=2),
        Block(BlockKind.LIST, items=("واحد", "اثنان"), level=1),
        Block(BlockKind.TABLE, rows=(("أ", "1"), ("ب", "2"))),
        Block(BlockKind.FIGURE, "تعليق", address="https://goud.example/p.jpg"),
        Block(BlockKind.EMBED, "فيديو", address="https://video.example/1"),
        Block(BlockKind.QUOTE, "قال <b>\u2028"),
    )
    assert read_blocks(write_blocks(blocks)) == blocks


def test_a_wish_reaches_the_row_without_making_a_version() -> None:
    write(ARTICLE)
    wishing = replace(ARTICLE, wishes=frozenset({Wish.NOARCHIVE, Wish.NO_TDM}))
    assert write(wishing) == ["Revise"]
    assert write(wishing) == ["Unchanged"]
    row = models.Article.objects.get()
    assert (row.wishes, row.revision_count, row.edited_at) == ("no_tdm noarchive", 0, None)
    [headline] = read.latest("ma")
    assert headline.wishes == wishing.wishes
    later = replace(arrival(make_outlet(), ARTICLE), seen_at=NOW + timedelta(minutes=1))
    write_arrivals([later], EDITION)
    assert read.latest("ma")[0].wishes == frozenset()
