"""A French site with an Atom feed; its pages print the date in words, and say little to machines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from warraq.sample.engines import furniture
from warraq.sample.engines.metadata import newest, summary
from warraq.sample.engines.printed_dates import french, iso, slug
from warraq.sample.engines.shape import Engine, Listing, Query, Reply, Sheet, Site

_KEY = re.compile(r"_(\d{6,12})\.html?$")
_STYLE = """
body{margin:0;font:18px/1.7 "DejaVu Serif",Georgia,serif;color:#111}
header{text-align:center;border-bottom:3px double VAR;padding:20px}
header h1,header p.name{font-size:44px;margin:0;color:VAR}
nav ul{display:flex;justify-content:center;gap:16px;list-style:none;flex-wrap:wrap;text-transform:capitalize}
main{max-width:1000px;margin:auto;padding:20px;columns:auto}main img{max-width:100%;height:auto}
.surtitre{color:VAR;text-transform:uppercase;font-size:14px}
.signature{border-top:1px solid #ddd;border-bottom:1px solid #ddd;padding:6px 0;font-size:15px}
.card{display:inline-block;width:30%;vertical-align:top;margin:1%}
"""


def path(sheet: Sheet) -> str:
    """/rubrique/mots_numero.html"""
    return f"/{slug(sheet.label)}/{slug(sheet.first_title)}_{sheet.key}.html"


def key(asked: str, query: Query) -> int | None:
    """The number at the end."""
    found = _KEY.search(asked)
    return int(found[1]) if found else None


def page(site: Site, sheet: Sheet, others: Sequence[Sheet], asked: str, query: Query) -> Reply:
    """The article; the date stands in words only."""
    chapo = f"<p><strong>{escape(sheet.subtitle)}</strong></p>" if sheet.subtitle else ""
    main = f"""<main><p class="surtitre">{escape(sheet.label)}</p><h1>{escape(sheet.title)}</h1>
<p class="signature">Par {furniture.byline(site, sheet)}, publié le {french(sheet.published)}</p>
{furniture.figure(sheet)}{chapo}
<div class="corps">
{furniture.body_html(sheet, others)}
</div>
{furniture.after_text(site, sheet, others)}</main>"""
    head = f'<link rel="canonical" href="{sheet.address}"><meta name="author" content="{furniture.byline(site, sheet)}">'
    return _document(site, sheet.title, head, main)


def _document(site: Site, title: str, head: str, main: str) -> Reply:
    name = escape(furniture.name_of(site))
    text = f"""<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>{escape(title)} | {name}</title>
<link rel="alternate" type="application/atom+xml" title="{name}" href="/atom.xml">{head}
<style>{_STYLE.replace("VAR", site.outlet.colour)}</style></head><body>
<header><img src="/logo.png" width="70" height="70" alt=""><p class="name">{name}</p><p>{escape(site.outlet.slogan)}</p></header>
<nav>{furniture.menu(site)}</nav>
{main}
<footer><p style="text-align:center">{furniture.copyright_line(site)}</p></footer></body></html>"""
    return Reply(text.encode())


def front(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """Three columns of cards."""
    cards = "\n".join(furniture.card(sheet) for sheet in sheets)
    return _document(site, site.outlet.slogan, "", f"<main>{cards}</main>")


def feed(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """Atom 1.0 with both dates, the whole text as HTML and the picture as an enclosure."""

    def entry(sheet: Sheet) -> str:
        picture = (
            f'\n<link rel="enclosure" type="image/jpeg" href="{sheet.base}{sheet.picture}"/>'
            if sheet.picture
            else ""
        )
        return (
            f'<entry>\n<title type="text">{escape(sheet.title)}</title>\n<link rel="alternate" href="{sheet.address}"/>\n'
            f"<id>tag:{site.outlet.slug}.invalid,2020:{sheet.key}</id>\n<published>{iso(sheet.published)}</published>\n"
            f"<updated>{iso(sheet.modified)}</updated>\n<author><name>{furniture.byline(site, sheet)}</name></author>\n"
            f'<category term="{escape(sheet.label)}"/>\n<summary>{escape(summary(sheet))}</summary>\n'
            f'<content type="html">{escape(furniture.body_html(sheet))}</content>{picture}\n</entry>'
        )

    entries = "\n".join(entry(sheet) for sheet in sheets)
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">\n'
        f"<title>{escape(furniture.name_of(site))}</title>\n<id>{site.base}/</id>\n"
        f'<link rel="self" href="{site.base}/atom.xml"/>\n<link href="{site.base}/"/>\n'
        f"<updated>{iso(newest(sheets, site))}</updated>\n{entries}\n</feed>\n"
    )
    return Reply(text.encode(), "application/atom+xml; charset=utf-8", modified=newest(sheets, site))


ENGINE = Engine(
    path=path,
    key=key,
    page=page,
    listings={"/": Listing(40, front), "/atom.xml": Listing(30, feed)},
    robots="User-agent: *\nDisallow: /recherche\nDisallow: /imprimer/\n",
)
