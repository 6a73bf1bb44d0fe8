"""One article, one row: however it is reached, whatever changes; and two articles never become one."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.store.rows import ARTICLE, EDITION, NOW, arrival, make_outlet
from warraq.pipeline import with_lead
from warraq.records import Article, Block, BlockKind, Lead, Moment, NotArticle, Precision, Publish
from warraq.store import models
from warraq.store.keys import address_key
from warraq.store.work import write_leads
from warraq.store.write import Arrival, Gone, Written, write_arrivals

pytestmark = pytest.mark.django_db

SITE = "https://www.goud.example"
OLD = f"{SITE}/politique/12345-ancien-titre"
NEW = f"{SITE}/politique/12345-nouveau-titre"


def text(seed: int, words: int = 60) -> tuple[Block, ...]:
    """A body of its own for each seed."""
    draw = random.Random(seed)
    return (Block(BlockKind.PARAGRAPH, " ".join(f"mot{draw.randrange(10_000)}" for _ in range(words))),)


def article(address: str, seed: int = 1, **fields: object) -> Article:
    """An article of the seed's own text and title."""
    title = f"Titre numero {seed} du {seed * 7} jour {seed * 13}"
    made = replace(ARTICLE, address=address, title=title, subtitle=None, body=text(seed), picture=None)
    return replace(made, **fields)  # type: ignore[arg-type]


def visit(
    arrived: Article | NotArticle | Gone, *, asked: str = "", answered: str = "", slug: str = "goud"
) -> Written:
    """One page fetched for a lead at `asked` that was answered at `answered` (each the article's own by default)."""
    (written,) = write_arrivals([led(arrived, asked=asked, answered=answered, slug=slug)], EDITION)
    return written


def led(
    arrived: Article | NotArticle | Gone, *, asked: str = "", answered: str = "", slug: str = "goud"
) -> Arrival:
    """The arrival of a visit, and its lead."""
    answered = answered or asked or arrived.address
    asked = asked or answered
    outlet = make_outlet(slug)
    write_leads(outlet.pk, [Lead(asked)], NOW)
    lead = models.Lead.objects.get(key=address_key(asked))
    return replace(arrival(outlet, arrived), addresses=(asked, answered), lead_id=lead.pk)


def rows() -> list[str]:
    """The articles' addresses, the oldest number first."""
    return list(models.Article.objects.order_by("pk").values_list("address", flat=True))


@pytest.mark.parametrize(
    ("asked", "answered", "own"),
    [
        (OLD, "", OLD),
        (f"{OLD}?utm_source=rss#top", "", OLD),
        ("http://goud.example/politique/12345-ancien-titre/", "", OLD),
        ("https://m.goud.example/politique/12345-ancien-titre", "", OLD),
        (f"{OLD}/amp", "", f"{OLD}/amp"),
        (f"{SITE}/amp/politique/12345-ancien-titre", "", f"{SITE}/amp/politique/12345-ancien-titre"),
        (f"{SITE}/?p=12345", OLD, OLD),
        ("https://short.example/x1", OLD, OLD),
        (f"{SITE}/lire.php?n=7", "", OLD),
        (f"{SITE}/index.php?lien=7", f"{SITE}/vue/7", OLD),
        (f"{OLD}?page=2", "", f"{OLD}?page=2"),
    ],
)
def test_every_way_to_an_article_leads_to_its_row(asked: str, answered: str, own: str) -> None:
    first = visit(article(OLD))
    again = visit(article(own), asked=asked, answered=answered)
    assert (again.number, models.Article.objects.count()) == (first.number, 1)
    assert rows() == [OLD]
    # and the other way round: the twin came first
    models.Article.objects.all().delete()
    models.Lead.objects.all().delete()
    first = visit(article(own), asked=asked, answered=answered)
    assert visit(article(OLD)).number == first.number
    assert models.Article.objects.count() == 1


def test_a_new_slug_with_the_same_number_is_an_edit_of_the_same_article() -> None:
    first = visit(article(OLD))
    edited = article(NEW, title="Tout autre chose est dit ici")
    again = visit(edited)
    row = models.Article.objects.get()
    assert (type(again.intent).__name__, again.number) == ("Revise", first.number)
    assert (row.address, row.title, row.revision_count) == (NEW, edited.title, 1)
    assert visit(edited, asked=OLD, answered=NEW).number == first.number
    assert (
        visit(edited, asked=OLD).number == first.number
    )  # still answers there: no other article, no way back
    assert rows() == [NEW]


def test_a_change_of_address_reaches_the_index_even_if_the_text_is_the_same() -> None:
    visit(article(OLD))
    models.Outbox.objects.all().delete()
    assert type(visit(article(NEW)).intent).__name__ == "Unchanged"
    assert rows() == [NEW]
    assert models.Outbox.objects.filter(consumer="index").count() == 1


