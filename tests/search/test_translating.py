from __future__ import annotations

import pytest

from warraq.editions import load_edition
from warraq.options import read_options
from warraq.search.query import names_of, parse_query, print_query
from warraq.search.query.translating import Told, in_other_names, places_told, with_other_names

NAMES = names_of(load_edition("ma", read_options({})))


@pytest.mark.parametrize(
    ("typed", "wider", "other"),
    [
        ("طنجة", "طنجة OR Tanger", "Tanger"),
        ("tanger", "tanger OR طنجة", "طنجة"),
        ("انتخابات الدار البيضاء", "انتخابات (الدار البيضاء) OR Casablanca", "انتخابات Casablanca"),
        ('"الدار البيضاء" -مطار', '"الدار البيضاء" OR Casablanca -مطار', "Casablanca -مطار"),
        ("طنجة OR فاس", "طنجة OR Tanger OR فاس OR Fès", "Tanger OR Fès"),
        ("زلزال تركيا", "زلزال تركيا OR Turquie OR Turkey", "زلزال Turquie OR Turkey"),
        (
            "états-unis",
            'états-unis OR "الولايات المتحدة" OR "United States"',
            '"الولايات المتحدة" OR "United States"',
        ),
        ("iran", "iran OR إيران", "إيران"),
        ("زلزال", "زلزال", None),
        ("title:طنجة", "title:طنجة", None),
    ],
)
def test_places_are_told_in_the_other_language(typed: str, wider: str, other: str | None) -> None:
    query = parse_query(typed)
    assert print_query(with_other_names(query, NAMES)) == wider
    told = in_other_names(query, NAMES)
    assert (print_query(told) if told else None) == other
    assert bool(places_told(query, NAMES)) == (other is not None)


def test_what_was_added_can_be_shown() -> None:
    assert places_told(parse_query("مطر طنجة"), NAMES) == (Told("طنجة", ("Tanger",)),)
