"""Writes what arrived, in one transaction a batch: articles, revisions, bylines, pictures to fetch, the outbox.

There is one writer of articles (the collector, or an import). A batch is all or nothing, so a kill at any line
loses nothing: leads stay leased until their lease runs out, and are fetched again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from warraq.editions import Edition
from warraq.pipeline import decide, decide_gone, filed_day, key_of_version, place_in_lists
from warraq.records import (
    Article,
    Findings,
    Intent,
    Publish,
    Refuse,
    Revise,
    Unchanged,
    Withdraw,
    write_wishes,
)
from warraq.showing import excerpt_of
from warraq.store import models
from warraq.store.arrivals import Arrival as Arrival
from warraq.store.arrivals import Gone as Gone
from warraq.store.arrivals import Names, names_of
from warraq.store.blocks import read_blocks, write_blocks
from warraq.store.counters import count
from warraq.store.keys import person_key, text_key
from warraq.store.known import Holder, Sight, look_up
from warraq.store.naming import find_move, give_back, move_article, note_names, settle_own
from warraq.store.outbox import announce
from warraq.store.places import note_places

STORED_EXCERPT_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Written:
    """What was decided about an arrival, and the article's number where there is one."""

    intent: Intent
    number: int | None


def write_arrivals(arrivals: Sequence[Arrival], edition: Edition) -> list[Written]:
    """Decide about each arrival and write what was decided; answers in the same order.

    Two arrivals that may be one article are decided one after the other.
    """
    written: dict[int, Written] = {}
    waiting = [(place, arrival, names_of(arrival)) for place, arrival in enumerate(arrivals)]
    while waiting:
        batch: list[tuple[int, Arrival, Names]] = []
        later: list[tuple[int, Arrival, Names]] = []
        keys: set[object] = set()
        for each in waiting:
            _, arrival, names = each
            own: set[object] = {*names.keys(), *([(arrival.outlet_id, names.number)] if names.number else ())}
            (later if own & keys else batch).append(each)
            keys |= own
        answers = _write_batch(
            [arrival for _, arrival, _ in batch], [names for _, _, names in batch], edition
        )
        written.update(zip((place for place, _, _ in batch), answers, strict=True))
        waiting = later
    return [written[place] for place in range(len(arrivals))]


def _write_batch(arrivals: Sequence[Arrival], names: Sequence[Names], edition: Edition) -> list[Written]:
    """One transaction. Another machine's collector may publish the same article meanwhile: then decide again."""
    for _ in range(3):
        try:
            with transaction.atomic():
                return _decide_and_write(arrivals, names, edition)
        except IntegrityError as fault:
            last = fault
    raise last


def _decide_and_write(arrivals: Sequence[Arrival], names: Sequence[Names], edition: Edition) -> list[Written]:
    sights = look_up(arrivals, names)
    intents = [_decide(sight.match, arrival) for sight, arrival in zip(sights, arrivals, strict=True)]
    intents = _withhold_edits(arrivals, names, sights, _withhold_withdrawals(arrivals, intents))
    numbers = [sight.match.known.number if sight.match else None for sight in sights]
    names, moved = _settle(arrivals, names, sights, intents)
    new = [n for n, intent in enumerate(intents) if isinstance(intent, Publish)]
    sources = _picture_sources(arrivals, intents)
    rows = _publish([(arrivals[n], names[n], intents[n]) for n in new], sources, edition)
    for n, number in zip(new, rows, strict=True):
        numbers[n] = number
    for arrival, intent in zip(arrivals, intents, strict=True):
        if isinstance(intent, Revise):
            _revise(arrival, intent, sources, edition)
        elif isinstance(intent, Withdraw):
            models.Article.objects.filter(pk=intent.number).update(
                withdrawn_at=arrival.seen_at, changed_at=arrival.seen_at
            )
    _sign(arrivals, intents, numbers)
    note_places(intents, numbers)
    _remember(arrivals, intents, numbers)
    is_article = [isinstance(arrival.arrived, Article) for arrival in arrivals]
    named = [number if is_one else None for number, is_one in zip(numbers, is_article, strict=True)]
    note_names(names, sights, named, [arrival.lead_id is not None for arrival in arrivals])
    changed = {
        number: arrival.seen_at
        for arrival, intent, number in zip(arrivals, intents, numbers, strict=True)
        if number is not None and isinstance(intent, Publish | Revise | Withdraw)
    }
    changed |= {number: seen_at for number, seen_at in moved.items() if number not in changed}
    announce(changed)
    if changed:
        count(f"articles:{edition.slug}", len(new))
        count(f"generation:{edition.slug}", 1)
    return [Written(intent, number) for intent, number in zip(intents, numbers, strict=True)]


