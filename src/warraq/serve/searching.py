"""The search index as the site uses it: opened once a process, following every generation, never written.

A site without an index still shows every page: those that only decorate themselves with search (related articles) go
without, and the search page says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from warraq.errors import IndexFault
from warraq.search.analysis import analyse, stems_of
from warraq.search.generations import CurrentIndex
from warraq.search.index import Searcher
from warraq.search.query import Dates, Filter, Names, Query, Word, names_of, parse_query
from warraq.search.tantivy_index import TantivyIndex
from warraq.serve.site import Site
from warraq.store import read
from warraq.store.read_outlets import outlets_by_id
from warraq.store.read_rows import HeadlineRow, OutletRow

RELATED = 6
CANDIDATES = 30
"""Hits among which related articles are chosen."""
TITLE_WORDS = 12
"""Words of a headline that are asked for: more cost time and find nothing else."""
SHORTEST_WORD = 3
NEAR = timedelta(days=7)
"""Before and after: older articles of the same words are another event."""
SHARED_STEMS = 2
"""Two articles are related when their headlines share at least this many stems."""


_names: dict[str, tuple[Mapping[int, OutletRow], Names]] = {}
"""By edition, with the outlets they were made of."""


@lru_cache(maxsize=4)
def _current(folder: Path) -> CurrentIndex:
    return CurrentIndex(folder, TantivyIndex.open_reader)


def index_of(site: Site) -> Searcher:
    """The installation's index. Searching raises IndexFault where there is none yet."""
    return _current(site.options.data / "index")


def names_here(site: Site) -> Names:
    """What outlets, sections and places are called here; made anew when an outlet has changed."""
    outlets = outlets_by_id(site.edition.slug)
    kept = _names.get(site.edition.slug)
    if kept is None or kept[0] is not outlets:
        rows = ((outlet.slug, outlet.names) for outlet in outlets.values())
        kept = _names[site.edition.slug] = outlets, names_of(site.edition, rows)
    return kept[1]


def query_here(site: Site, text: str) -> Query:
    """What a reader typed, as a query. Raises BadQuery."""
    return parse_query(text, names_here(site))


def related_to(site: Site, row: HeadlineRow) -> list[HeadlineRow]:
    """Other outlets' articles on the like: same section, and words of the headline in theirs. At most `RELATED`."""
    query = related_query(row.title, row.section, (row.sort_at - NEAR).date(), (row.sort_at + NEAR).date())
    if query is None:
        return []
    try:
        found = index_of(site).find(query, edition=site.edition.slug, any_word=True)
        hits = found.page(limit=CANDIDATES)
    except IndexFault:
        return []
    rows = read.by_numbers(site.edition.slug, [hit.number for hit in hits])
    return choose_related(row, rows)


def related_query(title: str, section: str, first: date, last: date) -> Query | None:
    """Any of the headline's longer words in other headlines, in its section where it has one; None for a headline
    without words.

    `choose_related` takes nothing but what shares words of the headline, so texts are not asked: that would cost 2.0 ms
    among 100,000 articles, this costs 0.55.
    """
    words = list(dict.fromkeys(word for word in title.split() if len(word) >= SHORTEST_WORD))[:TITLE_WORDS]
    wanted = [Word(word, in_title=True) for word in words if analyse(word)]
    if not wanted:
        return None
    within = (Filter("section", section), Dates(first, last)) if section else (Dates(first, last),)
    return Query((*wanted, *within))


def choose_related(row: HeadlineRow, candidates: Sequence[HeadlineRow]) -> list[HeadlineRow]:
    """The candidates, best first, that share enough of the headline and stand in other outlets, one each."""
    stems = stems_of(word for word in row.title.split() if len(word) >= SHORTEST_WORD)
    chosen: dict[str, HeadlineRow] = {}
    for other in candidates:
        is_elsewhere = other.outlet.slug != row.outlet.slug and other.outlet.slug not in chosen
        if is_elsewhere and not other.is_withdrawn and len(stems & stems_of([other.title])) >= SHARED_STEMS:
            chosen[other.outlet.slug] = other
    return list(chosen.values())[:RELATED]
