"""What is known of each text block of a page, as numbers: its words, its place, its container, its neighbours.

The order of `NAMES` is the order the shipped model was trained with: a change here asks for `make train`. Must
depend on nothing but the page, and cost about as much as walking it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from warraq.extract.blocks import GROUPS, HEADINGS, TAG_BITS, Element, TextBlock
from warraq.extract.boilerplate import furniture_of
from warraq.extract.titles import key

Numbers = NDArray[np.float32]

_SEED_WORDS = 10
_REACH = 5
"""Blocks on either side of a block of running text that are looked at; menus far from any text are not."""
_GOOD_WORDS = 12
_GOOD_LINKED = 0.35
_NEAREST = 3
"""Elements around a block whose class groups are told apart from those further off."""

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
    r"related|recommended|read (?:more|next|also)|also like|more (?:from|on|in|stories|articles|posts|news)|comment|latest|popular"
    r"|trending|about the author|share|subscribe|newsletter|follow us|tags|leave a|join|references|sources|footnotes"
    r"|further reading|see also|you may|you might|recent|featured|categories|archives|contact|get in touch|sign up|next"
    r"|lire aussi|sur le même|à lire|articles? (?:liés|similaires)|commentaires?|partager|dernières|les plus lus"
    r"|اقرأ|إقرأ|ذات صلة|مواضيع|تعليق|التعليقات|شارك|الأكثر|آخر الأخبار|اخترنا|قد يعجبك|وسوم|كلمات",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:click|subscribe|sign up|download|contact us|learn more|get started|free trial|book a|schedule|join|follow|watch|listen|shop"
    r"|buy|order|try|call us|visit|register|log ?in|cookies?|privacy|terms|email|newsletter|abonn|inscri|cliquez|téléchar)\b"
    r"|اشترك|تابع|اضغط|حمل|سجل",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"©|\b(?:photo|image|credit|courtesy|getty|reuters|afp|ap photo|shutterstock|unsplash|pexels|illustration|crédit|source)\b|صورة|تصوير",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"affiliate|commission|disclaimer|disclosure|originally (?:published|appeared)|all rights|copyright|editor'?s note|medically reviewed"
    r"|fact.?checked|updated on|last updated|this (?:article|post|story) (?:was|is|first|originally)|is an? (?:writer|author|editor|journalist"
    r"|freelance|reporter|contributor|professor)|can be reached|reporting by|follow (?:him|her|them)|opinions expressed",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:i|we|our|us|you|your|nous|vous|votre|notre)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")

_TAG_KINDS = (
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "td",
    "blockquote",
    "figcaption",
    "pre",
    "dd",
    "button",
    "section",
)
_BITS = tuple(TAG_BITS)


@dataclass(frozen=True, slots=True)
class Hints:
    """What the page's metadata say, by which its blocks are judged."""

    title: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()


_BASE = (
    "words", "chars", "word_length", "link_density", "links", "bold", "slanted", "commas", "stops", "ends_sentence",
    "ends_stop", "ends_colon", "asks", "upper_share", "capital_share", "digit_share", "starts_lower", "starts_bullet", "number_only",
    "has_date", "says_by", "says_minutes", "says_call", "says_credit", "says_note", "says_section_end", "persons", "has_at",
    "furniture", "is_title", "title_share", "description_share", "is_author", "repeats", "is_broken", "is_hidden", "is_body_named",
    "depth", "level", "is_good",
)  # fmt: skip
_CONTAINER = (
    "parent_good", "parent_good_share", "parent_linked", "parent_blocks", "grand_good_share", "grand_linked", "third_good_share",
    "third_linked", "sign_good_share", "sign_linked", "sign_count", "sign2_good_share", "steps_to_best", "is_in_best",
    "best_depth", "parent_siblings", "sign_words", "own_rank",
)  # fmt: skip
_PLACE = (
    "place", "words_before", "after_title", "after_h1", "has_title", "after_first_good", "before_last_good", "good_before", "good_after",
    "page_words", "page_blocks", "page_good", "after_picture", "before_picture", "since_heading", "heading_end", "heading_level",
    "heading_words", "section_linked", "section_words", "next_heading", "section_blocks",
)  # fmt: skip
_AROUND = (
    "words",
    "link_density",
    "is_good",
    "level",
    "furniture",
    "ends_stop",
    "same_parent",
    "same_sign",
    "in_best",
    "tag",
)
_SHIFTS = (-3, -2, -1, 1, 2, 3)

