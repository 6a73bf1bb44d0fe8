"""WordPress's own API (`wp/v2/posts`): what to ask it, and how to read what it answers. Pure.

It is the one channel that also says what was edited (`modified_after`, since WordPress 5.7) and that reaches back as
far as the site does (`after`, `before`). Its dates come in UTC (`date_gmt`), so no zone has to be guessed. Pages of
a list shift while it is read: a walk goes on from the last date seen, and within one second by leaving out what it has
seen, not by page numbers, so that it skips nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from warraq.addresses import canonical, parse_address
from warraq.collect.feed_text import NO_XML
from warraq.collect.feeds import plain
from warraq.errors import BadInput
from warraq.records import Lead, Moment, Precision

ROUTE = "wp/v2/posts"
PER_PAGE = 100
"""The most that WordPress gives at once."""
FIELDS = "id,date,date_gmt,modified_gmt,link,title,excerpt,jetpack_featured_media_url"
"""Asked for by name: whole texts of a hundred posts would be megabytes, and the page is read anyway."""
LINK = re.compile(r"""<([^<>]*)>\s*;[^,<]*\brel\s*=\s*["']?https://api\.w\.org/""", re.IGNORECASE)
HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
START = re.compile(r"""\[\s*\]|\[\s*\{\s*"|\{\s*"(?=code")""")
"""Where the answer begins behind what PHP printed before it."""
DATE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|\+00:?00)?", re.ASCII)
CLOSED = frozenset(
    "rest_forbidden rest_cannot_access rest_not_logged_in rest_login_required rest_disabled rest_unauthorized "
    "rest_cannot_read rest_api_disabled rest_user_cannot_view".split()
)
"""What WordPress and the plugins that close its API call a refusal."""
TITLE_CHARACTERS = 2_000
EXCERPT_CHARACTERS = 20_000
MAX_TOTAL = 1_000_000_000
STEP = timedelta(seconds=1)
MOST_EXCLUDED = 500
"""Posts left out by their numbers: some 4 KB of an address, of which servers take 8."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Which posts, in which order. Bounds are aware UTC and exclusive, to the second."""

    after: datetime | None = None
    before: datetime | None = None
    modified_after: datetime | None = None
    order_by: Literal["date", "modified"] = "date"
    is_ascending: bool = False
    page: int = 1
    per_page: int = PER_PAGE
    exclude: tuple[str, ...] = ()
    """Numbers of posts, seen already, of the second that follows the bound."""

    def address(self, collection: str) -> str:
        """The address to ask: of `collection` as `collection_of` gives it."""
        said: dict[str, object] = {
            "per_page": self.per_page,
            "orderby": self.order_by,
            "order": "asc" if self.is_ascending else "desc",
        }
        for name in ("after", "before", "modified_after"):
            if bound := getattr(self, name):
                said[name] = _iso(bound)
        if self.exclude:
            said["exclude"] = ",".join(self.exclude)
        if self.page > 1:
            said["page"] = self.page
        said["_fields"] = FIELDS
        mark = "&" if "?" in collection else "?"
        return f"{collection}{mark}{urlencode(said, safe=',:')}"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Behind which instants a site is read on: aware UTC, to the second."""

    published_at: datetime
    modified_at: datetime
    knows_edits: bool = True
    """False where the site does not understand `modified_after`."""

    def text(self) -> str:
        """As it is stored."""
        said = {"published": _iso(self.published_at), "modified": _iso(self.modified_at)}
        return json.dumps(said if self.knows_edits else {**said, "knows_edits": False})


def read_cursor(text: str) -> Cursor | None:
    """What `Cursor.text` wrote; None where it is nothing of the kind."""
    try:
        said = json.loads(text)
        published, modified = (datetime.fromisoformat(said[name]) for name in ("published", "modified"))
        return Cursor(
            published.astimezone(UTC), modified.astimezone(UTC), said.get("knows_edits", True) is True
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Posts:
    """What one answer lists."""

    leads: tuple[Lead, ...]
    """`published` and `updated` are UTC with offset 0, unless the site told only its local time."""
    count: int
    """Posts in the answer, those that cannot be fetched too."""
    total: int | None = None
    """Posts that match, on all pages; None where the site does not say."""
    pages: int | None = None

    def newest(self, order_by: Literal["date", "modified"]) -> datetime | None:
        """The latest instant among them, aware UTC."""
        return max(self._instants(order_by), default=None)

    def oldest(self, order_by: Literal["date", "modified"]) -> datetime | None:
        """The earliest instant among them, aware UTC."""
        return min(self._instants(order_by), default=None)

    def _instants(self, order_by: Literal["date", "modified"]) -> list[datetime]:
        moments = (lead.published if order_by == "date" else lead.updated for lead in self.leads)
        return [moment.instant(UTC) for moment in moments if moment and moment.offset is not None]


def collection_of(root: str) -> str | None:
    """Where the posts lie under the API's root (`https://x.ma/wp-json/`, `https://x.ma/?rest_route=/` on sites with
    plain permalinks); None where `root` is no address."""
    parsed = parse_address(root)
    if parsed is None:
        return None
    address, _, query = parsed.partition("#")[0].partition("?")
    routes = [piece for piece in query.split("&") if piece.startswith("rest_route=")]
    if routes:
        return f"{address}?rest_route=/{ROUTE}"
    return f"{address.rstrip('/')}/{ROUTE}"


def usual_collections(home: str) -> tuple[str, str]:
    """Where the posts lie on a site at `home` that does not say, with pretty permalinks and with plain ones."""
    parts = urlsplit(home)
    origin = f"{parts.scheme}://{parts.netloc}"
    return f"{origin}/wp-json/{ROUTE}", f"{origin}/?rest_route=/{ROUTE}"


def root_in_header(link: str, base: str) -> str | None:
    """The API's root in an HTTP Link header (`rel="https://api.w.org/"`), which WordPress sends with every page."""
    match = LINK.search(link[:10_000])
    return parse_address(match[1], base) if match else None


