"""What stands around and between the text on news sites: menus, share bars, advertisements, "read also" lines.

An outlet's habits are words in outlets.py (`extras`); the sentences are here, a line a language.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from warraq.records import Block, BlockKind
from warraq.sample.engines.printed_dates import worded
from warraq.sample.engines.shape import Sheet, Site

WORDS = {
    "ar": {
        "read_also": "اقرأ أيضا", "share": "شارك الخبر على", "tags": "كلمات دلالية", "related": "مواضيع ذات صلة",
        "newsletter": "اشترك في نشرتنا البريدية ليصلك جديد الأخبار كل صباح", "email": "بريدك الإلكتروني",
        "subscribe": "اشترك", "comments": "التعليقات", "comment": "أضف تعليقك", "home": "الرئيسية",
        "cookies": "يستعمل هذا الموقع ملفات تعريف الارتباط لتحسين تجربتك. بمواصلة التصفح فإنك توافق على ذلك.",
        "ok": "موافق", "ads": "إعلان", "copyright": "جميع الحقوق محفوظة لموقع {name} {year}. يمنع النقل دون إذن.",
        "latest": "آخر الأخبار", "by": "بقلم", "about": "من نحن", "contact": "اتصل بنا", "counter": "عدد القراءات",
        "opinions": ("موضوع يستحق المتابعة، شكرا لكم", "أين هم المسؤولون من كل هذا؟", "اللهم يسر الأمور يا رب"),
    },
    "fr": {
        "read_also": "À lire aussi", "share": "Partager sur", "tags": "Mots-clés", "related": "Sur le même sujet",
        "newsletter": "Recevez chaque matin l'essentiel de l'actualité dans votre boîte", "email": "Votre e-mail",
        "subscribe": "Je m'abonne", "comments": "Commentaires", "comment": "Réagir à cet article", "home": "Accueil",
        "cookies": "Ce site utilise des cookies pour mesurer son audience. En poursuivant, vous les acceptez.",
        "ok": "J'accepte", "ads": "Publicité", "copyright": "© {name} {year}. Toute reproduction est interdite.",
        "latest": "Dernières nouvelles", "by": "Par", "about": "Qui sommes-nous", "contact": "Contact",
        "counter": "Lectures",
        "opinions": ("Merci pour cet article très clair.", "Et les responsables, que disent-ils ?", "À suivre…"),
    },
    "zgh": {
        "read_also": "ⵖⵔ ⵓⵍⴰ", "share": "ⴱⴹⵓ ⴳ", "tags": "ⵜⴰⴳⵓⵔⵉⵡⵉⵏ", "related": "ⵉⵎⵏⵏⴰⵢⵏ", "newsletter": "ⵜⴰⴱⵔⴰⵜ",
        "email": "ⵉⵎⴰⵢⵍ", "subscribe": "ⵣⵎⵎⴻⵎ", "comments": "ⵉⵡⵏⵏⵉⵜⵏ", "comment": "ⵡⵏⵏⵜ", "home": "ⴰⵙⵏⵓⴱⴳ",
        "cookies": "ⵉⵏⴼⴰⵢⵍⵓⵜⵏ", "ok": "ⵡⴰⵅⵅⴰ", "ads": "ⴰⴷⵍⵍⵙ", "copyright": "© {name} {year}",
        "latest": "ⵉⵏⵖⵎⵉⵙⵏ ⵉⵎⴳⴳⵓⵔⴰ", "by": "ⵙⴳ ⵖⵓⵔ", "about": "ⵏⴽⴽⵏⵉ", "contact": "ⵏⵎⴰⵡⴰⴹ", "counter": "ⵜⵉⵖⵔⵉ",
        "opinions": ("ⵜⴰⵏⵎⵎⵉⵔⵜ", "ⵉⴳⵔⵔⵣ", "ⴰⵢⵢⵓⵣ"),
    },
}  # fmt: skip
NETWORKS = ("Facebook", "X", "WhatsApp", "Telegram")


def word(sheet_or_site: Sheet | Site, name: str) -> str:
    """A sentence in the outlet's language."""
    return str(WORDS[sheet_or_site.outlet.language][name])


def direction(language: str) -> str:
    """rtl or ltr."""
    return "rtl" if language == "ar" else "ltr"


def name_of(site: Site) -> str:
    """The outlet's name in its own language."""
    names = site.outlet.names
    return names.get(site.outlet.language, names["ar"])