NAMES: tuple[str, ...] = (
    *_BASE,
    *(f"tag_{tag}" for tag in _TAG_KINDS),
    *(f"in_{tag}" for tag in _BITS),
    *(f"near_{name}" for name, _ in GROUPS),
    *(f"all_{name}" for name, _ in GROUPS),
    *_CONTAINER,
    *_PLACE,
    *(f"{name}{shift:+d}" for shift in _SHIFTS for name in _AROUND),
)


def choose_candidates(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """The blocks worth judging: running text and what stands near it, in order, pictures apart."""
    texts = [block for block in blocks if block.picture is None]
    keep = bytearray(len(texts))
    for at, block in enumerate(texts):
        size = len(block.text)
        if block.linked < 0.5 * size and size > 40 and len(block.text.split()) >= _SEED_WORDS:
            first = max(0, at - _REACH)
            keep[first : at + _REACH + 1] = b"\1" * (min(len(texts), at + _REACH + 1) - first)
    return [block for at, block in enumerate(texts) if keep[at]]


def features_of(blocks: Sequence[TextBlock], hints: Hints) -> Numbers:
    """One row for each block, one column for each of `NAMES`. `blocks`: of `choose_candidates`, all of one page."""
    if not blocks:
        return np.zeros((0, len(NAMES)), np.float32)
    base = _base(blocks, hints)
    sizes = base[:, 0]
    good = base[:, _BASE.index("is_good")]
    container, best = _containers(blocks, sizes, good, base[:, 3])
    place = _places(blocks, base)
    around = _around(blocks, base, best)
    tags = np.array([[block.at.tag == tag for tag in _TAG_KINDS] for block in blocks], np.float32)
    bits = np.array([block.at.tags for block in blocks], np.int64)
    near = np.array([_near_groups(block) for block in blocks], np.int64)
    whole = np.array([block.at.all_groups for block in blocks], np.int64)
    return np.hstack(
        [
            base,
            tags,
            _unpack(bits, len(_BITS)),
            _unpack(near, len(GROUPS)),
            _unpack(whole, len(GROUPS)),
            container,
            place,
            around,
        ]
    ).astype(np.float32)


_SECOND = (
    "p", "p_mean", "p_top", "p_over_top", "p_parent", "p_grand", "p_third", "p_sign", "p_sign2", "p_section", "p_next_section",
    "mass_before", "mass_after", "p_head", "p_window", "since_sure", "until_sure", "words_since_sure", "words_until_sure",
)  # fmt: skip
_SECOND_SHIFTS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)
SECOND_NAMES: tuple[str, ...] = (*NAMES, *_SECOND, *(f"p{shift:+d}" for shift in _SECOND_SHIFTS))
_SURE = 0.6
_SURE_WORDS = 8


