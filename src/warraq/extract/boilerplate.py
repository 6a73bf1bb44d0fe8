"""Lines that stand in the text of pages and are not the article's: read-also links, share bars, copyright lines.

Tables of phrases in the press's languages and the rules that use them. Must never drop a line for one word: a
phrase has to open the line or fill it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from warraq.extract.date_tables import MODIFIED_WORDS, PUBLISHED_WORDS
from warraq.extract.date_text import LETTER, fold, one_of
from warraq.extract.dates import read_date
from warraq.extract.titles import key
from warraq.records import Block, BlockKind, block_lines

_READ_ALSO = (
    "اقرأ أيضا", "إقرأ أيضا", "اقرأوا أيضا", "اقرؤوا أيضا", "اقرأ المزيد", "إقرأ المزيد", "اقرأ كذلك",
    "اقرا ايضا", "قد يهمك",
    "قد يهمك أيضا", "شاهد أيضا", "طالع أيضا", "طالع المزيد", "تابع أيضا", "مواضيع ذات صلة", "مقالات ذات صلة",
    "أخبار ذات صلة",
    "موضوعات ذات صلة", "مواضيع متعلقة", "في نفس الموضوع", "للمزيد", "لقراءة المزيد", "المزيد من الأخبار",
    "شاهد:", "قد يعجبك",
    "lire aussi", "à lire aussi", "a lire aussi", "lire également", "à lire également", "à lire", "lire :",
    "lire:", "voir aussi",
    "à voir aussi", "pour aller plus loin :", "sur le même sujet", "articles liés", "articles similaires",
    "à découvrir",
    "découvrez aussi", "read also", "read more", "also read", "see also", "related:", "related articles",
    "related stories",
    "related posts", "you may also like", "you might also like", "more on this story", "recommended for you",
    "read next",
    "recommended stories", "recommended reading", "up next",
)  # fmt: skip
_FOLLOW = (
    "تابعوا أخبار", "تابع آخر الأخبار", "تابعوا آخر", "تابعونا على", "تابعنا على", "اشترك في", "اشتركوا في",
    "انضم إلى قناتنا",
    "لمتابعة آخر الأخبار", "تابعوا قناتنا", "يمكنكم متابعة", "suivez-nous sur", "suivez nous sur",
    "abonnez-vous à notre",
    "inscrivez-vous à notre", "rejoignez-nous sur", "recevez notre newsletter", "s'abonner à la newsletter",
    "follow us on", "sign up for our", "subscribe to our", "subscribe now", "join our newsletter",
    "sign up to our", "click here to subscribe",
    "sign up for the", "get the latest news", "join the conversation", "like us on facebook", "follow me on",
    "join our",
)  # fmt: skip
_SHARE = (
    "شارك", "شاركها", "شارك المقال", "شارك الخبر", "شارك هذا الموضوع", "مشاركة", "انشر", "أرسل", "طباعة", "نسخ الرابط",
    "partager", "partagez", "partager sur", "partager cet article", "imprimer", "envoyer par email", "copier le lien",
    "share", "share this", "share this article", "share this post", "share on", "print", "email", "e-mail",
    "tweet", "pin it", "copy link",
    "facebook", "twitter", "whatsapp", "telegram", "linkedin", "messenger", "pinterest", "reddit", "x",
    "فيسبوك", "تويتر",
    "واتساب", "واتس اب", "تلغرام", "تليجرام", "لينكدإن", "ماسنجر", "advertisement", "publicité", "إعلان",
    "إعلانات", "-", "|", "+", "via", "sur", "on",
    "story continues below advertisement", "continue reading", "skip ad", "loading", "save", "comments",
    "leave a comment", "comment",
    "0", "1", "link", "more", "menu", "close", "listen", "follow", "all rights reserved",
    "أبلغ عن صورة غير لائقة", "listen to this article",
)  # fmt: skip
_REPORT = (
    "أبلغ عن",
    "الإبلاغ عن",
    "signaler un",
    "signaler une",
    "signaler cet",
    "report this",
    "report an error",
    "report a typo",
)
_COPYRIGHT = (
    "جميع الحقوق محفوظة", "كل الحقوق محفوظة", "حقوق النشر محفوظة", "tous droits réservés", "all rights reserved",
    "reproduction interdite", "this material may not be published", "toute reproduction interdite",
)  # fmt: skip
_TAGS = (
    "الوسوم", "وسوم", "الكلمات الدلالية", "كلمات دلالية", "كلمات مفتاحية", "الكلمات المفتاحية", "تاغ", "tags", "tagged",
    "mots-clés", "mots clés", "étiquettes", "thèmes", "topics", "filed under", "posted in", "keywords",
    "related topics", "more about",
)  # fmt: skip
_CREDIT = (
    "crédit photo",
    "crédits photo",
    "crédits photos",
    "photo credit",
    "image credit",
    "photo :",
    "photo:",
    "photo by",
    "image:",
    "المصدر: وكالات",
)

_LONGEST_READ_ALSO = 35
"""Words: a sentence that goes on is text that happens to begin so."""
_OPENS_READ_ALSO = re.compile(
    rf"^\W*(?:{one_of(_READ_ALSO)})\s*(?P<colon>[:\-…>»|(]|\.\.+)?\s*(?P<rest>.*)$", re.DOTALL
)
_OPENS_FOLLOW = re.compile(rf"^\W*(?:{one_of(_FOLLOW)})")
_OPENS_REPORT = re.compile(rf"^\W*(?:{one_of(_REPORT)})")
_OPENS_TAGS = re.compile(rf"^\W*(?:{one_of(_TAGS)})\s*:")
_OPENS_CREDIT = re.compile(rf"^\W*(?:{one_of(_CREDIT)})")
_HOLDS_COPYRIGHT = re.compile(
    rf"{one_of(_COPYRIGHT)}|^\W*(?:©|copyright\W)|©\s*(?:copyright\s*)?(?:19|20)\d\d"
)
_SHARE_WORDS = re.compile(rf"{one_of(_SHARE)}|[\W\d]+")
_WORD = re.compile(rf"{LETTER}+")
_FIRST_TO_SHARE = frozenset(_WORD.findall(" ".join(map(fold, _SHARE))))
_FIRST_OF_FURNITURE = frozenset(
    found[0]
    for phrase in (*_READ_ALSO, *_FOLLOW, *_REPORT, *_TAGS, *_CREDIT, *PUBLISHED_WORDS, *MODIFIED_WORDS)
    if (found := _WORD.search(fold(phrase)))
)
"""A line's first word: what begins with another one is none of those, which most lines are told by."""
_IN_COPYRIGHT = ("©", "copyright", *{max(fold(phrase).split(), key=len) for phrase in _COPYRIGHT})
"""Without any of these a line holds none of its phrases."""
_OPENS_DATE = re.compile(rf"^\W*(?:{one_of([*PUBLISHED_WORDS, *MODIFIED_WORDS])})")
_ENDS_SENTENCE = re.compile(r"[.!?؟…:]\s*$")

