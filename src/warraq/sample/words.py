"""The languages of the sample press: files of words and sentences (words/*.txt) turned into prose.

A file is plain text that anyone can correct. `@ kind` opens a kind of event, `@ *` what fits every event,
`@ * section` what fits a section. Then one thing a line, first its letter: T title, D title in Darija, S subtitle,
1 to 3 the facts in the order of importance (several lines are several ways to say one fact), Q what the speaker
says, V how a quotation is framed, G background, K closing, H heading, M and L a list, E an embed, F the mark of a
follow-up, X a correction, A an agency's first words, Y and Z how a copier names his source. N is a noun: singular /
few / many. I (subjects, 8 in the same order in every language), R (roles: his/hers), O (organisations) and words
of several letters are lists. In sentences `{town}` is filled in, `{a:noun}` is a number with its noun as grammar
wants it, `[this|that]` is a free choice, in which slots may stand, `<he|she>` follows the speaker.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

FOLDER = Path(__file__).parent / "words"
_PIECE = re.compile(r"\[([^\]]*)\]|<([^>]*)>|\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Free:
    """A free choice."""

    choices: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Gendered:
    """A word that follows the speaker: his, hers."""

    his: str
    hers: str


@dataclass(frozen=True, slots=True)
class Slot:
    """Something of the event; with a noun, a number that counts it."""

    name: str
    noun: str


Template = tuple[str | Free | Gendered | Slot, ...]
Nouns = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Filling:
    """What the slots of one event hold, in one language."""

    words: Mapping[str, str]
    numbers: Mapping[str, int]
    is_woman: bool
    nouns: Nouns


@dataclass(frozen=True, slots=True)
class Chapter:
    """What a file says under one heading: letter -> templates, and lists of names."""

    sentences: Mapping[str, tuple[Template, ...]]
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Language:
    """One file of words."""

    chapters: Mapping[str, Chapter]
    nouns: Nouns
    """Singular -> other forms: Arabic has two (few, many), French one."""

    def chapter(self, kind: str, section: str) -> Chapter:
        """The kind's own words, else the section's (the Amazigh file speaks by section)."""
        return self.chapters.get(kind) or self.chapters[f"* {section}"]


def compile_template(text: str) -> Template:
    """The pieces of a line: plain text, choices, slots."""
    pieces: list[str | Free | Gendered | Slot] = []
    end = 0
    for found in _PIECE.finditer(text):
        if found.start() > end:
            pieces.append(text[end : found.start()])
        free, gendered, slot = found.groups()
        if free is not None:
            pieces.append(Free(tuple(compile_template(choice) for choice in free.split("|"))))
        elif gendered is not None:
            his, _, hers = gendered.partition("|")
            pieces.append(Gendered(his, hers))
        else:
            name, _, noun = slot.partition(":")
            pieces.append(Slot(name, noun))
        end = found.end()
    if end < len(text):
        pieces.append(text[end:])
    return tuple(pieces)


def fill(template: Template, filling: Filling, roll: Random) -> str:
    """The line as prose. KeyError: the file names a slot or a noun that does not exist."""
    out: list[str] = []
    chance = roll.random
    for piece in template:
        if isinstance(piece, str):
            out.append(piece)
        elif isinstance(piece, Free):
            out.append(fill(piece.choices[int(chance() * len(piece.choices))], filling, roll))
        elif isinstance(piece, Slot):
            out.append(
                counted(filling.numbers[piece.name], piece.noun, filling.nouns)
                if piece.noun
                else filling.words[piece.name]
            )
        else:
            out.append(piece.hers if filling.is_woman else piece.his)
    return "".join(out)


def counted(number: int, noun: str, nouns: Nouns) -> str:
    """The number with its noun.

    Arabic: 3 to 10 take the plural, 11 to 99 the accusative, whole hundreds the genitive. French: plural from 2.
    """
    forms = nouns[noun]
    if len(forms) == 1:
        return f"{number} {forms[0] if number >= 2 else noun}"
    few, many = forms
    rest = number % 100
    return f"{number} {few if 3 <= rest <= 10 else many if rest >= 11 else noun}"


@cache
def language(code: str) -> Language:
    """The file of one language ('ar', 'fr', 'zgh'), read once."""
    sentences: dict[str, dict[str, list[Template]]] = defaultdict(lambda: defaultdict(list))
    names: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    nouns: dict[str, tuple[str, ...]] = {}
    heading = ""
    for line in (FOLDER / f"{code}.txt").read_text(encoding="utf-8").splitlines():
        letter, _, rest = line.partition(" ")
        rest = rest.strip()
        if letter == "@":
            heading = rest
            continue
        if code == "zgh" and letter != "#":
            rest = in_tifinagh(rest)
        if letter == "N":
            singular, *forms = rest.split(" / ")
            nouns[singular] = tuple(forms)
        elif letter in ("I", "R", "O") or len(letter) > 1:
            names[heading][letter] = tuple(name.strip() for name in rest.split(" ; "))
        elif letter and letter != "#":
            sentences[heading][letter].append(compile_template(rest))
    headings = sentences.keys() | names.keys()
    return Language(
        {
            key: Chapter({letter: tuple(lines) for letter, lines in sentences[key].items()}, names[key])
            for key in headings
        },
        nouns,
    )


_TIFINAGH = str.maketrans(
    "abgdḍefkhḥɛxqijlmnurṛɣsṣctṭwyzẓʷ",
    "ⴰⴱⴳⴷⴹⴻⴼⴽⵀⵃⵄⵅⵇⵉⵊⵍⵎⵏⵓⵔⵕⵖⵙⵚⵛⵜⵟⵡⵢⵣⵥⵯ",
)


def in_tifinagh(text: str) -> str:
    """The Amazigh file is typed in Latin letters; the names of slots stay, the rest becomes Tifinagh."""
    pieces = re.split(r"(\{[^}]*\})", text)
    return "".join(_slot(piece) if piece.startswith("{") else _letters(piece) for piece in pieces)


def _slot(piece: str) -> str:
    name, colon, noun = piece[1:-1].partition(":")
    return f"{{{name}{colon}{_letters(noun)}}}"


def _letters(text: str) -> str:
    return text.lower().translate(_TIFINAGH)