def features_of_judged(blocks: Sequence[TextBlock], first: Numbers, judged: Numbers) -> Numbers:
    """The columns of `SECOND_NAMES`: those of `features_of`, and how a first judgement (0 to 1) went around each block.

    A page whose text is judged low throughout is seen by its own measure, and a list far behind the text as such.
    """
    count = len(blocks)
    if not count:
        return np.zeros((0, len(SECOND_NAMES)), np.float32)
    words = first[:, 0]
    mass = words * judged
    top = float(np.sort(judged)[-max(1, min(5, count // 4)) :].mean())
    level = first[:, NAMES.index("level")]
    section = np.cumsum(level > 0)
    total = float(mass.sum()) or 1.0
    before = np.cumsum(mass) - mass
    ups = [block.at.up or block.at for block in blocks]
    thirds = [up.up or up for up in ups]
    by_section = _mean_by(section.tolist(), words, mass)
    of_section = dict(zip(section.tolist(), by_section.tolist(), strict=True))
    heads = np.maximum.accumulate(np.where(level > 0, np.arange(count), 0))
    sure = (judged >= _SURE * top) & (words >= _SURE_WORDS)
    columns = [
        judged,
        np.full(count, total / (float(words.sum()) or 1.0)),
        np.full(count, top),
        judged / (top or 1.0),
        _mean_by([block.at.order for block in blocks], words, mass),
        _mean_by([up.order for up in ups], words, mass),
        _mean_by([third.order for third in thirds], words, mass),
        _mean_by([block.at.signature for block in blocks], words, mass),
        _mean_by(
            [(up.signature, block.at.signature) for up, block in zip(ups, blocks, strict=True)], words, mass
        ),
        by_section,
        np.array([of_section.get(number + 1, -1.0) for number in section.tolist()]),
        before / total,
        1 - (before + mass) / total,
        judged[heads],
        _window(judged, 8),
        *_since(sure, words),
    ]
    order = np.arange(count)
    for shift in _SECOND_SHIFTS:
        at = order + shift
        columns.append(np.where((at < 0) | (at >= count), -1.0, judged[np.clip(at, 0, count - 1)]))
    return np.hstack([first, np.column_stack(columns)]).astype(np.float32)


def _mean_by(keys: Sequence[object], words: Numbers, mass: Numbers) -> Numbers:
    """The mean judgement, by words, of all blocks that share a key."""
    sums: dict[object, tuple[float, float]] = {}
    for each, size, judged in zip(keys, words.tolist(), mass.tolist(), strict=True):
        had = sums.get(each, (0.0, 0.0))
        sums[each] = (had[0] + size, had[1] + judged)
    return np.array([sums[each][1] / (sums[each][0] or 1.0) for each in keys], np.float32)


def _window(values: Numbers, reach: int) -> Numbers:
    """The mean of each value and those `reach` around it."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, len(values))
    return np.asarray((sums[high] - sums[low]) / (high - low), np.float32)


def _since(sure: NDArray[np.bool_], words: Numbers) -> list[Numbers]:
    """Blocks and words since the last block that is surely text, and until the next; 99 and 999 where there is none."""
    count = len(sure)
    at = np.arange(count)
    sums = np.concatenate([[0.0], np.cumsum(words)])
    last = np.maximum.accumulate(np.where(sure, at, -1))
    following = np.minimum.accumulate(np.where(sure, at, count)[::-1])[::-1]
    no_last, no_next = last < 0, following >= count
    return [
        np.where(no_last, 99, at - last).astype(np.float32),
        np.where(no_next, 99, following - at).astype(np.float32),
        np.where(no_last, 999, sums[at] - sums[np.minimum(np.maximum(last, 0) + 1, at)]).astype(np.float32),
        np.where(
            no_next,
            999,
            sums[np.clip(following, 0, count - 1)]
            - sums[np.minimum(at + 1, np.clip(following, 0, count - 1))],
        ).astype(np.float32),
    ]


def _unpack(bits: NDArray[np.int64], width: int) -> Numbers:
    return ((bits[:, None] >> np.arange(width)) & 1).astype(np.float32)


def _near_groups(block: TextBlock) -> int:
    groups, at = block.inline_groups, block.at
    for _ in range(_NEAREST):
        groups |= at.groups
        if at.up is None:
            break
        at = at.up
    return groups


def _base(blocks: Sequence[TextBlock], hints: Hints) -> Numbers:
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
                len(_CALL.findall(text)) / (count**0.5),
                size < 500 and _CREDIT.search(text) is not None,
                size < 800 and _NOTE.search(text) is not None,
                size < 60 and _SECTION_END.search(text) is not None,
                len(_FIRST_PERSON.findall(text)) / count,
                "@" in text,
                furniture_of(text) if size < 400 else 0,
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


@dataclass(slots=True)
class _Sum:
    """What lies in an element, or in all of one signature."""

    words: float = 0.0
    linked: float = 0.0
    good: float = 0.0
    blocks: int = 0

    def add(self, words: float, linked: float, good: float) -> None:
        self.words += words
        self.linked += linked
        self.good += good
        self.blocks += 1


def _containers(
    blocks: Sequence[TextBlock], sizes: Numbers, good: Numbers, linked: Numbers
) -> tuple[Numbers, Element | None]:
    """How good the elements around each block are, and the element that holds the article best."""
    sums: dict[Element, _Sum] = {}
    signs: dict[str, _Sum] = {}
    signs2: dict[str, _Sum] = {}
    children: dict[Element, set[int]] = {}
    scores: dict[Element, float] = {}
    total = float((sizes * good).sum()) or 1.0
    pairs = []
    for block, words, link, is_good in zip(
        blocks, sizes.tolist(), linked.tolist(), good.tolist(), strict=True
    ):
        good_words = words * is_good
        at: Element | None = block.at
        weight = 1.0
        below: Element | None = None
        while at is not None:
            found = sums.get(at)
            if found is None:
                found = sums[at] = _Sum()
                children[at] = set()
            found.add(words, words * link, good_words)
            if below is not None:
                children[at].add(below.order)
            if good_words and below is not None and weight > 0.05:
                weight *= 0.5
                scores[at] = scores.get(at, 0.0) + good_words * weight
            elif good_words and below is None:
                scores[at] = scores.get(at, 0.0) + good_words * 0.3
            below, at = at, at.up
        up = block.at.up
        sign = block.at.signature
        sign2 = f"{up.signature}>{sign}" if up is not None else sign
        pairs.append((sign, sign2))
        signs.setdefault(sign, _Sum()).add(words, words * link, good_words)
        signs2.setdefault(sign2, _Sum()).add(words, words * link, good_words)
    best = max(scores, key=lambda element: scores[element], default=None)
    path: dict[Element, int] = {}
    at = best
    while at is not None:
        path[at] = len(path)
        at = at.up
    rows = []
    best_score = scores[best] if best is not None else 1.0
    for block, (sign, sign2) in zip(blocks, pairs, strict=True):
        first = block.at
        second = first.up or first
        third = second.up or second
        one, two, three = sums[first], sums[second], sums[third]
        steps, at = 0, first
        while at is not None and at not in path:
            steps += 1
            at = at.up
        mine, mine2 = signs[sign], signs2[sign2]
        rows.append(
            (
                two.good,
                two.good / total,
                two.linked / (two.words or 1),
                two.blocks,
                three.good / total,
                three.linked / (three.words or 1),
                one.good / total,
                one.linked / (one.words or 1),
                mine.good / total,
                mine.linked / (mine.words or 1),
                mine.blocks,
                mine2.good / total,
                steps,
                path[at] if at is not None and best is not None else 9,
                best.depth if best is not None else 0,
                len(children[second]),
                mine.words / mine.blocks,
                scores.get(second, 0.0) / best_score,
            )
        )
    return np.array(rows, np.float32), best


def _places(blocks: Sequence[TextBlock], base: Numbers) -> Numbers:
    count = len(blocks)
    sizes, linked = base[:, 0], base[:, 3]
    good = base[:, _BASE.index("is_good")] > 0
    level = base[:, _BASE.index("level")]
    order = np.arange(count, dtype=np.float32)
    words = np.cumsum(sizes) - sizes
    good_words = np.cumsum(sizes * good)
    firsts = np.flatnonzero(good)
    first, last = (firsts[0], firsts[-1]) if len(firsts) else (0, count - 1)
    titles = np.flatnonzero(base[:, _BASE.index("is_title")])
    title = titles[titles <= first][-1] if (titles <= first).any() else titles[0] if len(titles) else -1
    h1s = np.flatnonzero(level == 1)
    h1 = h1s[0] if len(h1s) else -1
    heads = _sections(blocks, base)
    return np.column_stack(
        [
            order / count,
            words / (sizes.sum() or 1),
            (order - title) if title >= 0 else np.full(count, -99.0),
            (order - h1) if h1 >= 0 else np.full(count, -99.0),
            np.full(count, title >= 0),
            order - first,
            last - order,
            (good_words - sizes * good) / (good_words[-1] or 1),
            1 - good_words / (good_words[-1] or 1),
            np.full(count, sizes.sum()),
            np.full(count, count),
            np.full(count, good_words[-1]),
            _picture_near(blocks, 1),
            _picture_near(blocks, -1),
            heads,
        ]
    ).astype(np.float32)


def _picture_near(blocks: Sequence[TextBlock], _side: int) -> Numbers:
    """Whether a figure is right around a block."""
    depth = 1 if _side == 1 else 3
    found = []
    for block in blocks:
        at: Element | None = block.at
        has = False
        for _ in range(depth + 1):
            if at is None:
                break
            has = has or at.tag == "figure" or bool(at.groups & _MEDIA)
            at = at.up
        found.append(has)
    return np.array(found, np.float32)


_MEDIA = 1 << [name for name, _ in GROUPS].index("media")


def _sections(blocks: Sequence[TextBlock], base: Numbers) -> Numbers:
    """What is known of the section a block stands in: from its heading to the next."""
    level = base[:, _BASE.index("level")]
    heads = np.flatnonzero(level > 0)
    count = len(blocks)
    starts = np.zeros(count, np.int64) - 1
    ends = np.full(count, count)
    for n, head in enumerate(heads):
        stop = heads[n + 1] if n + 1 < len(heads) else count
        starts[head:stop] = head
        ends[head:stop] = stop
    if len(heads):
        ends[: heads[0]] = heads[0]
    begin = np.maximum(starts, 0)
    sizes = np.concatenate([[0], np.cumsum(base[:, 0])])
    linked = np.concatenate([[0], np.cumsum(base[:, 0] * base[:, 3])])
    section = sizes[ends] - sizes[begin]
    end_said = base[:, _BASE.index("says_section_end")]
    order = np.arange(count)
    return np.column_stack(
        [
            np.where(starts >= 0, order - starts, -1),
            np.where(starts >= 0, end_said[begin], 0),
            np.where(starts >= 0, level[begin], 0),
            np.where(starts >= 0, base[begin, 0], 0),
            (linked[ends] - linked[begin]) / np.maximum(section, 1),
            section,
            ends - order,
            ends - begin,
        ]
    )


def _around(blocks: Sequence[TextBlock], base: Numbers, best: Element | None) -> Numbers:
    tags = {tag: at + 1 for at, tag in enumerate(_TAG_KINDS)}
    second = [block.at.up or block.at for block in blocks]
    parents = np.array([element.order for element in second], np.int64)
    signs = np.array([hash(block.at.signature) for block in blocks], np.int64)
    inside = np.array([_is_within(block.at, best) for block in blocks], np.float32)
    tag = np.array([tags.get(block.at.tag, 0) for block in blocks], np.float32)
    columns = [
        base[:, _BASE.index(name)]
        for name in ("words", "link_density", "is_good", "level", "furniture", "ends_stop")
    ]
    count = len(blocks)
    found: list[Numbers] = []
    for shift in _SHIFTS:
        at = np.arange(count) + shift
        is_out = (at < 0) | (at >= count)
        at = np.clip(at, 0, count - 1)
        for column in columns:
            found.append(np.where(is_out, -1, column[at]))
        found.append(np.where(is_out, -1, parents[at] == parents))
        found.append(np.where(is_out, -1, signs[at] == signs))
        found.append(np.where(is_out, -1, inside[at]))
        found.append(np.where(is_out, -1, tag[at]))
    return np.column_stack(found).astype(np.float32)


def _is_within(element: Element, outer: Element | None) -> bool:
    at: Element | None = element
    while at is not None:
        if at is outer:
            return True
        at = at.up
    return False