def read_posts(body: bytes, headers: Mapping[str, str], *, address: str) -> Posts:
    """The posts in an answer of `address`; header names are lower case.

    Raises BadInput saying why there are none: HTML instead of JSON, an API closed to strangers (`rest_forbidden`),
    another error of WordPress's, JSON of something else. An empty list is an answer.
    """
    data = _json(body, address)
    if isinstance(data, dict) and isinstance(data.get("code"), str):
        raise _refusal(data, address)
    if not isinstance(data, list):
        raise BadInput("this is JSON, but no list of WordPress posts", subject=address)
    items = [item for item in data[:PER_PAGE] if isinstance(item, dict)]
    if data and not any("id" in item or "link" in item for item in items):
        raise BadInput("this is JSON, but no list of WordPress posts", subject=address)
    leads = (_lead(item, address) for item in items)
    return Posts(
        leads=tuple(lead for lead in leads if lead),
        count=len(data),
        total=_number(headers.get("x-wp-total")),
        pages=_number(headers.get("x-wp-totalpages")),
    )


def next_ask(ask: Ask, posts: Posts) -> Ask | None:
    """What to ask after `posts` answered `ask`; None where they were the last.

    An ascending walk goes on from the last date seen, a second before it, so that neither posts of the same second
    nor those that an edit moves meanwhile are skipped; what is listed twice is the same lead. Where a whole answer is
    of one second, as after an import, those are left out of the next by their numbers; pages are turned only where
    that does not help.
    """
    is_last = posts.count < ask.per_page if posts.pages is None else posts.pages <= ask.page
    bound = ask.after if ask.order_by == "date" else ask.modified_after
    if is_last or not posts.count:
        # What was left out may have been edited since: it stands behind that second now.
        return _from(ask, bound + STEP) if ask.exclude and bound else None
    newest = posts.newest(ask.order_by) if ask.is_ascending else None
    if newest is None:
        return replace(ask, page=ask.page + 1)
    if bound is None or newest - STEP > bound:
        return _from(ask, newest - STEP)
    seen = {lead.entry_id for lead in posts.leads if lead.entry_id and lead.entry_id.isdecimal()}
    new = sorted(seen.difference(ask.exclude))
    if not new or len(ask.exclude) + len(new) > MOST_EXCLUDED:
        return replace(ask, page=ask.page + 1)
    return replace(ask, exclude=(*ask.exclude, *new))


