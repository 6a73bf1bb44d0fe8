"""A windows-1256 site with a sick feed: charset wrongly declared, bare ampersands, HTML entities, wrong dates."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from warraq.sample.engines import furniture
from warraq.sample.engines.metadata import newest, summary
from warraq.sample.engines.printed_dates import ARABIC_DAYS, arabic
from warraq.sample.engines.shape import Engine, Listing, Query, Reply, Sheet, Site

_STYLE = """
body{font-family:"Traditional Arabic","DejaVu Sans",Tahoma;background:#fff;margin:0}
#wrapper{width:960px;margin:auto;border:1px solid #999}#hd{background:VAR;color:#fff;padding:14px}
#menu ul{background:#eee;list-style:none;display:flex;gap:10px;padding:8px;margin:0;flex-wrap:wrap;font-size:13px}
#c{padding:18px;line-height:1.9}#c img{max-width:100%}h1{font-size:24px;color:VAR}
.d{color:#888;font-size:12px}
"""


def path(sheet: Sheet) -> str:
    """Joomla's way: every parameter counts."""
    return f"/index.php?option=com_content&view=article&id={sheet.key}&Itemid={list(sheet.outlet.labels).index(sheet.section) + 101}"


def key(asked: str, query: Query) -> int | None:
    """The id of an article; other options are other things."""
    number = query.get("id", [""])[0].partition(":")[0]
    is_article = query.get("option") == ["com_content"] and query.get("view") == ["article"]
    return int(number) if asked == "/index.php" and is_article and number.isdigit() else None


def encoded(text: str) -> bytes:
    """windows-1256; what it lacks becomes a character reference."""
    return text.encode("cp1256", errors="xmlcharrefreplace")


def page(site: Site, sheet: Sheet, others: Sequence[Sheet], asked: str, query: Query) -> Reply:
    """The article; the charset stands in the page alone."""
    author = f"<b>{escape(sheet.authors[0])}</b><br>" if sheet.authors else ""
    subtitle = f"<h3>{escape(sheet.subtitle)}</h3>" if sheet.subtitle else ""
    counter = f'<p class="d">{furniture.word(site, "counter")}: {sheet.key % 9000}</p>'
    picture = f'<img src="{sheet.picture}" alt="">' if sheet.picture else ""
    main = f"""<div id="c">{subtitle}<h1>{escape(sheet.title)}</h1>{author}
<div class="d">{escape(sheet.label)} - {arabic(sheet.published)}</div>
{picture}
<div class="article-text">
{furniture.body_html(sheet)}
</div>{counter}
{furniture.after_text(site, sheet, others)}
<b>{furniture.word(site, "related")}</b>{furniture.links_list(others[:6]).replace("&view", "&amp;view")}</div>"""
    return _document(site, sheet.title, main)


def _document(site: Site, title: str, main: str) -> Reply:
    name = furniture.name_of(site)
    text = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html dir="rtl"><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256">
<title>{name} | {escape(title)}</title><link rel="alternate" type="application/rss+xml" href="/backend.php">
<style>{_STYLE.replace("VAR", site.outlet.colour)}</style></head><body><div id="wrapper">
<div id="hd"><img src="/logo.png" width="60" height="60"> <big>{name}</big> {escape(site.outlet.slogan)}</div>
<div id="menu">{furniture.menu(site, "/index.php?option=com_sections&amp;name={section}")}</div>
{main}</div></body></html>"""
    return Reply(encoded(text), "text/html")


def front(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """Headlines."""
    return _document(site, site.outlet.slogan, f'<div id="c">{furniture.links_list(sheets)}</div>')


def feed(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """Everything a feed can have wrong, at once; the bytes are windows-1256 and nobody says so."""

    def item(sheet: Sheet) -> str:
        wrong_day = ARABIC_DAYS[sheet.published.weekday()]  # an Arabic weekday in an English date
        return (
            f"<item><title>{sheet.title} &nbsp;&laquo;{sheet.label}&raquo;</title>\n<link>{sheet.address}</link>\n"
            f"<pubDate>{wrong_day}, {sheet.published:%d-%m-%Y %H:%M} GMT</pubDate>\n"
            f"<description>{summary(sheet)} & المزيد&hellip;</description></item>"
        )

    items = "\n".join(item(sheet) for sheet in sheets)
    text = (
        f'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>{furniture.name_of(site)} & أخبار</title>\n'
        f"<link>{site.base}/</link><description>{site.outlet.slogan}</description>\n{items}\n</channel></rss>"
    )
    return Reply(encoded(text), "text/xml; charset=iso-8859-1", modified=newest(sheets, site))


ENGINE = Engine(
    path=path,
    key=key,
    page=page,
    listings={"/": Listing(40, front), "/backend.php": Listing(30, feed)},
    robots="User-agent: *\nDisallow: /administrator/\nDisallow: /tmp/\n\nUser-agent: BadBot\nDisallow: /\n",
)