def test_both_slugs_in_one_batch_are_one_article() -> None:
    written = write_arrivals([led(article(OLD)), led(article(NEW))], EDITION)
    assert len({one.number for one in written}) == 1
    assert rows() == [NEW]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (OLD, NEW),
        (f"{SITE}/2024/05/le-slug", f"{SITE}/2024/05/le-slug-2"),
        (f"{SITE}/elections-2026", f"{SITE}/maroc-2026"),
        (f"{SITE}/?p=123", f"{SITE}/?p=124"),
        (f"{SITE}/news/12345-a", f"{SITE}/sport/12345-b"),
        (
            f"{SITE}/index.php?option=com_content&view=article&id=5",
            f"{SITE}/index.php?option=com_content&view=article&id=6",
        ),
    ],
)
def test_two_articles_stay_two(one: str, other: str) -> None:
    visit(article(one, 1))
    visit(article(other, 2))
    assert rows() == [one, other]


def test_a_series_with_one_headline_stays_a_series() -> None:
    for day in range(1, 4):
        when = Moment(datetime(2023, 10, day), Precision.DAY)
        visit(article(f"{SITE}/meteo/{day}", day, title="La meteo du jour au Maroc", published=when))
    assert len(rows()) == 3


def test_two_outlets_with_the_same_number_and_text_stay_two() -> None:
    visit(article(OLD))
    visit(article("https://autre.example/politique/12345-ancien-titre"), slug="autre")
    assert len(rows()) == 2


@pytest.mark.parametrize("is_same_text", [True, False])
def test_an_old_address_that_leads_to_a_new_one(is_same_text: bool) -> None:
    old, new = f"{SITE}/ancien-nom", f"{SITE}/nouveau-nom"
    first = visit(article(old, 1))
    again = visit(article(new, 1 if is_same_text else 2), asked=old, answered=new)
    assert (again.number == first.number) is is_same_text
    assert rows() == ([new] if is_same_text else [old, new])


def test_a_deleted_article_that_leads_to_the_section_keeps_what_we_have() -> None:
    first = visit(article(OLD))
    again = visit(NotArticle(f"{SITE}/politique", "a listing"), asked=OLD, answered=f"{SITE}/politique")
    assert (type(again.intent).__name__, again.number) == ("Unchanged", first.number)
    assert isinstance(visit(article(f"{SITE}/politique", 3)).intent, Publish)


def test_one_address_declared_by_every_page_is_nobodys() -> None:
    lie = f"{SITE}/actualites-du-jour-au-maroc"
    for seed in (1, 2, 3):
        visit(article(lie, seed), asked=f"{SITE}/{seed}")
    assert rows() == [f"{SITE}/1", f"{SITE}/2", f"{SITE}/3"]
    visit(article(lie, 4))
    assert len(rows()) == 4
    for seed in (3, 1, 2):
        assert type(visit(article(lie, seed), asked=f"{SITE}/{seed}").intent).__name__ == "Unchanged"
    assert rows() == [f"{SITE}/1", f"{SITE}/2", f"{SITE}/3", lie]


@pytest.mark.parametrize("liar_first", [True, False])
def test_an_address_belongs_to_the_article_that_answers_there(liar_first: bool) -> None:
    theirs, liar = f"{SITE}/leur-page", f"{SITE}/ma-page"
    pages = [(article(theirs, 1), liar), (article(theirs, 2), theirs)]
    for page, asked in pages if liar_first else reversed(pages):
        visit(page, asked=asked)
    titles = dict(models.Article.objects.values_list("address", "title"))
    assert titles == {liar: article("", 1).title, theirs: article("", 2).title}
    for page, asked in pages:
        assert type(visit(page, asked=asked).intent).__name__ == "Unchanged"
    assert models.Revision.objects.count() == 0


def test_a_short_link_or_a_feeds_id_leads_to_the_article() -> None:
    moved = f"{SITE}/tout-autre-nom"
    for claim in (f"{SITE}/?p=77", "tag:goud.example,2023:77", "77"):
        models.Article.objects.all().delete()
        lead = Lead(f"{SITE}/premier-nom", entry_id=claim)
        first = visit(with_lead(article(lead.address), lead, NOW, EDITION.zone))
        edited = article(moved, title="Un titre qui ne dit plus la meme chose")
        assert visit(replace(edited, also=(claim,))).number == first.number
        assert rows() == [moved]


def test_one_id_for_all_entries_of_a_feed_is_no_id() -> None:
    for seed in (1, 2, 3):
        visit(article(f"{SITE}/{seed}", seed, also=("1", f"{SITE}/?p=1")))
    assert rows() == [f"{SITE}/{seed}" for seed in (1, 2, 3)]
    assert models.Alias.objects.count() == 2
    assert models.Alias.objects.values("article_id").distinct().count() == 1