def _from(ask: Ask, bound: datetime) -> Ask:
    if ask.order_by == "date":
        return replace(ask, page=1, exclude=(), after=bound)
    return replace(ask, page=1, exclude=(), modified_after=bound)


def ignores_edits(ask: Ask, posts: Posts) -> bool:
    """Whether the site passed over `modified_after`, as WordPress before 5.7 does with what it does not know: it
    lists posts that were last edited before (a day's grace, for clocks and zones)."""
    oldest = posts.oldest("modified")
    bound = ask.modified_after
    return bound is not None and oldest is not None and oldest < bound - timedelta(days=1)


def _iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def _json(body: bytes, address: str) -> Any:
    text = body.decode("utf-8-sig", errors="replace").strip()
    if not text:
        raise BadInput("the answer is empty", subject=address)
    if not text.startswith(("[", "{")):
        if HTML.search(text[:5_000]):
            raise BadInput("this is an HTML page, not WordPress's API", subject=address)
        start = START.search(text[:50_000])
        text = text[start.start() :] if start else text
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as fault:  # ValueError: also numbers of thousands of digits
        raise BadInput("this is no JSON that can be read", subject=address) from fault


def _refusal(data: dict[str, Any], address: str) -> BadInput:
    code = _text(data["code"])[:100]
    said = plain(_text(data.get("message")))[:200]
    words = f"{code}: {said}" if said else code
    if code in CLOSED:
        advice = "Its feeds or sitemaps may be open; else ask the publisher."
        return BadInput(f"WordPress's API is closed to strangers ({words})", subject=address, advice=advice)
    return BadInput(f"WordPress refuses ({words})", subject=address)


def _lead(item: dict[str, Any], base: str) -> Lead | None:
    link = _address(item.get("link"), base)
    if link is None or _is_protected(item.get("excerpt")) or _is_protected(item.get("content")):
        return None
    published = _utc(item.get("date_gmt")) or _local(item.get("date"))
    return Lead(
        address=canonical(link),
        title=plain(_rendered(item.get("title"))[:TITLE_CHARACTERS]) or None,
        entry_id=_text(item.get("id")).strip()[:100] or None,
        published=published,
        updated=_utc(item.get("modified_gmt")),
        summary=plain(_rendered(item.get("excerpt"))[:EXCERPT_CHARACTERS]) or None,
        picture=_address(item.get("jetpack_featured_media_url"), base),
    )


def _address(value: Any, base: str) -> str | None:
    text = _text(value).strip()
    return parse_address(text, base) if text else None


def _is_protected(field: Any) -> bool:
    """Whether readers need a password for it."""
    return isinstance(field, dict) and field.get("protected") is True


def _rendered(field: Any) -> str:
    return _text(field.get("rendered") if isinstance(field, dict) else field)


def _text(value: Any) -> str:
    """A string or number as text that can be stored; half characters (`\\ud800`) cannot."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return NO_XML.sub("\ufffd", value) if isinstance(value, str) else str(value)[:100]


def _utc(value: Any) -> Moment | None:
    """A `_gmt` date. WordPress writes 0000-00-00T00:00:00 or null where it has none."""
    moment = _local(value)
    return replace(moment, offset=timedelta()) if moment else None


def _local(value: Any) -> Moment | None:
    match = DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    try:
        local = datetime.fromisoformat(match[1])
    except ValueError:
        return None
    return Moment(local, Precision.SECOND) if 1980 <= local.year < 2200 else None


def _number(text: str | None) -> int | None:
    """A header's whole number; None where it is none."""
    text = (text or "").strip()
    return min(int(text), MAX_TOTAL) if text.isascii() and text.isdigit() and len(text) < 12 else None
