"""Addresses of the web: read as browsers read them, brought to one form, compared.

`canonical` gives an address that can be fetched; `identity_key` what makes two of them the same article, for
look-ups only. Pure: nothing is resolved or asked. Parameters that a site may need are never taken away, and what
is percent-encoded keeps its bytes: old sites encode in windows-1256.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

import can_ada

TRACKING_PARAMETERS = frozenset(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id rdt_cid srsltid epik "
    "igshid igsh mibextid fb_action_ids fb_action_types fb_source fb_ref fb_comment_id __cft__ __tn__ __xts__ "
    "mc_cid mc_eid mkt_tok _hsenc _hsmi hsctatracking vero_id vero_conv wickedid oly_anon_id oly_enc_id _ga _gl "
    "_openstat _branch_match_id _branch_referrer guccounter guce_referrer guce_referrer_sig spm xtor xtref cmpid "
    "icid ocid ncid s_cid smid smtyp sr_share wt_mc ito ref_src ref_url __twitter_impression at_medium at_campaign "
    "at_custom1 at_custom2 at_custom3 at_custom4 at_link_id at_link_origin at_link_type at_format at_ptr_name "
    "at_bbc_team ns_mchannel ns_source ns_campaign ns_linkname ns_fee trk_contact trk_msg trk_module trk_sid "
    "replytocom".split()
)
"""Names, in lower case, that say where a reader came from (replytocom: which comment he answers)."""
TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "matomo_", "piwik_", "hsa_", "ga_")
SHARING_VALUES = frozenset(
    "facebook twitter x whatsapp telegram linkedin pinterest email reddit tumblr print".split()
)
"""Of `share=`: WordPress' own buttons lead back to the article that they share."""
AMP_PARAMETERS = frozenset({("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp")})
"""Parameters that only choose the AMP twin of the same article."""
AMP_PATH = re.compile(r"(?<=[^/])/amp/?$", re.IGNORECASE)
SITE_PREFIXES = ("www.", "m.", "mobile.", "amp.")
"""Host labels under which a site shows the same pages."""
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

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_DROPPED = str.maketrans("", "", "\t\r\n")
_EDGES = "".join(map(chr, range(0x21)))
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})|[|\[\]^`{}]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


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


def canonical(address: str) -> str:
    """The address without fragment, user, tracking and AMP's marks, in one spelling. Idempotent; fetchable.

    Content parameters stay as they are, in their order. What is no web address is returned as it came.
    """
    parsed = parse_address(address)
    if parsed is None:
        return address
    parts = urlsplit(parsed)
    pieces = (piece for piece in parts.query.split("&") if piece)
    query = "&".join(_one_spelling(piece) for piece in pieces if not _is_needless(piece))
    path = _one_spelling(parts.path)
    while AMP_PATH.search(path):
        path = AMP_PATH.sub("/" if path.endswith("/") else "", path)
    return urlunsplit((parts.scheme, host_of(parsed), path or "/", query, ""))


def identity_key(address: str) -> str:
    """What makes two addresses one article. Scheme, `www.` and mobile hosts, a final slash and the order of
    parameters do not count: not an address to fetch, since not every site answers at each of its twins."""
    parts = urlsplit(canonical(address))
    host = without_site_prefix(parts.netloc)
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


def host_of(address: str) -> str:
    """Host and port as dialled: `www.goud.ma`, `127.0.1.1:8400`."""
    return _split(address).netloc.rpartition("@")[2].casefold()


def same_site(one: str, other: str) -> bool:
    """Whether both lie on one outlet's site: its www, mobile and AMP hosts count as one."""
    site = site_of(one)
    return bool(site) and site == site_of(other)


def site_of(address: str) -> str:
    """The registrable name of the address's host; an IP address is a site of its own with its port; empty for
    what is no address."""
    host = (_split(address).hostname or "").rstrip(".")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        labels = host.split(".")
        is_deep = host.endswith(SHARED_HOSTS) or TWO_LEVEL_SUFFIXES.fullmatch(".".join(labels[-2:]))
        return ".".join(labels[-3 if is_deep else -2 :])
    return host_of(address)


def without_site_prefix(host: str) -> str:
    """The host without the labels of twins, as long as a name with a dot remains."""
    host = host.replace(".:", ":").rstrip(".")
    for prefix in SITE_PREFIXES:
        rest = host.removeprefix(prefix)
        if rest != host and "." in rest and not rest.partition(":")[0].replace(".", "").isdigit():
            return without_site_prefix(rest)
    return host


def _against(text: str, base: str) -> str:
    """`text` as it reads on a page at `base`: made absolute, dots and slashes left to the parser (WHATWG §4.4)."""
    home = _split(base)
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


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _one_spelling(text: str) -> str:
    """Percent-encoding in one form (RFC 3986 §6.2.2): letters, digits and -._~ plain, all else upper case; what
    servers read alike whether encoded or not ([] in parameters' names) encoded."""
    return _ENCODED.sub(_spell, text)


def _spell(match: re.Match[str]) -> str:
    if match[1] is None:
        return f"%{ord(match[0]):02X}"
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _is_needless(piece: str) -> bool:
    """Whether a parameter only tells where a reader came from, or chooses a twin of the same article."""
    name, _, value = piece.partition("=")
    name = name.lower().removeprefix("amp;")  # of `&amp;utm_source=`, escaped once too often
    return (
        name in TRACKING_PARAMETERS
        or name.startswith(TRACKING_PREFIXES)
        or (name, value.lower()) in AMP_PARAMETERS
        or (name == "share" and value.lower() in SHARING_VALUES)
    )
