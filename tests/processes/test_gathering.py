"""Stories as rows: the same whatever was killed, and today's never meet an archive."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.processes.gathered import (
    EDITION,
    NOON,
    ZONE,
    Standing,
    article_of,
    forget_all,
    gather,
    home,
    plain,
    standing,
    tell,
    truths,
    warm,
    work,
    write,
    write_truths,
)
from warraq.processes import gathering, gathering_past
from warraq.processes.story_work import StoryWork
from warraq.records import Article
from warraq.sample import Truth
from warraq.store import models, read_stories, write_stories
from warraq.store.story_rebuild import Rebuilt, rebuild_stories
from warraq.store.story_rows import Moved, StoryRow
from warraq.store.story_steps import forget_state
from warraq.store.write import Arrival, Gone, write_arrivals

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "BATCH", 16)
    monkeypatch.setattr(gathering, "SAVE_EVERY", 50)


def stages(found: tuple[Truth, ...]) -> Iterator[list[tuple[Article, str, datetime]]]:
    """What arrives: articles in their order, and edits of those of the stage before."""
    before: tuple[Truth, ...] = ()
    for start in range(0, len(found), 40):
        part = found[start : start + 40]
        arriving = [
            (article_of(one), one.outlet, one.first_visible_at + timedelta(minutes=2)) for one in part
        ]
        for one in before[::5]:
            edited = article_of(one, title=f"{one.title} تحديث", published=None)
            arriving.append((edited, one.outlet, part[-1].first_visible_at + timedelta(minutes=3)))
        yield arriving
        before = part


def run(found: tuple[Truth, ...], kill: Callable[[], None] | None = None) -> Standing:
    """Everything that arrives is gathered, stage by stage. Whenever the keeper is killed, another one begins."""
    forget_all()
    keeper = work()
    for arriving in stages(found):
        write(arriving)
        for _ in range(200):
            try:
                if kill is not None:
                    kill()
                if not keeper.step():
                    break
            except Killed:
                keeper = work()
    with suppress(Killed):
        keeper.gatherer.close()
    return standing()


LINES = (
    (gathering, "waiting_rows"),
    (gathering, "texts_of"),
    (gathering, "position"),
    (gathering, "write_outcome"),
    (gathering, "save_state"),
    (gathering, "save"),
)
INNER = tuple(
    (write_stories, name) for name in ("_write_events", "_write_links", "write_summaries", "write_steps")
)


@pytest.mark.slow
def test_a_keeper_killed_at_any_line_leaves_the_same_stories(monkeypatch: pytest.MonkeyPatch) -> None:
    found = truths(90)
    whole = run(found)
    assert sum(row[2] is not None for row in whole.stories.values()) > 0, "stories should merge"
    assert 0 not in whole.homes.values()
    assert whole.copies
    assert whole.figures
    roll = random.Random(7)
    for lines in (LINES[::2], LINES[1::2], INNER):
        with monkeypatch.context() as patch:
            for module, name in lines:
                patch.setattr(module, name, dying(getattr(module, name), roll))
            killed = run(found)
        assert killed.homes == whole.homes, lines
        assert killed == whole, lines


def dying(real: Callable[..., Any], roll: random.Random) -> Callable[..., Any]:
    """The function, around which the process is killed now and then: before it, and after it has done its work."""

    def call(*arguments: Any, **named: Any) -> Any:
        if roll.random() < 0.06:
            raise Killed
        answer = real(*arguments, **named)
        if roll.random() < 0.06:
            raise Killed
        return answer

    return call


def test_a_lost_state_is_put_together_from_the_articles() -> None:
    found = truths(200)
    write_truths(found[:150])
    gather()
    before = standing()
    forget_state()
    gather()
    assert standing() == before
    write_truths(found[150:])
    gather()
    after = standing()
    assert 0 not in after.homes.values()
    kept = {address for address, story in before.homes.items() if after.homes[address] == story}
    assert len(kept) > 0.9 * len(before.homes)
    assert max(after.stories) > max(before.stories)


def test_a_rebuild_gives_the_same_stories_and_a_running_keeper_notices() -> None:
    write_truths(truths(100))
    keeper = work()
    keeper.finish()
    before = standing()
    models.Story.objects.update(article_count=77, rank=0.0, lead_article=None)
    models.Figures.objects.all().delete()
    lost = models.Article.objects.order_by("pk").last()
    assert lost is not None
    models.Article.objects.filter(pk=lost.pk).update(story=None)
    assert rebuild_stories() == Rebuilt(len(before.stories), 1)
    keeper.finish()
    after = standing()
    assert after.homes[lost.address]
    del after.homes[lost.address], before.homes[lost.address]
    assert after.homes == before.homes
    assert after.copies == before.copies
    told = {number: row for number, row in before.stories.items() if row[7]}
    assert sum(after.stories[number] == row for number, row in told.items()) >= len(told) - 2


@pytest.mark.parametrize("broken", ["state", "steps"])
def test_what_another_version_saved_is_put_together_anew(broken: str) -> None:
    write_truths(truths(60))
    gather()
    before = standing()
    if broken == "state":
        models.StoryState.objects.update(saved=b"of another version")
    models.Step.objects.create(done='["place", 0, "too few"]')
    gather()
    assert standing() == before


def test_a_merged_story_leads_on_and_its_number_is_never_given_again() -> None:
    write_truths(truths(200))
    gather()
    merged = {row.pk: row.merged_into_id for row in models.Story.objects.exclude(merged_into=None)}
    assert merged
    for number, into in merged.items():
        assert into is not None
        assert read_stories.story("sample", number) == Moved(into)
        assert isinstance(read_stories.story("sample", into), StoryRow)
        assert not models.Article.objects.filter(story_id=number).exists()


def test_the_same_batch_handed_over_twice_changes_nothing() -> None:
    write_truths(truths(120))
    rows = list(models.Outbox.objects.filter(consumer="stories").values_list("number", "written_at"))
    gather()
    before = standing()
    models.Outbox.objects.bulk_create(
        models.Outbox(number=number, written_at=at, consumer="stories") for number, at in rows
    )
    gather()
    assert standing() == before


BULLETINS = [
    ("مواقيت الصلاة بمدينة الرباط", "مواقيت الصلاة بمدينة الرباط", 1),
    ("مواقيت الصلاة ليوم الإثنين 9 مارس", "مواقيت الصلاة ليوم الثلاثاء 10 مارس", 1),
    ("أسعار صرف العملات الأجنبية مقابل الدرهم اليوم", "أسعار صرف العملات الأجنبية مقابل الدرهم اليوم", 1),
    ("حالة الطقس: توقعات طقس اليوم الإثنين", "حالة الطقس: توقعات طقس اليوم الثلاثاء", 1),
    ("توقعات أحوال الطقس اليوم الاثنين", "توقعات أحوال الطقس اليوم الثلاثاء", 1),
    ("حظك اليوم وتوقعات الأبراج الإثنين", "حظك اليوم وتوقعات الأبراج الثلاثاء", 1),
    ("Horaires des prieres a Rabat", "Horaires des prieres a Rabat", 1),
    ("Meteo: les previsions pour lundi 9 mars", "Meteo: les previsions pour mardi 10 mars", 1),
    ("Cours de change du dirham ce lundi", "Cours de change du dirham ce mardi", 1),
    ("Horoscope du lundi 9 mars", "Horoscope du mardi 10 mars", 1),
    ("الوداد يفوز على الرجاء بهدفين لواحد", "الوداد يفوز على الرجاء بثلاثة أهداف", 7),
    ("Le Wydad bat le Raja 2-1", "Le Wydad bat le Raja 3-0", 7),
]


@pytest.mark.parametrize(("first", "second", "days"), BULLETINS)
def test_tomorrows_bulletin_and_the_next_match_are_new_stories(first: str, second: str, days: int) -> None:
    warm()
    one, twin = tell(first, NOON), tell(first, NOON + timedelta(minutes=40), "annawras")
    later = NOON + timedelta(days=days)
    other, more = tell(second, later), tell(second, later + timedelta(minutes=40), "annawras")
    gather()
    assert home(one) == home(twin), "two outlets' bulletins of one day are one story"
    assert home(other) == home(more)
    assert home(one) != home(other)


def test_an_article_of_years_ago_never_joins_todays_story() -> None:
    title = "زلزال بقوة 6.8 درجات يضرب إقليم الحوز"
    warm()
    today = tell(title, NOON)
    gather()
    old = tell(title, NOON - timedelta(days=2_500), "annawras", seen_at=NOON + timedelta(minutes=5))
    older = tell(
        title, NOON - timedelta(days=2_500, hours=3), "almirsat", seen_at=NOON + timedelta(minutes=6)
    )
    new = tell(title, NOON + timedelta(minutes=10), "lhedra")
    gather()
    assert home(today) == home(new) != home(old) == home(older)
    row = read_stories.story("sample", home(old))
    assert isinstance(row, StoryRow)
    assert row.last_at.year == 2019
    assert not models.Outbox.objects.filter(consumer__in=("stories", "past", "figures")).exists()


def test_an_archive_in_any_order_is_gathered_in_the_order_of_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gathering_past, "CHUNK", 60)
    found = list(truths(200, days=30.0))
    shuffled = random.Random(3).sample(found, len(found))
    seen_at = NOON + timedelta(days=40)
    write(((article_of(one), one.outlet, seen_at) for one in shuffled), imported=True)
    gather()
    homes = standing().homes
    assert 0 not in homes.values()
    events = {one.address: (one.language, one.event) for one in found}
    pairs = [
        (homes[one] == homes[other], events[one] == events[other])
        for one in homes
        for other in homes
        if one < other
    ]
    together = sum(mine for mine, _ in pairs)
    right = sum(mine and true for mine, true in pairs)
    true = sum(true for _, true in pairs)
    assert right / together > 0.85
    assert right / true > 0.85


def test_what_came_a_day_late_still_finds_its_story() -> None:
    warm()
    title = "زلزال بقوة 6.8 درجات يضرب إقليم الحوز"
    first = tell(title, NOON)
    tell("البرلمان يصادق على قانون المالية الجديد", NOON + timedelta(hours=30))
    gather()
    late = tell(title, NOON + timedelta(hours=1), "annawras", seen_at=NOON + timedelta(hours=31))
    gather()
    assert home(late) == home(first)


def test_an_edit_keeps_the_story_unless_the_article_clearly_left() -> None:
    warm()
    quake = [tell("زلزال بقوة 6.8 درجات يضرب إقليم الحوز", NOON + timedelta(minutes=n), outlet)
             for n, outlet in enumerate(("albaydar", "annawras", "almirsat"))]  # fmt: skip
    law = tell("البرلمان يصادق على قانون المالية الجديد", NOON, "lhedra")
    gather()
    story, other = home(quake[0]), home(law)
    assert other != story

    def edit(number: int, title: str) -> None:
        row = models.Article.objects.select_related("outlet").get(pk=number)
        edited = plain(title, title, row.address.removeprefix("http://"), NOON)
        write([(edited, row.outlet.slug, NOON + timedelta(hours=1))])

    edit(quake[1], "زلزال الحوز: ارتفاع عدد الضحايا")
    gather()
    assert home(quake[1]) == story
    edit(quake[1], "البرلمان يصادق على قانون المالية الجديد بالأغلبية")
    gather()
    assert home(quake[1]) == other
    edit(law, "شيء آخر تماما لم يقله أحد")
    gather()
    assert home(law)


def test_a_withdrawn_article_stays_and_counts_no_more() -> None:
    warm()
    title = "زلزال بقوة 6.8 درجات يضرب إقليم الحوز"
    numbers = [
        tell(title, NOON + timedelta(minutes=n), outlet) for n, outlet in enumerate(("albaydar", "annawras"))
    ]
    gather()
    story = models.Story.objects.get(pk=home(numbers[0]))
    assert (story.article_count, story.lead_article_id) == (2, numbers[0])
    gone = models.Article.objects.get(pk=numbers[0])
    write_arrivals(
        [Arrival(gone.outlet_id, Gone(gone.address, 410), None, NOON + timedelta(hours=1))], EDITION
    )
    gather()
    story.refresh_from_db()
    assert (story.article_count, story.lead_article_id) == (1, numbers[1])
    members = read_stories.story_members("sample", story.pk, ZONE)
    assert [member.headline.is_withdrawn for member in members] == [True, False]


def test_an_article_that_is_no_more_counts_no_more() -> None:
    warm()
    title = "زلزال بقوة 6.8 درجات يضرب إقليم الحوز"
    numbers = [
        tell(title, NOON + timedelta(minutes=n), outlet) for n, outlet in enumerate(("albaydar", "annawras"))
    ]
    gather()
    story = home(numbers[1])
    models.Outbox.objects.create(number=numbers[0], written_at=NOON, consumer="stories")
    models.Body.objects.filter(article_id=numbers[0]).delete()
    models.Article.objects.get(pk=numbers[0]).delete()
    gather()
    assert models.Story.objects.get(pk=story).article_count == 1


def test_two_editions_have_stories_of_their_own() -> None:
    other = replace(EDITION, slug="tn")
    title = "زلزال بقوة 6.8 درجات يضرب إقليم الحوز"
    warm()
    one = tell(title, NOON)
    article = plain(title, title, "elsewhere.example/1", NOON)
    (two,) = write([(article, "albaydar", NOON)], other)
    gather()
    assert home(one) != home(two)
    assert models.Story.objects.get(pk=home(two)).edition == "tn"
    assert [
        row.number for row in read_stories.top_stories("tn", ("ar",), since=NOON - timedelta(days=1))
    ] == [home(two)]


def test_an_article_that_cannot_be_gathered_leaves_the_others_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    warm()
    bad = tell("ما لا يقرأ", NOON)
    good = tell("زلزال بقوة 6.8 درجات يضرب إقليم الحوز", NOON + timedelta(minutes=1))
    real = gathering.item_of

    def item_of(text: Any, *arguments: Any) -> Any:
        if text.number == bad:
            raise ZeroDivisionError
        return real(text, *arguments)

    monkeypatch.setattr(gathering, "item_of", item_of)
    keeper = work()
    for _ in range(300):
        try:
            if not keeper.step():
                break
        except ZeroDivisionError:
            continue
    assert not home(bad)
    assert home(good)


def test_a_district_and_its_town_are_one_place() -> None:
    warm()
    one = tell("حريق مهول يلتهم مستودعا للأثاث بحي شعبي", NOON)
    other = tell("الدار البيضاء.. حريق يلتهم مستودعا للأثاث", NOON + timedelta(minutes=9))
    models.ArticlePlace.objects.create(article_id=one, place="sidi-moumen", is_main=True, sort_at=NOON)
    StoryWork(lambda _: ZONE, lambda _: {"sidi-moumen": "casablanca"}).finish()
    assert home(one) == home(other)


def test_copies_lead_to_their_origin_and_weigh_once() -> None:
    found = [one for one in truths(200) if one.copy_of]
    write_truths(truths(200))
    gather()
    copies = standing().copies
    known = {one.address for one in truths(200)}
    right = sum(copies.get(one.address, (None,))[0] == one.copy_of for one in found if one.copy_of in known)
    assert right > 0.9 * sum(one.copy_of in known for one in found)
    copied = models.Copy.objects.filter(is_origin=True).select_related("article__story").first()
    assert copied is not None
    story = copied.article.story
    assert story is not None
    assert story.outlet_count < models.Article.objects.filter(story=story).values("outlet").distinct().count()


def test_pages_made_before_a_story_changed_are_made_again() -> None:
    def generation() -> int:
        return models.Counter.objects.get(name="generation:sample").value

    warm()
    gather()
    before = generation()
    gather()
    assert generation() == before
    tell("زلزال بقوة 6.8 درجات يضرب إقليم الحوز", NOON)
    written = generation()
    gather()
    assert generation() > written


def test_the_index_hears_which_story_an_article_stands_in() -> None:
    models.Outbox.objects.all().delete()
    number = tell("زلزال بقوة 6.8 درجات يضرب إقليم الحوز", NOON)
    models.Outbox.objects.filter(consumer="index").delete()
    gather()
    assert list(models.Outbox.objects.filter(consumer="index").values_list("number", flat=True)) == [number]
