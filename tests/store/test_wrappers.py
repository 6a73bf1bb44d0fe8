"""Wrappers as rows: when learning is due, what drift is, what is kept and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.store.rows import make_outlet
from warraq.extract.wrapper import Source, Wrapper
from warraq.records import Page
from warraq.store import models
from warraq.store.wrappers import (
    DRIFT,
    ENOUGH_UNREAD,
    KEPT_PAGES,
    LEARNING,
    Noted,
    drop_kept_page,
    forget_wrappers,
    load_wrappers,
    note_reading,
    put_wrappers,
    reading_ways,
    samples_of,
    save_learned,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
OLD = Wrapper(template="template-1", marks=("h1",), body="div.text", title=Source("h1"))
NEW = replace(OLD, body="div.story")
UNKNOWN = ("template-1: not this template",)


class Outlet:
    """An outlet whose pages are noted one after the other."""

    def __init__(self) -> None:
        self.id = make_outlet("presse").pk
        self.at = NOW
        self.count = 0

    def note(self, template: str = "", failed: tuple[str, ...] = (), body: bytes = b"<p>x</p>") -> Noted:
        self.count += 1
        self.at += timedelta(minutes=1)
        address = f"https://presse.example/{self.count:06}-un-article"
        page = Page(address, address, 200, {"content-type": "text/html"}, body, self.at)
        return note_reading(self.id, page, "Titre", template, failed, self.at)

    def rows(self) -> list[models.Wrapper]:
        return list(models.Wrapper.objects.filter(outlet_id=self.id).order_by("pk"))


@pytest.fixture
def outlet() -> Outlet:
    return Outlet()


def test_learning_is_due_once_enough_pages_were_read_without(outlet: Outlet) -> None:
    due = [outlet.note().is_learning_due for _ in range(ENOUGH_UNREAD + 3)]
    assert due.index(True) == ENOUGH_UNREAD - 1
    assert due.count(True) == 1, "one learns at a time"
    outlet.at += LEARNING
    assert outlet.note().is_learning_due, "a learning that was cut off is made again"


def test_a_learning_in_vain_waits_for_more_pages(outlet: Outlet) -> None:
    for _ in range(ENOUGH_UNREAD):
        outlet.note()
    assert save_learned(outlet.id, (), outlet.at) == 0
    due = [outlet.note().is_learning_due for _ in range(2 * ENOUGH_UNREAD)]
    assert due.index(True) == 2 * ENOUGH_UNREAD - 1


def test_what_was_learned_is_used(outlet: Outlet) -> None:
    before = load_wrappers(outlet.id)
    assert before.wrappers == ()
    assert save_learned(outlet.id, (OLD,), NOW) == 1
    after = load_wrappers(outlet.id)
    assert after.wrappers == (OLD,)
    assert after.version > before.version
    assert outlet.note("template-1").version == after.version
    assert outlet.rows()[0].pages == 1


def test_a_change_of_layout_is_noticed_once_and_the_old_wrapper_kept(outlet: Outlet) -> None:
    save_learned(outlet.id, (OLD,), NOW)
    for _ in range(12):
        outlet.note("template-1")
    noted = [outlet.note(failed=UNKNOWN) for _ in range(DRIFT + 2)]
    assert [each.has_drifted for each in noted].index(True) == DRIFT - 1
    assert sum(each.has_drifted for each in noted) == 1
    assert noted[DRIFT - 1].is_learning_due
    (ways,) = reading_ways("ma").values()
    assert "is being learned" in ways.note
    learned_at = outlet.at
    assert save_learned(outlet.id, (NEW,), learned_at) == 1
    first, second = outlet.rows()
    assert (first.learnt_at, first.retired_at) == (NOW, learned_at)
    assert (second.learnt_at, second.retired_at) == (learned_at, None)
    assert load_wrappers(outlet.id).wrappers == (NEW, OLD), "old pages still need the old one"
    (ways,) = reading_ways("ma").values()
    assert "was learned again" in ways.note
    assert ways.by_wrapper == pytest.approx(12 / 19)


def test_a_new_layout_is_learned_from_its_own_pages_alone(outlet: Outlet) -> None:
    for _ in range(ENOUGH_UNREAD):
        outlet.note()
    save_learned(outlet.id, (OLD,), outlet.at)
    assert outlet.note().is_learning_due is False, "it was read before, and noted late"
    for _ in range(DRIFT - 1):
        outlet.note(failed=UNKNOWN, body=b"<p>new</p>")
    assert len(samples_of(outlet.id)[0]) == ENOUGH_UNREAD + DRIFT
    outlet.note(failed=UNKNOWN, body=b"<p>new</p>")
    samples, _ = samples_of(outlet.id)
    assert [sample.page.body for sample in samples] == [b"<p>new</p>"] * DRIFT


def test_some_failures_are_no_change_of_layout(outlet: Outlet) -> None:
    save_learned(outlet.id, (OLD,), NOW)
    noted = [outlet.note(*(("", UNKNOWN) if n % 3 == 0 else ("template-1",))) for n in range(40)]
    assert not any(each.has_drifted for each in noted)


def test_a_wrapper_of_another_template_stays(outlet: Outlet) -> None:
    other = replace(OLD, template="template-2", body="div.video")
    save_learned(outlet.id, (OLD, other), NOW)
    for n in range(10):
        outlet.note(
            "template-2" if n % 2 else "", () if n % 2 else ("template-1: too short a text: 3 words",)
        )
    assert [row.failures for row in outlet.rows()] == [5, 0]
    save_learned(outlet.id, (NEW,), outlet.at)
    assert {row.template for row in outlet.rows() if row.retired_at is None} == {"template-1", "template-2"}


def test_what_is_learned_again_alike_is_nothing_new(outlet: Outlet) -> None:
    save_learned(outlet.id, (OLD,), NOW)
    assert save_learned(outlet.id, (replace(OLD, pages=9, usual_words=80),), NOW + timedelta(days=1)) == 0
    assert len(outlet.rows()) == 1


def test_a_few_pages_are_kept_those_first_that_nobody_could_read(outlet: Outlet) -> None:
    for _ in range(KEPT_PAGES + 10):
        outlet.note()
    assert models.KeptPage.objects.count() == KEPT_PAGES
    samples, old = samples_of(outlet.id)
    assert old == ()
    assert samples[0].page.body == b"<p>x</p>"
    assert samples[0].lead.title == "Titre"
    assert samples[0].page.final_address.endswith(f"{outlet.count:06}-un-article"), "the newest first"
    assert samples[0].page.headers == {"content-type": "text/html"}


def test_of_pages_that_a_wrapper_reads_few_are_kept(outlet: Outlet) -> None:
    save_learned(outlet.id, (OLD,), NOW)
    for _ in range(60):
        outlet.note("template-1")
    assert models.KeptPage.objects.count() <= KEPT_PAGES
    newest = models.KeptPage.objects.filter(address__contains=f"{outlet.count:06}").count()
    assert newest in (0, 1)


def test_a_page_that_is_too_large_is_not_kept(outlet: Outlet) -> None:
    import random

    outlet.note(body=random.Random(1).randbytes(500_000))
    assert not models.KeptPage.objects.exists()


def test_what_its_outlet_deleted_or_will_not_have_kept_is_not_kept(outlet: Outlet) -> None:
    outlet.note()
    (kept,) = models.KeptPage.objects.all()
    drop_kept_page(kept.address)
    assert not models.KeptPage.objects.exists()
    address = "https://presse.example/000900-un-article"
    page = Page(address, address, 200, {}, b"<p>x</p>", NOW)
    note_reading(outlet.id, page, "Titre", "", (), NOW, may_keep=False)
    assert not models.KeptPage.objects.exists()


def test_a_row_that_cannot_be_read_is_left_out(outlet: Outlet) -> None:
    save_learned(outlet.id, (OLD,), NOW)
    models.Wrapper.objects.create(outlet_id=outlet.id, template="broken", record={"body": 3}, learnt_at=NOW)
    assert load_wrappers(outlet.id).wrappers == (OLD,)


def test_an_operators_wrapper_takes_the_place_of_its_template(outlet: Outlet) -> None:
    save_learned(outlet.id, (OLD,), NOW)
    version = load_wrappers(outlet.id).version
    put_wrappers(outlet.id, (replace(NEW, corrected=("body",)),), NOW + timedelta(hours=1))
    wrappers = load_wrappers(outlet.id)
    assert wrappers.wrappers[0].corrected == ("body",)
    assert wrappers.version > version


def test_forgetting_leaves_the_pages_to_learn_from(outlet: Outlet) -> None:
    save_learned(outlet.id, (OLD,), NOW)
    outlet.note("template-1")
    assert forget_wrappers(outlet.id) == 1
    assert load_wrappers(outlet.id).wrappers == ()
    assert models.KeptPage.objects.filter(is_read=False).count() == 1
    assert not outlet.note().has_drifted
