"""A country is data: an edition is a folder of tables (edition.toml, outlets.csv, sections.tsv …) read into one record.

An edition decides names, sections, languages, time zone and manners; it holds no code. Folders of the operator
(WARRAQ_EDITIONS) are looked into before those that come with Warraq.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from warraq.errors import WrongUse
from warraq.options import SHOW_CHOICES, Options
from warraq.records import LANGUAGES, OutletSeed, named

RESERVED_SLUGS = frozenset(
    "about api ar archive atom author authors bot box calendar cities city contact day days desk en feed feeds fr "
    "health how index latest logo map news offline opds opml outlet outlets picture pictures place places region "
    "regions report research rising rss search section sections settings sitemap sitemaps static stories story tag "
    "thanks ticker topic topics tz websub zgh".split(" ")
)
"""Names of pages, now and in later parts: an outlet's address may not equal one."""


CANONICAL_CHOICES = ("original", "own")
PLACE_KINDS = ("region", "province", "town", "district", "commune")
"""Large to small: of two places of one name the larger is meant."""

PLACE_CARES = ("sure", "doubtful", "head")
PLACE_MARKS = {"?": "doubtful", "!": "sure"}
"""What a mark after one name says of it, whatever its row says."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the edition: its slug and its name by language."""

    slug: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a place's name."""

    text: str
    care: str
    """What the name alone proves: sure; doubtful (also a word, or a name of people); head (only after «جماعة»)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region, province, town, district or commune of the edition."""

    slug: str
    kind: str
    region: str
    """Slug of its region; empty for a region and where none is given."""
    parent: str
    """Slug of what it lies in, or empty."""
    names: Mapping[str, str]
    """By language: what pages show."""
    spellings: tuple[Spelling, ...]
    """Its names and their variants in every language."""
    point: tuple[float, float] | None
    """Latitude and longitude in degrees, approximate; None where unknown."""


def towns_of(places: Iterable[Place]) -> dict[str, str]:
    """The slug of each district -> that of the town it is a part of."""
    return {place.slug: place.parent for place in places if place.kind == "district" and place.parent}


class Signature(NamedTuple):
    """A name that articles of one outlet are signed with."""

    outlet: str
    """The outlet's slug."""
    name: str


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything that differs from country to country."""

    slug: str
    names: Mapping[str, str]
    zone: ZoneInfo
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    section_labels: Mapping[str, str]
    """An outlet's label as printed -> section slug; rooms fold both sides before they compare."""
    outlets: tuple[OutletSeed, ...]
    home_words: tuple[str, ...] = ()
    """Names of the country and its people as its press writes them: المغرب, مغربي."""
    places: tuple[Place, ...] = ()
    """The edition's gazetteer; empty where it has none."""
    place_traps: tuple[str, ...] = ()
    """Phrases in which a place's name is none: clubs, figures of speech."""
    persons: tuple[tuple[Signature, ...], ...] = ()
    """Who signs in several outlets or under several names, by signatures. All others are one outlet's person."""
    show: str = "excerpt"
    """What visitors may read where neither the operator nor the outlet's row says otherwise."""
    permission: str = ""
    """Who allowed all outlets' full texts to be shown publicly, and when; empty where nobody did."""
    show_earlier: bool = False
    """Whether visitors may read the earlier texts of edited articles whose full text they may read."""
    canonical: str = "original"
    """Which address an article's page calls the one to find it by: `original`, the outlet's, or `own`, ours."""
    report_threshold: int = 3
    poll_min_seconds: float = 120.0
    poll_max_seconds: float = 86_400.0
    host_gap_seconds: float = 5.0
    revisit_seconds: tuple[float, ...] = (3_600.0, 21_600.0, 86_400.0)
    """When a fresh article is looked at again for edits, counted from its first sight."""
    is_public: bool = True
    """Whether its outlets lie on the public internet: fetching them needs the operator's contact."""
    allowed_sockets: frozenset[tuple[str, int]] = frozenset()
    """The loopback sockets that may be fetched (the sample press's)."""

    def section_name(self, slug: str, language: str) -> str:
        """The section's name as `named` finds it, the edition's first language being its own; else the slug."""
        for section in self.sections:
            if section.slug == slug:
                return named(section.names, language, self.languages[0]) or slug
        return slug


