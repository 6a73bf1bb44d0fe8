"""A site with nothing but a front page of links: no feed, no sitemap, the date in words on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from warraq.sample.engines import furniture
from warraq.sample.engines.printed_dates import slug, worded
from warraq.sample.engines.shape import Engine, Listing, Query, Reply, Sheet, Site

_KEY = re.compile(r"^/(?:article|خبر|%D8%AE%D8%A8%D8%B1)/(\d{6,12})(?:/|$)")
_STYLE = """
body{margin:0;font:16px/1.85 Georgia,"DejaVu Serif",serif;background:#fbfaf5}
#bandeau{background:VAR;color:#fff;padding:22px;text-align:center}
#bandeau a{color:#fff;font-size:34px;text-decoration:none}
#menu ul{display:flex;justify-content:center;flex-wrap:wrap;gap:18px;list-style:none;padding:8px;border-bottom:1px solid #ccc}
#page{max-width:760px;margin:24px auto;padding:0 16px}#page img{max-width:100%;height:auto}
.une{display:grid;grid-template-columns:1fr 1fr;gap:18px}.date{color:#777;font-style:italic}
.chapo{font-size:19px}
.read-also{background:#eee;padding:6px 12px}
"""


def path(sheet: Sheet) -> str:
    """The number, then words that nobody needs."""
    return f"/article/{sheet.key}/{slug(sheet.first_title)}"


def key(asked: str, query: Query) -> int | None:
    """The number alone counts."""
    found = _KEY.match(asked)
    return int(found[1]) if found else None


def page(site: Site, sheet: Sheet, others: Sequence[Sheet], asked: str, query: Query) -> Reply:
    """A plain page: title, date in words, text."""
    author = f"{furniture.word(site, 'by')} {furniture.byline(site, sheet)} - " if sheet.authors else ""
    chapo = f'<p class="chapo">{escape(sheet.subtitle)}</p>' if sheet.subtitle else ""
    main = f"""<div id="page"><span class="rubrique">{escape(sheet.label)}</span>
<h1>{escape(sheet.title)}</h1>
<div class="date">{author}{worded(sheet.published, site.outlet.language)}</div>
{chapo}
{furniture.figure(sheet)}
<div class="texte">
{furniture.body_html(sheet, others)}
</div>
{furniture.after_text(site, sheet, others)}
</div>"""
    return _document(site, sheet.title, main)


def _document(site: Site, title: str, main: str) -> Reply:
    language, name = site.outlet.language, escape(furniture.name_of(site))
    text = f"""<!DOCTYPE html>
<html lang="{language}" dir="{furniture.direction(language)}"><head><meta charset="utf-8">
<title>{name} - {escape(title)}</title><style>{_STYLE.replace("VAR", site.outlet.colour)}</style></head><body>
<div id="bandeau"><a href="/">{name}</a><br>{escape(site.outlet.slogan)}</div>
<div id="menu">{furniture.menu(site, "/rubrique/{section}")}</div>
{main}
<div id="pied"><center>{name} - <a href="/about">{furniture.word(site, "about")}</a> - <a href="/contact">{furniture.word(site, "contact")}</a></center></div>
</body></html>"""
    return Reply(text.encode())


def front(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """Links under pictures; this is all the site offers."""
    parts = [
        f'<div><a href="{s.path}">'
        + (f'<img src="{s.picture}" alt="" width="360" height="202">' if s.picture else "")
        + f'<h2>{escape(s.title)}</h2></a><span class="rubrique">{escape(s.label)}</span></div>'
        for s in sheets
    ]
    return _document(site, site.outlet.slogan, '<div id="page" class="une">' + "\n".join(parts) + "</div>")


ENGINE = Engine(
    path=path,
    key=key,
    page=page,
    listings={"/": Listing(40, front)},
    robots="User-agent: *\nCrawl-delay: 0.5\nDisallow: /brouillon/\n",
)
