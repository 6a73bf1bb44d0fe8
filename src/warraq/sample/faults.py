"""The faults of the sample press: hosts that do what sick and hostile servers do, one fault a host. A table.

Each names the error that it must end in (a class of `warraq.errors`), or none where the feed is to be read all the
same. `warraq demo --faults` and the tests start them; see `faults_server`.
"""

from __future__ import annotations

from dataclasses import dataclass

from warraq.records import OutletSeed
from warraq.sample import faults_bodies as bodies
from warraq.sample import faults_turns as turns
from warraq.sample.faults_turns import Turn

NEIGHBOUR_IP = "127.0.2.1"
"""A sound host beside them, on which tests see that others are unharmed."""
CLOUDFLARE = b"<html><head><title>Just a moment...</title></head><body><div id=cf-chl-x></div></body></html>"
INCAPSULA = b"<html><body><iframe src='/_Incapsula_Resource?x=1'></iframe></body></html>"
MANY_HEADERS = [f"X-{number}: x" for number in range(20_000)]


@dataclass(frozen=True, slots=True)
class Fault:
    """One faulty host."""

    slug: str
    error: str
    """The name of the error; empty: none, the feed is read."""
    sentence: str
    """What the host does, for people."""
    turn: Turn | None
    """How its feed answers; None where nothing listens."""
    is_tls: bool = False
    """Whether it speaks TLS, with a certificate that nobody should trust."""
    is_https: bool = False
    """Whether its address says https."""


def _fault(slug: str, error: str, sentence: str, turn: Turn | None) -> Fault:
    return Fault(slug, error, sentence, turn)


