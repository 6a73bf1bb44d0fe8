"""Templates become pages. One Jinja environment for the whole process: everything escaped, nothing undefined, no
reloading; the interface languages share the compiled templates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.http import HttpResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from warraq.editions import Edition
from warraq.serve.assets import content_of, early_script
from warraq.serve.dates import today_of
from warraq.serve.drawn import Drawer
from warraq.serve.escaping import PageEnvironment
from warraq.serve.events import once
from warraq.serve.feeds.formats import feed_anchors, feed_links
from warraq.serve.frame import Around, Frame, around, tongues_of
from warraq.serve.lines import Line, lines_of
from warraq.serve.previews import alternates, own_address, site_icon
from warraq.serve.site import Site
from warraq.serve.words import initial, words_of
from warraq.store.read_newest import Newest
from warraq.store.read_outlets import counter

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
TICKER_LENGTH = 60
TICKER_WINDOW = 90
"""Newest articles asked for: a third of a real stream are copies."""
_SLOT = "\0"
"""Where a page's own pieces stand in what is drawn once: no text of ours holds this sign."""
_frames: dict[str, tuple[tuple[Edition, date, int], Around, dict[str, Frame | None]]] = {}
"""By interface language: what it was drawn of, and the frames by `here`."""
_tickers: dict[str, tuple[Sequence[Line], Markup]] = {}
"""By interface language: the newest lines, of which one is an object as long as it stands, and the ticker of them."""


@lru_cache(maxsize=16)
def asset(name: str) -> str:
    """The address of one of our static files, with a mark of its contents so that it may be kept for ever."""
    mark = hashlib.sha256(content_of(name)).hexdigest()[:10]
    return f"/static/{name}?{mark}"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one environment; templates are read and compiled when first used."""
    made = PageEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.globals["asset"] = asset
    made.globals["early"] = Markup(early_script())  # noqa: S704  # a script of ours
    made.globals["feed_links"] = feed_links
    made.globals["site_icon"] = site_icon
    made.globals["feed_anchors"] = feed_anchors
    made.globals["drawn"] = Drawer(made, "lines.html")
    made.globals["drawn_map"] = Drawer(made, "map.html")
    made.filters["host"] = _host
    made.filters["initial"] = initial
    return made


def _host(address: str) -> str:
    """The host of an address as people say it."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def ticker_of(site: Site, window: Newest | None = None) -> Markup:
    """The latest headlines of all outlets, each event once, drawn: of the rows as they stand now, whose lines are
    drawn once each.

    `window` where the page has asked for them already.
    """
    newest = (window or Newest(site.edition.slug, TICKER_WINDOW)).latest(limit=TICKER_WINDOW)
    lines = lines_of(site, newest)
    known = _tickers.get(site.language)
    if known is None or known[0] != lines:
        known = _tickers[site.language] = lines, _draw_ticker(site, lines)
    return known[1]


def _draw_ticker(site: Site, lines: Sequence[Line]) -> Markup:
    if not lines:
        return Markup("")
    before, after = _around_ticker(site.language, site.prefix)
    return Markup("".join([before, ticker_lines(lines), after]))  # noqa: S704  # all drawn by us


def ticker_lines(lines: Iterable[Line]) -> str:
    """The ticker's lines alone, the newest marked as the one that shows; empty where there is none."""
    drawn: list[str] = [line.in_ticker for line in once(lines, set(), TICKER_LENGTH)]
    return "\n".join([f'<li class="now"{drawn[0].removeprefix("<li")}', *drawn[1:]]) if drawn else ""


@lru_cache(maxsize=4)
def _around_ticker(language: str, prefix: str) -> tuple[str, str]:
    """What stands before and after the ticker's lines in an interface."""
    drawn = environment().get_template("ticker.html").render(w=words_of(language), prefix=prefix, lines=_SLOT)
    before, _, after = drawn.partition(_SLOT)
    return before, after


def frame_of(site: Site) -> Frame:
    """What stands around a page, drawn. It changes with the day, the number of articles, and the place (`here`) that is
    marked among those to go to: all pages that are no such place share theirs."""
    edition = site.edition
    state = edition, today_of(site), counter(f"articles:{edition.slug}")
    known = _frames.get(site.language)
    if known is None or known[0] != state:
        places = around(site, state[2])
        known = _frames[site.language] = state, places, dict.fromkeys(places.paths())
    _, places, drawn = known
    here = site.path if site.path in drawn else ""
    frame = drawn.get(here)
    if frame is None:
        frame = drawn[here] = _draw_frame(site, places, here)
    return frame


def _draw_frame(site: Site, known: Around, here: str) -> Frame:
    values = known._asdict() | {"w": words_of(site.language), "prefix": site.prefix, "here": here}
    drawn = environment().get_template("frame.html").render(values, slot=_SLOT)
    pieces = (Markup(piece) for piece in drawn.split(_SLOT))  # noqa: S704  # a template of ours
    sections = zip((section.slug for section in site.edition.sections), known.sections, strict=True)
    return Frame(known.name, known.edition, dict(sections), *pieces)


def page(
    site: Site,
    template: str,
    *,
    status: int = 200,
    window: Newest | None = None,
    frame: Frame | None = None,
    **context: object,
) -> HttpResponse:
    """A whole page: `template` (which extends layout.html) with whatever the view hands in.

    Every template also has `site`, `w` (words), `frame`, `tongues` and `ticker`, which are taken from `frame` and
    `window` where the view has asked for them; `canonical`, its own address where the view names none; and
    `alternates`, which lead to it in each interface (None of a page that is none).
    """
    context |= {"site": site, "w": words_of(site.language), "tongues": tongues_of(site)}
    context.setdefault("canonical", own_address(site))
    context["alternates"] = alternates(site) if status == 200 else None
    text = (
        environment()
        .get_template(template)
        .render(context, frame=frame or frame_of(site), ticker=ticker_of(site, window))
    )
    return HttpResponse(text, status=status)
