"""When two addresses are one article, and what an address says of the article's number on its site.

Nothing here is an address to fetch: not every site answers at each of its twins.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult

from warraq.addresses.canonical import canonical, is_date, names_article
from warraq.addresses.parameters import Rule, rules_of
from warraq.addresses.parsing import same_site, split_address, without_site_prefix

_SLASHES = re.compile(r"//+")
_INDEX = re.compile(r"/(?:index|default)\.(?:php\d?|html?|shtml|aspx?|jsp|cfm)(?=/|$)", re.IGNORECASE)
"""The file that a server adds to a folder by itself; before more of a path, where it has no tidy addresses."""
_TWIN_BEGINNING = re.compile(r"^(/[a-z]{2})?/(?:amp|m|mobile|wap|print)(?=/)", re.IGNORECASE)
_TWIN_ENDING = re.compile(r"\.amp(?=\.html?$|$)|/(?:print|imprimer)$", re.IGNORECASE)
_FIRST_PAGE = re.compile(r"/page/1$")
_LATER_PAGE = re.compile(r"/page/\d{1,3}$")
_SHORT_NUMBER = re.compile(r"\d{1,3}")
_SPIP = re.compile(r"(?:/spip\.php)?/article(\d+)(?:\.html?)?")
_SPIP_PIECE = re.compile(r"article(\d+)")
_THREAD = re.compile(r"t=(\d+)|(\d+)-[^=]*")
_JOOMLA_ID = re.compile(r"id=(\d+)(?:(?::|%3A)[^&]*)?", re.IGNORECASE)

_EDGES = re.compile(
    r"^[a-z]{0,12}[-_]?(?P<n>\d{4,18})$|^(?P<first>\d{4,18})(?=[-_,.:])|[-_,.](?:id|[a-z])?(?P<last>\d{4,18})$"
    r"|(?:^|[-_,.])(?P<code>[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\.[a-z]{2,5}\d?$", re.IGNORECASE)
_LEADING = re.compile(r"(\d{4,18})(?:(?:-|:|%3A).*)?", re.IGNORECASE)


@lru_cache(maxsize=4096)
def identity_key(address: str) -> str:
    """What makes two addresses one article.

    Scheme, `www.` and mobile hosts, a final slash, `index.php`, the order of parameters, AMP's and print's marks and
    which page of a long article do not count; nor what Joomla, SPIP, Drupal and forums add to an article's number.
    """
    parts = split_address(canonical(address))
    path, query = _plain(parts)
    route = f"#{parts.fragment}" if parts.fragment else ""
    return without_site_prefix(parts.netloc) + path + (f"?{query}" if query else "") + route


def _plain(parts: SplitResult) -> tuple[str, str]:
    """Path and query without all that does not count, of a canonical address."""
    path, query = parts.path, parts.query
    if "//" in path:
        path = _SLASHES.sub("/", path)
    path = _without_twins(_INDEX.sub("", path).rstrip("/"))
    if query:
        path, query = _without_cms(path, query)
        pieces = [piece.replace("+", "%20") for piece in query.split("&")]
        pieces = [piece for piece in pieces if not _is_page(piece, path, query)]
        query = "&".join(dict.fromkeys(sorted(pieces, key=lambda piece: piece.partition("=")[0])))
    elif spip := _SPIP.fullmatch(path):
        path = f"/article{spip[1]}"
    return path, query


def _without_twins(path: str) -> str:
    path = _FIRST_PAGE.sub("", path)
    for pattern in (_TWIN_BEGINNING, _TWIN_ENDING, _LATER_PAGE):
        shorter = pattern.sub(lambda match: match[1] or "" if match.lastindex else "", path)
        if shorter != path and names_article(shorter, ""):
            path = shorter
    return path


def _without_cms(path: str, query: str) -> tuple[str, str]:
    """What widespread programs write beside the number that alone counts."""
    pieces = query.split("&")
    if any(piece.lower().startswith("option=com_") for piece in pieces):
        if any(_JOOMLA_ID.fullmatch(piece) for piece in pieces) and {"view=article", "view=item"} & set(
            pieces
        ):
            pieces = [_JOOMLA_ID.sub(r"id=\1", piece) for piece in pieces]
            pieces = [piece for piece in pieces if not piece.lower().startswith(("itemid=", "catid="))]
    elif path in ("", "/spip.php"):
        if spip := _SPIP_PIECE.fullmatch(pieces[0]):
            return f"/article{spip[1]}", "&".join(pieces[1:])
        article = [piece for piece in pieces if piece.startswith("id_article=")]
        if article and "page=article" in pieces:
            pieces.remove("page=article")
            pieces.remove(article[0])
            return "/article" + article[0].partition("=")[2], "&".join(pieces)
        if pieces[0].startswith(("q=node/", "q=node%2F")):
            return "/node/" + pieces[0].replace("%2F", "/").rpartition("/")[2], "&".join(pieces[1:])
    elif path.endswith("/showthread.php") and (thread := _THREAD.fullmatch(pieces[0])):
        pieces[0] = f"t={thread[1] or thread[2]}"
    return path, "&".join(pieces)


def _is_page(piece: str, path: str, query: str) -> bool:
    """Whether a parameter says which page of a list or an article: the first of anything, any of one article."""
    value = piece.partition("=")[2]
    if not _SHORT_NUMBER.fullmatch(value) or Rule.PAGE not in rules_of(piece):
        return False
    return value == "1" or names_article(path, query)


def first_page(address: str) -> str:
    """The canonical address without what says which page of one article: that of the article itself."""
    address = canonical(address)
    parts = split_address(address)
    pieces = [piece for piece in parts.query.split("&") if not _is_page(piece, parts.path, parts.query)]
    path = parts.path
    if (found := _LATER_PAGE.search(path.rstrip("/"))) and names_article(path[: found.start()], ""):
        path = path[: found.start()] + ("/" if path.endswith("/") else "")
    return parts._replace(path=path, query="&".join(pieces)).geturl()


def is_later_page(address: str) -> bool:
    """Whether this is the second or a later page of one article: its text is not the article's."""
    if "?" not in address and "/page/" not in address:
        return False
    address = canonical(address)
    if first_page(address) == address:
        return False
    parts = split_address(address)
    values = [piece.partition("=")[2] for piece in parts.query.split("&") if Rule.PAGE in rules_of(piece)]
    values += (
        [parts.path.rstrip("/").rpartition("/")[2]] if _LATER_PAGE.search(parts.path.rstrip("/")) else []
    )
    return any(_SHORT_NUMBER.fullmatch(value) and int(value) > 1 for value in values)