def test_two_outlets_may_use_one_id() -> None:
    visit(article(OLD, also=("12345",)))
    visit(article("https://autre.example/a", also=("12345",)), slug="autre")
    assert len(rows()) == 2


def test_numbers_made_alike_part_what_a_template_joins() -> None:
    one, other = f"{SITE}/meteo/11111-temps", f"{SITE}/meteo/22222-temps"
    visit(article(one, 1))
    nearly = article(one, 1, body=(*text(1), Block(BlockKind.PARAGRAPH, "Et demain il pleut.")))
    visit(nearly, asked=other)  # the template declares the first day's page
    assert rows() == [one, other]
    visit(article(one, 1), asked=f"{SITE}/meteo/33333-temps")  # nothing is different: it is the same page
    assert rows() == [one, other]


def test_a_later_page_never_replaces_the_first() -> None:
    visit(article(OLD))
    again = visit(article(OLD, 2), asked=f"{OLD}?page=2")
    assert type(again.intent).__name__ == "Unchanged"
    assert models.Revision.objects.count() == 0


def test_a_twin_that_reads_differently_is_no_edit() -> None:
    visit(article(OLD))
    models.Lead.objects.update(next_at=None)
    twin = article(OLD, title="Titre numero 1 du 7 jour 13 (mobile)")
    assert type(visit(twin, asked="https://goud.example/mob?n=12345").intent).__name__ == "Unchanged"
    assert models.Lead.objects.get(address=OLD).next_at == NOW  # what stands there counts
    assert type(visit(twin).intent).__name__ == "Revise"


def test_a_twin_that_is_the_only_way_to_an_article_tells_its_edits() -> None:
    visit(article(OLD), asked="https://goud.example/mob?n=12345")
    edited = article(OLD, title="Corrige")
    assert type(visit(edited, asked="https://goud.example/mob?n=12345").intent).__name__ == "Revise"


def test_an_article_gone_from_one_address_is_asked_for_at_the_other() -> None:
    visit(article(OLD))
    visit(article(NEW))
    assert type(visit(Gone(OLD, 404)).intent).__name__ == "Unchanged"
    other = models.Lead.objects.get(address=NEW)
    assert (other.state, other.next_at) == (models.Lead.State.DONE, NOW)
    assert models.Article.objects.get().withdrawn_at is None
    assert type(visit(Gone(NEW, 404)).intent).__name__ == "Withdraw"
    assert models.Article.objects.get().withdrawn_at is not None


def test_an_article_gone_from_all_its_addresses_at_once_is_withdrawn() -> None:
    visit(article(OLD))
    visit(article(NEW))
    written = write_arrivals([led(Gone(OLD, 404)), led(Gone(NEW, 410))], EDITION)
    assert [type(one.intent).__name__ for one in written] == ["Withdraw", "Withdraw"]
    assert models.Article.objects.get().withdrawn_at is not None


def test_leads_to_pages_of_an_article_are_one_lead_to_its_first() -> None:
    outlet = make_outlet()
    leads = [
        Lead(f"{OLD}?page=2"),
        Lead(f"{OLD}?utm_source=rss"),
        Lead("https://m.goud.example/politique/12345-ancien-titre"),
    ]
    assert write_leads(outlet.pk, leads, NOW) == 1
    assert models.Lead.objects.get().address == OLD


def test_whatever_the_order_each_article_has_one_row() -> None:
    draw = random.Random(7)
    for _ in range(3):
        models.Article.objects.all().delete()
        models.Lead.objects.all().delete()
        ways = []
        for n in range(4):
            number, own = 50_000 + n, f"{SITE}/a/{50_000 + n}-titre-{n}"
            also = (f"{SITE}/?p={number}", f"guid-{n}", "the same for all")
            made = article(own, n + 1, also=also)
            edited = replace(made, address=f"{SITE}/a/{number}-autre", title=f"Corrige {n}")
            ways += [
                led(made), led(made, asked=f"{SITE}/?p={number}", answered=own), led(made, asked=f"{own}/amp"),
                led(edited), led(edited, asked=own, answered=edited.address), led(made, asked=f"http://m.goud.example/vue/{n}"),
            ]  # fmt: skip
        draw.shuffle(ways)
        cut = draw.randrange(len(ways))
        written = write_arrivals(ways[:cut], EDITION) + write_arrivals(ways[cut:], EDITION)
        assert models.Article.objects.count() == 4
        assert {one.number for one in written} == set(models.Article.objects.values_list("pk", flat=True))
        later = [replace(way, seen_at=NOW + timedelta(hours=1)) for way in ways]
        write_arrivals(later, EDITION)
        assert models.Article.objects.count() == 4
