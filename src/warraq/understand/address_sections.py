"""The section an article's address names: `/sport/`, `/رياضة/`, `sport.le360.ma`, or `/105/`, as its outlet uses that.

Words lead to a section by the edition's table, as labels do. Numbers and an outlet's own words lead to one where its
labelled articles agree on what they mean. The last part of a path, an article's own name, is never taken for a section.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

from warraq.addresses import site_of, without_site_prefix
from warraq.understand.sections import CATCH_ALL, fold_label

FEWEST = 20
"""Labelled articles under a part of an address, from which its meaning is believed."""
AGREEING = 0.95
"""Share of them that must stand in one section."""
MOST_PARTS = 12

Habits = Mapping[str, Mapping[str, str]]
"""Site -> part of its addresses -> section."""


def section_of_address(address: str, table: Mapping[str, str]) -> str | None:
    """The section that a folder of the address names by `table` (folded label -> section), the innermost first."""
    found = (table.get(fold_label(part)) for part in parts_of(address))
    return next((section for section in found if section not in (None, CATCH_ALL)), None)


def section_by_habit(address: str, habits: Habits) -> str | None:
    """The section that the address's outlet puts such addresses in."""
    known = habits.get(site_of(address))
    return next((known[part] for part in parts_of(address) if part in known), None) if known else None


def learn_habits(rows: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """What parts of addresses mean, from articles' addresses and the sections their outlets named.

    A site whose articles all stand in one section teaches nothing: every part of its addresses would mean that.
    """
    counts: dict[str, dict[str, Counter[str]]] = {}
    sections: dict[str, set[str]] = {}
    for address, section in rows:
        site = site_of(address)
        sections.setdefault(site, set()).add(section)
        for part in set(parts_of(address)):
            counts.setdefault(site, {}).setdefault(part, Counter())[section] += 1
    habits: dict[str, dict[str, str]] = {}
    for site, parts in counts.items():
        for part, counted in parts.items():
            (section, times), *_ = counted.most_common(1)
            if len(sections[site]) > 1 and counted.total() >= FEWEST and times >= AGREEING * counted.total():
                habits.setdefault(site, {})[part] = section
    return habits


def parts_of(address: str) -> list[str]:
    """What may name a section, the innermost first: what a query sets (`cat=5`), folders, what stands before the site's
    name. Empty for what is no address."""
    try:
        split = urlsplit(address)
        asked = [f"{name}={value}" for name, value in parse_qsl(split.query, max_num_fields=MOST_PARTS)]
    except ValueError:
        return []
    folders = [unquote(part) for part in split.path.rstrip("/").split("/")[:-1] if part][:MOST_PARTS]
    host = without_site_prefix(split.netloc.casefold())
    before = host.removesuffix(site_of(address)).strip(".")
    return [*reversed(asked), *reversed(folders), *([before] if before else [])]
