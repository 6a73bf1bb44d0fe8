"""Make an edition's table of places from the public tables of shared/data/places and the edition's own corrections.

Regions, provinces, communes and towns of morocco_admin.csv (MIT) and the coordinates, inhabitants and Tifinagh names of
morocco_towns_geonames.csv (GeoNames, CC BY 4.0), with editions/ma/places_own.tsv laid over them. A province and the
town it is named after are one place: readers of its page want both. Run with WARRAQ_SHARED_DATA set:

    python quality/make_places.py
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path

from warraq.options import read_options
from warraq.understand.arabic import normalise

EDITION = Path(__file__).resolve().parents[1] / "editions" / "ma"

SEATS = {
    "DIV_001": "agadir", "DIV_004": "assa", "DIV_018": "smara", "DIV_027": "inezgane", "DIV_034": "mdiq",
    "DIV_044": "oujda", "DIV_054": "temara", "DIV_056": "tanger", "DIV_ADD_01": "al-hoceima",
}  # fmt: skip
"""Provinces whose name is not their seat's -> the place they are."""

SAME = {
    "kelaat-sraghna": "el-kelaa-des-sraghna", "es-semara": "smara", "skhirate": "skhirat", "asilah": "asilah",
    "souk-sebt-ouled-nemma": "souk-sebt-ouled-nemma", "mohammedia": "mohammedia", "jerada": "jerada",
}  # fmt: skip
"""Slugs of the source's second spelling -> ours."""

FRENCH = {"دار بل عمري": "Dar Bel Amri"}
"""Names that stand in Arabic in the source's French column."""

LARGE = 50_000
"""Inhabitants from which a town's one-word name speaks for itself."""


@dataclass(slots=True)
class Row:
    """A line of places.tsv; names of one language are parted by `|`."""

    slug: str
    kind: str
    region: str = ""
    parent: str = ""
    name_ar: str = ""
    name_fr: str = ""
    name_zgh: str = ""
    other_ar: list[str] = field(default_factory=list)
    other_fr: list[str] = field(default_factory=list)
    care: str = "sure"
    care_fr: str = "sure"
    lat: str = ""
    lon: str = ""
    inhabitants: str = ""


def slug_of(name: str) -> str:
    """A French name as it stands in addresses: `M'diq` is mdiq, `Al Hoceïma` al-hoceima."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", re.sub("['’ʿ]", "", plain.lower())).strip("-")


def read_table(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a table; lines that begin with # are remarks."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if line[0] != "#"), delimiter=delimiter))


def admin_rows(table: list[dict[str, str]], towns: dict[str, dict[str, str]]) -> dict[str, Row]:
    """Regions, provinces and communes by slug, the larger unit first."""
    rows: dict[str, Row] = {}
    slugs: dict[str, str] = {}
    for line in table:
        line["name_fr"] = FRENCH.get(line["name_fr"], line["name_fr"])
        slug = SEATS.get(line["id"]) or slug_of(line["name_fr"])
        slug = SAME.get(slug, slug)
        parent = slugs.get(line["parent_id"], "")
        town = towns.get(line["geonames_id"], {})
        if line["type"] == "rural" and slug in rows:
            slug = f"{slug}-{parent}"  # many communes share a name
        slugs[line["id"]] = slug
        if (known := rows.get(slug)) is not None:
            known.other_ar.append(line["name_ar"])
            known.other_fr.append(line["name_fr"])
            continue
        kind = {"urbain": "town", "rural": "commune"}.get(line["type"], line["level"])
        rows[slug] = Row(
            slug, kind, slugs.get(line["region_id"], ""), parent,
            line["name_ar"], line["name_fr"], line["name_tifinagh"] or town.get("names_tifinagh", ""),
            care=care_of(line, town), care_fr=care_of(line, town),
            lat=line["lat"], lon=line["lon"], inhabitants=town.get("population", ""),
        )  # fmt: skip
    return rows


def care_of(line: dict[str, str], town: dict[str, str]) -> str:
    """How much a name proves where nobody has said: rural communes' names are everywhere, small towns' are words."""
    if line["type"] == "rural":
        return "doubtful" if line["name_ar"].count(" ") > 1 else "head"
    is_small = line["level"] == "commune" and int(town.get("population") or 0) < LARGE
    return "doubtful" if is_small and " " not in line["name_ar"] else "sure"


def lay_over(rows: dict[str, Row], own: list[dict[str, str]]) -> None:
    """The edition's corrections, cell by cell; variants are added."""
    for line in own:
        row = rows.setdefault(line["slug"], Row(line["slug"], "town"))
        for name in ("kind", "region", "parent", "name_ar", "name_fr", "name_zgh", "care", "lat", "lon"):
            if line[name]:
                setattr(row, name, line[name])
        row.care_fr = line["care_fr"] or ("head" if row.care == "head" else "sure")
        row.region = "" if row.region == "none" else row.region
        row.other_ar += [other for other in (line["other_ar"] or "").split("|") if other]
        row.other_fr += [other for other in (line["other_fr"] or "").split("|") if other]
        if not row.name_ar or not row.name_fr:
            raise SystemExit(f"places_own.tsv: {row.slug} is in no public table and has no name")


def tidy(row: Row) -> list[str]:
    """The row's cells: no variant that equals a name already given."""
    marks = re.compile("[ً-ْٰ]")
    row.name_ar = marks.sub("", row.name_ar)
    cells: list[str] = []
    for cell, name in zip(astuple(row), fields(row), strict=True):
        if isinstance(cell, list):
            seen = {normalise(row.name_ar), row.name_fr}
            kept = []
            for other in cell:
                if normalise(marks.sub("", other)) not in seen:
                    seen.add(normalise(other))
                    kept.append(marks.sub("", other))
            cells.append("|".join(kept))
        else:
            cells.append(str(cell) if name.name != "name_zgh" else str(cell).partition("|")[0])
    return cells


def main() -> int:
    """Write editions/ma/places.tsv."""
    data = read_options().shared_data
    if data is None:
        print("skipped: WARRAQ_SHARED_DATA does not name the folder of real data")
        return 0
    towns = {t["geonames_id"]: t for t in read_table(data / "places" / "morocco_towns_geonames.csv")}
    rows = admin_rows(read_table(data / "places" / "morocco_admin.csv"), towns)
    lay_over(rows, read_table(EDITION / "places_own.tsv", "\t"))
    order = {"region": 0, "province": 1, "town": 2, "district": 3, "commune": 4}
    made = sorted(rows.values(), key=lambda row: (order[row.kind], row.slug))
    with (EDITION / "places.tsv").open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# Made by quality/make_places.py; corrections belong into places_own.tsv. Sources: editions/README.md\n"
        )
        file.write("\t".join(f.name for f in fields(Row)) + "\n")
        file.writelines("\t".join(tidy(row)) + "\n" for row in made)
    print(f"{len(made)} places:", ", ".join(f"{sum(r.kind == k for r in made)} {k}" for k in order))
    return 0


if __name__ == "__main__":
    sys.exit(main())
