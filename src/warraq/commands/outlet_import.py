"""`warraq outlet import`: outlets from OPML, from CSV, or from a plain list of addresses. Asks no outlet anything.

What cannot be used is named with its line, and the rest goes on.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from lxml import etree

from warraq.addresses import host_of, identity_key, parse_address
from warraq.collect.discover import FEED_LINKS
from warraq.commands.inputs import open_bytes
from warraq.editions import Edition
from warraq.errors import BadInput
from warraq.records import LANGUAGES, OutletSeed

FEED_HOSTS = re.compile(
    r"^(?:feeds?\.|feeds\d*\.|rss\.|feedproxy\.|feedburner\.)|feedburner\.com$|rss\.app$", re.IGNORECASE
)
"""Hosts that carry other sites' feeds: two feeds there are two outlets."""
MARKS = b"\xef\xbb\xbf \t\r\n"
"""What may stand before a text: a byte order mark, blanks."""
WIDE = (b"\xff\xfe", b"\xfe\xff")
NAME_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One outlet that a file names, or what is wrong there."""

    number: int
    """Counted from 1."""
    seed: OutletSeed | None = None
    """Its slug is empty where the file gives none."""
    fault: str = ""


def import_outlets(edition: Edition, name: str) -> int:
    """Read the file, make what is new, add channels to what is known. 1 where a line could not be used."""
    data = open_bytes(name)
    lines = list(read_lines(data, name))
    known = _Known(edition.slug)
    made = gained = bad = 0
    for line in lines:
        fault = line.fault
        if line.seed is not None:
            try:
                is_new, channels = known.save(line.seed)
                made += is_new
                gained += channels if not is_new else 0
            except BadInput as refused:
                fault = str(refused)
        if fault:
            bad += 1
            print(f"warraq outlet: {name}:{line.number}: {fault}", file=sys.stderr)
    read = sum(line.seed is not None for line in lines)
    print(
        f"Outlets read: {read}, new: {made}. Channels added to known ones: {gained}. Lines that cannot be used: {bad}."
    )
    return 1 if bad else 0


def read_lines(data: bytes, name: str) -> Iterator[Line]:
    """The outlets of a file in any of the three forms. Raises BadInput where it is none of them."""
    start = data.lstrip(MARKS)[:1]
    if start == b"<" or data.startswith(WIDE):
        return _opml(data, name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadInput(f"this is neither OPML nor a text in UTF-8 ({fault})", subject=name) from fault
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    if re.search(r"\bhomepage\b", first):
        return _csv(text, name)
    if first and re.search(r"[,;\t]", first) and _address(first) is None:
        raise BadInput(
            "this CSV has no column `homepage`",
            subject=name,
            advice="See docs/how-to/edition.md for the columns.",
        )
    return _plain(text)


class _Known:
    """The edition's outlets by slug and host: an outlet that is there gains channels and nothing else."""

    def __init__(self, edition: str) -> None:
        from warraq.store.models import Outlet

        self._edition = edition
        self._now = datetime.now(UTC)
        rows = list(Outlet.objects.filter(edition=edition))
        self._by_slug = {row.slug: row for row in rows}
        self._by_host = {_site(row.homepage): row for row in rows if row.homepage}
        self._by_homepage = {identity_key(row.homepage): row for row in rows if row.homepage}

    def save(self, seed: OutletSeed) -> tuple[bool, int]:
        """Whether the outlet is new, and how many channels it got. Raises BadInput where its name is taken."""
        from warraq.store.outlets import add_channels, channels_of, make_outlet, slug_for

        row = self._by_slug.get(seed.slug) or self._by_homepage.get(identity_key(seed.homepage))
        if row is None and not seed.slug:  # who names slugs may tell apart two outlets of one host
            row = self._by_host.get(_site(seed.homepage))
        if row is not None:
            named = channels_of(seed) if seed.feeds or seed.sitemaps or seed.has_front_page else []
            return False, add_channels(row, named, self._now)
        seed = replace(seed, slug=seed.slug or slug_for(seed.homepage))
        row = make_outlet(self._edition, seed, self._now)
        self._by_slug[row.slug] = self._by_host[_site(row.homepage)] = row
        self._by_homepage[identity_key(row.homepage)] = row
        return True, add_channels(row, channels_of(seed), self._now)


def _site(homepage: str) -> str:
    host = host_of(homepage).removeprefix("www.")
    return homepage if FEED_HOSTS.search(host) else host


