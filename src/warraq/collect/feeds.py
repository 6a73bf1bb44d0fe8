"""Reads a feed, healthy or sick, into leads.

The quick reader serves strict well-formed XML only, where it is proven to agree with feedparser, also once bare
ampersands are mended; everything else goes through feedparser, with sanitising and link resolution off (three
quarters of its time, and we do both ourselves). Runs in a worker that can be killed: some inputs hang any parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from warraq.addresses import parse_address
from warraq.collect.feed_dates import read_feed_date
from warraq.collect.feed_json import read_json
from warraq.collect.feed_raw import RawEntry, RawFeed
from warraq.collect.feed_sick import read_sick
from warraq.collect.feed_text import (
    mended,
    read_text,
    with_plain_ampersands,
    with_windows_characters,
    without_declaration,
)
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
WINDOWS_CHARACTERS = {code: bytes((code,)).decode("windows-1252", "replace") for code in range(0x80, 0xA0)}
"""What was windows-1252 and was taken for Latin-1: no headline holds control characters."""
ROOT = re.compile(r"<(rss|feed|rdf:rdf|html|head|body)\b")


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
    text = with_windows_characters(read_text(body, content_type))
    start = without_declaration(text[:4_000])[:2_000].lower()
    if start.startswith("{"):
        raw = read_json(text, address)
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
        title=_title(raw.title, raw.is_title_html),
        language=raw.language.strip().lower() or None,
        ttl_seconds=_ttl_seconds(raw.ttl_minutes),
        entries=tuple(_lead(entry, address) for entry in raw.entries),
        homepage=_address(raw.homepage, base),
        hub=next((hub for hub in hubs if hub), None),
        self_address=_address(raw.self_address, base),
    )


def _read_mended(text: str, address: str) -> RawFeed:
    return read_strict(text) or read_sick(text, address)


def _address(text: str, base: str) -> str | None:
    return parse_address(text, base) if text.strip() else None


def _lead(entry: RawEntry, feed_address: str) -> Lead:
    base = (parse_address(entry.base, feed_address) if entry.base else None) or feed_address
    address = _address(with_plain_ampersands(entry.link), base)
    updated = read_feed_date(entry.updated)
    content = entry.content[:MAX_FIELD_CHARACTERS]
    pictures = (parse_address(unescape(p), base) for p in entry.pictures)
    tags = tuple(dict.fromkeys(filter(None, (plain(c) for c in entry.categories))))
    return Lead(
        address=address or "",
        title=_title(entry.title, entry.is_title_html),
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


def _title(text: str, is_html: bool) -> str | None:
    """A headline as readers see it; what is left of a wrong charset is set right as browsers do."""
    line = plain(text) if is_html else " ".join(text.split())
    return (line if line.isprintable() else line.translate(WINDOWS_CHARACTERS)) or None


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