def is_believable(claim: str, address: str) -> bool:
    """Whether an article at `address` may name `claim` as its own address, both absolute: on the same site, and
    neither its front page nor a section's, which careless templates name on every page."""
    claim, address = canonical(claim), canonical(address)
    if not same_site(claim, address):
        return False
    own, said = split_address(address), split_address(claim)
    (path, query), (claimed, claimed_query) = _plain(own), _plain(said)
    if (claimed, claimed_query) == (path, query):
        return True
    if not claimed:  # the front page, unless it shows an article by its number or its route
        has_number = any(Rule.NUMBER in rules_of(piece) for piece in claimed_query.split("&"))
        return has_number or bool(said.fragment)
    if names_article(claimed, claimed_query):
        return True
    if path.startswith(claimed + "/") and not claimed_query:
        return bool(_SHORT_NUMBER.fullmatch(path[len(claimed) + 1 :]))  # /headline/2: its second page
    return not (names_article(path, query) and claimed.count("/") == 1 and not claimed_query)


def site_number(address: str) -> str | None:
    """The outlet's own number of the article, where its address holds one: four digits or more that are no date, or
    a UUID; it stays when the title and the address's words change."""
    numbered = _numbered(address)
    return numbered[0] if numbered else None


def are_siblings(one: str, other: str) -> bool:
    """Whether two addresses are made alike and hold different numbers: so they are two articles."""
    mine, theirs = _numbered(one), _numbered(other)
    return mine is not None and theirs is not None and mine[0] != theirs[0] and mine[1] == theirs[1]


@lru_cache(maxsize=4096)
def _numbered(address: str) -> tuple[str, str] | None:
    """The article's number, and the address but for it and its words."""
    path, _, query = identity_key(address).partition("#")[0].partition("?")
    for piece in query.split("&") if query else ():
        name, _, value = piece.partition("=")
        found = _LEADING.fullmatch(value or name) if not value or Rule.NUMBER in rules_of(piece) else None
        if found and not is_date(found[1]):
            return found[1], f"{path}?{name if value else ''}"
    host, *segments = path.split("/")
    for at in range(len(segments) - 1, -1, -1):
        if number := _number_in(segments[at]):
            return number, "/".join((host, *segments[:at]))
    return None


def _number_in(segment: str) -> str | None:
    """The number at an edge of a piece of a path; the longest of two."""
    found = [
        next(filter(None, (match["n"], match["first"], match["last"], match["code"])))
        for match in _EDGES.finditer(_EXTENSION.sub("", segment))
    ]
    numbers = [number.lower() for number in found if not is_date(number)]
    return max(numbers, key=len, default=None)
