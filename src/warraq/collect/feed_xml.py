"""The quick reader: RSS 0.9–2.0, RDF and Atom that are strict, well-formed XML whose texts are plain or CDATA.

It answers None for anything else (a DOCTYPE, markup inside a title, an unknown root): then feedparser reads. It must
never guess, since what it damages is damaged without an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from warraq.collect.feed_raw import MAX_ENTRIES, RawEntry, RawFeed, is_picture

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ITEM_SPACES = (
    "",
    "{http://purl.org/rss/1.0/}",
    "{http://my.netscape.com/rdf/simple/0.9/}",
    "{http://channel.netscape.com/rdf/simple/0.9/}",
    "{http://backend.userland.com/rss2}",
    "{http://blogs.law.harvard.edu/tech/rss}",
)
"""Namespaces in which RSS puts its own elements."""
RSS_DATES = (f"{DCTERMS}issued", f"{DCTERMS}created", f"{DC}date")
"""Dates of publication by other vocabularies, the most telling first."""
PICTURE_PARTS = frozenset(
    {f"{MEDIA}content", f"{MEDIA}thumbnail", f"{MEDIA}group", "enclosure", f"{ATOM}link"}
)
"""Elements of an entry that name pictures or hold elements that do."""
ALTERNATE = ("alternate", "http://www.iana.org/assignments/relation/alternate")
HTML_TYPES = ("text/html", "application/xhtml+xml")
TITLE_TYPES = {"text": False, "text/plain": False, "html": True, "text/html": True}
"""Types of Atom's titles that are plain text in XML, and whether that text is HTML."""

BLANK = "\ufeff \t\r\n".encode()
"""What no XML declaration may follow, and some do."""

Children = dict[str, list[etree._Element]]


class _NotPlainError(Exception):
    """An element that should hold text holds markup."""


def read_strict(text: str, *, is_forgiving: bool = False) -> RawFeed | None:
    """The feed in `text`, or None where the quick way is not surely right.

    `is_forgiving` reads what is not well-formed up to where it can be: for what nobody else gets through.
    """
    parser = etree.XMLParser(
        encoding="utf-8",  # whatever the declaration says: it has been obeyed
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=is_forgiving,
    )
    try:
        root = etree.fromstring(text.encode("utf-8").lstrip(BLANK), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError, ValueError):
        return None
    if root is None or root.getroottree().docinfo.doctype:
        return None
    has_bases = "xml:base" in text
    try:
        if root.tag in ("rss", f"{RDF}RDF"):
            return _rss(root, has_bases)
        if root.tag == f"{ATOM}feed":
            return _atom(root, has_bases)
    except _NotPlainError:
        return None
    return None


def _rss(root: etree._Element, has_bases: bool) -> RawFeed | None:
    """RSS of all versions: items lie in the channel, or beside it."""
    for space in ITEM_SPACES:
        if (channel := root.find(f"{space}channel")) is not None:
            break
    else:
        return None
    items = channel.findall(f"{space}item") or root.findall(f"{space}item")
    head = _children(channel)
    title = _text(head, f"{space}title") or _text(head, f"{DC}title")
    if not title and not items:
        return None  # written in capitals, perhaps
    return RawFeed(
        title=title,
        language=_text(head, f"{space}language") or _text(head, f"{DC}language"),
        ttl_minutes=_text(head, f"{space}ttl"),
        entries=tuple(_item(item, space, _base(item) if has_bases else "") for item in items[:MAX_ENTRIES]),
        homepage=_text(head, f"{space}link"),
        hubs=tuple(_linked(head, "hub")),
        self_address=next(_linked(head, "self"), ""),
        base=_base(channel) if has_bases else "",
    )


def _item(item: etree._Element, space: str, base: str) -> RawEntry:
    parts = _children(item)
    authors = parts.get(f"{DC}creator") or parts.get(f"{space}author") or ()
    guid = next(iter(parts.get(f"{space}guid", ())), None)
    about = str(item.get(f"{RDF}about") or "")
    link = _text(parts, f"{space}link") or _atom_link(parts) or about
    entry_id = _plain(guid) if guid is not None else about
    if not link and guid is not None and guid.get("isPermaLink", "true") == "true":
        link = entry_id
    categories = (*parts.get(f"{space}category", ()), *parts.get(f"{DC}subject", ()))
    return RawEntry(
        title=_text(parts, f"{space}title") or _text(parts, f"{DC}title") or _text(parts, f"{MEDIA}title"),
        link=link,
        entry_id=entry_id,
        published=_date(parts, f"{space}pubDate", *RSS_DATES),
        updated=_date(parts, f"{ATOM}updated", f"{DCTERMS}modified"),
        authors=tuple(_plain(author) for author in authors),
        categories=tuple(_plain(category) for category in categories),
        summary=_text(parts, f"{space}description"),
        content=_text(parts, f"{CONTENT}encoded"),
        pictures=tuple(_pictures(item, parts)),
        base=base,
    )


