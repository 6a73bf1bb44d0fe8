"""Rows become lines: an article as a list shows it, every text and link made beforehand.

Templates then only place finished pieces, which is what keeps a page of two hundred headlines cheap: a headline's link
costs .9 µs here and 4 µs in a template. Whatever an outlet wrote is escaped here, piece by piece. What may be shown of
an article is asked of `Site.may_show`, and a line holds nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup

from warraq.serve.dates import dates_of, today_of
from warraq.serve.escaping import piece
from warraq.serve.site import Site
from warraq.serve.words import direction_of, set_in_type, words_of
from warraq.store.read_rows import HeadlineRow
from warraq.understand.prominence import rank_of

KNOWN_LINES = 5_000
"""Lines kept for a language: about 10 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """An article in a list; one object, and equal to nothing else, while nothing of it has changed."""

    number: int
    href: str
    title: str
    """Whole, never empty."""
    link: Markup
    """The headline as a link to our page, in its language and direction; its section, for readers who mute one."""
    language: str
    direction: str
    outlet: str
    """Slug."""
    outlet_name: str
    outlet_link: Markup
    section: str
    event: int
    """What two lines on one event have in common: their story, else only the article itself."""
    rank: float
    """As a story of one outlet."""
    clock: Markup
    """The outlet's date, as far as it is known, for people and machines."""
    meta: Markup
    """Outlet and date, as they stand under a headline."""
    in_river: Markup
    """A whole line of a river: date, headline, outlet."""
    in_roll: Markup
    """A whole line of a section's column: headline, outlet, date."""
    in_stand: Markup
    """A whole line of the newsstand: outlet and date over the headline."""
    in_ticker: Markup
    """A whole line of the ticker."""
    excerpt: str
    """Empty where it may not be shown."""
    picture: str
    """Hash; empty where there is none or it may not be shown."""
    width: int
    height: int
    has_logo: bool
    """Whether its outlet has a logo, which stands where there is no picture."""


_Known = dict[int, tuple[HeadlineRow, Line]]


def lines_of(site: Site, rows: Sequence[HeadlineRow]) -> list[Line]:
    """The rows as this interface shows them."""
    known = _known_lines(
        site.language, site.edition.zone, today_of(site), site.edition.show, site.options.show
    )
    try:
        return [known[id(row)][1] for row in rows]
    except KeyError:
        if len(known) > KNOWN_LINES:
            known.clear()
        return [_known_line(site, row, known) for row in rows]


def _known_line(site: Site, row: HeadlineRow, known: _Known) -> Line:
    made = known.get(id(row))
    if made is None:
        # The row is held, so that no other object can come to have its identity.
        made = known[id(row)] = row, _line(site, row)
    return made[1]


def _line(site: Site, row: HeadlineRow) -> Line:
    outlet, shown = row.outlet, site.may_show(row)
    language = row.language or outlet.language
    direction = direction_of(language)
    href, outlet_href = f"{site.prefix}{row.path}", f"{site.prefix}{outlet.path}"
    title = set_in_type(row.title, language) or str(words_of(site.language)("Untitled"))
    name = outlet.name(site.language)
    clock = dates_of(site.language, site.edition.zone, today_of(site)).clock(
        row.published_text, row.published_precision, row.seen_at
    )
    picture = row.picture if shown.picture else None
    # Markup.format would escape by itself, at ten times the price: 0.1 ms for each article that arrives.
    section = f' data-section="{piece(row.section)}"' if row.section else ""
    link = f'<a href="{piece(href)}" lang="{piece(language)}" dir="{direction}"{section}>{piece(title)}</a>'
    outlet_link = f'<a class="outlet" href="{piece(outlet_href)}">{piece(name)}</a>'
    meta = f'<p class="meta">{outlet_link} {clock}</p>'
    in_ticker = f'<li>{link} <span class="meta"><span>{piece(name)}</span> {clock}</span></li>'
    return Line(
        number=row.number,
        href=href,
        title=title,
        link=Markup(link),  # noqa: S704
        language=language,
        direction=direction,
        outlet=outlet.slug,
        outlet_name=name,
        outlet_link=Markup(outlet_link),  # noqa: S704
        section=row.section,
        event=row.story or -row.number,
        rank=rank_of((row.sort_at,), row.sort_at),
        clock=clock,
        meta=Markup(meta),  # noqa: S704
        in_river=Markup(f"<li>{clock} {link} {outlet_link}</li>"),  # noqa: S704
        in_roll=Markup(f"<li>{link} {meta}</li>"),  # noqa: S704
        in_stand=Markup(f"<li><div>{outlet_link} {clock}</div>{link}</li>"),  # noqa: S704
        in_ticker=Markup(in_ticker),  # noqa: S704
        excerpt=row.excerpt if shown.excerpt else "",
        picture=picture.sha256 if picture else "",
        width=picture.width if picture else 0,
        height=picture.height if picture else 0,
        has_logo=outlet.logo is not None,
    )


@lru_cache(maxsize=8)
def _known_lines(language: str, zone: ZoneInfo, today: date, edition_show: str, operator_show: str) -> _Known:
    """Lines made already, by their rows' identity. A row is one object, the store's reading promises, while nothing of
    the article, its picture or its outlet has changed."""
    return {}