def _decide(holder: Holder | None, arrival: Arrival) -> Intent:
    known = holder.known if holder else None
    if isinstance(arrival.arrived, Gone):
        return decide_gone(known, arrival.arrived.status)
    if known and arrival.is_later_page():
        return Unchanged(known.number)
    return decide(known, arrival.arrived, arrival.findings)


def _withhold_withdrawals(arrivals: Sequence[Arrival], intents: Sequence[Intent]) -> list[Intent]:
    """An article that is gone from one address but answered at another lately is not withdrawn: the other is asked
    again at once, and its answer counts."""
    withdrawn = {intent.number: n for n, intent in enumerate(intents) if isinstance(intent, Withdraw)}
    decided = list(intents)
    if not withdrawn:
        return decided
    others = models.Lead.objects.filter(article_id__in=withdrawn, state=models.Lead.State.DONE).exclude(
        pk__in=[a.lead_id for a in arrivals if isinstance(a.arrived, Gone) and a.lead_id is not None]
    )
    for lead_id, number in list(others.values_list("pk", "article_id")):
        decided[withdrawn[number]] = Unchanged(number)
        _ask_again(lead_id, arrivals[withdrawn[number]].seen_at)
    return decided


def _withhold_edits(
    arrivals: Sequence[Arrival], names: Sequence[Names], sights: Sequence[Sight], intents: Sequence[Intent]
) -> list[Intent]:
    """A twin's page (AMP, mobile) reads a little differently: that is no edit. Where a lead goes to the article's own
    address too, it is asked again at once, and its page counts."""
    decided = list(intents)
    elsewhere = {
        sight.match.key: (n, intent.number)
        for n, (own, sight, intent) in enumerate(zip(names, sights, intents, strict=True))
        if isinstance(intent, Revise)
        and sight.match
        and own.own.key == sight.match.key != own.answered.key
        and not sight.match.known.is_withdrawn
    }
    if elsewhere:
        main = models.Lead.objects.filter(key__in=elsewhere, state=models.Lead.State.DONE)
        for lead_id, key, number in list(main.values_list("pk", "key", "article_id")):
            place, revised = elsewhere[key]
            if number == revised:
                decided[place] = Unchanged(number)
                _ask_again(lead_id, arrivals[place].seen_at)
    return decided


def _ask_again(lead_id: int, at: datetime) -> None:
    models.Lead.objects.filter(pk=lead_id).update(next_at=at, attempts=0)


def _settle(
    arrivals: Sequence[Arrival], names: Sequence[Names], sights: Sequence[Sight], intents: Sequence[Intent]
) -> tuple[list[Names], dict[int, datetime]]:
    """The names that articles get, and the articles whose address changed, with when."""
    settled, moved = list(names), {}
    for n, (arrival, intent, sight) in enumerate(zip(arrivals, intents, sights, strict=True)):
        if isinstance(intent, Publish):
            for number in give_back(names[n], sight, arrival.seen_at):
                moved[number] = arrival.seen_at
            settled[n] = settle_own(names[n], sight)
        elif sight.match and isinstance(arrival.arrived, Article) and (move := find_move(names[n], sight)):
            move_article(move, arrival.seen_at)
            moved[move.number] = arrival.seen_at
    return settled, moved


def _article(intent: Intent) -> Article | None:
    return intent.article if isinstance(intent, Publish | Revise) else None