def body_html(sheet: Sheet, others: Sequence[Sheet] = ()) -> str:
    """The text's blocks, with a "read also" line in the middle where the outlet does so."""
    parts = [block_html(block) for block in sheet.blocks]
    if "read_also" in sheet.outlet.extras and others and sheet.key % 2:
        parts.insert(len(parts) // 2, read_also(sheet, others[sheet.key % len(others)]))
    if "ads" in sheet.outlet.extras:
        parts.insert(1, f'<div class="ad-slot"><span>{word(sheet, "ads")}</span></div>')
    if sheet.is_video:
        player = f"https://video.invalid/embed/{sheet.key}"
        parts.insert(0, f'<div class="player"><iframe src="{player}" allowfullscreen></iframe></div>')
    return "\n".join(parts)


def block_html(block: Block) -> str:
    """One block as a CMS's editor writes it."""
    text = escape(block.text, quote=False)
    if block.kind is BlockKind.PARAGRAPH:
        return f"<p>{text}</p>"
    if block.kind is BlockKind.HEADING:
        return f"<h{block.level}>{text}</h{block.level}>"
    if block.kind is BlockKind.LIST:
        return "<ul>" + "".join(f"<li>{escape(item, quote=False)}</li>" for item in block.items) + "</ul>"
    if block.kind is BlockKind.QUOTE:
        return f"<blockquote><p>{text}</p></blockquote>"
    if block.kind is BlockKind.TABLE:
        rows = ("".join(f"<td>{escape(cell, quote=False)}</td>" for cell in row) for row in block.rows)
        return "<table><tbody>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>"
    return f'<blockquote class="social-post" cite="{block.address}"><p>{text}</p></blockquote>'


def read_also(sheet: Sheet, other: Sheet) -> str:
    """A line inside the text that is none of it."""
    title = escape(other.title)
    return f'<p class="read-also"><strong>{word(sheet, "read_also")}:</strong> <a href="{other.path}">{title}</a></p>'


def after_text(site: Site, sheet: Sheet, others: Sequence[Sheet]) -> str:
    """Everything below the text, by the outlet's habits."""
    extras = site.outlet.extras
    parts = []
    if "tags" in extras:
        tags = " ".join(
            f'<a rel="tag" href="/tag/{number}">{escape(tag)}</a>' for number, tag in enumerate(sheet.tags)
        )
        parts.append(f'<div class="tags"><span>{word(site, "tags")}</span> {tags}</div>')
    if "share" in extras:
        links = " ".join(f'<a href="#share-{name.lower()}">{name}</a>' for name in NETWORKS)
        parts.append(f'<div class="share-bar"><span>{word(site, "share")}</span> {links}</div>')
    if "newsletter" in extras:
        parts.append(
            f'<form class="newsletter-box"><p>{word(site, "newsletter")}</p>'
            f'<input placeholder="{word(site, "email")}"><button>{word(site, "subscribe")}</button></form>'
        )
    if "related" in extras and others:
        parts.append(
            f'<section class="related"><h3>{word(site, "related")}</h3>{links_list(others[:5])}</section>'
        )
    if "comments" in extras:
        parts.append(comments(site, sheet))
    if "copyright" in extras:
        parts.append(f'<p class="copyright">{copyright_line(site)}</p>')
    return "\n".join(parts)


def copyright_line(site: Site) -> str:
    """Who forbids what."""
    return escape(word(site, "copyright").format(name=name_of(site), year=site.now.year))


def comments(site: Site, sheet: Sheet) -> str:
    """Readers' opinions, invented."""
    sentences = WORDS[site.outlet.language]["opinions"]
    shown = "".join(f"<li><b>#{n + 1}</b><p>{escape(text)}</p></li>" for n, text in enumerate(sentences))
    return (
        f'<section id="comments"><h3>{word(site, "comments")} ({sheet.key % 3 + 1})</h3>'
        f"<ol>{shown}</ol><textarea>{word(site, 'comment')}</textarea></section>"
    )


def links_list(sheets: Sequence[Sheet]) -> str:
    """Headlines."""
    items = "".join(f'<li><a href="{sheet.path}">{escape(sheet.title)}</a></li>' for sheet in sheets)
    return f"<ul>{items}</ul>"


def menu(site: Site, path: str = "/section/{section}") -> str:
    """Links to the sections."""
    links = "".join(
        f'<li><a href="{path.format(section=section)}">{escape(label)}</a></li>'
        for section, label in site.outlet.labels.items()
    )
    return f'<ul><li><a href="/">{word(site, "home")}</a></li>{links}</ul>'


def cookie_bar(site: Site) -> str:
    """The bar that covers the page, where the outlet has one."""
    if "cookies" not in site.outlet.extras:
        return ""
    return f'<div id="cookie-bar"><p>{word(site, "cookies")}</p><button>{word(site, "ok")}</button></div>'


def byline(site: Site, sheet: Sheet) -> str:
    """Who wrote, as it is printed; the outlet itself where nobody signs."""
    names = "، ".join(sheet.authors) if site.outlet.language == "ar" else ", ".join(sheet.authors)
    return escape(names or name_of(site))


def card(sheet: Sheet, *, with_date: bool = True) -> str:
    """A headline with its picture, as front pages show it."""
    image = (
        f'<img src="{sheet.picture}" alt="" width="320" height="180" loading="lazy">' if sheet.picture else ""
    )
    date = f"<time>{worded(sheet.published, sheet.outlet.language)}</time>" if with_date else ""
    return (
        f'<article class="card"><a href="{sheet.path}">{image}<h3>{escape(sheet.title)}</h3></a>'
        f'<span class="cat">{escape(sheet.label)}</span>{date}</article>'
    )


def figure(sheet: Sheet) -> str:
    """The lead picture with its caption."""
    if sheet.picture is None:
        return ""
    return (
        f'<figure class="lead"><img src="{sheet.picture}" alt="{escape(sheet.caption)}" width="960" height="540">'
        f"<figcaption>{escape(sheet.caption)}</figcaption></figure>"
    )
