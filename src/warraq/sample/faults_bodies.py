"""What the faulty hosts send: feeds and pages that are sound, packed wrongly, or made to wear a parser out.

Large ones are made piece by piece, so that being hostile costs this machine little.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from functools import lru_cache

import brotli
import zstandard

ENTRIES = 5
"""Articles that a readable feed lists."""
BOMB_BYTES = 400_000_000
"""What a bomb unpacks to."""
PIECE = b"\0" * 4_000_000
LARGE_BYTES = 50_000_000
HEAVY_BYTES = 19_000_000
"""Just within what is fetched of a feed."""
ATTRIBUTES = 200_000
DEPTH = 300_000

_HEADLINES = (
    "المجلس الجماعي يصادق على ميزانية السنة المقبلة",
    "افتتاح مكتبة عمومية جديدة في حي الميناء",
    "الفريق المحلي يتأهل إلى الدور الثاني من الكأس",
    "أمطار متفرقة مرتقبة نهاية الأسبوع في السهول",
    "معرض للكتاب المستعمل يستقطب آلاف الزوار",
)
_PARAGRAPHS = (
    "قالت مصادر محلية إن الأشغال ستنطلق في الأسابيع القليلة المقبلة، بعد أن استكملت اللجنة دراسة الملف من كل جوانبه.",
    "وأضافت المصادر نفسها أن السكان تابعوا الموضوع باهتمام كبير، وأن عددا من الجمعيات قدم مقترحات مكتوبة في الموضوع.",
    "ومن المنتظر أن يعقد لقاء ثان قبل نهاية الشهر، تعرض فيه النتائج الأولى على العموم وتفتح بعده فترة للملاحظات.",
)


def feed(base: str, *, declared: str = "utf-8", visit: int = 0) -> str:
    """A sound feed of the host at `base`; its first headline changes with `visit`."""
    items = "".join(
        f"<item><title>{title}{f' ({visit})' if visit and number == 0 else ''}</title>"
        f"<link>{base}/article/{number}</link><description>{_PARAGRAPHS[0]}</description></item>"
        for number, title in enumerate(_HEADLINES[:ENTRIES])
    )
    start = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f'{start}<rss version="2.0"><channel><title>الأعطاب</title><link>{base}/</link>{items}</channel></rss>'


def article(number: int) -> str:
    """The page of one of the feed's articles."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in _PARAGRAPHS)
    title = _HEADLINES[number % len(_HEADLINES)]
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><article><h1>{title}</h1>{text}</article></body></html>"
    )


def packed(encoding: str, body: bytes) -> bytes:
    """The body compressed as the Content-Encoding says."""
    if encoding == "gzip":
        return gzip.compress(body)
    return bytes(brotli.compress(body)) if encoding == "br" else zstandard.compress(body)


@lru_cache
def bomb(encoding: str) -> bytes:
    """Few bytes that unpack to `BOMB_BYTES` of zeros."""
    if encoding == "br":
        packer = brotli.Compressor(quality=3)
        pieces = [bytes(packer.process(PIECE)) for _ in range(BOMB_BYTES // len(PIECE))]
        return b"".join([*pieces, bytes(packer.finish())])
    return packed(encoding, PIECE) * (BOMB_BYTES // len(PIECE))


def large() -> Iterator[bytes]:
    """A feed of `LARGE_BYTES`, honestly announced."""
    item = f"<item><title>{_HEADLINES[0]}</title><description>{_PARAGRAPHS[0] * 40}</description></item>".encode()
    start = b'<rss version="2.0"><channel>'
    yield start
    yield from (item for _ in range((LARGE_BYTES - len(start)) // len(item)))
    yield b" " * ((LARGE_BYTES - len(start)) % len(item))


def heavy() -> bytes:
    """A feed that may be fetched, and whose every entry is tangled: tags crossed, names undeclared, marks bare."""
    item = b"<item><title>A & <b>B</title></b><x:y z=1><link>http://a.example/?a=1&b=2</link></item>"
    return b"<rss version=2.0><channel>" + item * (HEAVY_BYTES // len(item)) + b"</channel></rss>"


def many_attributes() -> bytes:
    """A feed with `ATTRIBUTES` attributes on one tag."""
    attributes = " ".join(f'a{number}="1"' for number in range(ATTRIBUTES))
    return f"<rss version='2.0'><channel><item {attributes}><title>&nbsp;x<i></title></item></channel></rss>".encode()


def swollen() -> bytes:
    """A JSON Feed of empty entries: three bytes each as sent, seventy as held."""
    return b'{"version":"https://jsonfeed.org/version/1.1","items":[' + b"{}," * (HEAVY_BYTES // 3) + b"{}]}"


def deep() -> bytes:
    """A feed whose elements lie within each other without end."""
    return b"<rss version='2.0'><channel>" + b"<item>" * DEPTH


def laughs() -> bytes:
    """The billion laughs: entities made of entities, 10^9 words in one kilobyte."""
    names = "abcdefghij"
    entities = "".join(
        f'<!ENTITY {name} "{f"&{names[number - 1]};" * 10 if number else "ha"}">'
        for number, name in enumerate(names)
    )
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]><rss version="2.0"><channel>'
        f"<item><title>&j;</title><link>/article/0</link></item></channel></rss>"
    ).encode()


def damaged(body: bytes) -> bytes:
    """A gzip stream whose last checksum is wrong."""
    whole = gzip.compress(body)
    return whole[:-8] + (zlib.crc32(body) ^ 1).to_bytes(4, "little") + whole[-4:]


def with_stray_byte(body: bytes) -> bytes:
    """A feed into whose first headline a byte of another charset fell."""
    return body.replace(b"</title><link>http", b"\xc7</title><link>http", 2).replace(b"\xc7", b"", 1)
