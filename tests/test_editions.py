"""Every edition that comes with Warraq can be collected as it stands: its tables agree with each other."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from warraq.addresses import canonical, host_of, parse_address
from warraq.editions import RESERVED_SLUGS, Edition, load_edition
from warraq.errors import WrongUse
from warraq.options import Options, read_options
from warraq.records import LANGUAGES
from warraq.understand.sections import fold_label, fold_labels

FOLDER = Path(__file__).resolve().parents[1] / "editions"
SLUGS = sorted(file.parent.name for file in FOLDER.glob("*/edition.toml"))
INTERFACES = ("ar", "fr", "en")
"""The languages pages speak: the names of an edition and its sections must exist in all."""
COLUMNS = "slug name_ar name_fr homepage language feeds sitemaps front_page agency name_verified note".split()


@pytest.fixture(params=SLUGS)
def edition(request: pytest.FixtureRequest) -> Edition:
    return load_edition(request.param, read_options({}))


def doubled(values: list[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def test_there_are_two_countries_at_least() -> None:
    assert {"ma", "tn"} <= set(SLUGS)


def test_the_edition_says_who_it_is(edition: Edition) -> None:
    assert edition.slug in SLUGS
    assert all(edition.names.get(language) for language in INTERFACES)
    assert set(edition.languages) <= set(LANGUAGES)
    assert edition.report_threshold >= 2, "one person alone must not be able to hide a picture"


def test_real_outlets_are_not_shown_in_full() -> None:
    """Nobody has allowed us to; the sample edition's outlets are invented."""
    for slug in set(SLUGS) - {"sample"}:
        edition = load_edition(slug, read_options({}))
        assert edition.show != "full"
        assert not edition.show_earlier
        assert not edition.permission


def test_sections_have_names_and_labels_lead_to_them(edition: Edition) -> None:
    slugs = [section.slug for section in edition.sections]
    assert not doubled(slugs)
    for section in edition.sections:
        assert re.fullmatch(r"[a-z][a-z0-9-]*", section.slug)
        assert all(section.names.get(language) for language in INTERFACES), section.slug
    assert set(edition.section_labels.values()) <= set(slugs)


def test_labels_that_fold_alike_mean_the_same_section(edition: Edition) -> None:
    folded = fold_labels(edition.section_labels)
    wrong = [
        label for label, section in edition.section_labels.items() if folded[fold_label(label)] != section
    ]
    assert not wrong


def test_outlets_can_be_shown_and_collected(edition: Edition) -> None:
    for outlet in edition.outlets:
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", outlet.slug), outlet.slug
        assert not outlet.slug.isdigit(), "an article's number would have the same address"
        assert outlet.slug not in RESERVED_SLUGS
        assert all(outlet.names.get(language) for language in ("ar", "fr")), outlet.slug
        assert outlet.language in edition.languages, outlet.slug
        for address in (outlet.homepage, *outlet.feeds, *outlet.sitemaps):
            assert address.startswith(("http://", "https://")), address
            assert parse_address(address) == address, f"{address} is written {parse_address(address)}"
        assert outlet.feeds or outlet.sitemaps or outlet.has_front_page, f"{outlet.slug} has no way in"


def test_no_outlet_stands_twice(edition: Edition) -> None:
    assert not doubled([outlet.slug for outlet in edition.outlets])
    assert not doubled([host_of(outlet.homepage).removeprefix("www.") for outlet in edition.outlets])
    assert not doubled([canonical(address) for outlet in edition.outlets for address in outlet.feeds])
    assert not doubled([outlet.names["ar"] for outlet in edition.outlets])
    assert not doubled([outlet.names["fr"] for outlet in edition.outlets])


def test_editions_can_live_in_one_installation() -> None:
    """An outlet's slug is its address on the site, so two countries may not share one."""
    slugs = [outlet.slug for slug in SLUGS for outlet in load_edition(slug, read_options({})).outlets]
    assert not doubled(slugs)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*/outlets.csv")), ids=lambda file: file.parent.name)
def test_tables_have_the_columns_of_the_guide(file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    assert rows[0] == COLUMNS
    assert all(len(row) == len(COLUMNS) for row in rows)
    flags = [rows[0].index(name) for name in ("front_page", "agency", "name_verified")]
    assert {row[place] for row in rows[1:] for place in flags} <= {"", "yes"}
    assert all(cell == cell.strip() for row in rows for cell in row)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*/sections.tsv")), ids=lambda file: file.parent.name)
def test_section_labels_are_two_columns(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "label\tsection"
    assert all(len(line.split("\t")) == 2 for line in lines)
    assert not doubled([line.partition("\t")[0] for line in lines])


def write_edition(folder: Path, authors: str) -> Options:
    """A small edition with this table of authors, and the options that find it."""
    (folder / "xx").mkdir()
    text = (FOLDER / "sample" / "edition.toml").read_text(encoding="utf-8")
    (folder / "xx" / "edition.toml").write_text(text, encoding="utf-8")
    (folder / "xx" / "authors.tsv").write_text(authors, encoding="utf-8")
    return replace(read_options({}), editions=folder)


def test_an_edition_may_name_who_signs_in_several_outlets(tmp_path: Path) -> None:
    table = "# a remark\nperson\toutlet\tname\ns\tgoud\tسعاد\nk\tgoud\tكريم\ns\tle360\tSouad\n"
    found = load_edition("xx", write_edition(tmp_path, table)).persons
    assert found == ((("goud", "سعاد"), ("le360", "Souad")), (("goud", "كريم"),))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("person\toutlet\tname\ns\tgoud\tسعاد\nk\tgoud\tسعاد\n", "stands twice"),
        ("who\toutlet\tname\ns\tgoud\tسعاد\n", "'person' is missing"),
    ],
)
def test_a_sick_table_of_authors_is_named(tmp_path: Path, table: str, said: str) -> None:
    with pytest.raises(WrongUse, match=said):
        load_edition("xx", write_edition(tmp_path, table))


def test_the_moroccan_edition_is_whole() -> None:
    edition = load_edition("ma", read_options({}))
    assert len(edition.outlets) == 129
    assert len(edition.sections) == 18
    assert str(edition.zone) == "Africa/Casablanca"
    assert [outlet.slug for outlet in edition.outlets if outlet.is_agency] == ["mapnews"]


@pytest.mark.shared
def test_verified_names_are_those_of_the_public_list() -> None:
    data = read_options().shared_data
    if data is None or not (data / "outlets").is_dir():
        pytest.skip("WARRAQ_SHARED_DATA is not set")
    with (data / "outlets" / "model_site_outlets_2020.csv").open(encoding="utf-8", newline="") as lines:
        printed = {row["name_ar"] for row in csv.DictReader(lines)}
    verified = [outlet for outlet in load_edition("ma", read_options({})).outlets if outlet.is_name_verified]
    assert len(verified) == 37
    assert {outlet.names["ar"] for outlet in verified} <= printed


def test_an_edition_that_is_not_there_is_named() -> None:
    with pytest.raises(WrongUse, match="atlantis: no such edition") as fault:
        load_edition("atlantis", read_options({}))
    assert "ma" in fault.value.advice


def test_a_broken_table_is_named_with_its_fault(tmp_path: Path) -> None:
    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / "edition.toml").write_text(
        'slug = "xx"\ntime_zone = "Mars/Olympus"\n', encoding="utf-8", newline=""
    )
    with pytest.raises(WrongUse, match=r"edition\.toml"):
        load_edition("xx", read_options({"WARRAQ_EDITIONS": str(tmp_path)}))