def edition_folders(options: Options) -> tuple[Path, ...]:
    """Where editions are looked for, in order: the operator's, the checkout's, the installed package's."""
    own = Path(__file__).parent / "editions_data"
    checkout = Path(__file__).parents[2] / "editions"
    return tuple(folder for folder in (options.editions, checkout, own) if folder and folder.is_dir())


def edition_names(options: Options) -> list[str]:
    """The slugs of all editions found, sorted."""
    return sorted(
        {file.parent.name for folder in edition_folders(options) for file in folder.glob("*/edition.toml")}
    )


def load_edition(slug: str, options: Options) -> Edition:
    """Read the edition's tables. Raises WrongUse naming the file and what is wrong in it."""
    for folder in edition_folders(options):
        if (file := folder / slug / "edition.toml").is_file():
            return _read_edition(file)
    known = ", ".join(edition_names(options))
    raise WrongUse(
        "no such edition", subject=slug, advice=f"Editions here: {known}. Set WARRAQ_EDITION or --edition."
    )


def with_sample_press(
    edition: Edition, seeds: tuple[OutletSeed, ...], sockets: frozenset[tuple[str, int]]
) -> Edition:
    """The sample edition with its invented outlets: they lie on loopback, so they are named at start."""
    return replace(edition, outlets=seeds, allowed_sockets=sockets, is_public=False)


def _read_edition(file: Path) -> Edition:
    try:
        table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        return Edition(
            slug=table["slug"],
            names=table["names"],
            zone=ZoneInfo(table["time_zone"]),
            languages=tuple(table["languages"]),
            sections=tuple(Section(s["slug"], s["names"]) for s in table["sections"]),
            section_labels=_read_labels(file.with_name("sections.tsv")),
            outlets=tuple(_read_outlets(file.with_name("outlets.csv"))),
            home_words=tuple(str(word) for word in table.get("home_words", ())),
            places=tuple(_read_places(file.with_name("places.tsv"))),
            place_traps=tuple(row["phrase"] for row in _read_remarked(file.with_name("places_traps.tsv"))),
            persons=_read_persons(file.with_name("authors.tsv")),
            show=_choice(table.get("show", "excerpt"), SHOW_CHOICES),
            permission=table.get("permission", ""),
            show_earlier=_yes_or_no(table.get("show_earlier", False)),
            canonical=_choice(table.get("canonical", "original"), CANONICAL_CHOICES),
            report_threshold=int(table.get("report_threshold", 3)),
            poll_min_seconds=float(table.get("poll_min_seconds", 120)),
            poll_max_seconds=float(table.get("poll_max_seconds", 86_400)),
            host_gap_seconds=float(table.get("host_gap_seconds", 5)),
            revisit_seconds=tuple(float(s) for s in table.get("revisit_seconds", (3_600, 21_600, 86_400))),
        )
    except (KeyError, TypeError, ValueError, ZoneInfoNotFoundError, OSError) as fault:
        what = f"{fault} is missing" if isinstance(fault, KeyError) else str(fault)
        raise WrongUse(
            what, subject=str(file), advice="See docs/how-to/edition.md for the fields."
        ) from fault


def _choice(value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ValueError(f"{value!r} is none of {', '.join(choices)}")
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"show_earlier is true or false, without quotes, not {value!r}")
    return value


def _read_labels(file: Path) -> dict[str, str]:
    labels = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else []:
        label, _, rest = line.partition("\t")
        section = rest.partition("\t")[0].strip()
        if (
            label.strip()
            and section
            and not label.startswith("#")
            and (label, section) != ("label", "section")
        ):
            labels[label.strip()] = section
    return labels


