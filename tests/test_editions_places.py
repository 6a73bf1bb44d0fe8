"""An edition's gazetteer can be trusted: every place lies where its row says, and a wrong row is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from warraq.editions import Edition, load_edition, place_of
from warraq.errors import WrongUse
from warraq.options import read_options

ROW = {
    "slug": "tanger", "kind": "town", "region": "", "parent": "",
    "name_ar": "طنجة", "name_fr": "Tanger", "name_zgh": "",
    "other_ar": "طنجا|الشرق?", "other_fr": "Tangier!", "care": "doubtful", "care_fr": "doubtful",
    "lat": "35.7", "lon": "-5.9", "inhabitants": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def morocco() -> Edition:
    return load_edition("ma", read_options({}))


def test_morocco_has_its_regions_and_provinces(morocco: Edition) -> None:
    kinds = [place.kind for place in morocco.places]
    assert kinds.count("region") == 12
    assert kinds.count("province") >= 75
    assert kinds.count("commune") > 600


def test_places_have_addresses_names_and_points_in_the_country(morocco: Edition) -> None:
    for place in morocco.places:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", place.slug)
        assert place.names["ar"]
        assert place.names["fr"]
        if place.point is not None:
            assert 20 < place.point[0] < 36.5
            assert -18 < place.point[1] < -0.5


def test_places_lie_in_regions(morocco: Edition) -> None:
    regions = {place.slug for place in morocco.places if place.kind == "region"}
    outside = [
        place.slug for place in morocco.places if place.kind != "region" and place.region not in regions
    ]
    assert outside == ["melilla", "sebta"]


def test_marks_of_single_names_count_more_than_their_row() -> None:
    cares = {spelling.text: spelling.care for spelling in place_of(ROW).spellings}
    assert cares == {
        "طنجة": "doubtful",
        "طنجا": "doubtful",
        "الشرق": "doubtful",
        "Tanger": "doubtful",
        "Tangier": "sure",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "planet"},
        {"care": "maybe"},
        {"lat": "north"},
        {"name_ar": "", "other_ar": "", "name_fr": "", "other_fr": ""},
    ],
)
def test_a_wrong_row_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        place_of(ROW | wrong)


def test_a_table_that_names_a_place_twice_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / "edition.toml").write_text(
        'slug = "xx"\ntime_zone = "Africa/Tunis"\nlanguages = ["ar"]\nsections = []\nnames = { ar = "أ", fr = "a" }\n',
        encoding="utf-8",
    )
    lines = ["\t".join(ROW), *["\t".join(ROW.values())] * 2]
    (folder / "places.tsv").write_text("# a remark\n" + "\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="twice"):
        load_edition("xx", read_options({"WARRAQ_EDITIONS": str(tmp_path)}))


def test_every_moroccan_district_belongs_to_a_city(morocco: Edition) -> None:
    places = {place.slug: place for place in morocco.places}
    districts = [place for place in places.values() if place.kind == "district"]
    assert {"sidi-moumen", "gueliz", "agdal"} <= {place.slug for place in districts}
    for place in districts:
        city = places[place.parent]
        assert city.kind in ("province", "town")
        assert city.region == place.region