FAULTS = (
    # Time
    _fault("slow-head", "TooSlow", "sends its head one byte at a time and never ends it", turns.slow_head),
    _fault("slow-body", "TooSlow", "sends its body one byte at a time", turns.slow_body),
    _fault("silent", "TooSlow", "takes the request and says nothing", turns.silent),
    _fault("silent-midway", "TooSlow", "sends half a feed and keeps the line open", turns.silent_midway),
    _fault("hints-for-ever", "BrokenBody", "sends interim answers without end", turns.hints_for_ever),
    # Heads
    _fault("endless-head", "BrokenBody", "sends one header without end", turns.endless_head),
    _fault("headers-20k", "BrokenBody", "sends 20,000 headers",
           turns.says(lambda request: turns.answer(turns.sound(request), *MANY_HEADERS))),
    _fault("huge-header", "BrokenBody", "sends a header of 100 kB",
           turns.says(lambda request: turns.answer(turns.sound(request), "X-Huge: " + "x" * 100_000))),
    _fault("no-http", "BrokenBody", "speaks another protocol",
           turns.says(lambda _: b"220 mail.example ESMTP ready\r\n")),
    _fault("no-answer", "HostUnreachable", "closes the line instead of an answer", turns.says(lambda _: b"")),
    # Compression
    _fault("cut-gzip", "BrokenBody", "sends gzip without its end", turns.cut("gzip")),
    _fault("cut-br", "BrokenBody", "sends brotli without its end", turns.cut("br")),
    _fault("cut-zstd", "BrokenBody", "sends zstd without its end", turns.cut("zstd")),
    _fault("damaged-gzip", "BrokenBody", "sends gzip with a wrong checksum",
           turns.says(lambda request: turns.answer(bodies.damaged(turns.sound(request)), "Content-Encoding: gzip"))),
    _fault("unasked-encoding", "BrokenBody", "compresses in a way nobody asked for",
           turns.sends(lambda: b"\x1f\x9d", "Content-Encoding: compress")),
    _fault("bomb-gzip", "BodyTooLarge", "sends 400 kB of gzip that unpack to 400 MB", turns.bombs("gzip")),
    _fault("bomb-br", "BodyTooLarge", "sends a kilobyte of brotli that unpacks to 400 MB", turns.bombs("br")),
    _fault("bomb-zstd", "BodyTooLarge", "sends a few kilobytes of zstd that unpack to 400 MB", turns.bombs("zstd")),
    _fault("members", "BrokenBody", "sends gzip made of a million empty streams",
           turns.sends(lambda: bodies.packed("gzip", b"") * 900_000, "Content-Encoding: gzip")),
    # Lengths
    _fault("endless-chunks", "BodyTooLarge", "sends chunks without end", turns.endless_chunks),
    _fault("crumbs", "BrokenBody", "sends chunks of one byte without end", turns.crumbs),
    _fault("feed-50mb", "BodyTooLarge", "sends a feed of 50 MB", turns.large),
    _fault("length-too-long", "BrokenBody", "announces more than it sends",
           turns.says(lambda request: turns.head("Content-Length: 99999") + turns.sound(request))),
    _fault("length-too-short", "BrokenBody", "announces less than it sends",
           turns.says(lambda request: turns.head("Content-Length: 300") + turns.sound(request))),
    _fault("length-twice", "BrokenBody", "announces two different lengths",
           turns.says(lambda request: turns.head("Content-Length: 10", "Content-Length: 20") + turns.sound(request))),
    _fault("length-in-words", "BrokenBody", "announces a length that is no number",
           turns.says(lambda request: turns.head("Content-Length: many") + turns.sound(request))),
    _fault("chunks-cut", "BrokenBody", "sends chunks and leaves out the last",
           turns.says(lambda request: turns.head("Transfer-Encoding: chunked") + turns.CHUNK)),
    _fault("chunks-garbled", "BrokenBody", "sends chunks whose lengths are no numbers",
           turns.says(lambda request: turns.head("Transfer-Encoding: chunked") + b"zz\r\n" + turns.sound(request))),
    _fault("part-only", "BrokenBody", "sends a part of the feed to who asked for all of it",
           turns.says(lambda request: turns.answer(
               turns.sound(request)[:300], "Content-Range: bytes 0-299/2000", status="206 Partial Content"))),
    # Redirects
    _fault("circle", "BadRedirect", "redirects to itself", turns.redirects("{base}/feed")),
    _fault("ladder", "BadRedirect", "redirects to ever another address",
           turns.says(lambda request: turns.answer(
               b"", f"Location: {request.base}/feed?step={request.visit}", status="301 Moved Permanently"))),
    _fault("to-file", "BadRedirect", "redirects to a file of this machine", turns.redirects("file:///etc/passwd")),
    _fault("to-data", "BadRedirect", "redirects into the address itself", turns.redirects("data:text/xml,<rss/>")),
    _fault("to-nowhere", "BadStatus", "redirects without saying where to", turns.refuses("301 Moved Permanently")),
    _fault("to-loopback", "PrivateAddress", "redirects to this machine", turns.redirects("http://127.0.0.1:22/")),
    _fault("to-localhost", "PrivateAddress", "redirects to this machine by its name",
           turns.redirects("http://localhost:22/")),
    _fault("to-private", "PrivateAddress", "redirects into a private network", turns.redirects("http://192.168.1.1/")),
    _fault("to-metadata", "PrivateAddress", "redirects to where clouds keep their machines' secrets",
           turns.redirects("http://169.254.169.254/latest/meta-data/")),
    _fault("to-decimal", "PrivateAddress", "redirects to this machine, written as one number",
           turns.redirects("http://2130706433:22/")),
    _fault("to-octal", "PrivateAddress", "redirects to this machine, written in octal",
           turns.redirects("http://0177.0.0.01:22/")),
    _fault("to-hex", "PrivateAddress", "redirects to this machine, written in hexadecimal",
           turns.redirects("http://0x7f.1:22/")),
    _fault("to-mapped", "PrivateAddress", "redirects to this machine, as IPv6 that holds IPv4",
           turns.redirects("http://[::ffff:127.0.0.1]:22/")),
    # Refusals
    _fault("gone", "BadStatus", "has no feed any more (410)", turns.refuses("410 Gone")),
    _fault("broken-inside", "BadStatus", "fails inside (500)", turns.refuses("500 Internal Server Error")),
    _fault("login", "Blocked", "asks who we are (401)", turns.refuses("401 Unauthorized")),
    _fault("forbidden", "Blocked", "forbids it (403)", turns.refuses("403 Forbidden")),
    _fault("challenge-503", "Blocked", "asks for a human (503)",
           turns.refuses("503 Service Unavailable", body=CLOUDFLARE)),
    _fault("challenge-200", "Blocked", "asks for a human as if all were well (200)",
           turns.refuses("200 OK", body=INCAPSULA)),
    _fault("busy-seconds", "Throttled", "asks for two minutes (429)", turns.comes_back(lambda: "120")),
    _fault("busy-date", "Throttled", "asks to wait until a time (429)", turns.comes_back(turns.in_five_minutes)),
    _fault("busy-words", "Throttled", "asks to wait until a time that cannot be read (429)",
           turns.comes_back(lambda: "after the holidays")),
    _fault("busy-years", "Throttled", "asks for thirty years (429)", turns.comes_back(lambda: "946080000")),
    _fault("busy-unsaid", "Throttled", "asks us to come back and does not say when (429)",
           turns.refuses("429 Too Many Requests")),
    _fault("busy-503", "Throttled", "is under maintenance for an hour (503)",
           turns.refuses("503 Service Unavailable", "Retry-After: 3600")),
    _fault("busy-slow", "Throttled", "asks for a minute (429), one byte at a time", turns.slow_refusal),
    # Lines
    _fault("nobody", "HostUnreachable", "does not listen", None),
    _fault("reset-at-once", "HostUnreachable", "tears the line down", turns.reset_at_once),
    _fault("reset-midway", "BrokenBody", "tears the line down in the middle of a feed", turns.reset_midway),
    Fault("tls-expired", "HostUnreachable", "shows a certificate that expired and that it signed itself",
          turns.says(lambda request: turns.answer(turns.sound(request))), is_tls=True, is_https=True),
    Fault("tls-none", "HostUnreachable", "speaks no TLS where its address says https",
          turns.refuses("400 Bad Request"), is_https=True),
    # Types
    _fault("picture", "WrongType", "sends a picture for a feed",
           turns.says(lambda _: turns.answer(b"\x89PNG\r\n\x1a\n", kind="image/png"))),
    _fault("html", "NotAFeed", "sends a page for a feed",
           turns.says(lambda _: turns.answer(bodies.article(0).encode(), kind="text/html"))),
    _fault("empty", "NotAFeed", "sends nothing, and says that all is well", turns.sends(lambda: b"")),
    # Parsers
    _fault("attributes", "WorkerKilled", "sends 200,000 attributes on one tag", turns.sends(bodies.many_attributes)),
    _fault("tangled-19mb", "WorkerKilled", "sends 19 MB of crossed tags", turns.sends(bodies.heavy)),
    _fault("deep", "WorkerKilled", "sends 300,000 elements within each other", turns.sends(bodies.deep)),
    _fault("swollen", "WorkerKilled", "sends 19 MB of JSON that take half a gigabyte to hold",
           turns.says(lambda _: turns.answer(bodies.swollen(), kind="application/feed+json"))),
    _fault("laughs", "", "sends entities that unfold to a billion words", turns.sends(bodies.laughs)),
    # Sick and yet to be read
    _fault("charset-unsaid", "", "writes windows-1256 and does not say so", turns.says_in("cp1256", declared="")),
    _fault("charset-wrong", "", "writes windows-1256 and says UTF-8", turns.says_in("cp1256", declared="utf-8")),
    _fault("charset-other-wrong", "", "writes UTF-8 and says windows-1256",
           turns.says_in("utf-8", declared="windows-1256", kind="text/xml; charset=windows-1256")),
    _fault("charset-unknown", "", "names a charset that does not exist",
           turns.says_in("utf-8", declared="x-arabic-news", kind="text/xml; charset=none")),
    _fault("charset-wide", "", "writes UTF-16 without a mark", turns.says_in("utf-16-le", declared="utf-16")),
    _fault("charset-stray", "", "writes UTF-8 with a stray byte of another charset",
           turns.says(lambda request: turns.answer(bodies.with_stray_byte(turns.sound(request))))),
    _fault("same-etag", "", "changes its feed and keeps its ETag", turns.same_etag),
)  # fmt: skip


def ip_of(fault: Fault) -> str:
    """The host's loopback address."""
    return f"127.0.2.{FAULTS.index(fault) + 2}"


def base_of(fault: Fault, port: int) -> str:
    """The host's address without a path."""
    return f"{'https' if fault.is_https else 'http'}://{ip_of(fault)}:{port}"


def fault_sockets(port: int) -> frozenset[tuple[str, int]]:
    """The sockets of all faulty hosts and of their neighbour."""
    return frozenset((ip, port) for ip in (NEIGHBOUR_IP, *map(ip_of, FAULTS)))


def fault_seeds(port: int) -> tuple[OutletSeed, ...]:
    """One outlet a fault, as an operator would type it."""
    return tuple(
        OutletSeed(
            slug=f"fault-{fault.slug}",
            homepage=f"{base_of(fault, port)}/",
            names={"ar": f"عطب: {fault.slug}", "fr": f"Panne : {fault.slug}"},
            feeds=(f"{base_of(fault, port)}/feed",),
            note=f"{fault.sentence} ({fault.error or 'read all the same'})",
        )
        for fault in FAULTS
    )
