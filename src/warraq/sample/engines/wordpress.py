"""A WordPress theme: RSS with whole texts, wp-json, sitemaps, JSON-LD, OpenGraph, short links by number."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape
from urllib.parse import unquote

from warraq.sample.engines import furniture
from warraq.sample.engines.metadata import cdata, json_ld, newest, open_graph, rss, summary, url_set
from warraq.sample.engines.printed_dates import iso, rfc822, slug, worded
from warraq.sample.engines.shape import Engine, Listing, Query, Reply, Sheet, Site

_PER_MAP = 500
_MOST = 2_000
"""How many of the newest posts the API and the sitemaps know."""
_KEY = re.compile(r"-(\d{6,12})/?$")
_MAP = re.compile(r"^/wp-sitemap-posts-post-(\d+)\.xml$")
_STYLE = """
body{margin:0;font:17px/1.8 "Noto Naskh Arabic","DejaVu Sans",serif;background:#f4f4f4;color:#222}
header{background:VAR;color:#fff;padding:1rem 6%}header a{color:#fff;text-decoration:none}
nav ul{display:flex;gap:1.2rem;list-style:none;margin:0;padding:.6rem 6%;background:#fff;flex-wrap:wrap}
.wrap{display:grid;grid-template-columns:2.4fr 1fr;gap:2rem;padding:1.5rem 6%}
.entry{background:#fff;padding:1.5rem}.entry img{max-width:100%;height:auto}
.entry h1{line-height:1.5;color:VAR}
.cards{display:grid;grid-template-columns:repeat(3,1fr);gap:1rem}.card{background:#fff;padding:.6rem}
.card img{width:100%;height:auto}.card h3{font-size:1rem}.entry-meta,time,.cat{color:#777;font-size:.85rem}
.ad-slot{background:#eee;text-align:center;padding:2rem;color:#999;margin:1rem 0}
.read-also{border-inline-start:4px solid VAR;padding:.3rem 1rem;background:#f8f8f8}
.share-bar,.tags,.newsletter-box{padding:.8rem 0;border-top:1px solid #ddd}
#cookie-bar{position:fixed;bottom:0;inset-inline:0;background:#222;color:#fff;padding:.6rem 6%}
footer{background:#222;color:#aaa;padding:1.5rem 6%}
"""


def path(sheet: Sheet) -> str:
    """French sites put the month first, the others only the title."""
    words = f"{slug(sheet.first_title)}-{sheet.key}"
    return f"/{sheet.published:%Y/%m}/{words}/" if sheet.outlet.language == "fr" else f"/{words}.html"


def key(asked: str, query: Query) -> int | None:
    """A post by its pretty address or by ?p=."""
    if asked == "/" and query.get("p", [""])[0].isdigit():
        return int(query["p"][0])
    found = _KEY.search(asked.removesuffix(".html"))
    return int(found[1]) if found else None


def page(site: Site, sheet: Sheet, others: Sequence[Sheet], asked: str, query: Query) -> Reply:
    """The post; every other way of naming it is sent on to its canonical address."""
    if unquote(asked) != unquote(sheet.path):
        return Reply(b"", status=301, headers={"Location": sheet.address})
    subtitle = f'<h2 class="entry-subtitle">{escape(sheet.subtitle)}</h2>' if sheet.subtitle else ""
    main = f"""<article id="post-{sheet.key}" class="post entry">
<span class="cat"><a href="/category/{sheet.section}/">{escape(sheet.label)}</a></span>
<h1 class="entry-title">{escape(sheet.title)}</h1>{subtitle}
<div class="entry-meta"><span class="author">{furniture.byline(site, sheet)}</span> -
<time class="entry-date published" datetime="{iso(sheet.published)}">{worded(sheet.published, site.outlet.language)}</time></div>
{furniture.figure(sheet)}
<div class="entry-content">
{furniture.body_html(sheet, others)}
</div>
{furniture.after_text(site, sheet, others)}
</article>"""
    head = f"""<link rel="canonical" href="{sheet.address}">
<link rel="shortlink" href="{site.base}/?p={sheet.key}">
<meta name="description" content="{escape(summary(sheet))}">
{open_graph(site, sheet)}
{json_ld(site, sheet)}"""
    return _document(site, sheet.title, head, main, others)


def _document(site: Site, title: str, head: str, main: str, others: Sequence[Sheet]) -> Reply:
    language, name = site.outlet.language, escape(furniture.name_of(site))
    aside = f"<aside><h3>{furniture.word(site, 'latest')}</h3>{furniture.links_list(others[:12])}</aside>"
    text = f"""<!DOCTYPE html>
<html dir="{furniture.direction(language)}" lang="{language}">
<head><meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} - {name}</title>
<link rel="alternate" type="application/rss+xml" title="{name}" href="{site.base}/feed/">
<link rel="https://api.w.org/" href="{site.base}/wp-json/">
<link rel="icon" href="/logo.png"><meta name="generator" content="WordPress 6.4.2">
<style>{_STYLE.replace("VAR", site.outlet.colour)}</style>
{head}</head>
<body class="wp-theme">
<header><a href="/"><img src="/logo.png" alt="" width="56" height="56"> <strong>{name}</strong></a>
<p>{escape(site.outlet.slogan)}</p></header>
<nav>{furniture.menu(site, "/category/{section}/")}</nav>
<div class="wrap">
{main}
{aside}
</div>
<footer><p>{furniture.copyright_line(site)}</p></footer>
{furniture.cookie_bar(site)}
</body></html>"""
    return Reply(text.encode(), headers={"Link": f'<{site.base}/wp-json/>; rel="https://api.w.org/"'})


def front(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """The newest as cards."""
    cards = "\n".join(furniture.card(sheet) for sheet in sheets)
    return _document(site, site.outlet.slogan, "", f'<main class="cards">{cards}</main>', sheets)


def feed(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """Whole texts in content:encoded, the address by number as the id."""

    def item(sheet: Sheet) -> str:
        creator = sheet.authors[0] if sheet.authors else furniture.name_of(site)
        media = (
            f'\n<media:content url="{sheet.base}{sheet.picture}" medium="image"/>' if sheet.picture else ""
        )
        return (
            f"<title>{escape(sheet.title)}</title>\n<link>{sheet.address}</link>\n"
            f"<dc:creator>{cdata(creator)}</dc:creator>\n<pubDate>{rfc822(sheet.published)}</pubDate>\n"
            f"<category>{cdata(sheet.label)}</category>\n"
            f'<guid isPermaLink="false">{site.base}/?p={sheet.key}</guid>\n'
            f"<description>{cdata(f'<p>{escape(summary(sheet))}</p>')}</description>\n"
            f"<content:encoded>{cdata(furniture.body_html(sheet))}</content:encoded>{media}"
        )

    head = f'<atom:link href="{site.base}/feed/" rel="self" type="application/rss+xml"/>\n<generator>https://wordpress.org/?v=6.4.2</generator>'
    return rss(site, sheets, item, head=head)


def map_index(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """wp-sitemap.xml: the sitemaps of posts, oldest first, as WordPress numbers them."""
    pages = max(1, -(-len(sheets) // _PER_MAP))
    maps = "".join(
        f"<sitemap><loc>{site.base}/wp-sitemap-posts-post-{n + 1}.xml</loc></sitemap>" for n in range(pages)
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>\n'
    return Reply(text.encode(), "application/xml; charset=utf-8", modified=newest(sheets, site))


def beyond(site: Site, asked: str, query: Query, sheets: Callable[[int], Sequence[Sheet]]) -> Reply | None:
    """The API, the sitemaps' pages, the categories."""
    if asked == "/wp-json/wp/v2/posts":
        return posts(site, query, sheets(_MOST))
    if found := _MAP.match(asked):
        oldest_first = list(sheets(_MOST))[::-1]
        chosen = oldest_first[(int(found[1]) - 1) * _PER_MAP :][:_PER_MAP]
        lines = [f"<url><loc>{s.address}</loc><lastmod>{iso(s.modified)}</lastmod></url>" for s in chosen]
        return url_set(lines, site, chosen) if chosen else None
    if asked.startswith("/category/") and (section := asked.split("/")[2]) in site.outlet.labels:
        return front(site, [sheet for sheet in sheets(200) if sheet.section == section][:40])
    return None


def posts(site: Site, query: Query, sheets: Sequence[Sheet]) -> Reply:
    """wp/v2/posts: newest or last edited first, by page, between dates, fields as asked for. 400 as WordPress says it."""
    one = {name: values[0] for name, values in query.items()}
    try:
        per_page, number = int(one.get("per_page", "10")), int(one.get("page", "1"))
        left_out = set(map(int, filter(None, one.get("exclude", "").split(","))))
        wanted = [sheet for sheet in sheets if sheet.key not in left_out and _is_within(sheet, one)]
    except ValueError:
        return _json({"code": "rest_invalid_param", "data": {"status": 400}}, status=400)
    if not 1 <= per_page <= 100 or number < 1 or one.get("orderby", "date") not in ("date", "modified"):
        return _json({"code": "rest_invalid_param", "data": {"status": 400}}, status=400)
    if one.get("orderby") == "modified":
        wanted.sort(key=lambda sheet: (sheet.modified, sheet.key), reverse=True)
    pages = -(-len(wanted) // per_page)
    if number > max(pages, 1):
        return _json({"code": "rest_post_invalid_page_number", "data": {"status": 400}}, status=400)
    if one.get("order") == "asc":
        wanted.reverse()
    fields = [name for name in one.get("_fields", "").split(",") if name]
    shown = [post(sheet) for sheet in wanted[(number - 1) * per_page :][:per_page]]
    if fields:
        shown = [{name: value for name, value in item.items() if name in fields} for item in shown]
    return _json(shown, headers={"X-WP-Total": str(len(wanted)), "X-WP-TotalPages": str(pages)})


def _is_within(sheet: Sheet, one: dict[str, str]) -> bool:
    """ISO dates without an offset are the site's own clock, as in WordPress."""
    local, edited = sheet.published.replace(tzinfo=None), sheet.modified.replace(tzinfo=None)
    bounds = (
        ("after", local, 1),
        ("before", local, -1),
        ("modified_after", edited, 1),
        ("modified_before", edited, -1),
    )
    for name, moment, sign in bounds:
        if name in one:
            bound = datetime.fromisoformat(one[name].replace("Z", "+00:00"))
            if bound.tzinfo is not None:
                bound = bound.astimezone(sheet.published.tzinfo).replace(tzinfo=None)
            if (moment - bound).total_seconds() * sign <= 0:
                return False
    return True


def post(sheet: Sheet) -> dict[str, object]:
    """One post as the API gives it."""
    published, modified = sheet.published, sheet.modified
    return {
        "id": sheet.key,
        "date": f"{published:%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{published.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "guid": {"rendered": f"{sheet.base}/?p={sheet.key}"},
        "modified": f"{modified:%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{modified.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
        "slug": sheet.path.strip("/").rpartition("/")[2].removesuffix(".html"),
        "status": "publish",
        "type": "post",
        "link": sheet.address,
        "title": {"rendered": escape(sheet.title, quote=False)},
        "content": {"rendered": furniture.body_html(sheet), "protected": False},
        "excerpt": {"rendered": f"<p>{escape(summary(sheet), quote=False)}</p>", "protected": False},
        "categories": [list(sheet.outlet.labels).index(sheet.section) + 2],
        "featured_media": sheet.key + 1 if sheet.picture else 0,
        "jetpack_featured_media_url": sheet.base + sheet.picture if sheet.picture else "",
    }


def _json(data: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    return Reply(
        json.dumps(data, ensure_ascii=False).encode(),
        "application/json; charset=UTF-8",
        status,
        headers or {},
    )


ENGINE = Engine(
    path=path,
    key=key,
    page=page,
    listings={
        "/": Listing(40, front),
        "/feed/": Listing(30, feed),
        "/wp-sitemap.xml": Listing(_MOST, map_index),
    },
    robots="User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\nSitemap: {base}/wp-sitemap.xml\n",
    beyond=beyond,
)
