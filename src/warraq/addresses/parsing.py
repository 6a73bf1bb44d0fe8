"""Reads an address as browsers read it, and tells whose it is: host, site, twins of a host."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

import can_ada

TWIN_LABELS = frozenset(("www", "ww2", "www1", "www2", "www3", "m", "mobile", "amp", "wap"))
"""Host labels under which a site shows the same pages: www.goud.ma, m.goud.ma, ar.m.goud.ma."""
TWO_LEVEL_SUFFIXES = re.compile(
    r"(?:com|net|org|gov|gouv|gob|go|ac|co|or|ne|press|presse|edu|sch|mil|info|nom|asso|tm|biz|name|web)\.[a-z]{2}"
)
"""Second-level names under which a country registers (co.ma, press.ma, com.eg), without a list to download."""
SHARED_HOSTS = tuple(
    ".blogspot.com .wordpress.com .github.io .gitlab.io .substack.com .wixsite.com .weebly.com .over-blog.com "
    ".canalblog.com .e-monsite.com .free.fr .tumblr.com .medium.com .netlify.app .pages.dev .vercel.app "
    ".herokuapp.com .webnode.fr .ghost.io .hautetfort.com".split()
)
"""Where each name below is another publisher."""

_BLOGSPOT = re.compile(r"\.blogspot\.(?:com?\.)?[a-z]{2,3}$")
"""Blogger shows each blog under the name of the reader's country."""
_PLAIN_HOST = re.compile(r"https?://([a-z0-9.\-]+(?::[0-9]+)?)(?=[/?#])")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_DROPPED = str.maketrans("", "", "\t\r\n")
_EDGES = "".join(map(chr, range(0x21)))


def parse_address(text: str, base: str | None = None) -> str | None:
    """An absolute http(s) address as the WHATWG URL standard writes it, or None; relative ones need `base`.

    Of the web-platform tests 99 % come out right and no invalid one is accepted. Never raises.
    """
    text = text.strip(_EDGES).translate(_DROPPED)
    if base is not None:
        text = _against(text, base)
    try:
        url = can_ada.parse(text)
        address = str(url.href)
        is_web = address.startswith(("http://", "https://")) and bool(url.hostname)
        if "]" in address:
            urlsplit(address)  # raises on a bracket in a user's name: of no use to those who split later
    except (ValueError, TypeError):  # TypeError: a lone surrogate is no text for the parser
        return None
    return address if is_web else None


def host_of(address: str) -> str:
    """Host and port as dialled: `www.goud.ma`, `127.0.1.1:8400`."""
    if plain := _PLAIN_HOST.match(address):  # a tenth of the time, and true of nearly all
        return plain[1]
    return split_address(address).netloc.rpartition("@")[2].casefold()


def same_site(one: str, other: str) -> bool:
    """Whether both lie on one outlet's site: its www, mobile and AMP hosts count as one."""
    site = site_of(one)
    return bool(site) and site == site_of(other)


def site_of(address: str) -> str:
    """The registrable name of the address's host; an IP address is a site of its own with its port; empty for
    what is no address."""
    host = _BLOGSPOT.sub(".blogspot.com", (split_address(address).hostname or "").rstrip("."))
    if _is_ip(host):
        return host_of(address)
    labels = host.split(".")
    if host.endswith(SHARED_HOSTS):
        return ".".join(labels[-3:])
    # www.presse.ma is the newspaper presse.ma; www.goud.press.ma is goud.press.ma
    is_deep = TWO_LEVEL_SUFFIXES.fullmatch(".".join(labels[-2:])) and labels[-3:][0] not in TWIN_LABELS
    return ".".join(labels[-3 if is_deep else -2 :])


def without_site_prefix(host: str) -> str:
    """The host without the labels of twins, wherever they stand before the name itself. `host` is in small
    letters, and may have a port."""
    host, _, port = host.replace(".:", ":").rstrip(".").partition(":")
    host = _BLOGSPOT.sub(".blogspot.com", host)
    if host and not _is_ip(host) and "[" not in host:
        labels = host.split(".")
        own = -3 if host.endswith(SHARED_HOSTS) else -2
        kept = [label for label in labels[:own] if label not in TWIN_LABELS]
        host = ".".join((*kept, *labels[own:]))
    return f"{host}:{port}" if port else host


def split_address(address: str) -> SplitResult:
    """The parts of an address; all empty for what cannot be split."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _is_ip(host: str) -> bool:
    if not host[-1:].isdigit() and ":" not in host:
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _against(text: str, base: str) -> str:
    """`text` as it reads on a page at `base`: made absolute, dots and slashes left to the parser (WHATWG §4.4)."""
    home = split_address(base)
    if match := _SCHEME.match(text):
        rest = text[match.end() :]
        if match[1].lower() != home.scheme or rest.startswith("//"):
            return text
        text = rest  # `http:page.html` on an http page is relative
    end = min((at for at in (text.find("?"), text.find("#")) if at >= 0), default=len(text))
    path, tail = text[:end].replace("\\", "/"), text[end:]
    if path.startswith("//"):
        return f"{home.scheme}://{path.lstrip('/')}{tail}"
    origin = f"{home.scheme}://{home.netloc}"
    if path.startswith("/"):
        return f"{origin}{path}{tail}"
    if path:
        return f"{origin}{home.path.rpartition('/')[0]}/{path}{tail}"
    query = "" if tail.startswith("?") or not home.query else f"?{home.query}"
    return f"{origin}{home.path}{query}{tail}"
