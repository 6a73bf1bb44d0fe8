"""The news agency's site: plain pages with OpenGraph, a feed of summaries that carries a publication time to the second."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from warraq.sample.engines import furniture
from warraq.sample.engines.metadata import open_graph, plain_item, rss
from warraq.sample.engines.printed_dates import arabic, slug
from warraq.sample.engines.shape import Engine, Listing, Query, Reply, Sheet, Site

_KEY = re.compile(r"^/ar/[a-z]+/(\d{6,12})(?:-|$)")
_STYLE = """
body{margin:0;font:17px/1.9 "DejaVu Sans",sans-serif;background:#f6f8f7}
.mast{background:VAR;color:#fff;padding:16px 7%;display:flex;align-items:center;gap:16px}
.mast ul{display:flex;gap:12px;list-style:none;flex-wrap:wrap}.mast a{color:#fff}
.sheet{background:#fff;max-width:860px;margin:20px auto;padding:26px}.sheet img{max-width:100%;height:auto}
.stamp{color:#6b7280;font-size:14px;border-inline-start:4px solid VAR;padding-inline-start:10px}
"""


def path(sheet: Sheet) -> str:
    """/ar/section/number-words"""
    return f"/ar/{sheet.section}/{sheet.key}-{slug(sheet.first_title)}"


def key(asked: str, query: Query) -> int | None:
    """The number before the words."""
    found = _KEY.match(asked)
    return int(found[1]) if found else None


def page(site: Site, sheet: Sheet, others: Sequence[Sheet], asked: str, query: Query) -> Reply:
    """A dispatch."""
    main = f"""<div class="sheet"><h1>{escape(sheet.title)}</h1>
<p class="stamp">{escape(sheet.label)} – {arabic(sheet.published)}{" – " + escape(sheet.authors[0]) if sheet.authors else ""}</p>
{furniture.figure(sheet)}
<div class="dispatch">
{furniture.body_html(sheet)}
</div>
{furniture.after_text(site, sheet, others)}</div>"""
    head = f'<link rel="canonical" href="{sheet.address}">\n{open_graph(site, sheet)}'
    return _document(site, sheet.title, head, main)


def _document(site: Site, title: str, head: str, main: str) -> Reply:
    name = escape(furniture.name_of(site))
    text = f"""<!DOCTYPE html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{escape(title)} - {name}</title>
<link rel="alternate" type="application/rss+xml" href="/feed.xml">{head}
<style>{_STYLE.replace("VAR", site.outlet.colour)}</style></head><body>
<div class="mast"><img src="/logo.png" width="64" height="64" alt=""><h2>{name}</h2>{furniture.menu(site, "/ar/{section}")}</div>
{main}</body></html>"""
    return Reply(text.encode())


def front(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """Cards."""
    cards = "\n".join(furniture.card(sheet) for sheet in sheets)
    return _document(site, site.outlet.slogan, "", f'<div class="sheet">{cards}</div>')


def feed(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """Summaries."""
    return rss(site, sheets, plain_item)


ENGINE = Engine(
    path=path,
    key=key,
    page=page,
    listings={"/": Listing(40, front), "/feed.xml": Listing(40, feed)},
    robots="User-agent: *\nDisallow: /clients/\n",
)
