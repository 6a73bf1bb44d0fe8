"""Authors as people's names: what pages put in their author fields, sorted from agencies, desks and accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from warraq.extract.date_text import fold, one_of
from warraq.extract.hygiene import clean_text
from warraq.extract.titles import key

MOST_AUTHORS = 10

_NOT_IN_NAMES = (
    "في", "من", "إلى", "عن", "مع", "بعد", "قبل", "هذا", "هذه", "ذلك", "بين", "حول", "ضد", "الذي", "التي", "كل",
    "لا", "ما", "قد", "هل", "لدى", "عند", "خلال", "the", "in", "for", "with", "on", "to", "at", "is", "are", "your",
    "you", "our", "how", "what", "why", "dans", "pour", "avec", "sur", "les", "des", "aux", "une", "est", "sont", "par",
)  # fmt: skip
"""Words that sentences hold and names do not. Not على: folded it is the name علي."""

_LED_IN = (
    "بقلم", "بقلم الكاتب", "كتب", "كتبه", "كتبها", "كتبت", "الكاتب", "إعداد", "إعداد وتحرير", "تحرير",
    "متابعة", "حاوره",
    "حاورها", "ترجمة", "مراسل", "نشر بواسطة", "بواسطة", "من طرف", "par", "de", "propos recueillis par", "by",
    "written by",
    "posted by", "published by", "from", "story by", "words by",
    "text by", "recipe by", "photos by", "reviewed by", "interview by", "publié par", "écrit par", "rédigé par",
    "author", "auteur",
)  # fmt: skip
_NOT_PEOPLE = (
    "admin", "administrator", "administrateur", "editor", "editors", "editorial", "webmaster", "web", "root",
    "user", "guest",
    "staff", "newsroom", "newsdesk", "desk", "team", "press", "redaction", "rédaction", "la rédaction",
    "équipe", "agence",
    "agency", "agencies", "agences", "correspondant", "contributor", "contributors", "author", "unknown",
    "anonymous", "none",
    "null", "undefined", "podcast", "radio", "tv", "news", "online", "magazine", "journal", "inc", "ltd",
    "llc", "company",
    "هيئة", "التحرير", "تحرير", "هيئة التحرير", "مدير", "المدير", "محرر", "المحرر", "وكالة", "وكالات", "الوكالات",
    "جريدة", "صحيفة", "موقع", "قناة", "مراسلنا", "خاص", "متابعات", "متابعة", "أسرة", "طاقم", "فريق", "القسم",
    "قسم", "وكالة الأنباء",
    "afp", "reuters", "map", "aps", "tap", "efe", "dpa", "xinhua", "upi", "ap", "apa", "rt", "bbc", "cnn", "mapnews",
    "و م ع", "ومع", "واج", "وات", "رويترز", "الأناضول", "فرانس برس", "أ ف ب", "ا ف ب", "د ب أ", "شينخوا",
    "سبوتنيك", "أف ب",
    "facebook", "twitter", "instagram", "youtube", "whatsapp", "linkedin", "telegram", "follow", "share", "updated",
    "http", "https", "www", "logo", "png", "jpg", "image",
    "cookies", "login", "subscribe", "comments", "comment", "read more", "view all posts", "all posts", "more",
)  # fmt: skip
"""A name that holds one of these words is a desk, an agency, an account or a button."""

_PARTICLES = frozenset(
    "al el ben bin ibn bint van von der den de da di do dos du des la le y e i of abu d l".split(" ")
)

_LEAD = re.compile(rf"^(?:\W*(?:{one_of(_LED_IN)})\s*[:/-]?\s*)+", re.IGNORECASE)
_BAD_WORD = re.compile(one_of([*_NOT_PEOPLE, *_NOT_IN_NAMES]))
_PARTED = re.compile(r"\s*[,،;|/•·&]\s*|\s+(?:and|et)\s+|\s+[-–—]\s+|\s+\\+\s+")
_NAME_SIGNS = re.compile(r"[^\W\d_](?:[^\W_]|[\s.'’ʼ\-ـ()\"]){1,58}")
_LETTERS = re.compile(r"[^\W\d_]+")


def read_authors(claims: Iterable[str], *, sites: Sequence[str], is_sure: bool = False) -> tuple[str, ...]:
    """People's names out of author fields, in order, each once.

    `sites`: the names the site is known by, which are no people. `is_sure`: the page says that these are persons
    (JSON-LD Person, a link to the author), so that a single word may be one (a pen name).
    """
    known = [name for name in map(key, sites) if name]
    names: dict[str, str] = {}
    for claim in claims:
        text = clean_text(claim)
        if len(text) > 200 or "@" in text or "://" in text or "www." in text:
            continue
        parts = _PARTED.split(_without_lead(text))
        for part in parts:
            name = _without_lead(part).strip(" .:-–—()[]\"'«»")
            if _is_person(name, known, is_sure=is_sure and len(parts) == 1):
                names.setdefault(key(name), name)
    return tuple(names.values())[:MOST_AUTHORS]


def has_lead_in(text: str) -> bool:
    """Whether a line says that a person's name follows: بقلم, par, by."""
    return _LEAD.match(fold(text)) is not None


def _without_lead(text: str) -> str:
    """The text without بقلم, par, by…: found in its folded form, cut by words, since folding keeps words apart."""
    match = _LEAD.match(fold(text))
    if not match:
        return text
    words = text.split()
    return " ".join(words[len(match[0].split()) :]).lstrip(" :/-")


def _is_person(name: str, sites: Sequence[str], *, is_sure: bool) -> bool:
    mine = key(name)
    words = mine.split()
    if not mine or len(words) > 5 or not _NAME_SIGNS.fullmatch(name) or _BAD_WORD.search(fold(name)):
        return False
    if len(words) < 2 and not (is_sure and len(mine) > 2):
        return False
    if not all(_LETTERS.search(word) for word in words):
        return False
    if any(word[:1].islower() and fold(word) not in _PARTICLES for word in re.split(r"[\s\-]+", name)):
        return (
            False  # Latin names have capitals; Arabic and Tifinagh letters are neither lower nor upper case
        )
    squeezed = mine.replace(" ", "")
    return not any(mine in site or site in mine or squeezed == site.replace(" ", "") for site in sites)
