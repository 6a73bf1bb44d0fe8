"""The sample press as rows that wait to be gathered, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from warraq.editions import Edition, load_edition
from warraq.options import read_options
from warraq.processes.story_work import StoryWork
from warraq.records import Article, ArticleKind, Block, BlockKind, Moment, Precision
from warraq.sample import OUTLETS, Press, Truth
from warraq.store import models
from warraq.store.write import Arrival, write_arrivals
from warraq.understand.context import context_of
from warraq.understand.language import findings

OPENED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
EDITION: Edition = load_edition("sample", read_options({}))
CONTEXT = context_of(EDITION)
ZONE = EDITION.zone


@lru_cache
def truths(count: int, seed: int = 11, days: float = 3.0) -> tuple[Truth, ...]:
    """The first articles of some days of the invented press, in the order in which they appeared."""
    press = Press(seed=seed, opened_at=OPENED, clock=lambda: OPENED)
    found = press.articles(since=OPENED - timedelta(days=days))
    return tuple(sorted(found, key=lambda truth: (truth.first_visible_at, truth.address))[:count])


def make_outlets(edition: str = "sample") -> dict[str, int]:
    """The invented outlets as rows: slug -> row. Those of another edition have its name behind theirs."""
    behind = "" if edition == "sample" else f"-{edition}"
    rows = dict(models.Outlet.objects.values_list("slug", "pk"))
    for outlet in OUTLETS:
        if (slug := outlet.slug + behind) not in rows:
            row = models.Outlet.objects.create(
                slug=slug, edition=edition, homepage=f"http://{outlet.ip}/", names=dict(outlet.names),
                language=outlet.language, is_agency=outlet.is_agency, added_at=OPENED,
            )  # fmt: skip
            rows[slug] = row.pk
    return {outlet.slug: rows[outlet.slug + behind] for outlet in OUTLETS}


def article_of(truth: Truth, **changed: Any) -> Article:
    """What the reader makes of an article's page."""
    moment = None
    if truth.precision is not None:
        offset = truth.published_at.utcoffset() if truth.precision.has_clock else None
        moment = Moment(truth.published_at.replace(tzinfo=None), truth.precision, offset)
    article = Article(
        kind=ArticleKind.ARTICLE,
        address=truth.address,
        title=truth.title,
        subtitle=truth.subtitle,
        authors=truth.authors,
        published=moment,
        body=tuple(Block(BlockKind.PARAGRAPH, line) for line in truth.body.split("\n") if line),
        declared_language=truth.language,
    )
    return replace(article, **changed)


def write(
    articles: Iterable[tuple[Article, str, datetime]], edition: Edition = EDITION, *, imported: bool = False
) -> list[int]:
    """Articles as they arrive, each with its outlet and when it was seen; their numbers."""
    outlets = make_outlets(edition.slug)
    arrivals = [
        Arrival(
            outlet_id=outlets[outlet],
            arrived=article,
            findings=CONTEXT.complete(findings(article, sections=CONTEXT.sections), article),
            seen_at=seen_at,
            imported_id=article.address if imported else None,
        )
        for article, outlet, seen_at in articles
    ]
    return [written.number or 0 for written in write_arrivals(arrivals, edition)]


def write_truths(found: Sequence[Truth]) -> None:
    """As they appeared, each seen two minutes later."""
    write((article_of(one), one.outlet, one.first_visible_at + timedelta(minutes=2)) for one in found)


class Standing(NamedTuple):
    """Everything that was made of articles, without their numbers."""

    homes: dict[str, int]
    """Address -> story."""
    stories: dict[int, tuple[object, ...]]
    copies: dict[str, tuple[object, ...]]
    figures: dict[int, object]


def standing() -> Standing:
    """What stands in the rows now."""
    addresses = dict(models.Article.objects.values_list("pk", "address"))
    stories: dict[int, tuple[object, ...]] = {
        row.pk: (
            row.edition, row.language, row.merged_into_id, addresses.get(row.lead_article_id or 0),
            addresses.get(row.picture_article_id or 0), row.first_at, row.last_at, row.article_count, row.outlet_count,
            row.rank, row.section, row.main_place,
        )
        for row in models.Story.objects.all()
    }  # fmt: skip
    copies: dict[str, tuple[object, ...]] = {
        addresses[row.article_id]: (
            addresses.get(row.other_id or 0), row.is_origin, row.is_sure, row.share, row.other_share, row.reasons,
            row.outside,
        )
        for row in models.Copy.objects.all()
    }  # fmt: skip
    rows = models.Article.objects.values_list("address", "story_id")
    homes = {address: story or 0 for address, story in rows}
    figures: dict[int, object] = {
        row.story_id: [side for *_, side in _without_numbers(row.comparisons)]
        for row in models.Figures.objects.all()
    }
    return Standing(homes, stories, copies, figures)


def _without_numbers(text: str) -> list[list[object]]:
    return [
        [kind, unit, counted, role, [[said[1:] for said in side] for side in sides]]
        for kind, unit, counted, role, sides in json.loads(text)
    ]


def forget_all() -> None:
    """Rows of articles and all that was made of them go."""
    for model in (
        models.Outbox, models.Step, models.StoryState, models.Figures, models.Copy, models.Revision, models.Body,
        models.Byline, models.ArticlePlace, models.Alias, models.Article, models.Story,
    ):  # fmt: skip
        model.objects.all().delete()


def work() -> StoryWork:
    """A keeper's work on stories, from what the rows say."""
    return StoryWork(lambda _: ZONE)


def gather() -> None:
    """Until nothing waits."""
    work().finish()


def plain(title: str, text: str, address: str, at: datetime) -> Article:
    """An article of a headline and a text."""
    return Article(
        kind=ArticleKind.ARTICLE,
        address=f"http://{address}",
        title=title,
        published=Moment(at.replace(tzinfo=None), Precision.MINUTE, timedelta(0)),
        body=tuple(Block(BlockKind.PARAGRAPH, line) for line in text.split("\n")),
        declared_language="fr" if title.isascii() else "ar",
    )


def tell(
    title: str, at: datetime, outlet: str = "albaydar", text: str = "", seen_at: datetime | None = None
) -> int:
    """An article arrives; its number."""
    address = f"{outlet}.example/{models.Article.objects.count()}"
    return write([(plain(title, text or title, address, at), outlet, seen_at or at)])[0]


def home(number: int) -> int:
    """The story it stands in; 0 for none."""
    row: models.Article = models.Article.objects.get(pk=number)
    return row.story_id or 0


def warm() -> None:
    """Some news of a week before, so that common words are known."""
    for n, one in enumerate(truths(30)):
        tell(one.title, NOON - timedelta(days=7, minutes=-n))
