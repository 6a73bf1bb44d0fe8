"""What an article says: the words of one coverage, as first published and after each edit.

Pure: the same coverage gives the same text for ever. It knows no address, no page and no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from warraq.records import Block, BlockKind, block_lines
from warraq.sample.coverage import WIRE, Coverage
from warraq.sample.dice import dice, pick
from warraq.sample.names import foreign_town, person, town
from warraq.sample.outlets import AGENCY, AGENCY_MARKS, OUTLETS
from warraq.sample.words import Chapter, Filling, Language, Template, fill, language

_NEUTRAL_ORDER = "12Q3G"
_DAY = 86_400
_CASABLANCA = 3_600
"""Seconds east of Greenwich, for the weekday that a text names."""


@dataclass(frozen=True, slots=True)
class Text:
    """What was published: title, subtitle, body."""

    title: str
    subtitle: str | None
    blocks: tuple[Block, ...]

    def body(self) -> str:
        """Plain text: one paragraph, heading or list item a line."""
        return "\n".join(line for block in self.blocks for line in block_lines(block))


@lru_cache(maxsize=4096)
def text_of(seed: int, coverage: Coverage, version: int) -> Text:
    """The text after `version` edits (0: as first published)."""
    text = _first_text(seed, coverage)
    return _edited(seed, coverage, version, text) if version else text


def author_of(seed: int, coverage: Coverage) -> tuple[str, ...]:
    """Who signs: one of the outlet's few people, its desk, or nobody."""
    outlet = coverage.outlet
    roll = dice(seed, 6, coverage.key, outlet.index)
    if coverage.is_copy or roll.random() >= outlet.bylines:
        return ()
    who = roll.getrandbits(3)  # eight people an outlet
    return (
        person(outlet.language, outlet.index * 7 + who, outlet.index * 5 + who * 3, is_woman=who % 3 == 0),
    )


def tags_of(coverage: Coverage) -> tuple[str, ...]:
    """Words under the article."""
    words = _filling(coverage, 0).words
    return (words["town"], words["item"], words["org"])


def caption_of(coverage: Coverage) -> str:
    """What stands under the picture."""
    words = _filling(coverage, 0).words
    return f"{words['item']} – {words['town']}"


def _first_text(seed: int, coverage: Coverage) -> Text:
    if coverage.origin:
        return _copied(seed, coverage, text_of(seed, coverage.origin, 0))
    if coverage.voice == WIRE:
        return _copied(seed, coverage, _composed(seed, coverage, WIRE, _NEUTRAL_ORDER, 0))
    return _composed(seed, coverage, coverage.outlet.index, coverage.outlet.order, 0)


def _chapters(coverage: Coverage) -> tuple[Language, Chapter, Chapter, Chapter]:
    """The language; the words of the kind, of the section, of everything."""
    event = coverage.event
    tongue = language(coverage.outlet.language)
    return (
        tongue,
        tongue.chapter(event.kind.name, event.kind.section),
        tongue.chapters[f"* {event.kind.section}"],
        tongue.chapters["*"],
    )