def _picture_sources(arrivals: Sequence[Arrival], intents: Sequence[Intent]) -> dict[str, int]:
    """Rows for the pictures of the articles in this batch, made where missing: key -> row."""
    wanted = {}
    for arrival, intent in zip(arrivals, intents, strict=True):
        if (article := _article(intent)) and article.picture:
            wanted[text_key(article.picture)] = (article.picture, arrival)
    rows = dict(models.PictureSource.objects.filter(key__in=wanted).values_list("key", "pk"))
    missing = [
        models.PictureSource(key=key, outlet_id=arrival.outlet_id, address=address, next_at=arrival.seen_at)
        for key, (address, arrival) in wanted.items()
        if key not in rows
    ]
    rows.update({row.key: row.pk for row in models.PictureSource.objects.bulk_create(missing)})
    return rows


def _columns(
    arrival: Arrival, article: Article, findings: Findings, sources: Mapping[str, int], edition: Edition
) -> dict[str, object]:
    """The columns that a new article and a revised one have in common."""
    published = article.published
    is_exact = published is not None and published.precision.has_clock
    return {
        "kind": article.kind.value,
        "title": article.title or "",
        "subtitle": article.subtitle or "",
        "excerpt": excerpt_of(article.text(), STORED_EXCERPT_CHARACTERS),
        "language": findings.language or "",
        "is_darija": findings.is_darija,
        "section": findings.section or "",
        "section_label": article.section or "",
        "tags": list(article.tags),
        "wishes": write_wishes(article.wishes),
        "picture_source_id": sources.get(text_key(article.picture)) if article.picture else None,
        "picture_caption": article.picture_caption or "",
        "published_text": published.printed() if published else "",
        "published_precision": published.precision.value if published else "",
        "published_at": published.instant(edition.zone) if published and is_exact else None,
        "day_on": filed_day(published, arrival.seen_at, edition.zone),
        "changed_at": arrival.seen_at,
    }


def _publish(
    new: Sequence[tuple[Arrival, Names, Intent]], sources: Mapping[str, int], edition: Edition
) -> list[int]:
    """Rows of articles seen for the first time; their numbers, in order."""
    rows, texts = [], []
    for arrival, names, intent in new:
        assert isinstance(intent, Publish)
        article = intent.article
        rows.append(
            models.Article(
                key=names.own.key,
                edition=edition.slug,
                outlet_id=arrival.outlet_id,
                address=names.own.address,
                site_number=names.number,
                sort_at=place_in_lists(article.published, arrival.seen_at, edition.zone),
                seen_at=arrival.seen_at,
                content_key=intent.content_key,
                imported_id=arrival.imported_id,
                **_columns(arrival, article, intent.findings, sources, edition),
            )
        )
        texts.append(write_blocks(article.body))
    rows = models.Article.objects.bulk_create(rows)
    models.Body.objects.bulk_create(
        models.Body(article_id=row.pk, blocks=text) for row, text in zip(rows, texts, strict=True)
    )
    return [row.pk for row in rows]


def _revise(arrival: Arrival, intent: Revise, sources: Mapping[str, int], edition: Edition) -> None:
    """Keep the version that stood until now, unless only its withdrawal was taken back; place in lists stays."""
    row = models.Article.objects.select_related("body").get(pk=intent.number)
    columns = _columns(arrival, intent.article, intent.findings, sources, edition)
    if not intent.article.published:
        # An edit that drops the date does not make us forget it.
        for name in ("published_text", "published_precision", "published_at", "day_on"):
            del columns[name]
    is_edit = intent.content_key not in (row.content_key, _key_today(row))
    if is_edit:
        models.Revision.objects.create(
            article=row,
            replaced_at=arrival.seen_at,
            title=row.title,
            subtitle=row.subtitle,
            published_text=row.published_text,
            blocks=row.body.blocks,
            content_key=row.content_key,
        )
        columns |= {"edited_at": arrival.seen_at, "revision_count": row.revision_count + 1}
        models.Body.objects.filter(pk=row.pk).update(blocks=write_blocks(intent.article.body))
    models.Article.objects.filter(pk=row.pk).update(
        withdrawn_at=None, content_key=intent.content_key, **columns
    )


