"""Fetches one address as a well-behaved stranger: identified, capped, guarded, checked to the last byte.

What is fetched is hostile. Redirects are followed by hand, so that each hop is asked for permission anew; nothing
is returned that was cut short. Manners towards hosts (robots, gaps) are decided by the caller's `permit`.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Literal
from urllib.parse import quote, urlencode

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.http_exceptions import HttpProcessingError

from warraq.addresses import parse_address
from warraq.collect.exchange import Answer, Exchanges, header_lines
from warraq.collect.guard import PrivateSocket, guarded_sockets
from warraq.collect.unpack import ENCODINGS, BodyReader
from warraq.errors import (
    BadRedirect,
    BadStatus,
    Blocked,
    BrokenBody,
    FetchError,
    HostUnreachable,
    PrivateAddress,
    Throttled,
    TooSlow,
    WrongType,
)
from warraq.options import user_agent
from warraq.records import Page, content_type_of

Want = Literal["feed", "sitemap", "page", "picture", "robots"]

CAPS: Mapping[Want, int] = {
    "feed": 20_000_000,
    "sitemap": 60_000_000,
    "page": 8_000_000,
    "picture": 15_000_000,
    "robots": 600_000,
}
"""Bytes. The sitemap protocol allows 50 MB. Of a larger robots file only the beginning counts (RFC 9309 §2.5)."""
GLIMPSE = 65_536
"""Bytes read of what comes with an error: enough to know a challenge."""

ACCEPT: Mapping[Want, str] = {
    "feed": "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    "sitemap": "application/xml, text/xml;q=0.9, */*;q=0.5",
    "page": "text/html, application/xhtml+xml, */*;q=0.5",
    "picture": "image/webp, image/jpeg, image/png, image/*;q=0.8",
    "robots": "text/plain, */*;q=0.5",
}
ACCEPT_LINES = {want: header_lines({"Accept": kinds}) for want, kinds in ACCEPT.items()}
CONNECT_SECONDS = 20.0
ASK_PUBLISHER = "Ask the publisher for access."
ASCII = "".join(map(chr, range(0x21, 0x7F)))
SENDABLE = re.compile(r"[\x20-\x7e]{1,1000}")
"""Of what a host gave us to send back: other characters would garble the request, or be refused by ourselves."""
MAX_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_RETRY_SECONDS = 30 * 86_400.0
UNREADABLE_RETRY_SECONDS = 86_400.0
CHALLENGES = (b"cf-chl-", b"_Incapsula_Resource", b"sucuri_cloudproxy_js")
"""Marks of pages that ask for a human."""
CHALLENGE_TITLES = (
    b"<title>Just a moment...</title>",
    b"<title>Attention Required! | Cloudflare</title>",
    b"<title>DDoS-Guard</title>",
)
"""Apart, for a title is looked for in the beginning only: each search of a page of 6 KB takes 4 microseconds."""
CHALLENGE_BYTES = 30_000
"""A page with such a mark that answered 200 is a challenge only if it is not longer: articles are."""
NOT_PAGES = frozenset(
    "application/pdf application/zip application/gzip application/x-rar-compressed application/msword "
    "application/vnd.ms-excel application/vnd.ms-powerpoint application/epub+zip application/java-archive "
    "application/vnd.android.package-archive".split()
)

Permit = Callable[[str], Awaitable[None]]
"""Asked before each hop; raises what forbids it."""


@dataclass(frozen=True, slots=True)
class FetchRules:
    """How this installation fetches."""

    contact: str = ""
    allowed_sockets: frozenset[tuple[str, int]] = frozenset()
    total_seconds: float = 45.0
    """From the first byte asked to the last one read, over all redirects."""
    silence_seconds: float = 30.0
    """The longest wait between two pieces of an answer."""
    glimpse_seconds: float = 5.0
    """How long the body of an error is waited for: who says when to come back is heard, also if it never ends."""
    connections: int = 64
    caps: Mapping[Want, int] = field(default_factory=lambda: CAPS)

    @property
    def user_agent(self) -> str:
        """Who asks, and where to reach them."""
        return user_agent(self.contact)


async def permit_all(address: str) -> None:
    """Forbids nothing."""


class Fetcher:
    """A session of fetches. Use as `async with Fetcher(rules) as fetcher: page = await fetcher.get(address)`."""

    def __init__(self, rules: FetchRules, resolver: AbstractResolver | None = None) -> None:
        """`resolver` looks names up instead of the system, and is asked each time anew."""
        self.rules = rules
        self._resolver = resolver
        self._exchanges: Exchanges | None = None

    async def __aenter__(self) -> Fetcher:
        connector = aiohttp.TCPConnector(
            limit=self.rules.connections,
            socket_factory=guarded_sockets(self.rules.allowed_sockets),
            resolver=self._resolver,
            use_dns_cache=self._resolver is None,
            ttl_dns_cache=300,
        )
        headers = {"User-Agent": self.rules.user_agent, "Accept-Encoding": ENCODINGS}
        self._exchanges = Exchanges(connector, headers, CONNECT_SECONDS, self.rules.silence_seconds)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._exchanges is not None:
            await self._exchanges.close()

    async def get(
        self,
        address: str,
        *,
        want: Want = "page",
        etag: str = "",
        last_modified: str = "",
        permit: Permit = permit_all,
    ) -> Page:
        """The page at `address`, or a Page with status 304 and no body where nothing changed since.

        Raises a FetchError naming the address: see errors.py for which.
        """
        start = parse_address(address)
        if start is None:
            raise HostUnreachable("is no web address", subject=address)
        conditions = ""
        if etag and SENDABLE.fullmatch(etag):
            conditions = f"If-None-Match: {etag}\r\n"
        if last_modified and SENDABLE.fullmatch(last_modified):
            conditions += f"If-Modified-Since: {last_modified}\r\n"
        return await self._follow(start, want, conditions, permit)

    async def post(self, address: str, form: Mapping[str, str] | Sequence[tuple[str, str]]) -> None:
        """Post a form (pairs where a name comes more than once) to `address`, which accepts it (2xx).

        Raises a FetchError; redirects are not followed.
        """
        start = parse_address(address)
        if start is None:
            raise HostUnreachable("is no web address", subject=address)
        pairs = list(form.items()) if isinstance(form, Mapping) else form
        try:
            async with asyncio.timeout(self.rules.total_seconds):
                with _NamedFaults(start), await self._open().ask(start, "", urlencode(pairs)) as answer:
                    if not 200 <= answer.status < 300:
                        await self._read_refusal(start, answer, is_conditional=False)
        except TimeoutError as fault:
            raise self._too_slow(address) from fault

    def _open(self) -> Exchanges:
        assert self._exchanges is not None, "the fetcher is used inside `async with`"
        return self._exchanges

    async def _follow(self, address: str, want: Want, conditions: str, permit: Permit) -> Page:
        clock = asyncio.get_running_loop().time
        here, seen, left = address, {address}, self.rules.total_seconds
        for _ in range(MAX_REDIRECTS + 1):
            await permit(here)  # may wait for the host's gap: not the host's own time
            began = clock()
            try:
                async with asyncio.timeout(left):
                    answer = await self._ask(address, here, want, conditions)
            except TimeoutError as fault:
                raise self._too_slow(address) from fault
            if isinstance(answer, Page):
                return answer
            left -= clock() - began
            if answer in seen:
                raise BadRedirect("redirects in a circle", subject=address)
            seen.add(answer)
            here = answer
        raise BadRedirect(f"redirects more than {MAX_REDIRECTS} times", subject=address)

    def _too_slow(self, address: str) -> TooSlow:
        return TooSlow(f"took longer than {self.rules.total_seconds:g} s", subject=address)

    async def _ask(self, start: str, address: str, want: Want, conditions: str) -> Page | str:
        """One request: the page that `start` led to, or the address it redirects to."""
        with (
            _NamedFaults(address),
            await self._open().ask(address, ACCEPT_LINES[want] + conditions) as answer,
        ):
            if answer.status in REDIRECTS and "Location" in answer.headers:
                return _target(address, answer.headers["Location"])
            if not 200 <= answer.status < 300:
                page = await self._read_refusal(address, answer, is_conditional=bool(conditions))
                return replace(page, address=start)
            return await self._read(start, address, want, answer)

    async def _read(self, start: str, address: str, want: Want, response: Answer) -> Page:
        headers, now = _headers(response), datetime.now(UTC)
        _check_type(address, content_type_of(headers), want)
        if response.status == 206:
            raise BrokenBody("was cut short: only a part came (206)", subject=address)
        encoding = headers.get("content-encoding", "")
        reader = BodyReader(address, encoding, self.rules.caps[want], is_head_enough=want == "robots")
        while not reader.is_full and (chunk := await response.content.readany()):
            reader.feed(chunk)
        body = reader.end()
        if want in ("feed", "page") and _is_challenge(headers, body):
            raise Blocked(
                "the host asks for a human", subject=address, advice=ASK_PUBLISHER, status=response.status
            )
        return Page(start, address, response.status, headers, body, now)

    async def _read_refusal(self, address: str, response: Answer, *, is_conditional: bool) -> Page:
        """What is no success: a Page where nothing changed, else the error that it means, however its body ends."""
        now, headers = datetime.now(UTC), _headers(response)
        if response.status == 304 and is_conditional:
            return Page(address, address, 304, headers, b"", now)
        body = b""
        with suppress(BrokenBody, aiohttp.ClientError, TimeoutError):
            async with asyncio.timeout(self.rules.glimpse_seconds):
                reader = BodyReader(
                    address, headers.get("content-encoding", ""), GLIMPSE, is_head_enough=True
                )
                async for chunk in response.content.iter_chunked(GLIMPSE):
                    reader.feed(chunk)
                    body = reader.head()
                    if reader.is_full:
                        break
        raise _refusal(address, response.status, headers, body, now)


class _NamedFaults:
    """What can happen between us and a host, by our names. (A generator with `contextmanager` costs thrice as much.)"""

    __slots__ = ("_address",)

    def __init__(self, address: str) -> None:
        self._address = address

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if fault is not None and (named := _named(fault, self._address)) is not None:
            raise named from fault


def _named(fault: BaseException, address: str) -> FetchError | None:
    """None: it has its name already, or is none of these."""
    if isinstance(fault, FetchError):
        return None
    if isinstance(fault, aiohttp.ConnectionTimeoutError):
        return HostUnreachable("does not answer", subject=address)
    if isinstance(fault, aiohttp.SocketTimeoutError):
        return TooSlow("took longer than it may be silent", subject=address)
    if isinstance(fault, TimeoutError):
        return None
    if isinstance(fault, aiohttp.ClientPayloadError | HttpProcessingError):
        return BrokenBody(f"was cut short or garbled ({_words(fault)})", subject=address)
    if not isinstance(fault, aiohttp.ClientError | OSError | ValueError):
        return None
    cause = fault.os_error if isinstance(fault, aiohttp.ClientConnectorError) else fault
    if isinstance(cause, PrivateSocket):
        return PrivateAddress(cause.what, subject=address, advice=cause.advice)
    if isinstance(fault, aiohttp.ClientConnectorCertificateError):
        why = getattr(fault.certificate_error, "verify_message", "")
        return HostUnreachable(f"shows a certificate not to be trusted ({why})", subject=address)
    return HostUnreachable(f"cannot be reached ({_words(fault)})", subject=address)


SEVERAL = frozenset({"x-robots-tag", "link"})
"""Headers that a host sends several of, each with its own meaning."""


def _headers(response: Answer) -> dict[str, str]:
    """Lower-case names; bytes that are no UTF-8 as U+FFFD, so that what is kept of them can be stored.

    Of a name that is sent twice the last value counts; those of X-Robots-Tag and Link all do, one a line.
    """
    headers: dict[str, str] = {}
    for name, value in response.headers.items():
        key = name.lower()
        if not value.isascii():
            value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        headers[key] = f"{headers[key]}\n{value}" if key in headers and key in SEVERAL else value
    return headers


def _target(address: str, location: str) -> str:
    # Bytes that are no UTF-8 arrive as surrogates: sent back percent-encoded, as browsers do.
    location = quote(location.encode("utf-8", "surrogateescape"), safe=ASCII)
    target = parse_address(location, base=address)
    if target is None:
        raise BadRedirect(f"redirects to where we do not go ({location[:80]})", subject=address)
    return target.partition("#")[0]


def _refusal(address: str, status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> FetchError:
    if status in (401, 403, 407, 451) or (status in (429, 503) and _is_challenge(headers, body)):
        return Blocked(f"the host answered {status}", subject=address, advice=ASK_PUBLISHER, status=status)
    if status in (429, 503):
        return Throttled(
            f"the host asked us to come back later ({status})",
            subject=address,
            retry_after_seconds=retry_after_seconds(headers.get("retry-after"), now),
        )
    return BadStatus(f"the host answered {status}", subject=address, status=status)


def _is_challenge(headers: Mapping[str, str], body: bytes) -> bool:
    if headers.get("cf-mitigated") == "challenge":
        return True
    if len(body) > CHALLENGE_BYTES:
        return False
    title = body.find(b"<title>")
    return (title >= 0 and body.startswith(CHALLENGE_TITLES, title)) or any(
        mark in body for mark in CHALLENGES
    )


def _check_type(address: str, content_type: str, want: Want) -> None:
    """A picture must not be a page and the other way round; anything else may call itself what it likes."""
    kind = content_type.partition("/")[0]
    if want == "picture" and kind in ("text", "video", "audio"):
        raise WrongType(f"is no picture ({content_type})", subject=address)
    if want in ("page", "feed") and (
        kind in ("image", "video", "audio", "font") or content_type in NOT_PAGES
    ):
        raise WrongType(f"is no {want} ({content_type})", subject=address)


def retry_after_seconds(text: str | None, now: datetime) -> float | None:
    """A Retry-After header (seconds or a date) as seconds; None where there is none.

    What cannot be read, or lies more than 30 days ahead, is a day.
    """
    if text is None:
        return None
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 12:
        seconds = float(text)
    else:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, IndexError, OverflowError):
            return UNREADABLE_RETRY_SECONDS
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        seconds = max(0.0, (moment - now).total_seconds())
    return seconds if seconds <= LONGEST_RETRY_SECONDS else UNREADABLE_RETRY_SECONDS


def _words(fault: BaseException) -> str:
    return " ".join(str(fault).split())[:200] or type(fault).__name__
