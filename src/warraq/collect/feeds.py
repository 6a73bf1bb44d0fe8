"""Reads a feed, healthy or sick, into leads.

The quick reader serves strict well-formed XML only, where it is proven to agree with feedparser, also once bare
ampersands are mended; everything else goes through feedparser, with sanitising and link resolution off (three
quarters of its time, and we do both ourselves). Runs in a worker that can be killed: some inputs hang any parser.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from warraq.addresses import parse_address
from warraq.collect.feed_dates import read_feed_date
from warraq.collect.feed_raw import MAX_ENTRIES, RawEntry, RawFeed, is_picture
from warraq.collect.feed_text import NO_XML, mended, read_text, without_declaration
from warraq.collect.feed_xml import read_strict
from warraq.errors import NotAFeed
from warraq.records import Lead

MAX_FIELD_CHARACTERS = 1_000_000
MAX_NAME_CHARACTERS = 500
HIDDEN = re.compile(r"<(?:([sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE])\b|!--)")
END_OF = {
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
    "": re.compile("-->"),
}
TAG = re.compile(
    r"<(?:/?([A-Za-z][A-Za-z0-9]*+(?:-[a-z0-9-]++)?)(?:(?:[^<>\"']{1,100}+|\"[^\"]{0,100}+\"|'[^']{0,100}+'){0,10}+>|[^<>]*>)"
    r"|![A-Za-z][^<>]*>)"
)
"""A tag and its name; also with angle brackets in short attributes (bounds keep hostile texts from taking long)."""
INLINE = frozenset(
    "a abbr b bdi bdo big cite code em font i kbd mark small span strong sub sup tt u wbr".split()
)
"""Elements that stand inside words and before punctuation: what they enclose is not parted from its neighbours."""
ELEMENTS = frozenset(
    "acronym address amp applet area article aside audio base blink blockquote body br button canvas caption center "
    "col colgroup data datalist dd del details dfn dialog dir div dl dt embed fieldset figcaption figure footer form "
    "frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input ins label legend li link main map "
    "marquee menu meta meter nav nobr noframes noscript o object ol optgroup option output p param picture pre "
    "progress q rp rt ruby s samp script search section select slot source st1 strike style summary svg table tbody "
    "td template textarea tfoot th thead time title tr track ul v var video w".split()
)
"""HTML's other elements, and prefixes of those that word processors leave behind (`<o:p>`); one's own have a hyphen
(`<amp-img>`). What is named otherwise is text that looks like a tag: `#include </etc/shadow>`."""
IMAGE = re.compile(r"<[iI][mM][gG]\b[^<>]*>")
SOURCE = re.compile(r"""\s(?:data-src|src)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
MAIL = re.compile(r"[(<]?[\w.+-]+@[\w-]+(?:\.[\w-]+)*[)>]?")
NO_PICTURES = re.compile(
    r"/core/emoji/|/smilies/|feedburner\.com|feedsportal\.com|doubleclick\.|/pixel\b|1x1|spacer|"
    r"""\b(?:width|height)\s*=\s*["']?[0-3]["'\s/>]""",
    re.IGNORECASE,
)
"""Marks of images that show nothing: faces, counters, spacers."""
ROOT = re.compile(r"<(rss|feed|rdf:rdf|html|head|body)\b")
CDF = re.compile(r"<channel\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself, and its entries in its own order."""

    title: str | None
    language: str | None
    ttl_seconds: float | None
    entries: tuple[Lead, ...]
    """As the feed lists them; one that names no address has an empty one."""
    homepage: str | None = None
    """The page that the feed belongs to."""
    hub: str | None = None
    """Where one may subscribe to be told of news (WebSub's `rel="hub"`); the first that is a web address."""
    self_address: str | None = None
    """The feed's own address as it states it: what a hub knows it by."""

    @property
    def leads(self) -> tuple[Lead, ...]:
        """The entries that can be fetched."""
        return tuple(entry for entry in self.entries if entry.address)


def read_feed(body: bytes, *, address: str, content_type: str = "") -> Feed:
    """The feed in `body`, fetched from `address` with that Content-Type. Raises NotAFeed saying why not."""
    if not body.strip(b"\0 \t\r\n"):
        raise NotAFeed("the feed is empty", subject=address, advice="Check the address.")
    text = read_text(body, content_type)
    start = without_declaration(text[:4_000])[:2_000].lower()
    if start.startswith("{"):
        raw = _read_json(text, address)
    elif (root := ROOT.search(start)) and root[1] in ("html", "head", "body"):
        raise NotAFeed(
            "this is an HTML page, not a feed",
            subject=address,
            advice="Give the feed's own address, or add the outlet by its homepage.",
        )
    else:
        raw = read_strict(text) or _read_mended(mended(text), address)
    return _feed(raw, address)


def _feed(raw: RawFeed, address: str) -> Feed:
    base = (parse_address(raw.base, address) if raw.base else None) or address
    hubs = (parse_address(hub, base) for hub in raw.hubs)
    return Feed(
        title=(plain(raw.title) if raw.is_title_html else " ".join(raw.title.split())) or None,
        language=raw.language.strip().lower() or None,
        ttl_seconds=_ttl_seconds(raw.ttl_minutes),
        entries=tuple(_lead(entry, address) for entry in raw.entries),
        homepage=_address(raw.homepage, base),
        hub=next((hub for hub in hubs if hub), None),
        self_address=_address(raw.self_address, base),
    )


def _address(text: str, base: str) -> str | None:
    return parse_address(text, base) if text.strip() else None


def _read_mended(text: str, address: str) -> RawFeed:
    return read_strict(text) or _read_sick(text, address)


def _read_sick(text: str, address: str) -> RawFeed:
    """Through feedparser, which mends what is not well-formed."""
    import feedparser

    answer = feedparser.parse(
        without_declaration(text).encode("utf-8", "surrogatepass"),
        response_headers={
            "content-type": "application/xml; charset=utf-8"
        },  # no address: ids stay as they are
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not answer.get("version") and not answer.get("entries") and not CDF.match(text):
        raise NotAFeed("this is no feed", subject=address, advice="Check the address in a browser.")
    feed, is_atom = answer.feed, str(answer.get("version", "")).startswith("atom")
    return RawFeed(
        title=str(feed.get("title", "")),
        language=str(feed.get("language", "")),
        ttl_minutes=str(feed.get("ttl", "")),
        entries=tuple(_sick_entry(entry, is_atom) for entry in answer.entries[:MAX_ENTRIES]),
        homepage=str(feed.get("link", "")),
        hubs=tuple(_sick_links(feed, "hub")),
        self_address=next(_sick_links(feed, "self"), ""),
        is_title_html=_is_html(feed, is_atom),
    )


def _sick_links(item: Any, relation: str) -> Iterator[str]:
    return (str(link.get("href") or "") for link in item.get("links", []) if link.get("rel") == relation)


def _is_html(item: Any, is_atom: bool) -> bool:
    """Whether a title is HTML: in RSS it may always be, in Atom each says so."""
    return not is_atom or bool(item.get("title_detail", {}).get("type") != "text/plain")


def _sick_entry(entry: Any, is_atom: bool) -> RawEntry:
    # An Atom link without href overwrites feedparser's `link`, whatever it leads to; its list of links is right.
    link = next(_sick_links(entry, "alternate"), "") if is_atom else ""
    contents = [c.get("value") or "" for c in entry.get("content", [])]
    pictures = [m.get("url", "") for m in entry.get("media_content", []) if _is_picture(m)]
    pictures += [m.get("url", "") for m in entry.get("media_thumbnail", [])]
    pictures += [e.get("href", "") for e in entry.get("enclosures", []) if _is_picture(e)]
    authors = [a.get("name") or "" for a in entry.get("authors", [])] or [entry.get("author", "")]
    return RawEntry(
        title=entry.get("title", ""),
        link=link or entry.get("link", ""),
        entry_id=entry.get("id", ""),
        published=entry.get("published", "") or entry.get("created", ""),
        updated=entry.get("updated", "") if "updated" in entry else "",
        authors=tuple(authors),
        categories=tuple(str(tag.get("term") or tag.get("label") or "") for tag in entry.get("tags", [])),
        summary=entry.get("summary", ""),
        content=max(contents, key=len, default=""),
        pictures=tuple(str(p) for p in pictures if p),
        is_title_html=_is_html(entry, is_atom),
    )


def _is_picture(item: Any) -> bool:
    kind = str(item.get("type") or item.get("medium") or "")
    return is_picture(str(item.get("url") or item.get("href") or ""), kind)


def _read_json(text: str, address: str) -> RawFeed:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org)."""
    try:
        feed = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as fault:
        raise NotAFeed("this is JSON that cannot be read", subject=address) from fault
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise NotAFeed("this is JSON, but no JSON Feed", subject=address)
    items = _dictionaries(feed["items"])
    return RawFeed(
        title=_string(feed.get("title")),
        language=_string(feed.get("language")),
        ttl_minutes="",
        entries=tuple(_json_entry(item) for item in items[:MAX_ENTRIES]),
        homepage=_string(feed.get("home_page_url")),
        hubs=tuple(_string(hub.get("url")) for hub in _dictionaries(feed.get("hubs"))),
        self_address=_string(feed.get("feed_url")),
        is_title_html=False,
    )


def _dictionaries(value: Any) -> list[dict[str, Any]]:
    """The objects of what should be a list of them."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _json_entry(item: dict[str, Any]) -> RawEntry:
    people = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    tags = item.get("tags") if isinstance(item.get("tags"), list) else []
    return RawEntry(
        title=_string(item.get("title")),
        link=_string(item.get("url")) or _string(item.get("external_url")) or _web_address(item.get("id")),
        entry_id=_string(item.get("id")),
        published=_string(item.get("date_published")),
        updated=_string(item.get("date_modified")),
        authors=tuple(_string(p.get("name")) for p in people or [] if isinstance(p, dict)),
        categories=tuple(_string(tag) for tag in tags or []),
        summary=_string(item.get("summary")),
        content=_string(item.get("content_html")) or _string(item.get("content_text")),
        pictures=tuple(p for p in (_string(item.get("image")), _string(item.get("banner_image"))) if p),
        is_title_html=False,
    )


def _web_address(value: Any) -> str:
    """An id that is an address, as JSON Feed wishes: another is no link, not even a relative one."""
    text = _string(value)
    return text if text.startswith(("http://", "https://")) else ""


def _string(value: Any) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    return NO_XML.sub(
        "\ufffd", str(value)
    )  # NUL and half characters (\\ud800) can neither be stored nor printed


def _lead(entry: RawEntry, feed_address: str) -> Lead:
    base = (parse_address(entry.base, feed_address) if entry.base else None) or feed_address
    address = parse_address(entry.link, base) if entry.link.strip() else None
    updated = read_feed_date(entry.updated)
    content = entry.content[:MAX_FIELD_CHARACTERS]
    pictures = (parse_address(unescape(p), base) for p in entry.pictures)
    tags = tuple(dict.fromkeys(filter(None, (plain(c) for c in entry.categories))))
    return Lead(
        address=address or "",
        title=(plain(entry.title) if entry.is_title_html else " ".join(entry.title.split())) or None,
        entry_id=entry.entry_id.strip() or None,
        published=read_feed_date(entry.published) or updated,
        updated=updated,
        authors=tuple(dict.fromkeys(filter(None, (_person(a) for a in entry.authors)))),
        section=tags[0] if tags else None,
        tags=tags,
        summary=plain(entry.summary[:MAX_FIELD_CHARACTERS]) or None,
        content=content or None,
        picture=next((p for p in pictures if p), None) or _first_picture(content or entry.summary, base),
    )


def plain(text: str) -> str:
    """HTML or text as one line of plain text; what only looks like a tag (`a < b`) stays, words are not glued."""
    if "<" in text:
        text = _without_hidden(text)
        text = TAG.sub(_in_place_of, text)
    if "&" in text:
        text = unescape(text)
    return " ".join(text.replace("\x00", "").split())


def _in_place_of(tag: re.Match[str]) -> str:
    name = (tag[1] or "br").lower()
    return "" if name in INLINE else " " if name in ELEMENTS or "-" in name else tag[0]


def _without_hidden(text: str) -> str:
    """Scripts, styles and comments taken out; one that does not end hides the rest, as in browsers."""
    pieces, at = [], 0
    for start in HIDDEN.finditer(text):
        if start.start() < at:
            continue
        pieces.append(text[at : start.start()])
        ends = END_OF[(start[1] or "").lower()].search(text, start.end())
        if ends is None:
            return " ".join(pieces)
        at = ends.end()
    return " ".join([*pieces, text[at:]])


def _person(text: str) -> str:
    """The name in RSS's `desk@goud.ma (Karim)`; an address alone names nobody, and is nobody else's to show."""
    text = plain(text[:MAX_NAME_CHARACTERS])
    if "@" not in text:
        return text
    name = MAIL.sub(" ", text).strip(" ()<>,;:")
    return "" if name.lower() in ("", "unknown", "noreply") else " ".join(name.split())


def _first_picture(content: str, base: str) -> str | None:
    """The first image of an entry's HTML that shows something."""
    for image in IMAGE.finditer(content):
        source = SOURCE.search(image[0])
        if source and not source[1].startswith("data:") and not NO_PICTURES.search(image[0]):
            return parse_address(unescape(source[1]), base)
    return None


def _ttl_seconds(minutes: str) -> float | None:
    text = minutes.strip()
    return float(text) * 60 if text.isascii() and text.isdigit() and len(text) < 6 else None
