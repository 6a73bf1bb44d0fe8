"""The texts the Darija model learns from and is measured on, each with its outlet and its class.

Only sets whose licence lets what is learnt be shipped are learnt from: MArSum (CC BY 4.0), ANT (Apache-2.0),
Almayadeen (its repository says MIT) and the sample press (ours). The research-only sets measure and teach nothing.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zlib import crc32

from warraq.sample.press import Press
from warraq.understand.arabic import normalise

HELD_OUT = 4
"""One article of Goud in so many is never learnt from."""
PER_OUTLET = 10_000
MOROCCAN = "febrayer"
OPENING = 14
"""Words of a lead that are as long as a headline."""
PARTS = 4
"""Pieces of a body that are learnt from."""
PART_WORDS = 12
SAMPLE_SEEDS = (1, 2, 3)

MARKERS = frozenset(
    """ديال ديالو ديالها ديالهم ديالي ديالك ديالنا دياله هاد هادي هادو هادشي داكشي اللي للي دابا باش
    حيت علاش فين شنو شكون واش كيفاش كاين كاينة كاينين ماشي بزاف غادي غاتكون غايكون كيدير كيديرو
    كيقول كيقولو بحال راه راها عندو عندها عندهم مازال بغا بغات بغاو دار دارت دارو گال گالت قالو خاص
    خاصو جوج واحد وحدة شي ولا حتى البارح ليوم دازت داز لقاو شافو شدو مشات مشا جا جات جاو كان كيتسنا
    معندوش ماكاينش ديما حنا نتوما هوما هوا هيا تا غير كلشي""".split()
)
"""Words that Standard Arabic hardly has, or has otherwise. They choose which sentences of Goud's bodies teach what."""
_DOUBTFUL = frozenset("هاد واحد ولا حتى دار دارت جا كان غير شي تا وحدة داز خاص".split())
"""Markers that Standard Arabic also writes: they bar a sentence from the standard class and do not make it Darija."""
_OUTLET = re.compile(r"[«“\"”» ]*(?:ل|ب|ف|و)?[ـ]*[«“\"”» ]*(?:كود|گود|كووود)[»”\"“« ]*")


@dataclass(frozen=True, slots=True)
class Sample:
    """One text and what is true of it."""

    text: str
    is_darija: bool
    outlet: str
    is_title: bool
    is_held_out: bool = False
    weight: float = 1.0


def read_rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a packed JSON Lines file of the news folder."""
    with gzip.open(data / "news" / f"{name}.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield json.loads(line)


def goud(data: Path) -> Iterator[Sample]:
    """Goud's headlines, all of them Darija; its bodies' sentences where their words leave no doubt.

    Darija sentences are only measured on: learnt from, they cost a twentieth of the headlines.
    Held out by the headline, so that an article that stands twice in the set never stands on both sides.
    """
    for row in read_rows(data, "marsum_test"):
        is_held_out = crc32(normalise(row["headline"]).encode()) % HELD_OUT == 0
        yield Sample(row["headline"], True, "goud", True, is_held_out)
        for sentence in re.split(r"(?<=[.!؟?])\s+|\n", row["body"]):
            sentence = _OUTLET.sub(" ", sentence)
            is_darija = language_by_markers(sentence)
            if is_darija is False or (is_darija and is_held_out):
                for part in [sentence] if is_darija else _parts(sentence):
                    yield Sample(part, is_darija, "goud", False, is_held_out, 0.6)


def language_by_markers(text: str) -> bool | None:
    """Darija by two markers in twenty words, one of them sure; standard by none in eight words or more; else None."""
    words = normalise(text).split()
    stems = [re.sub("^[وفبلك](?=.{3})", "", word) for word in words]
    found = [stem for word, stem in zip(words, stems, strict=True) if word in MARKERS or stem in MARKERS]
    sure = [word for word in found if word not in _DOUBTFUL]
    if sure and len(found) >= 2 and len(found) >= len(words) / 10:
        return True
    return False if len(words) >= 8 and not found and not _is_dialect_verb(words) else None


def _is_dialect_verb(words: list[str]) -> bool:
    return any(re.match("(?:كي|كت|كن|غاي|غات|غي|غت|ما.*ش$)", word) and len(word) > 4 for word in words)


def _parts(text: str) -> list[str]:
    """A text in pieces as long as headlines, so that length tells nothing."""
    words = text.split()
    return [" ".join(words[start : start + PART_WORDS]) for start in range(0, len(words), PART_WORDS)]


def standard(data: Path) -> Iterator[Sample]:
    """Headlines and bodies of the outlets in Standard Arabic that may be learnt from."""
    rng = random.Random(7)
    for name, title, body in (("ant", "title", "body"), ("almayadeen", "title", "full_text")):
        rows = list(read_rows(data, name))
        for row in rng.sample(rows, min(PER_OUTLET, len(rows))):
            yield Sample(row[title], False, name, True)
            for part in _parts(row[body] or "")[1 : 1 + PARTS]:
                yield Sample(part, False, name, False, weight=0.6)


def sample_press() -> Iterator[Sample]:
    """Headlines of the invented press, at little weight: they are few sentences in many fillings."""
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    seen: set[str] = set()
    for seed in SAMPLE_SEEDS:
        press = Press(seed=seed, opened_at=now, clock=lambda: now)
        for truth in islice(press.articles(since=now - timedelta(days=14)), 6_000):
            if truth.language == "ar" and truth.title not in seen:
                seen.add(truth.title)
                yield Sample(truth.title, truth.is_darija, "sample", True, weight=0.05)


def measured_only(data: Path) -> Iterator[Sample]:
    """Outlets that are never learnt from: fourteen Saudi newspapers, and the leads of a Moroccan one, which gives no
    headlines: the first words of its leads stand for them."""
    rows = [row for row in read_rows(data, "saudi") if row["title"]]
    for row in random.Random(3).sample(rows, 6_000):
        yield Sample(row["title"], False, row["source"], True)
        yield Sample(row["body"], False, row["source"], False)
    for row in read_rows(data, "febrayer"):
        yield Sample(row["paragraphs"][0], False, MOROCCAN, False)
        yield Sample(" ".join(row["paragraphs"][0].split()[:OPENING]), False, MOROCCAN, True)
