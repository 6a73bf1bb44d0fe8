"""Decides a feed's charset once, before any parser sees it, so that one bad byte never re-reads the whole feed."""

from __future__ import annotations

import codecs
import re
from html import escape, unescape
from html.entities import html5

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDE_STARTS = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
"""How `<?` begins in wide encodings without a byte order mark (XML 1.0, appendix F)."""
DECLARATION = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]+)""")
HTTP_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE)
WINDOWS_NUMBER = re.compile(r"&#(?:1[2-5][0-9]|[xX][89][0-9a-fA-F]);")
"""Windows-1252 by number, which XML takes for control characters and browsers for what was meant."""
ESCAPED_AMPERSAND = re.compile(r"&(?:amp|#0{0,4}38|#[xX]0{0,4}26);")
FORBIDDEN_NUMBER = re.compile(r"&#(?:[xX]([0-9a-fA-F]*)|([0-9]*));")
OPENING = re.compile(r"(?:\ufeff?\s*<\?xml[^>]*\?>)?[\ufeff \t\r\n]*")
"""A declaration, and what may stand before a feed's first element."""
AS_BROWSERS_READ = {
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "iso-8859-6": "windows-1256",
    "iso-8859-9": "windows-1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
"""Labels whose superset is what publishers mean (WHATWG Encoding)."""
CHARSETS = re.compile(
    r"ascii|utf-(?:8|16|32)|cp\d|iso8859|iso2022|koi8|gb|hz|big5|euc|shift_jis|johab|mac-|tis-620|ptcp154|kz1048|hp-"
)
"""Beginnings of Python's names for charsets. It decodes more (`undefined`, `unicode_escape`, `rot13`, `utf-7`), none
of which a publisher can mean."""
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML 1.0 does not allow anywhere."""
DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[([^\]]{0,20000})\]\s*)?>", re.IGNORECASE)
"""What it may refer to beside what it declares is HTML's names, which are known."""
ENTITY = re.compile(r"""<!ENTITY\s+([A-Za-z][\w.-]{0,31})\s+(?:"([^"&%<]{0,100})"|'([^'&%<]{0,100})')\s*>""")
"""A name for plain, short text; others (files, names made of names) stay what they are: letters."""
FIRST_TAG = re.compile(r"<(rss|feed|rdf:RDF|urlset|sitemapindex)\b")
WHOLE = {
    "rss": ("item", ("</title", "</link"), "</channel></rss>"),
    "feed": ("entry", ("</title", "<link"), "</feed>"),
    "rdf:RDF": ("item", ("</title", "</link"), "</rdf:RDF>"),
    "urlset": ("url", ("</loc",), "</urlset>"),
    "sitemapindex": ("sitemap", ("</loc",), "</sitemapindex>"),
}
"""Root -> an entry, what a cut one must still have to count, and what ends everything."""
CHILD_END = re.compile(
    r"</(?:title|link|guid|id|pubDate|published|updated|description|summary|author|category|dc:creator|dc:date|loc|"
    r"lastmod)\s*>|<link\b[^<>]*/>"
)
AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,31});)?"
)
"""One that XML does not understand: bare, or before a name of HTML's."""
LONE_ARABIC = re.compile(r"(?<![\u0621-\u06ff])[\u0621-\u06ff](?![\u0621-\u06ff])")
ARABIC_PAIR = re.compile(r"[\u0621-\u06ff]{2}")
"""Windows-1256 has French's small letters where Latin-1 has them, and Arabic for all its others: `Élections` read with
it begins with a lone ة. Arabic itself is made of letters that stand together."""
SURELY = 4
"""Pairs for each lone letter, against a declaration. Of 2,000 Arabic headlines each has ten at the least; 2,410 of
Portuguese in capitals have one for fifteen lone letters."""
STRAY_BYTES = 0.02
"""A text of which at most this share of bytes is no UTF-8 is UTF-8 with stray bytes, not another charset."""


def read_text(body: bytes, content_type: str = "") -> str:
    """The text of a feed: BOM > HTTP > declaration > valid UTF-8 > windows-1256, or 1252 where that makes no Arabic.

    A declared charset that the bytes contradict gives way to UTF-8 where they are valid UTF-8. Bytes that fit
    nowhere become U+FFFD, one by one.
    """
    for mark, name in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, errors="replace")
    for start, name in WIDE_STARTS:
        if body.startswith(start):
            return body.decode(name, errors="replace")
    for name in _declared(body, content_type):
        text = _decoded(body, name)
        if text is not None:
            return text
    return _undeclared(body)


def without_declaration(text: str) -> str:
    """The XML declaration taken off: its charset has been obeyed, and parsers would obey it once more."""
    start = OPENING.match(text)
    return text[start.end() :] if start else text


def with_windows_characters(text: str) -> str:
    """The text with `&#150;` and its like as the characters that browsers show for them."""
    return WINDOWS_NUMBER.sub(lambda match: unescape(match[0]), text) if "&#" in text else text


def with_plain_ampersands(address: str) -> str:
    """An address that was escaped once too often (`?a=1&amp;b=2`, WordPress's `&#038;`) as it was meant."""
    return ESCAPED_AMPERSAND.sub("&", address) if "&" in address else address