_SHORT = 14
"""Words: what stands above a text (headline apart) is no longer."""
_MOST_LEADING = 12


def is_boilerplate(text: str) -> bool:
    """Whether a whole line is furniture: sharing, following, reporting, rights, tags, reading on."""
    return furniture_of(text) > 0


def furniture_of(text: str) -> int:
    """Which furniture a whole line is: 0 none, 1 sharing, 2 reporting or rights, 3 following or tags, 4 a picture's
    credit, 5 a date, 6 reading on."""
    line = fold(text)
    first = _WORD.search(line)
    if (not first or first[0] in _FIRST_TO_SHARE) and not _SHARE_WORDS.sub("", line):
        return 1
    may_open = first is not None and first[0] in _FIRST_OF_FURNITURE
    if not may_open and not any(word in line for word in _IN_COPYRIGHT):
        return 0
    words = len(line.split())
    if words <= 30 and (_OPENS_REPORT.match(line) or _HOLDS_COPYRIGHT.search(line)):
        return 2
    if not may_open:
        return 0
    if words <= 40 and (_OPENS_FOLLOW.match(line) or _OPENS_TAGS.match(line)):
        return 3
    if words <= 12 and _OPENS_CREDIT.match(line):
        return 4
    if words <= 25 and _OPENS_DATE.match(line) and not _ENDS_SENTENCE.search(line) and read_date(text):
        return 5
    return 6 if is_read_also(text) else 0


