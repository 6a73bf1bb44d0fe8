"""An old table-layout CMS: no metadata, headlines of others glued before the text, a report dialog inside the page,
related links after it, and a feed that gives a title and a link only."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from warraq.sample.engines import furniture
from warraq.sample.engines.metadata import rss
from warraq.sample.engines.shape import Engine, Listing, Query, Reply, Sheet, Site

_STYLE = """
body{font-family:Tahoma,"DejaVu Sans",sans-serif;background:#ddd;margin:0}
a{color:#003399;text-decoration:none}
table.main{background:#fff;margin:auto}td{vertical-align:top;padding:6px}.head{background:VAR;color:#fff}
.ttl{font-size:22px;font-weight:bold;color:VAR}.box{border:1px solid #bbb;background:#f7f7f7;font-size:13px}
#signal{border:1px solid #c00;padding:8px;font-size:12px}
"""


def path(sheet: Sheet) -> str:
    """Everything is one script."""
    return f"/news.php?action=show&id={sheet.key}"


def key(asked: str, query: Query) -> int | None:
    """The id, whatever else is asked."""
    number = query.get("id", [""])[0]
    return int(number) if asked == "/news.php" and number.isdigit() else None


def page(site: Site, sheet: Sheet, others: Sequence[Sheet], asked: str, query: Query) -> Reply:
    """The article amid its tables."""
    ticker = " &nbsp;|&nbsp; ".join(f'<a href="{o.path}">{escape(o.title)}</a>' for o in others[:20])
    date = f"نشر في {furniture.name_of(site)} يوم {sheet.published:%d - %m - %Y}" if sheet.has_date else ""
    author = f"<br><i>{escape(sheet.authors[0])}</i>" if sheet.authors else ""
    subtitle = f"<b>{escape(sheet.subtitle)}</b><br>" if sheet.subtitle else ""
    image = f'<img src="{sheet.picture}" width="420" align="left" border="0">' if sheet.picture else ""
    main = f"""<div class="box"><marquee direction="right">{ticker}</marquee></div>
{subtitle}<span class="ttl">{escape(sheet.title)}</span>{author}<br>
<font size="2" color="#666">{date}</font><br>
{image}
<div>{_text(sheet)}</div><br>
<font size="2">أبلغ عن إشهار غير لائق</font>
<div id="signal"><form>هل تريد التبليغ عن هذا المحتوى؟ اختر السبب ثم اضغط على إرسال.<br>
<input type="radio" name="why"> صورة غير لائقة <input type="radio" name="why"> خبر غير صحيح
<input type="radio" name="why"> إشهار مزعج<br><input type="submit" value="إرسال"> <input type="button" value="إلغاء"></form></div>
<br><b>مواضيع أخرى</b>
{furniture.links_list(others[3:11])}"""
    return _document(site, f"{furniture.name_of(site)} : {sheet.title}", main, others)


def _text(sheet: Sheet) -> str:
    """Paragraphs parted by line breaks, as the old editor left them; lists and tables stay."""
    html = furniture.body_html(sheet)
    return (
        html.replace("<p>", "")
        .replace("</p>", "<br><br>")
        .replace("<h2>", "<b>")
        .replace("</h2>", "</b><br><br>")
    )


def _document(site: Site, title: str, main: str, others: Sequence[Sheet]) -> Reply:
    sections = "<br>".join(
        f'<a href="/section.php?name={section}">{escape(label)}</a>'
        for section, label in site.outlet.labels.items()
    )
    text = f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html dir="rtl"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>{escape(title)}</title><link rel="alternate" type="application/rss+xml" href="/rss.php">
<style>{_STYLE.replace("VAR", site.outlet.colour)}</style></head>
<body><table class="main" width="980" cellspacing="0">
<tr><td colspan="3" class="head"><img src="/logo.png" width="70" height="70"> <font size="6">{furniture.name_of(site)}</font>
<font size="3">{escape(site.outlet.slogan)}</font></td></tr>
<tr><td width="130" class="box">{sections}</td>
<td>{main}</td>
<td width="190" class="box"><b>{furniture.word(site, "latest")}</b>{furniture.links_list(others[:9])}</td></tr>
<tr><td colspan="3" align="center"><font size="2">{furniture.copyright_line(site)}</font></td></tr>
</table></body></html>"""
    return Reply(text.encode(), "text/html")


def front(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """Headlines in one column."""
    rows = "".join(f'<tr><td>&#9632; <a href="{s.path}">{escape(s.title)}</a></td></tr>' for s in sheets)
    return _document(site, furniture.name_of(site), f"<table>{rows}</table>", sheets)


def feed(site: Site, sheets: Sequence[Sheet]) -> Reply:
    """A title and a link, nothing more."""
    return rss(
        site,
        sheets,
        lambda sheet: f"<title>{escape(sheet.title)}</title>\n<link>{escape(sheet.address)}</link>",
        content_type="text/xml",
    )


ENGINE = Engine(
    path=path,
    key=key,
    page=page,
    listings={"/": Listing(40, front), "/rss.php": Listing(35, feed)},
    robots="User-agent: *\nDisallow: /admin.php\nDisallow: /search.php\n",
)