def _opml(data: bytes, name: str) -> Iterator[Line]:
    """Every outline with a feed, however deep; the folders it lies in become its note."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        plain = data if data.startswith(WIDE) else data.lstrip(MARKS)
        root = etree.fromstring(plain, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise BadInput(f"this is no XML that can be read ({fault})", subject=name) from fault
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise BadInput("this is neither OPML nor CSV", subject=name)
    for entry in list(parser.error_log)[:1]:
        yield Line(entry.line, fault=f"the file is damaged ({entry.message}); what could be read is taken")
    for outline in root.iter("{*}outline"):
        said = {str(key).lower(): " ".join(str(value).split()) for key, value in outline.attrib.items()}
        if said.get("xmlurl") or said.get("htmlurl"):
            yield _outline(outline, said)


def _outline(outline: etree._Element, said: dict[str, str]) -> Line:
    number = outline.sourceline or 0
    feed = _address(said["xmlurl"]) if said.get("xmlurl") else None
    if said.get("xmlurl") and feed is None:
        return Line(number, fault=f"this is no web address: {said['xmlurl'][:100]}")
    homepage = _address(said.get("htmlurl", "")) or (feed and _root_of(feed))
    if homepage is None:
        return Line(number, fault=f"this is no web address: {said['htmlurl'][:100]}")
    title = (said.get("title") or said.get("text") or host_of(homepage))[:NAME_CHARACTERS]
    language = said.get("language", "").lower().partition("-")[0]
    folders = [up.get("text") or up.get("title") or "" for up in outline.iterancestors("{*}outline")]
    return Line(
        number,
        OutletSeed(
            "",
            homepage,
            {"ar": title, "fr": title},
            language=language if language in LANGUAGES else "ar",
            feeds=(feed,) if feed else (),
            is_name_verified=False,
            note=" / ".join(folder for folder in reversed(folders) if folder),
        ),
    )


def _csv(text: str, name: str) -> Iterator[Line]:
    """The columns of an edition's outlets.csv, parted by commas, semicolons or tabs; only `homepage` must be there."""
    from warraq.editions import outlet_of

    header = next(line for line in text.splitlines() if line.strip())
    delimiter = max(",;\t", key=header.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter, restval="")
    while True:
        try:
            row = next(rows, None)
            number = rows.line_num
            if row is None:
                return
            cells = {
                str(key or "").strip(): " ".join(value.split())
                for key, value in row.items()
                if isinstance(value, str)
            }
            if not any(cells.values()):
                continue
            yield Line(number, _checked(outlet_of({"language": "ar", **_filled(cells)}), cells))
        except csv.Error as fault:
            raise BadInput(f"this is no CSV ({fault})", subject=f"{name}:{rows.line_num}") from fault
        except (KeyError, ValueError) as fault:
            what = f"the column {fault} is missing" if isinstance(fault, KeyError) else str(fault)
            yield Line(number, fault=what.removeprefix("outlets.csv: "))


def _filled(cells: dict[str, str]) -> dict[str, str]:
    """The row with what can be left out; a slug that is none yet is made when the outlet is."""
    filled = {name: value for name, value in cells.items() if value or name != "language"}
    filled.setdefault("feeds", "")
    filled["slug"] = cells.get("slug") or "-"
    return filled


def _checked(seed: OutletSeed, cells: dict[str, str]) -> OutletSeed:
    """The seed with addresses as they are asked. Raises ValueError naming one that is none."""
    homepage = _address(seed.homepage)
    if homepage is None:
        raise ValueError(f"this is no web address: {seed.homepage[:100] or 'homepage is empty'}")
    for address in (*seed.feeds, *seed.sitemaps):
        if parse_address(address) is None:
            raise ValueError(f"this is no web address: {address[:100]}")
    names = seed.names or {"ar": host_of(homepage)}
    return replace(seed, slug=cells.get("slug", ""), homepage=homepage, names=names)


def _plain(text: str) -> Iterator[Line]:
    """One address a line, of a homepage or a feed; `#` begins a remark."""
    for number, line in enumerate(text.splitlines(), 1):
        word = line.partition("#")[0].strip() if line.lstrip().startswith("#") else line.strip()
        if not word:
            continue
        address = _address(word)
        if address is None:
            yield Line(number, fault=f"this is no web address: {word[:100]}")
            continue
        feeds = (address,) if FEED_LINKS.search(address) else ()
        homepage = _root_of(address)
        yield Line(
            number, OutletSeed("", homepage, {"ar": host_of(address)}, feeds=feeds, is_name_verified=False)
        )


def _root_of(feed: str) -> str:
    """The site that a feed lies on; on a host of other sites' feeds, the feed itself."""
    return feed if FEED_HOSTS.search(host_of(feed)) else "/".join(feed.split("/")[:3]) + "/"


def _address(text: str) -> str | None:
    """A web address, also without its scheme (`goud.ma`); a name without a dot is none."""
    text = text.strip()
    if not text or any(character.isspace() for character in text):
        return None
    address = parse_address(text if "://" in text or ":" in text.partition("/")[0] else f"https://{text}")
    return (
        address if address and ("." in host_of(address) or host_of(address).startswith("localhost")) else None
    )
