"""Clean plain text out of pages: one form of each letter, no unseen signs, single spaces, no broken encodings.

Must never drop a word; what is mended is mended only where nothing else can be meant.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\uffff"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
)
"""Soft hyphens, zero-width spaces, bidi marks, controls, halves of characters. The zero-width (non-)joiners
U+200C and U+200D stay: Persian spelling and emoji need them."""
_PRESENTED = re.compile("[\ufb00-\ufb06\ufb50-\ufd3d\ufd50-\ufdf1\ufe70-\ufefc]")
"""Letters stored in the form they are shown in (Unicode, "Presentation Forms"). Whole words and signs of honour
(U+FDF2 to U+FDFD) stay as they were written."""
_ESCAPED = re.compile(
    r"&(?:amp;)?(?:(?:nbsp|quot|apos|laquo|raquo|[lr][sd]quo|hellip|[mn]dash|eacute|egrave|agrave|ecirc|ccedil|amp)"
    r"|#(?:0?39|34|38|160|171|187|82[01]\d|8230|x27|x20[12][0-9a-f]));",
    re.IGNORECASE,
)
"""Entities that a page escaped twice. Those of `<` and `>` stay: a text may speak of markup."""
_AS_LATIN = re.compile("[ÂÃÅØÙÚÛâ][\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]+")
"""UTF-8 read as windows-1252: a first byte and those that continue it."""
_CONTINUED = re.escape(bytes(range(0x80, 0xC0)).decode("cp1256"))
_AS_ARABIC = re.compile(f"[طظ][{_CONTINUED}](?:[طظ][{_CONTINUED}])+")
"""Arabic in UTF-8 read as windows-1256. Written so that a line is searched for its first letter alone: as a group
repeated twice or more it takes seven times as long."""
_DOUBTFUL = re.compile("[&\ufb00-\uffff]")
"""Signs without which a printable NFC line in the right encoding has nothing to mend."""
_LATIN_LETTER = re.compile("[À-ÖØ-öø-ÿ]")
_NO_LETTERS = bytes(code for code in range(0x80) if not chr(code).isalpha())
_FEWEST = 8
"""Letters: a shorter text proves nothing of its encoding."""


def clean_text(text: str) -> str:
    """One line: NFC, unseen signs out, every run of white space one space, broken encodings and entities mended."""
    is_plain = text.isprintable() and "  " not in text  # of white space, spaces alone are printable
    line = text.strip(" ") if is_plain else " ".join(text.split())
    if line.isascii():
        if "&" in line:
            line = _ESCAPED.sub(_entity, line)
        return line if line.isprintable() else " ".join(_UNSEEN.sub("", line).split())
    if (
        (is_plain or line.isprintable())
        and _DOUBTFUL.search(line) is None
        and unicodedata.is_normalized("NFC", line)
        and (mended := mend_encoding(line)) == line
    ):
        return mended  # most lines
    line = mend_encoding(unicodedata.normalize("NFC", line))
    if "&" in line:
        line = _ESCAPED.sub(_entity, line)
    line = _PRESENTED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), line)
    return " ".join(_UNSEEN.sub("", line).split())


def mend_encoding(text: str) -> str:
    """A text whose bytes were read in the wrong encoding, as it was meant; any other as it is.

    UTF-8 read as windows-1252 or windows-1256 is known by its bytes: runs that are valid UTF-8 and give letters or
    quotation marks. Windows-1256 read as windows-1252 is known by a text whose every letter is an accented one.
    """
    if _AS_LATIN.search(text):
        text = _AS_LATIN.sub(lambda match: _redecoded(match[0], "cp1252"), text)
    if _AS_ARABIC.search(text):
        text = _AS_ARABIC.sub(lambda match: _redecoded(match[0], "cp1256"), text)
    ascii_signs = text.encode("ascii", "ignore")
    if len(ascii_signs.translate(None, _NO_LETTERS)) * 9 > len(text) - len(ascii_signs):
        return text  # even if all others are accented letters
    accented = len(_LATIN_LETTER.findall(text))
    if accented >= _FEWEST and accented > 0.9 * sum(map(str.isalpha, text)):
        return _as_windows_1256(text)
    return text


def _entity(match: re.Match[str]) -> str:
    return unescape(unescape(match[0]))


def _redecoded(run: str, read_as: str) -> str:
    """A run that was read in the wrong encoding; itself, where its bytes are no UTF-8 or give what nobody writes."""
    try:
        meant = b"".join(
            bytes([ord(sign)]) if 0x80 <= ord(sign) < 0xA0 else sign.encode(read_as) for sign in run
        ).decode("utf-8")
    except UnicodeError:
        return run
    return meant if all(_is_usual(sign) for sign in meant) else run


def _is_usual(sign: str) -> bool:
    code = ord(sign)
    return (
        0xA0 <= code <= 0x17F
        or 0x600 <= code <= 0x6FF
        or 0x2010 <= code <= 0x203A
        or code in (0x20AC, 0x2122)
    )


def _as_windows_1256(text: str) -> str:
    try:
        meant = text.encode("cp1252").decode("cp1256")
    except UnicodeError:
        return text
    letters = [sign for sign in meant if sign.isalpha()]
    arabic = sum("\u0621" <= sign <= "\u064a" for sign in letters)
    return meant if arabic > 0.9 * len(letters) else text
