"""Writes what became of stories, in one transaction with the steps that led there and the outbox rows they answer.

What happened (`stories.Event`) is written as it came; everything that lists show of a story is then made anew from its
articles, so writing the same twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import UTC, datetime

from django.db import connection, transaction

from warraq.store import models
from warraq.store.counters import count
from warraq.store.story_steps import Done, write_steps
from warraq.understand.copy_links import Link
from warraq.understand.origins import Reason
from warraq.understand.stories import Event, Merged, Placed
from warraq.understand.story_summary import Summary, Told, summarise

UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""When a story began that has no article yet: summarised before anybody reads it."""


@dataclass(slots=True)
class Outcome:
    """What one batch came to."""

    events: list[Event] = field(default_factory=list)
    presses: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Article -> its edition and language: those of the story it begins."""
    links: list[Link] = field(default_factory=list)
    unlinked: list[int] = field(default_factory=list)
    """Articles whose earlier link no longer stands."""
    touched: set[int] = field(default_factory=set)
    """Stories of articles that changed without moving."""
    steps: list[Done] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    """Rows of the outbox that this answers."""
    late: list[int] = field(default_factory=list)
    """Rows of the outbox whose articles came long after their time: they wait for their turn."""


def write_outcome(outcome: Outcome, changed_at: datetime) -> int:
    """Write it; returns the number of the last step, 0 where there is none. `changed_at` is aware UTC.

    The caller's transaction, so that it can look first whether its state is still the one that stands.
    """
    with transaction.atomic():
        touched = _write_events(outcome, changed_at) | outcome.touched
        _write_links(outcome)
        touched |= _stories_of([int(link.id) for link in outcome.links] + outcome.unlinked)
        _ask(models.Outbox.Consumer.FIGURES, touched, changed_at)
        for edition in write_summaries(touched, changed_at):
            count(f"generation:{edition}", 1)
        models.Outbox.objects.filter(pk__in=outcome.late).update(consumer=models.Outbox.Consumer.PAST)
        for start in range(0, len(outcome.rows), 500):
            models.Outbox.objects.filter(pk__in=outcome.rows[start : start + 500]).delete()
        return write_steps(outcome.steps)


def _ask(consumer: str, numbers: Iterable[int], at: datetime) -> None:
    """Have another consumer see to these: reading figures takes long, and the index knows an article's story."""
    models.Outbox.objects.bulk_create(
        models.Outbox(number=number, written_at=at, consumer=consumer) for number in sorted(numbers)
    )


def write_summaries(stories: Iterable[int], changed_at: datetime) -> set[str]:
    """Make anew what lists show of these stories; returns the editions in which anything changed for readers."""
    numbers = sorted(stories)
    editions: set[str] = set()
    for start in range(0, len(numbers), 200):
        part = numbers[start : start + 200]
        told = told_of(part)
        rows = list(models.Story.objects.filter(pk__in=part))
        changed = [row for row in rows if _summarise(row, summarise(told.get(row.pk, ())), changed_at)]
        _update(changed)
        editions |= {row.edition for row in rows}
    return editions


def told_of(stories: Sequence[int]) -> dict[int, list[Told]]:
    """The articles of each of these stories, as far as summaries need them."""
    articles = models.Article.objects.filter(story_id__in=stories)
    values = list(
        articles.values_list(
            "story_id", "pk", "outlet__slug", "sort_at", "title", "copy__other_id", "section", "picture_source_id",
            "is_darija", "withdrawn_at",
        )
    )  # fmt: skip
    places = dict(
        models.ArticlePlace.objects.filter(article__story_id__in=stories, is_main=True).values_list(
            "article_id", "place"
        )
    )
    found: dict[int, list[Told]] = {}
    for story, number, outlet, at, title, other, section, picture, is_darija, withdrawn_at in values:
        found.setdefault(story, []).append(
            Told(
                number, outlet, at, title, other, section, places.get(number, ""), picture is not None,
                bool(is_darija), withdrawn_at is not None,
            )
        )  # fmt: skip
    return found


_SUMMARISED = (
    "lead_article_id", "picture_article_id", "first_at", "last_at", "article_count", "outlet_count", "rank", "section",
    "main_place",
)  # fmt: skip