def is_read_also(text: str) -> bool:
    """Whether a line only sends the reader to another article."""
    line = fold(text)
    match = _OPENS_READ_ALSO.match(line)
    if not match or len(line.split()) > _LONGEST_READ_ALSO:
        return False
    return not match["rest"] or match["colon"] is not None or not _ENDS_SENTENCE.search(line)


def tidy(
    blocks: Sequence[Block],
    *,
    title: str | None,
    authors: Sequence[str],
    links: Iterable[str],
    captions: Iterable[str],
    around_headline: Iterable[str] = (),
) -> tuple[Block, ...]:
    """The body without furniture.

    `links`: the texts of the page's links, by which lists of other articles are known; `captions`: the texts of the
    page's picture captions, and `around_headline` lines by its headline: they are no body text.
    """
    captioned = {key(caption) for caption in captions}
    leading = {key(line) for line in around_headline}
    headlines = sorted({text for text in links if len(text.split()) >= 3}, key=len, reverse=True)[:500]
    kept = [
        block
        for block in map(
            _without_furniture, _from_first_text(list(blocks), title, authors, headlines, leading)
        )
        if block is not None and not (block.kind is BlockKind.PARAGRAPH and key(block.text) in captioned)
    ]
    kept = [
        block
        for block in kept
        if block.kind is not BlockKind.PARAGRAPH or _linked_share(block.text, headlines) < 0.9
    ]
    return tuple(_to_last_text(kept, headlines))


def _without_furniture(block: Block) -> Block | None:
    if block.kind is BlockKind.LIST:
        items = tuple(item for item in block.items if not is_boilerplate(item))
        return Block(BlockKind.LIST, items=items, level=block.level) if items else None
    if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.QUOTE) and is_boilerplate(block.text):
        return None
    return block


def _from_first_text(
    blocks: list[Block],
    title: str | None,
    authors: Sequence[str],
    headlines: Sequence[str],
    leading: set[str],
) -> list[Block]:
    """Without what precedes the text: the headline again, its date, its byline, a list of other headlines."""
    people = {key(author) for author in authors}
    kept: list[Block] = []
    for at, block in enumerate(blocks):
        text = " ".join(block_lines(block))
        is_short = len(text.split()) <= _SHORT
        is_furniture = (
            _is_title(text, title)
            or (is_short and key(text) in leading)
            or _is_date_line(text)
            or _is_byline(text, people)
            or _linked_share(text, headlines) > 0.8
        )
        if at == _MOST_LEADING or not (is_furniture or (is_short and not _ENDS_SENTENCE.search(text))):
            return [*kept, *blocks[at:]]
        if not is_furniture:
            kept.append(block)
    return kept


def _is_title(text: str, title: str | None) -> bool:
    return title is not None and key(text) == key(title)


def _is_byline(text: str, people: set[str]) -> bool:
    return len(text.split()) <= _SHORT and any(person in key(text) for person in people)


def _is_date_line(text: str) -> bool:
    return len(text.split()) <= _SHORT and not _ENDS_SENTENCE.search(text) and read_date(text) is not None


def _to_last_text(blocks: list[Block], headlines: Sequence[str]) -> list[Block]:
    """Without what follows the text: headings that head nothing, lists of other headlines."""
    end = len(blocks)
    while end:
        block = blocks[end - 1]
        text = " ".join(block_lines(block))
        if block.kind is BlockKind.HEADING or _linked_share(text, headlines) > 0.8:
            end -= 1
        else:
            break
    return blocks[:end]


def _linked_share(text: str, headlines: Sequence[str]) -> float:
    """The share of a text that is the texts of links."""
    if not text:
        return 0.0
    rest = text
    for headline in headlines:
        if headline in rest:
            rest = rest.replace(headline, " ")
    return 1 - len(rest.split()) / len(text.split())
