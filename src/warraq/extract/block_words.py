"""What the words of a text block say of it by themselves: how long, how linked, whether they look like furniture.

One row a block, `NAMES` its columns; `block_features` joins them with the block's place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from warraq.extract.blocks import HEADINGS, TAG_BITS, TextBlock
from warraq.extract.boilerplate import furniture_of
from warraq.extract.titles import key

Numbers = NDArray[np.float32]

_GOOD_WORDS = 12
_GOOD_LINKED = 0.35
_SENTENCE_END = re.compile(r"[.!?؟…。。।:;؛»\"”')\]]\s*$")
_FULL_STOP = re.compile(r"[.!?؟…。।][\"”»')\]]*\s*$")
_COMMAS = re.compile(r"[,،、;؛]")
_STOPS = re.compile(r"[.!?؟。।…](?:\s|$)")
_DATE = re.compile(
    r"(?:19|20)\d\d|\d{1,2}[/.:-]\d{1,2}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d"
    r"|(?:janv|févr|mars|avril|mai|juin|juil|août|sept|octob|novem|décem)"
    r"|يناير|فبراير|مارس|أبريل|ابريل|مايو|ماي|يونيو|يوليو|غشت|أغسطس|شتنبر|سبتمبر|أكتوبر|نونبر|نوفمبر|دجنبر|ديسمبر",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[•·▪◦*‣–—-]|\d{1,2}[.)])\s")
_NUMBER_ONLY = re.compile(r"^[\W\d]+$")
_BY = re.compile(
    r"^\W*(?:by|written by|posted by|par|author|بقلم|كتب|كتبه|كتبت|von|por|di|door|av)\b", re.IGNORECASE
)
_READ = re.compile(
    r"\b\d+\s*(?:min|minutes?|mins|views?|comments?|shares?|likes?)\b|دقيقة|دقائق", re.IGNORECASE
)
_SECTION_END = re.compile(
    r"related|recommended|read (?:more|next|also)|also like|more (?:from|on|in|stories|articles|posts|news)|comment"
    r"|latest|popular|trending|about the author|share|subscribe|newsletter|follow us|tags|leave a|join|references"
    r"|sources|footnotes|further reading|see also|you may|you might|recent|featured|categories|archives|contact"
    r"|get in touch|sign up|next|lire aussi|sur le même|à lire|articles? (?:liés|similaires)|commentaires?|partager"
    r"|dernières|les plus lus|اقرأ|إقرأ|ذات صلة|مواضيع|تعليق|التعليقات|شارك|الأكثر|آخر الأخبار|اخترنا|قد يعجبك"
    r"|وسوم|كلمات",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:click|subscribe|sign up|download|contact us|learn more|get started|free trial|book a|schedule|join|follow"
    r"|watch|listen|shop|buy|order|try|call us|visit|register|log ?in|cookies?|privacy|terms|email|newsletter|abonn"
    r"|inscri|cliquez|téléchar)\b|اشترك|تابع|اضغط|حمل|سجل",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"©|\b(?:photo|image|credit|courtesy|getty|reuters|afp|ap photo|shutterstock|unsplash|pexels|illustration|crédit"
    r"|source)\b|صورة|تصوير",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"affiliate|commission|disclaimer|disclosure|originally (?:published|appeared)|all rights|copyright|editor'?s note"
    r"|medically reviewed|fact.?checked|updated on|last updated|this (?:article|post|story) (?:was|is|first|originally)"
    r"|is an? (?:writer|author|editor|journalist|freelance|reporter|contributor|professor)|can be reached|reporting by"
    r"|follow (?:him|her|them)|opinions expressed",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:i|we|our|us|you|your|nous|vous|votre|notre)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hints:
    """What the page's metadata say, by which its blocks are judged."""

    title: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()


NAMES = (
    "words", "chars", "word_length", "link_density", "links", "bold", "slanted", "commas", "stops", "ends_sentence",
    "ends_stop", "ends_colon", "asks", "upper_share", "capital_share", "digit_share", "starts_lower",
    "starts_bullet", "number_only", "has_date", "says_by", "says_minutes", "says_call", "says_credit", "says_note",
    "says_section_end", "persons", "has_at", "furniture", "is_title", "title_share", "description_share",
    "is_author", "repeats", "is_broken", "is_hidden", "is_body_named", "depth", "level", "is_good",
)  # fmt: skip


def features_of_words(blocks: Sequence[TextBlock], hints: Hints) -> Numbers:
    title = set(key(hints.title).split())
    whole_title = key(hints.title)
    description = set(key(hints.description).split())
    authors = [name for author in hints.authors if (name := key(author))]
    seen = Counter(block.text for block in blocks)
    rows = []
    for block in blocks:
        text = block.text
        words = text.split()
        count, size = len(words), len(text)
        letters = sum(map(str.isalpha, text)) if size < 300 else size
        short = size < 300
        folded = key(text) if short else ""
        mine = set(folded.split()) if short else set(_WORD.findall(text.lower()))
        linked = min(1.0, block.linked / size)
        stops = len(_STOPS.findall(text))
        level = HEADINGS.get(block.at.tag, 0)
        up = block.at.up
        if not level and up is not None and up.tag in HEADINGS:
            level = HEADINGS[up.tag]
        rows.append(
            (
                count,
                size,
                size / count,
                linked,
                block.links,
                min(1.0, block.bold / size),
                min(1.0, block.slanted / size),
                len(_COMMAS.findall(text)) / count,
                stops,
                _SENTENCE_END.search(text) is not None,
                _FULL_STOP.search(text) is not None,
                text.endswith(":"),
                "?" in text or "؟" in text,
                sum(map(str.isupper, text)) / (letters or 1) if short else 0.03,
                sum(word[0].isupper() for word in words) / count,
                sum(map(str.isdigit, text)) / size if short else 0.02,
                text[0].islower(),
                _BULLET.match(text) is not None,
                _NUMBER_ONLY.match(text) is not None,
                short and _DATE.search(text) is not None,
                _BY.match(text) is not None,
                short and _READ.search(text) is not None,
                len(_CALL.findall(text)) / (count**0.5) if short else 0,
                short and _CREDIT.search(text) is not None,
                size < 400 and _NOTE.search(text) is not None,
                size < 60 and _SECTION_END.search(text) is not None,
                len(_FIRST_PERSON.findall(text)) / count if short else 0,
                "@" in text,
                furniture_of(text) if short else 0,
                short and folded == whole_title,
                len(mine & title) / (len(mine | title) or 1),
                len(mine & description) / (len(description) or 1),
                short and any(name in folded for name in authors),
                seen[text] - 1,
                block.breaks > 0,
                block.at.is_hidden,
                block.at.is_body_named,
                block.at.depth,
                level,
                count >= _GOOD_WORDS
                and linked < _GOOD_LINKED
                and stops > 0
                and not block.at.tags & _FAR_TAGS,
            )
        )
    return np.array(rows, np.float32)


_FAR_TAGS = (
    TAG_BITS["nav"] | TAG_BITS["footer"] | TAG_BITS["aside"] | TAG_BITS["form"] | TAG_BITS["figcaption"]
)
