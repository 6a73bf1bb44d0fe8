"""Which encoding received text is in: byte mark > HTTP > declaration > valid UTF-8 > the letters themselves.

Must never raise on any bytes, and must never let one bad byte re-decode a whole page: what is UTF-8 but for a few
damaged bytes stays UTF-8.
"""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_KNOWN = re.compile(
    r"(?:utf-?8|utf-?16(?:-?[lb]e)?|(?:windows|cp|x-cp)-?125[0-8]|windows-?874|iso-?8859-?\d{1,2}|latin-?1|us-?ascii|ascii"
    r"|koi8-?[ru]|macintosh|shift[-_]?jis|euc-?(?:jp|kr)|gb2312|gbk|gb18030|big5)"
)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)",
    re.IGNORECASE,
)
_DECLARATION_WITHIN = 4096
"""Bytes; browsers look at the first 1024, old portals put scripts before the declaration."""

_DAMAGE_ALLOWED = 1000
"""One bad sequence in so many bytes above ASCII is damage; more is another encoding."""
_SAMPLE = 200_000
_RUN = re.compile(rb"[\x80-\xff]{2,}")
_ASCII = bytes(range(0x80))


def decide_charset(body: bytes, *, http: str = "", declared: str = "") -> str:
    """The Python codec for `body`. `http`: the charset of the Content-Type header (or the whole header);
    `declared`: what the document says of itself. Either may be empty or wrong.

    A declaration is overruled only when sure: text that is valid UTF-8 beyond ASCII is UTF-8; text that claims UTF-8
    or a Latin encoding and is neither is told by its letters.
    """
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return codec
    claimed = _codec(http) or _codec(declared)
    if claimed and claimed.startswith("utf-16"):
        claimed = claimed if b"\x00" in body[:200] else None  # an ASCII-compatible declaration cannot say so
        if claimed:
            return claimed
    sample = body[:_SAMPLE]
    if _is_utf8(sample):
        has_letters_beyond_ascii = not sample.isascii()
        return "utf-8" if has_letters_beyond_ascii or not claimed else claimed
    if claimed in (None, "utf-8", "cp1252"):
        return _by_letters(sample)
    return claimed or "cp1252"


def declared_charset(body: bytes) -> str:
    """What an HTML or XML document says of its own encoding; empty where it says nothing."""
    match = _DECLARED.search(body, 0, _DECLARATION_WITHIN)
    return (match[1] or match[2]).decode("ascii") if match else ""


def decode_document(body: bytes, *, content_type: str = "") -> str:
    """HTML or XML bytes as text; `content_type` is the whole HTTP header. Bad bytes become U+FFFD."""
    header = _HEADER_CHARSET.search(content_type)
    codec = decide_charset(body, http=header[1] if header else "", declared=declared_charset(body))
    return body.decode(codec, errors="replace").removeprefix("\ufeff")


def undecoded(body: bytes, *, content_type: str = "") -> bytes | str:
    """The same document for a parser that reads UTF-8 and mends bad bytes itself, as lexbor does: the bytes as received
    wherever they are UTF-8. Decoding and encoding again would take as long as half of parsing."""
    if b"\x00" not in body[:200] and (body.isascii() or _is_surely_utf8(body[:_SAMPLE])):
        return body.removeprefix(codecs.BOM_UTF8)
    return decode_document(body, content_type=content_type)


def as_text(markup: bytes | str) -> str:
    """What `undecoded` gave, as text."""
    return markup if isinstance(markup, str) else markup.decode("utf-8", "replace")


def _is_surely_utf8(sample: bytes) -> bool:
    """Whether bytes beyond ASCII stand in it and all are UTF-8: then no declaration counts."""
    if sample.isascii():
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _codec(name: str) -> str | None:
    if match := _HEADER_CHARSET.search(name):
        name = match[1]
    name = name.strip().lower()
    if not _KNOWN.fullmatch(name):
        return None
    try:
        codec = codecs.lookup(name.replace("x-cp", "cp")).name
    except LookupError:
        return None
    # As browsers do (WHATWG Encoding): Latin-1 and ASCII mean windows-1252, Latin-5 windows-1254.
    return {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}.get(codec, codec)


def _is_utf8(sample: bytes) -> bool:
    if sample.isascii() or _is_surely_utf8(sample):
        return True
    text = sample.decode("utf-8", errors="replace")
    above = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\ufffd") * _DAMAGE_ALLOWED <= above or (text.count("\ufffd") <= 2 < above / 20)


def _by_letters(sample: bytes) -> str:
    """windows-1256 where bytes above ASCII stand in runs and alef and lam are common among them, else windows-1252.

    In Arabic text alef and lam make about a quarter of the letters; in French accented letters stand alone.
    """
    high = len(sample.translate(None, _ASCII))
    if not high:
        return "utf-8"
    in_runs = sum(len(run) for run in _RUN.findall(sample))
    alef_lam = sample.count(0xC7) + sample.count(0xE1)
    return "cp1256" if in_runs > 0.6 * high and alef_lam > 0.1 * high else "cp1252"
