"""A site with twins: the desktop page, an AMP page and a mobile page; its feed leads to the mobile twin, tracked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from warraq.sample.engines import furniture
from warraq.sample.engines.metadata import json_ld, open_graph, plain_item, rss
from warraq.sample.engines.printed_dates import worded
from warraq.sample.engines.shape import Engine, Listing, Query, Reply, Sheet, Site

_PATH = re.compile(r"^(/m)?/news/(\d{6,12})(/amp)?/?$")
_STYLE = """
body{margin:0;font-family:"DejaVu Sans",Arial,sans-serif;background:#eef2f7;line-height:1.8}
.bar{background:VAR;color:#fff;padding:10px 5%;display:flex;gap:20px;align-items:center}
.bar ul{display:flex;gap:12px;list-style:none;flex-wrap:wrap}
.bar a{color:#fff;text-decoration:none}
.grid{display:grid;grid-template-columns:3fr 1fr;gap:24px;padding:20px 5%}
.news{background:#fff;border-radius:8px;padding:20px}.news img{max-width:100%;height:auto}
.breaking{background:#b91c1c;color:#fff;padding:6px 5%}
.card{background:#fff;border-radius:8px;padding:10px;margin-bottom:12px}
.ad-slot{border:1px dashed #aaa;text-align:center;padding:14px}
.read-also{color:VAR;background:#eef;padding:8px}
"""


def path(sheet: Sheet) -> str:
    """Numbers only."""
    return f"/news/{sheet.key}"


def key(asked: str, query: Query) -> int | None:
    """Any of the three twins."""
    found = _PATH.match(asked)
    return int(found[2]) if found else None


def page(site: Site, sheet: Sheet, others: Sequence[Sheet], asked: str, query: Query) -> Reply:
    """The twin that was asked for."""
    found = _PATH.match(asked)
    if found and found[3]:
        return _amp(site, sheet)
    return _mobile(site, sheet, others) if found and found[1] else _desktop(site, sheet, others)


def _desktop(site: Site, sheet: Sheet, others: Sequence[Sheet]) -> Reply:
    main = f"""<div class="breaking">{furniture.word(site, "latest")}: {escape(others[0].title) if others else ""}</div>
<div class="grid"><main class="news"><h1>{escape(sheet.title)}</h1>
<p class="meta">{furniture.byline(site, sheet)} · <span class="section">{escape(sheet.label)}</span> · {worded(sheet.published, "ar")}</p>
{furniture.figure(sheet)}
{f'<p class="excerpt"><strong>{escape(sheet.subtitle)}</strong></p>' if sheet.subtitle else ""}
<div class="news-body">
{furniture.body_html(sheet, others)}
</div>
{furniture.after_text(site, sheet, others)}</main>
<aside>{"".join(furniture.card(other) for other in others[:6])}</aside></div>"""
    head = f"""<link rel="canonical" href="{sheet.address}"><link rel="amphtml" href="{sheet.address}/amp">
<link rel="alternate" media="only screen and (max-width: 640px)" href="{sheet.base}/m{sheet.path}">
{open_graph(site, sheet)}"""
    return _document(site, sheet.title, head, main)


def _mobile(site: Site, sheet: Sheet, others: Sequence[Sheet]) -> Reply:
    text = f"""<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(sheet.title)}</title>
<link rel="canonical" href="{sheet.address}"></head><body style="font-family:sans-serif;margin:12px">
<p><a href="/">{furniture.name_of(site)}</a></p><h1>{escape(sheet.title)}</h1>
<small>{worded(sheet.published, "ar")} - {furniture.byline(site, sheet)}</small>
{furniture.figure(sheet).replace('width="960" height="540"', 'width="100%"')}
<div class="m-text">
{furniture.body_html(sheet)}
</div>
<h4>{furniture.word(site, "related")}</h4>{furniture.links_list(others[:4])}</body></html>"""
    return Reply(text.encode())


def _amp(site: Site, sheet: Sheet) -> Reply:
    image = (
        f'<amp-img src="{sheet.picture}" width="960" height="540" layout="responsive"></amp-img>'
        if sheet.picture
        else ""
    )
    text = f"""<!doctype html><html amp lang="ar" dir="rtl"><head><meta charset="utf-8">
<script async src="/static/amp.js"></script><title>{escape(sheet.title)}</title>
<link rel="canonical" href="{sheet.address}"><meta name="viewport" content="width=device-width">
{json_ld(site, sheet)}</head><body><article><h1>{escape(sheet.title)}</h1>
<p>{worded(sheet.published, "ar")}</p>{image}
{furniture.body_html(sheet).replace("<iframe", "<amp-iframe").replace("</iframe>", "</amp-iframe>")}
</article></body></html>"""
    return Reply(text.encode())


def _document(site: Site, title: str, head: str, main: str) -> Reply:
    name = escape(furniture.name_of(site))
    text = f"""<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{escape(title)} – {name}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="alternate" type="application/rss+xml" href="/rss">{head}
<style>{_STYLE.replace("VAR", site.outlet.colour)}</style></head><body>
<div class="bar"><a href="/"><img src="/logo.png" alt="" width="48" height="48"></a><b>{name}</b>{furniture.menu(site)}</div>
{main}
<p style="text-align:center">{furniture.copyright_line(site)}</p></body></html>"""
    return Reply(text.encode())


def front(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """Cards."""
    cards = "\n".join(furniture.card(sheet) for sheet in sheets)
    return _document(site, site.outlet.slogan, "", f'<div class="grid"><main>{cards}</main></div>')


def feed(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """Links to the mobile twin with tracking parameters; the id is the plain number."""

    def item(sheet: Sheet) -> str:
        tracked = f"{sheet.base}/m{sheet.path}?utm_source=rss&utm_medium=feed&utm_campaign=nafida"
        lines = plain_item(sheet, tracked)
        return lines.replace(
            f'<guid isPermaLink="true">{sheet.address}</guid>',
            f'<guid isPermaLink="false">{sheet.key}</guid>',
        )

    return rss(site, sheets, item, head="<ttl>1</ttl>")


ENGINE = Engine(
    path=path,
    key=key,
    page=page,
    listings={"/": Listing(40, front), "/rss": Listing(40, feed)},
    robots="User-agent: *\nDisallow: /api/\nDisallow: /login\n",
)