def _key_today(row: models.Article) -> str:
    """The key of the version that stands, by the rules of today: what another release of ours no longer counts is no
    edit of the outlet's."""
    return key_of_version(row.title, row.subtitle, read_blocks(row.body.blocks or "[]"))


def _sign(arrivals: Sequence[Arrival], intents: Sequence[Intent], numbers: Sequence[int | None]) -> None:
    """Bylines, in the order printed. An author belongs to one outlet."""
    signed: list[tuple[int, int, list[tuple[str, str]]]] = []
    for arrival, intent, number in zip(arrivals, intents, numbers, strict=True):
        if (article := _article(intent)) and number is not None:
            names = {person_key(name): name for name in article.authors}
            signed.append((number, arrival.outlet_id, list(names.items())))
    wanted = {(outlet, key): name for _, outlet, names_ in signed for key, name in names_}
    rows = _authors(wanted)
    models.Byline.objects.filter(
        article_id__in=[
            intent.number for intent in intents if isinstance(intent, Revise) and intent.article.authors
        ]
    ).delete()
    models.Byline.objects.bulk_create(
        (
            models.Byline(article_id=number, author_id=rows[outlet, key], place=place)
            for number, outlet, names_ in signed
            for place, (key, _) in enumerate(names_)
        ),
        ignore_conflicts=True,
    )


def _authors(wanted: Mapping[tuple[int, str], str]) -> dict[tuple[int, str], int]:
    """Author rows by (outlet, key), made where missing."""

    def found() -> dict[tuple[int, str], int]:
        candidates = models.Author.objects.filter(
            key__in={key for _, key in wanted}, outlet_id__in={outlet for outlet, _ in wanted}
        )
        return {(outlet, key): pk for outlet, key, pk in candidates.values_list("outlet_id", "key", "pk")}

    if not wanted:
        return {}
    rows = found()
    if missing := [pair for pair in wanted if pair not in rows]:
        models.Author.objects.bulk_create(
            (models.Author(outlet_id=outlet, key=key, name=wanted[outlet, key]) for outlet, key in missing),
            ignore_conflicts=True,
        )
        rows = found()
    return rows


def _remember(arrivals: Sequence[Arrival], intents: Sequence[Intent], numbers: Sequence[int | None]) -> None:
    """Note on each lead what came of it and when to look again; its lease ends here."""
    leads = []
    for arrival, intent, number in zip(arrivals, intents, numbers, strict=True):
        if arrival.lead_id is None:
            continue
        state = models.Lead.State.DONE
        if isinstance(arrival.arrived, Gone):
            state = models.Lead.State.GONE
        elif isinstance(intent, Refuse):
            state = models.Lead.State.REFUSED
        leads.append(
            models.Lead(
                pk=arrival.lead_id,
                state=state,
                fault=intent.reason if isinstance(intent, Refuse) else "",
                article_id=number,
                next_at=arrival.look_again_at,
                leased_until=None,
                attempts=0,
                visits=F("visits") + 1,
            )
        )
    fields = ("state", "fault", "article", "next_at", "leased_until", "attempts", "visits")
    models.Lead.objects.bulk_update(leads, fields, batch_size=100)


def outbox_size() -> int:
    """How many changes the keeper has yet to hand to the index."""
    return models.Outbox.objects.filter(consumer=models.Outbox.Consumer.INDEX).count()


def summary(written: Iterable[Written]) -> dict[str, int]:
    """How many of each: published, revised, unchanged, withdrawn, refused."""
    names = {
        Publish: "published",
        Revise: "revised",
        Unchanged: "unchanged",
        Withdraw: "withdrawn",
        Refuse: "refused",
    }
    counts = dict.fromkeys(names.values(), 0)
    for one in written:
        counts[names[type(one.intent)]] += 1
    return counts
