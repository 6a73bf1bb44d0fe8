"""Authors as people's names: what pages put in their author fields, sorted from agencies, desks and accounts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from warraq.extract.date_text import fold, one_of
from warraq.extract.hygiene import clean_text
from warraq.extract.titles import key

MOST_AUTHORS = 10
_FEWEST_WORDS = 2
"""Of a name before what the person does."""
_LONGEST_UNSPACED = 10
"""Letters of a name in a script without spaces."""

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
    "text by", "recipe by", "interview by", "publié par", "écrit par", "rédigé par",
    "author", "authors", "auteur", "auteurs", "words", "text", "texte",
    "von", "por", "door", "di", "af", "av",
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

_NOT_NAMES = (
    "policy", "privacy", "terms", "conditions", "industry", "trends", "strategy", "business", "liability", "products",
    "tips", "guide", "guides", "latest", "services", "solutions", "insurance", "reading", "minutes", "january",
    "february", "september", "october", "november", "december", "related", "about", "photo", "photos", "video",
    "videos",
    "getty", "scanpix", "shutterstock", "adobe stock", "unsplash", "blog", "category", "categories", "home",
    "صورة", "الصورة", "فيديو", "مصور", "أرشيف", "الرئيسية", "أخبار", "الأخبار", "سياسة", "رياضة", "اقتصاد", "ثقافة",
    "actualité", "actualités", "accueil", "économie", "politique", "société", "crédit", "archives",
)  # fmt: skip
"""Words of sections, buttons and picture credits that stand where names do."""

_OTHER_WORKS = (
    "reviewed by", "medically reviewed by", "edited by", "fact checked by", "fact-checked by", "photos by", "photo by",
    "photography by", "illustrations by", "illustration by", "translated by", "produced by", "sponsored by",
    "photos", "crédit photo", "تصوير", "عدسة",
)  # fmt: skip
"""What follows names people who did not write the text."""

_JOBS = (
    "writer", "senior writer", "staff writer", "staff writers", "reporter", "founder", "co-founder", "cofounder",
    "head", "former", "senior", "lead", "chief", "director", "manager", "executive", "reviewer", "journalist",
    "correspondent", "consultant", "analyst", "expert", "specialist", "associate", "contributing", "columnist",
    "vice", "master", "licensed", "certified", "m.a", "professor", "attorney", "gardener", "editor-in-chief",
    "president", "ceo", "cto", "phd", "md", "rd", "rdn", "journaliste", "rédacteur", "rédactrice", "directeur",
    "directrice", "envoyé", "envoyée", "chef", "stagiaire", "photographe", "صحفي", "صحافي", "صحفية", "صحافية", "كاتب",
    "كاتبة", "محلل", "باحث", "باحثة", "أستاذ", "أستاذة", "مصورة", "기자",
)  # fmt: skip
"""What a person does: follows the name, and is none."""

_PARTICLES = frozenset(
    "al el ben bin ibn bint van von der den de da di do dos du des la le y e i of abu d l".split(" ")
)

_LEAD = re.compile(rf"^(?:\W*(?:{one_of(_LED_IN)})\s*[:/-]?\s*)+", re.IGNORECASE)
_BAD_WORD = re.compile(one_of([*_NOT_PEOPLE, *_NOT_IN_NAMES, *_NOT_NAMES]))
_JOB = re.compile(one_of(_JOBS))
_BEHIND_NAME = re.compile(r"\s*[(\[][^)\]]*[)\]]?$")
_OTHER_WORK = re.compile(rf"\W*{one_of(_OTHER_WORKS)}.*", re.DOTALL)
_PARTED = re.compile(r"\s*[,،;|/•·&]\s*|\s+(?:and|et|und|og|och)\s+|\s+[-–—]\s+|\s+\\+\s+")
_NAME_SIGNS = re.compile(r"[^\W\d_](?:[^\W_]|[\s.'’ʼ\-ـ()\"]){1,58}")
_DIGIT = re.compile(r"\d")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_LETTERS = re.compile(r"[^\W\d_]+")


def read_authors(claims: Iterable[str], *, sites: Sequence[str], is_sure: bool = False) -> tuple[str, ...]:
    """People's names out of author fields, in order, each once.

    `sites`: the names the site is known by, which are no people. `is_sure`: the page says that these are persons
    (JSON-LD Person, a link to the author), so that a single word may be one (a pen name).
    """
    known = [name for name in map(key, sites) if name]
    names: dict[str, str] = {}
    for claim in claims:
        text = _without_other_works(clean_text(claim))
        if len(text) > 200 or "@" in text or "://" in text or "www." in text:
            continue
        parts = _PARTED.split(_without_lead(text))
        for part in parts:
            name = _without_job(_without_lead(part)).strip(" .:-–—()[]\"'«»")
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


def _without_other_works(text: str) -> str:
    match = _OTHER_WORK.search(fold(text))
    return " ".join(text.split()[: len(fold(text)[: match.start()].split())]) if match else text


def _without_job(text: str) -> str:
    """The text up to what the person does, or to a bracket; nothing where it tells a job alone."""
    words = _BEHIND_NAME.sub("", text).split()
    half = len(words) // 2
    if half >= _FEWEST_WORDS and words[:half] == words[half:]:
        words = words[:half]  # printed twice: beside a portrait and under it
    for at, word in enumerate(words):
        if _JOB.fullmatch(fold(word).strip(".,:")):
            return " ".join(words[:at])
    return " ".join(words)


def _is_person(name: str, sites: Sequence[str], *, is_sure: bool) -> bool:
    mine = key(name)
    words = mine.split()
    if not mine or len(words) > 5 or not _NAME_SIGNS.fullmatch(name) or _BAD_WORD.search(fold(name)):
        return False
    if len(words) < 2 and not (is_sure and len(mine) > 2):
        return False
    if not all(_LETTERS.search(word) for word in words) or _DIGIT.search(name):
        return False
    if _UNSPACED.search(name) and len(name) > _LONGEST_UNSPACED:
        return False
    if any(word[:1].islower() and fold(word) not in _PARTICLES for word in re.split(r"[\s\-]+", name)):
        return (
            False  # Latin names have capitals; Arabic and Tifinagh letters are neither lower nor upper case
        )
    squeezed = mine.replace(" ", "")
    return not any(mine in site or site in mine or squeezed == site.replace(" ", "") for site in sites)