def _update(rows: Sequence[models.Story]) -> None:
    """As bulk_update, which takes ten times as long to say it."""
    names = (*_SUMMARISED, "changed_at")
    columns = ", ".join(f"{name} = %s" for name in names)
    sql = f"UPDATE store_story SET {columns} WHERE id = %s"  # noqa: S608 (our own column names)
    adapt = connection.ops.adapt_datetimefield_value
    values = [[getattr(row, name) for name in names] + [row.pk] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(
            sql, [[adapt(v) if isinstance(v, datetime) else v for v in line] for line in values]
        )


def _summarise(row: models.Story, summary: Summary | None, changed_at: datetime) -> bool:
    """Whether the row changed. A story whose articles are all gone keeps its times."""
    made = summary or Summary(None, None, row.first_at, row.last_at, 0, 0, 0.0, row.section, row.main_place)
    values = astuple(made)
    if values == tuple(getattr(row, name) for name in _SUMMARISED):
        return False
    for name, value in zip(_SUMMARISED, values, strict=True):
        setattr(row, name, value)
    row.changed_at = changed_at
    return True


def _write_events(outcome: Outcome, changed_at: datetime) -> set[int]:
    """Where articles stand now, and where merged stories lead. Returns the stories that changed."""
    homes: dict[int, int] = {}
    touched: set[int] = set()
    merged: list[Merged] = []
    for event in outcome.events:
        if isinstance(event, Placed):
            homes[int(event.article)] = event.story
            touched |= {event.story} if event.moved_from is None else {event.story, event.moved_from}
        else:
            merged.append(event)
            touched |= {event.story, event.into}
    _begin_stories(outcome, touched, changed_at)
    moved = models.Article.objects.filter(story_id__in=[event.story for event in merged])
    _ask(models.Outbox.Consumer.INDEX, homes.keys() | set(moved.values_list("pk", flat=True)), changed_at)
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE store_article SET story_id = %s WHERE id = %s",
            [(story, number) for number, story in homes.items()],
        )
        for event in merged:  # in their order: what went into one that is merged later goes on with it
            cursor.execute(
                "UPDATE store_article SET story_id = %s WHERE story_id = %s", (event.into, event.story)
            )
            cursor.execute(
                "UPDATE store_story SET merged_into_id = %s WHERE merged_into_id = %s OR id = %s",
                (event.into, event.story, event.story),
            )
    return touched


def _begin_stories(outcome: Outcome, stories: set[int], changed_at: datetime) -> None:
    """Rows for stories that have none yet."""
    known = set(models.Story.objects.filter(pk__in=stories).values_list("pk", flat=True))
    begun: dict[int, tuple[str, str]] = {}
    for event in outcome.events:
        if isinstance(event, Placed) and event.story not in known and int(event.article) in outcome.presses:
            begun.setdefault(event.story, outcome.presses[int(event.article)])
    missing = _presses_of(outcome, stories - known - begun.keys())
    models.Story.objects.bulk_create(
        models.Story(
            id=story,
            edition=edition,
            language=language,
            first_at=UNKNOWN,
            last_at=UNKNOWN,
            changed_at=changed_at,
        )
        for story, (edition, language) in {**begun, **missing}.items()
    )


def _presses_of(outcome: Outcome, stories: set[int]) -> Mapping[int, tuple[str, str]]:
    """Stories begun by a repair: of articles that came with an earlier batch."""
    if not stories:
        return {}
    firsts = {
        event.story: int(event.article)
        for event in outcome.events
        if isinstance(event, Placed) and event.story in stories
    }
    rows = models.Article.objects.filter(pk__in=firsts.values()).values_list("pk", "edition", "language")
    presses = {number: (edition, language) for number, edition, language in rows}
    return {story: presses[number] for story, number in firsts.items() if number in presses}


def _write_links(outcome: Outcome) -> None:
    last = {int(link.id): link for link in outcome.links}
    numbers = {*last, *(int(link.other) for link in last.values() if link.other is not None)}
    standing = set(models.Article.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    models.Copy.objects.filter(article_id__in=[*outcome.unlinked, *last]).delete()
    models.Copy.objects.bulk_create(
        models.Copy(
            article_id=number,
            other_id=int(link.other) if link.other is not None and int(link.other) in standing else None,
            is_origin=link.is_origin,
            is_sure=link.is_sure,
            share=link.share,
            other_share=link.other_share,
            reasons=" ".join(link.reasons),
            outside=link.outside,
        )
        for number, link in last.items()
        if number in standing
    )


def read_links(numbers: Sequence[int]) -> dict[str, Link]:
    """The links of these articles as they stand."""
    rows = models.Copy.objects.filter(article_id__in=numbers).values_list(
        "article_id", "other_id", "is_origin", "is_sure", "share", "other_share", "reasons", "outside"
    )
    return {
        str(number): Link(
            str(number),
            None if other is None else str(other),
            is_origin,
            is_sure,
            share,
            other_share,
            tuple(Reason(word) for word in reasons.split()),
            outside,
        )
        for number, other, is_origin, is_sure, share, other_share, reasons, outside in rows
    }


def _stories_of(numbers: Sequence[int]) -> set[int]:
    rows = models.Article.objects.filter(pk__in=numbers, story__isnull=False)
    return set(rows.values_list("story_id", flat=True))