def mended(text: str) -> str:
    """The text with what most sick feeds are sick of set right, where there is no doubt what was meant.

    Ampersands outside CDATA: bare ones escaped, HTML's names (&eacute;) and the DOCTYPE's as characters; parsers
    that guess turn `?x=1&copy=2` into `?x=1©=2`. Characters that XML forbids, the DOCTYPE, and what a cache or a
    firewall put after the end are taken off. What breaks off is closed after its last whole part.
    """
    text = _without_comments(without_declaration(NO_XML.sub("", text)))
    names: dict[str, str] = {}
    if match := DOCTYPE.match(text):
        names = {name: one or other for name, one, other in ENTITY.findall(match[1] or "")}
        text = _without_comments(text[match.end() :].lstrip())
    text = _closed(text)
    if "&#" in text:
        text = FORBIDDEN_NUMBER.sub(_allowed, text)

    def reference(match: re.Match[str]) -> str:
        return _reference(match[1], names)

    pieces, at = [], 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        pieces += [AMPERSAND.sub(reference, text[at:start]), text[start : end + 3]]
        at = end + 3
    return "".join([*pieces, AMPERSAND.sub(reference, text[at:])])


def _closed(text: str) -> str:
    """The feed without what follows its end; of one that breaks off what is whole, and the end it lacks."""
    root = FIRST_TAG.match(text)
    if root is None:
        return text
    name = root[1]
    at = text.rfind(f"</{name}")
    if at >= 0 and text[at + len(name) + 2 :].lstrip()[:1] in ("", ">"):
        return f"{text[:at]}</{name}>"
    item, needed, end = WHOLE[name]
    at = text.rfind(f"</{item}>")
    whole, rest = (text[: at + len(item) + 3], text[at + len(item) + 3 :]) if at >= 0 else ("", text)
    begin = rest.find(f"<{item}")
    if begin >= 0 and (kept := _kept(rest[begin:], needed)):
        return f"{whole}{rest[:begin]}{kept}</{item}>{end}"
    return whole + end if whole else text


def _kept(entry: str, needed: tuple[str, ...]) -> str:
    """The whole parts of an entry that breaks off; nothing where one that it must have is not whole."""
    section = entry.rfind("<![CDATA[")
    if section >= 0 and entry.find("]]>", section) < 0:
        entry = entry[:section]
    ends = [match.end() for match in CHILD_END.finditer(entry)]
    kept = entry[: ends[-1]] if ends else ""
    return kept if all(part in kept for part in needed) else ""


def _without_comments(text: str) -> str:
    """The text from where its first comments end. (One expression for this takes for ever on hostile texts.)"""
    at = 0
    while text.startswith("<!--", at) and (end := text.find("-->", at)) >= 0:
        at = end + 3
        while at < len(text) and text[at].isspace():
            at += 1
    return text[at:]


def _allowed(number: re.Match[str]) -> str:
    """A numeric reference as it stands, or to U+FFFD where XML 1.0 has no such character."""
    digits = number[2] or (number[1] and f"0x{number[1]}")
    if not digits:
        return number[0]
    code = int(digits, 16 if number[1] else 10) if len(digits) < 10 else 0x110000
    is_character = code < 0x110000 and not NO_XML.match(chr(code))
    return number[0] if is_character else "\ufffd"


def _reference(name: str | None, names: dict[str, str]) -> str:
    """What stands for `&name;` in XML; `name` is None for a bare ampersand."""
    if name is None:
        return "&amp;"
    characters = names.get(name) or html5.get(f"{name};")
    return f"&amp;{name};" if characters is None else escape(characters)


def _declared(body: bytes, content_type: str) -> list[str]:
    found = []
    if match := HTTP_CHARSET.search(content_type):
        found.append(match[1])
    if declared := DECLARATION.match(body[:1_000]):
        found.append(declared[1].decode("ascii"))
    return [AS_BROWSERS_READ.get(name.lower(), name) for name in found]


def _decoded(body: bytes, name: str) -> str | None:
    """The text in the declared charset, or None where that cannot be or is clearly wrong."""
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return None
    if not CHARSETS.match(codec):
        return None
    if codec == "utf-8":
        return _utf8(body)
    try:
        text = body.decode(codec, errors="strict")
    except UnicodeError:
        if (utf8 := _utf8(body)) is not None:
            return utf8
        return body.decode(codec, errors="replace")
    if (
        not body.isascii()
        and codec.startswith(("cp125", "iso8859"))
        and (strict := _strict_utf8(body)) is not None
    ):
        return strict  # bytes that happen to be valid UTF-8 throughout are UTF-8, whatever was declared
    if codec == "cp1252" and (arabic := _surely_arabic(body)) is not None:
        return arabic
    return text


def _undeclared(body: bytes) -> str:
    if (text := _utf8(body)) is not None:
        return text
    text = body.decode("windows-1256", errors="replace")
    if len(LONE_ARABIC.findall(text)) > len(ARABIC_PAIR.findall(text)):
        return body.decode("windows-1252", errors="replace")
    return text


def _surely_arabic(body: bytes) -> str | None:
    """The text as windows-1256 where nearly all its Arabic letters stand together, as in no Latin text read so. Old
    servers call Latin whatever they were not told about."""
    text = body.decode("windows-1256")  # knows all bytes
    pairs, lone = len(ARABIC_PAIR.findall(text)), len(LONE_ARABIC.findall(text))
    return text if pairs > SURELY * (lone + 1) else None


def _strict_utf8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _utf8(body: bytes) -> str | None:
    """UTF-8, also with a few stray bytes; None where it is something else."""
    if (text := _strict_utf8(body)) is not None:
        return text
    text = body.decode("utf-8", errors="replace")
    strays = text.count("\ufffd")
    wide = sum(1 for byte in body if byte >= 0x80)
    return text if strays <= max(1, wide * STRAY_BYTES) and strays * 4 < wide else None