def _filling(coverage: Coverage, correction: int) -> Filling:
    """What fills the slots; `correction` is added to the first number."""
    event, code = coverage.event, coverage.outlet.language
    tongue, chapter, section, common = _chapters(coverage)
    first, family, is_woman = event.speaker
    items = chapter.names.get("I") or section.names["I"]
    role = section.names["R"][event.role % len(section.names["R"])].split("/")
    weekday = common.names["weekdays"][((event.number + _CASABLANCA) // _DAY + 6) % 7]
    here = town(code, event.town)
    words = {
        "town": here,
        "dateline": here,
        "town2": town(code, event.other_town),
        "de_town": _of(here),
        "de_town2": _of(town(code, event.other_town)),
        "foreign": foreign_town(code, event.foreign),
        "speaker": person(code, first, family, is_woman=is_woman),
        "witness": person(code, *event.witness),
        "role": role[1 if is_woman and len(role) > 1 else 0],
        "org": section.names["O"][event.organisation % len(section.names["O"])],
        "item": items[event.items[0] % len(items)],
        "item2": items[event.items[1] % len(items)],
        "day": weekday,
        "agency": AGENCY_MARKS.get(code, ""),
        "a": str(event.a + correction),
        "b": str(event.b),
        "c": str(event.c),
    }
    numbers = {"a": event.a + correction, "b": event.b, "c": event.c}
    return Filling(words, numbers, is_woman, tongue.nouns)


def _of(name: str) -> str:
    """French: `de Rabat`, `d’Agadir`."""
    return f"d’{name}" if name[0] in "AEÉIOUYH" else f"de {name}"


def _way(lines: tuple[Template, ...], event_salt: int, rank: int) -> Template:
    """Independent outlets take different ways of saying one thing, as long as there are enough."""
    return lines[(event_salt + rank) % len(lines)]


def _composed(seed: int, coverage: Coverage, voice: int, order: str, correction: int) -> Text:
    """A text in the words of `voice`."""
    event, rank = coverage.event, coverage.rank + coverage.part
    roll = dice(seed, 5, event.number, voice, coverage.part)
    _, kind, section, common = _chapters(coverage)
    filling = _filling(coverage, correction)
    salt = event.items[0] + event.a
    title = _capital(fill(_title(coverage, kind, salt + rank), filling, roll))
    if coverage.part and "F" in common.sentences:
        title = f"{fill(common.sentences['F'][0], filling, roll)} {title}"
    has_subtitle = roll.random() < 0.45
    subtitle = fill(_way(kind.sentences["S"], salt, rank), filling, roll) if has_subtitle else None
    pages = _Layout(filling, roll, kind, section, common, max(voice, 0))
    if coverage.part:
        order = order[::-1]
    blocks = pages.blocks(order, salt, rank)
    dateline = coverage.outlet.dateline if voice != WIRE else "{town} ({agency}) - "
    return Text(title, subtitle, _with_lead(blocks, dateline.format_map(filling.words)))


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def _title(coverage: Coverage, kind: Chapter, way: int) -> Template:
    letter = "D" if is_darija(coverage) else "T"
    lines = kind.sentences[letter]
    return lines[way % len(lines)]


def is_darija(coverage: Coverage) -> bool:
    """Whether the title is in Darija: three of four of the outlet that writes so."""
    return coverage.outlet.has_darija_titles and dice(coverage.key, 7).random() < 0.75


def _with_lead(blocks: list[Block], lead: str) -> tuple[Block, ...]:
    if not lead:
        return tuple(blocks)
    return (Block(BlockKind.PARAGRAPH, lead + blocks[0].text), *blocks[1:])


class _Layout:
    """Lays out one article: paragraphs in the outlet's order, and what it likes to put between them."""

    def __init__(
        self, filling: Filling, roll: Random, kind: Chapter, section: Chapter, common: Chapter, taste: int
    ) -> None:
        self.filling, self.roll, self.kind, self.section = filling, roll, kind, section
        self.common, self.taste = common, taste
        self.used: set[int] = set()

    def say(self, template: Template) -> str:
        return fill(template, self.filling, self.roll)

    def some(self, chapter: Chapter, letter: str) -> str:
        """A line not yet used in this article."""
        lines = chapter.sentences[letter]
        start = int(self.roll.random() * len(lines)) + self.taste
        for step in range(len(lines)):
            line = lines[(start + step) % len(lines)]
            if id(line) not in self.used:
                break
        self.used.add(id(line))
        return self.say(line)

    def blocks(self, order: str, salt: int, rank: int) -> list[Block]:
        chance = self.roll.random
        out: list[Block] = []
        for number, sign in enumerate(order):
            if sign == "Q":
                out.append(self.quotation())
            elif sign == "G":
                out.append(_paragraph(self.some(self.section, "G")))
            else:
                out.append(_paragraph(self.say(_way(self.kind.sentences[sign], salt + number, rank))))
        if len(out) > 2 and chance() < 0.3:
            out.insert(
                2 + int(chance() * (len(out) - 2)), Block(BlockKind.HEADING, self.some(self.common, "H"), 2)
            )
        more = 1 + (chance() < 0.6) + (chance() < 0.35)
        out.extend(_paragraph(self.some(self.common, "G")) for _ in range(more))
        if chance() < 0.4:
            out.append(self.quotation())
        self.insert_rarities(out)
        if chance() < 0.55:
            out.append(_paragraph(self.some(self.common, "K")))
        return out

    def quotation(self) -> Block:
        """What the speaker says, framed; or, rarely, set apart."""
        said = self.some(self.kind if "Q" in self.kind.sentences else self.section, "Q")
        if self.roll.random() < 0.15:
            return Block(BlockKind.QUOTE, said)
        lines = self.common.sentences["V"]
        way = self.taste * 3 + int(self.roll.random() * 4)
        frame = next(
            (
                line
                for step in range(len(lines))
                if id(line := lines[(way + step) % len(lines)]) not in self.used
            ),
            lines[0],
        )
        self.used.add(id(frame))
        words = {**self.filling.words, "quote": said}
        filling = Filling(words, self.filling.numbers, self.filling.is_woman, self.filling.nouns)
        return _paragraph(fill(frame, filling, self.roll))

    def insert_rarities(self, out: list[Block]) -> None:
        chance = self.roll.random()
        if chance < 0.12 and "M" in self.common.sentences:
            items = tuple(self.some(self.common, "L") for _ in range(3))
            out += [_paragraph(self.some(self.common, "M")), Block(BlockKind.LIST, items=items)]
        elif chance < 0.18 and "table" in self.common.names:
            out.append(Block(BlockKind.TABLE, rows=self.rows()))
        elif chance < 0.26 and "E" in self.common.sentences:
            out.append(
                Block(BlockKind.EMBED, self.some(self.common, "E"), address="https://social.invalid/p/1")
            )

    def rows(self) -> tuple[tuple[str, ...], ...]:
        head, detail, *labels = self.common.names["table"]
        cells = (self.filling.words[name] for name in ("town", "day", "org", "speaker"))
        return ((head, detail), *zip(labels, cells, strict=True))


def _paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text)


def _copied(seed: int, coverage: Coverage, origin: Text) -> Text:
    """The text of another with small edits: some words, often the title, sometimes the last paragraph."""
    roll = dice(seed, 8, coverage.key, coverage.outlet.index)
    _, kind, _, common = _chapters(coverage)
    filling = _filling(coverage, 0)
    title = origin.title
    if coverage.outlet.has_darija_titles or roll.random() < 0.5:
        title = _capital(fill(_title(coverage, kind, roll.getrandbits(8)), filling, roll))
    blocks = list(origin.blocks)
    if len(blocks) > 5 and roll.random() < 0.3:
        del blocks[-1]
    if blocks[0].kind is BlockKind.PARAGRAPH:
        blocks[0] = _paragraph(_opening(coverage, blocks[0].text, filling, common, roll))
    blocks = _swapped(blocks, common.names.get("swaps", ()), roll)
    if _is_agency_text(coverage) and roll.random() < 0.5:
        blocks.append(_paragraph(fill(common.sentences["Z"][0], filling, roll)))
    return Text(title, origin.subtitle if roll.random() < 0.7 else None, tuple(blocks))


def _is_agency_text(coverage: Coverage) -> bool:
    return coverage.voice in (WIRE, AGENCY.index)


def agency_of(coverage: Coverage) -> str | None:
    """The mark of the agency whose words these are, where another outlet prints them."""
    return AGENCY_MARKS[coverage.outlet.language] if coverage.is_copy and _is_agency_text(coverage) else None


def _opening(coverage: Coverage, text: str, filling: Filling, common: Chapter, roll: Random) -> str:
    """The origin's own first words go; the copier names his source, or keeps silent."""
    voice = coverage.voice
    lead = (OUTLETS[voice].dateline if voice != WIRE else "{town} ({agency}) - ").format_map(filling.words)
    text = text.removeprefix(lead)
    chance = roll.random()
    if _is_agency_text(coverage):
        return f"{fill(pick(roll, common.sentences['A']), filling, roll)} {text}"
    if chance < 0.5:
        names = OUTLETS[voice].names
        source = names.get(coverage.outlet.language, names["ar"])
        words = Filling({**filling.words, "origin": source}, filling.numbers, filling.is_woman, filling.nouns)
        return f"{fill(pick(roll, common.sentences['Y']), words, roll)} {text}"
    return text


def _swapped(blocks: list[Block], swaps: tuple[str, ...], roll: Random) -> list[Block]:
    """At most two words of the whole text become another that means the same."""
    left = 2
    for swap in roll.sample(swaps, len(swaps)):
        old, new = (f" {word} " for word in swap.split("/"))
        for number, block in enumerate(blocks):
            if left and block.kind is BlockKind.PARAGRAPH and old in block.text:
                blocks[number] = _paragraph(block.text.replace(old, new, 1))
                left -= 1
                break
    return blocks


def _edited(seed: int, coverage: Coverage, version: int, text: Text) -> Text:
    """One edit of three kinds: another title, a note at the end, a number put right in title and body."""
    roll = dice(seed, 9, coverage.key, coverage.outlet.index)
    _, kind, _, common = _chapters(coverage)
    way = int(roll.random() * 3)
    filling = _filling(coverage, 1)
    note = _paragraph(fill(common.sentences["X"][0], filling, roll))
    if version > 1 or way == 0:
        base = text_of(seed, coverage, version - 1)
        return Text(base.title, base.subtitle, (*base.blocks, note))
    if way == 1 or coverage.is_copy:
        lines = kind.sentences["D" if is_darija(coverage) else "T"]
        titles = (fill(lines[(version + step) % len(lines)], filling, roll) for step in range(len(lines)))
        return Text(next(title for title in titles if title != text.title), text.subtitle, text.blocks)
    corrected = _composed(seed, coverage, coverage.outlet.index, coverage.outlet.order, 1)
    return corrected if corrected != text else Text(text.title, text.subtitle, (*text.blocks, note))