def _atom(root: etree._Element, has_bases: bool) -> RawFeed:
    head = _children(root)
    return RawFeed(
        title=_text(head, f"{ATOM}title"),
        language=str(root.get(f"{XML}lang") or ""),
        ttl_minutes="",
        entries=tuple(
            _atom_entry(entry, head, _base(entry) if has_bases else "")
            for entry in head.get(f"{ATOM}entry", [])[:MAX_ENTRIES]
        ),
        is_title_html=_is_html(head),
        homepage=_atom_link(head),
        hubs=tuple(_linked(head, "hub")),
        self_address=next(_linked(head, "self"), ""),
        base=_base(root) if has_bases else "",
    )


def _is_html(parts: Children) -> bool:
    """Whether an Atom title is HTML; RSS' own and other vocabularies' always may be."""
    titles = parts.get(f"{ATOM}title")
    if not titles:
        return True
    is_html = TITLE_TYPES.get(titles[0].get("type", "text"))
    if is_html is None:
        raise _NotPlainError
    return is_html


def _linked(head: Children, relation: str) -> Iterator[str]:
    """Where a feed's own Atom links of this relation lead (RSS borrows them)."""
    for link in head.get(f"{ATOM}link", ()):
        if relation in str(link.get("rel") or "").lower().split():
            yield str(link.get("href") or "")


def _atom_entry(entry: etree._Element, head: Children, base: str) -> RawEntry:
    parts = _children(entry)
    if base and any(link.get(f"{XML}base") for link in parts.get(f"{ATOM}link", ())):
        raise _NotPlainError
    authors = parts.get(f"{ATOM}author") or head.get(f"{ATOM}author") or ()
    entry_id = _text(parts, f"{ATOM}id")
    return RawEntry(
        title=_text(parts, f"{ATOM}title") or _text(parts, f"{DC}title") or _text(parts, f"{MEDIA}title"),
        link=_atom_link(parts) or entry_id,
        entry_id=entry_id,
        published=_date(parts, f"{ATOM}published", f"{DCTERMS}issued", f"{DCTERMS}created"),
        updated=_date(parts, f"{ATOM}updated"),
        authors=tuple(_text(_children(author), f"{ATOM}name") for author in authors),
        categories=tuple(
            str(e.get("label") or e.get("term") or "") for e in parts.get(f"{ATOM}category", ())
        ),
        summary=_markup(parts, f"{ATOM}summary"),
        content=_markup(parts, f"{ATOM}content"),
        pictures=tuple(_pictures(entry, parts)),
        is_title_html=_is_html(parts),
        base=base,
    )


def _atom_link(parts: Children) -> str:
    """Where the page lies: the first alternate that is HTML, else the first."""
    first = ""
    for link in parts.get(f"{ATOM}link", ()):
        if link.get("rel", "alternate") in ALTERNATE:
            address = link.get("href") or (link.text or "").strip()
            if address and link.get("type", "text/html") in HTML_TYPES:
                return address
            first = first or address
    return first


def _pictures(item: etree._Element, parts: Children) -> Iterator[str]:
    """Pictures that the entry names, the largest first, thumbnails last."""
    found = []
    if PICTURE_PARTS.isdisjoint(parts):
        return iter(())
    for element in item.iter(f"{MEDIA}content", f"{MEDIA}thumbnail", "enclosure", f"{ATOM}link"):
        address = str(element.get("url") or element.get("href") or "")
        kind = str(element.get("type") or element.get("medium") or "")
        is_thumbnail = element.tag == f"{MEDIA}thumbnail"
        if element.tag == f"{ATOM}link" and element.get("rel") != "enclosure":
            continue
        if address and (is_thumbnail or is_picture(address, kind)):
            width = str(element.get("width") or "")
            found.append((is_thumbnail, -int(width) if width.isdecimal() and len(width) < 6 else 0, address))
    return (address for _, _, address in sorted(found, key=lambda one: one[:2]))


def _markup(parts: Children, name: str) -> str:
    """Atom content: HTML as text, or XHTML as elements."""
    element = next(iter(parts.get(name, ())), None)
    if element is None:
        return ""
    if len(element):
        return "".join(etree.tostring(child, encoding="unicode") for child in element)
    return element.text or ""


def _base(element: etree._Element) -> str:
    """What xml:base says here; may itself be relative to the feed's address."""
    return str(element.base or "")


def _children(parent: etree._Element) -> Children:
    """Children by their name, in order."""
    found: Children = defaultdict(list)
    for element in parent:
        found[str(element.tag)].append(element)
    return found


def _text(parts: Children, name: str) -> str:
    elements = parts.get(name)
    return _plain(elements[0]) if elements else ""


def _date(parts: Children, *names: str) -> str:
    """The text of the first of these names that is there; where it is there more than once, the last counts."""
    for name in names:
        if (elements := parts.get(name)) and (text := _plain(elements[-1])):
            return text
    return ""


def _plain(element: etree._Element) -> str:
    if len(element):
        raise _NotPlainError
    return (element.text or "").strip()
