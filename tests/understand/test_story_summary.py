from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from warraq.understand.story_summary import Summary, Told, independent, summarise

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def told(
    number: int, outlet: str, minutes: int, title: str = "زلزال الحوز", copy_of: int | None = None
) -> Told:
    return Told(number, outlet, NOON + timedelta(minutes=minutes), title, copy_of)


def made(*articles: Told) -> Summary:
    found = summarise(articles)
    assert found is not None
    return found


def test_copies_weigh_once_with_their_origin() -> None:
    story = made(told(1, "taghia", 0), told(2, "albaydar", 5, copy_of=1), told(3, "annawras", 9))
    assert (story.articles, story.outlets) == (3, 2)
    assert story.rank == made(told(1, "taghia", 0), told(3, "annawras", 9)).rank


def test_copies_of_what_stands_elsewhere_weigh_once_too() -> None:
    copies = [told(2, "albaydar", 5, copy_of=99), told(3, "annawras", 9, copy_of=99)]
    assert [one.number for one in independent(copies)] == [2]


def test_the_title_that_says_what_the_others_say_names_the_story() -> None:
    story = made(
        told(1, "a", 0, "عاجل"),
        told(2, "b", 5, "زلزال قوي يضرب إقليم الحوز"),
        told(3, "c", 6, "زلزال يضرب الحوز ليلا"),
    )
    assert story.lead in (2, 3)
    darija = replace(told(1, "a", 0, "زلزال ضرب الحوز"), is_darija=True)
    assert made(darija, told(2, "b", 5)).lead == 2
    assert made(darija).lead == 1


def test_what_was_withdrawn_stays_and_counts_for_nothing() -> None:
    gone = replace(told(1, "a", 0), is_withdrawn=True)
    story = made(gone, told(2, "b", 5, copy_of=1))
    assert (story.lead, story.articles, story.outlets) == (2, 1, 1)
    assert (made(gone).articles, made(gone).rank) == (0, 0.0)
    assert summarise([]) is None


def test_section_and_place_are_those_of_most() -> None:
    rows = [told(n, f"o{n}", n) for n in range(3)]
    rows[0] = replace(rows[0], section="sports", main_place="fes", has_picture=False)
    rows[1] = replace(rows[1], section="society", main_place="taza", has_picture=True)
    rows[2] = replace(rows[2], section="society")
    story = made(*rows)
    assert (story.section, story.main_place, story.picture) == ("society", "fes", 1)


@given(
    st.permutations(
        [told(n, f"o{n % 3}", n * 7 % 5, f"خبر {n}", None if n % 2 else n - 1) for n in range(1, 8)]
    )
)
def test_the_order_of_articles_does_not_matter(articles: list[Told]) -> None:
    assert summarise(articles) == summarise(articles[::-1])