def _read_remarked(file: Path) -> list[dict[str, str]]:
    """Rows parted by tabs, lines of remarks (#) left out; none where there is no such table."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    kept = [line for line in lines if line and not line.startswith("#")]
    return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


def _read_persons(file: Path) -> tuple[tuple[Signature, ...], ...]:
    persons: dict[str, list[Signature]] = {}
    for row in _read_remarked(file):
        persons.setdefault(row["person"], []).append(Signature(row["outlet"], row["name"]))
    signatures = [signature for signed in persons.values() for signature in signed]
    if len(set(signatures)) != len(signatures):
        twice = next(signature for signature in signatures if signatures.count(signature) > 1)
        raise ValueError(f"authors.tsv: {twice.name!r} of {twice.outlet!r} stands twice")
    return tuple(tuple(signed) for signed in persons.values())


def _read_places(file: Path) -> list[Place]:
    places = [place_of(row) for row in _read_remarked(file)]
    slugs = {place.slug for place in places}
    if len(slugs) != len(places):
        raise ValueError("places.tsv names a place twice")
    if strange := {place.region for place in places} - slugs - {""}:
        raise ValueError(f"places.tsv: {sorted(strange)[0]!r} is no place of the table")
    return places


def place_of(row: Mapping[str, str]) -> Place:
    """A row of places.tsv. Raises KeyError for a missing column, ValueError for a wrong value."""
    spellings = [
        Spelling(name.rstrip("?!"), PLACE_MARKS.get(name[-1]) or _choice(care, PLACE_CARES))
        for names, care in (
            (f"{row['name_ar']}|{row['other_ar']}", row["care"]),
            (f"{row['name_fr']}|{row['other_fr']}", row["care_fr"]),
            (row["name_zgh"], "sure"),
        )
        for name in names.split("|")
        if name
    ]
    if not spellings:
        raise ValueError(f"places.tsv: {row['slug']!r} has no name")
    return Place(
        slug=row["slug"],
        kind=_choice(row["kind"], PLACE_KINDS),
        region=row["region"],
        parent=row["parent"],
        names={
            language: row[f"name_{language}"] for language in ("ar", "fr", "zgh") if row[f"name_{language}"]
        },
        spellings=tuple(spellings),
        point=(float(row["lat"]), float(row["lon"])) if row["lat"] and row["lon"] else None,
    )


def _read_outlets(file: Path) -> list[OutletSeed]:
    if not file.is_file():
        return []
    seeds: list[OutletSeed] = []
    with file.open(encoding="utf-8", newline="") as lines:
        seeds.extend(outlet_of(row) for row in csv.DictReader(lines))
    slugs = [seed.slug for seed in seeds]
    if len(set(slugs)) != len(slugs):
        twice = next(slug for slug in slugs if slugs.count(slug) > 1)
        raise ValueError(f"outlets.csv names {twice!r} twice")
    return seeds


def outlet_of(row: Mapping[str, str]) -> OutletSeed:
    """A row of outlets.csv. Raises KeyError for a missing column, ValueError for a wrong value."""
    slug = row["slug"]
    if slug in RESERVED_SLUGS or not slug or slug.isdigit():
        raise ValueError(f"outlets.csv: {slug!r} cannot be an outlet's address: a page has that name")
    if row["language"] not in LANGUAGES:
        raise ValueError(f"outlets.csv: {row['language']!r} is no language of ours ({', '.join(LANGUAGES)})")
    return OutletSeed(
        slug=slug,
        homepage=row["homepage"],
        names={language: row[f"name_{language}"] for language in ("ar", "fr") if row.get(f"name_{language}")},
        language=row["language"],
        feeds=tuple(row["feeds"].split()),
        sitemaps=tuple(row.get("sitemaps", "").split()),
        has_front_page=row.get("front_page", "") == "yes",
        is_agency=row.get("agency", "") == "yes",
        is_name_verified=row.get("name_verified", "") == "yes",
        note=row.get("note", ""),
    )
