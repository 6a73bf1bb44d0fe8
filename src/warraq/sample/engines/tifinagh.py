"""The Amazigh site in Tifinagh: OpenGraph and JSON-LD, a short feed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from warraq.sample.engines import furniture
from warraq.sample.engines.metadata import json_ld, open_graph, plain_item, rss
from warraq.sample.engines.printed_dates import amazigh
from warraq.sample.engines.shape import Engine, Listing, Query, Reply, Sheet, Site

_KEY = re.compile(r"^/(?:ⵜⵉⵔⵔⴰ|%E2%B5%9C%E2%B5%89%E2%B5%94%E2%B5%94%E2%B4%B0|tirra)/(\d{6,12})$")
_STYLE = """
body{margin:0;font:17px/1.9 "Noto Sans Tifinagh","DejaVu Sans",sans-serif;background:#fffef7}
header{background:linear-gradient(90deg,#1d4ed8 33%,#15803d 33% 66%,#eab308 66%);height:10px}
h2.name{color:VAR;padding:0 8%}nav ul{display:flex;flex-wrap:wrap;gap:12px;list-style:none;padding:0 8%}
section.t{padding:10px 8%;max-width:820px}section.t img{max-width:100%;height:auto}.share-bar{color:#888}
"""


def path(sheet: Sheet) -> str:
    """tirra: writings."""
    return f"/tirra/{sheet.key}"


def key(asked: str, query: Query) -> int | None:
    """The number."""
    found = _KEY.match(asked)
    return int(found[1]) if found else None


def page(site: Site, sheet: Sheet, others: Sequence[Sheet], asked: str, query: Query) -> Reply:
    """The article."""
    subtitle = f"<h3>{escape(sheet.subtitle)}</h3>" if sheet.subtitle else ""
    main = f"""<section class="t"><h1>{escape(sheet.title)}</h1>{subtitle}
<p><b>{furniture.byline(site, sheet)}</b> | {escape(sheet.label)} | <span>{amazigh(sheet.published)}</span></p>
{furniture.figure(sheet)}
<div id="text">
{furniture.body_html(sheet)}
</div>
{furniture.after_text(site, sheet, others)}</section>"""
    head = f'<link rel="canonical" href="{sheet.address}">\n{open_graph(site, sheet)}\n{json_ld(site, sheet)}'
    return _document(site, sheet.title, head, main)


def _document(site: Site, title: str, head: str, main: str) -> Reply:
    name = escape(furniture.name_of(site))
    text = f"""<!DOCTYPE html>
<html lang="zgh"><head><meta charset="utf-8"><title>{escape(title)} - {name}</title>
<link rel="alternate" type="application/rss+xml" href="/feed">{head}
<style>{_STYLE.replace("VAR", site.outlet.colour)}</style></head><body><header></header>
<h2 class="name"><img src="/logo.png" width="50" height="50" alt=""> {name} <small>{escape(site.outlet.slogan)}</small></h2>
<nav>{furniture.menu(site)}</nav>
{main}</body></html>"""
    return Reply(text.encode())


def front(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """Cards."""
    cards = "\n".join(furniture.card(sheet) for sheet in sheets)
    return _document(site, site.outlet.slogan, "", f'<section class="t">{cards}</section>')


def feed(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """Title, link, date, summary."""
    return rss(site, sheets, plain_item)


ENGINE = Engine(
    path=path,
    key=key,
    page=page,
    listings={"/": Listing(40, front), "/feed": Listing(30, feed)},
    robots="User-agent: *\nDisallow:\n",
)
