"""A site whose only channel is a news sitemap, which robots.txt names; its pages use microdata."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from warraq.sample.engines import furniture
from warraq.sample.engines.metadata import summary, url_set
from warraq.sample.engines.printed_dates import iso, slug, worded
from warraq.sample.engines.shape import Engine, Listing, Query, Reply, Sheet, Site

_KEY = re.compile(r"/(\d{6,12})-")
_STYLE = """
body{margin:0;font-family:"DejaVu Sans",sans-serif;line-height:1.9;color:#1c1c1c}
.top{border-bottom:5px solid VAR;padding:12px 8%;display:flex;justify-content:space-between;align-items:center}
.top ul{display:flex;gap:14px;list-style:none;flex-wrap:wrap;font-size:14px}
.layout{padding:20px 8%;display:flex;gap:40px}.story{flex:3}.side{flex:1;font-size:14px}
.story h1{font-size:30px;line-height:1.5}.story img{max-width:100%;height:auto}
.lead-in{font-weight:bold;color:#555}.info{color:VAR;font-size:14px}
.card{border-bottom:1px solid #eee;padding:10px 0}
.card img{float:inline-start;width:200px;height:auto;margin-inline-end:14px}
.card::after{content:"";display:block;clear:both}
"""


def path(sheet: Sheet) -> str:
    """/section/2023/11/number-words.html"""
    return f"/{sheet.section}/{sheet.published:%Y/%m}/{sheet.key}-{slug(sheet.first_title)}.html"


def key(asked: str, query: Query) -> int | None:
    """The number before the words."""
    found = _KEY.search(asked)
    return int(found[1]) if found else None


def page(site: Site, sheet: Sheet, others: Sequence[Sheet], asked: str, query: Query) -> Reply:
    """The article with schema.org microdata."""
    lead = (
        f'<p class="lead-in" itemprop="alternativeHeadline">{escape(sheet.subtitle)}</p>'
        if sheet.subtitle
        else ""
    )
    author = f'<span itemprop="author">{furniture.byline(site, sheet)}</span> | ' if sheet.authors else ""
    main = f"""<article class="story" itemscope itemtype="https://schema.org/NewsArticle">
<meta itemprop="mainEntityOfPage" content="{sheet.address}">
<h1 itemprop="headline">{escape(sheet.title)}</h1>{lead}
<p class="info">{author}<a itemprop="articleSection" href="/{sheet.section}/">{escape(sheet.label)}</a> |
<time itemprop="datePublished" datetime="{iso(sheet.published)}">{worded(sheet.published, site.outlet.language)}</time></p>
{furniture.figure(sheet)}
<div itemprop="articleBody" class="text">
{furniture.body_html(sheet, others)}
</div>
{furniture.after_text(site, sheet, others)}
</article>"""
    image = f'<meta property="og:image" content="{sheet.base}{sheet.picture}">' if sheet.picture else ""
    head = f"""<link rel="canonical" href="{sheet.address}">
<meta property="og:title" content="{escape(sheet.title)}"><meta property="og:description" content="{escape(summary(sheet))}">{image}"""
    return _document(site, sheet.title, head, main, others)


def _document(site: Site, title: str, head: str, main: str, others: Sequence[Sheet]) -> Reply:
    name = escape(furniture.name_of(site))
    text = f"""<!doctype html>
<html lang="ar-MA" dir="rtl"><head><meta charset="utf-8"><title>{escape(title)} | {name}</title>
<meta name="viewport" content="width=device-width">{head}
<style>{_STYLE.replace("VAR", site.outlet.colour)}</style></head><body>
<div class="top"><a href="/"><img src="/logo.png" width="64" height="64" alt="{name}"></a><b>{name} – {escape(site.outlet.slogan)}</b>
{furniture.menu(site, "/{section}/")}</div>
<div class="layout">{main}
<div class="side"><h4>{furniture.word(site, "latest")}</h4>{furniture.links_list(others[:15])}</div></div>
</body></html>"""
    return Reply(text.encode())


def front(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """The newest as cards in one column."""
    cards = "\n".join(furniture.card(sheet) for sheet in sheets)
    return _document(site, site.outlet.slogan, "", f'<main class="story">{cards}</main>', sheets)


def news_sitemap(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """The last two days, a thousand at most, as news search engines ask for them."""
    name = escape(furniture.name_of(site))

    def line(sheet: Sheet) -> str:
        image = (
            f"<image:image><image:loc>{sheet.base}{sheet.picture}</image:loc></image:image>"
            if sheet.picture
            else ""
        )
        return (
            f"<url><loc>{sheet.address}</loc><lastmod>{iso(sheet.modified)}</lastmod><news:news>"
            f"<news:publication><news:name>{name}</news:name><news:language>ar</news:language></news:publication>"
            f"<news:publication_date>{iso(sheet.published)}</news:publication_date>"
            f"<news:title>{escape(sheet.title)}</news:title></news:news>{image}</url>"
        )

    return url_set([line(sheet) for sheet in sheets], site, sheets)


ENGINE = Engine(
    path=path,
    key=key,
    page=page,
    listings={"/": Listing(40, front), "/news-sitemap.xml": Listing(1_000, news_sitemap, days=2)},
    robots="User-agent: *\nDisallow: /print/\nDisallow: /*?preview=\n\nSitemap: {base}/news-sitemap.xml\n",
)
