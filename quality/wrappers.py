"""How well learned wrappers read the sample press, whose truth is known.

Each outlet's wrappers are learned from a few of its pages, as the collector learns them, on seeds that were not looked
at while the learning was written; then the other pages of the same outlet are read, those at whose checks the
wrapper gives up by the generic reader, as the collector does. F1 is over 4-word shingles of the body, averaged over
pages (the Zyte benchmark's measure); "alone" is what the generic reader makes of the same pages.

Run: python quality/wrappers.py [first seed] [number of seeds]. Exits 1 when a floor sinks; a floor is lowered only on
purpose, in a commit that says why.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from warraq.extract.article import read_article
from warraq.extract.wrapper_learn import Sample, learn_wrappers
from warraq.extract.wrapper_read import read_with_wrappers
from warraq.records import Article, Lead, NotArticle, Page
from warraq.sample import OUTLETS, Press, Truth
from warraq.sample.server import Presses

FLOORS = {
    "f1": 0.99,
    "f1 of each engine": 0.99,
    "exact": 0.97,
    "titles": 0.99,
    "days": 0.98,
    "read by wrapper": 0.9,
}
FIRST_SEED, SEEDS = 7001, 20
"""The tests and the work on the learning used seeds under 100."""
LEARNED_FROM, READ = 6, 8
"""Pages of an outlet and seed."""
OPENED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
NOW = OPENED + timedelta(minutes=5)
ZONE = ZoneInfo("Africa/Casablanca")


@dataclass
class Scores:
    """What was measured of some pages."""

    f1: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    exact: list[bool] = field(default_factory=list)
    titles: list[bool] = field(default_factory=list)
    days: list[bool] = field(default_factory=list)
    by_wrapper: list[bool] = field(default_factory=list)

    def add(self, other: Scores) -> None:
        """Take another's pages too."""
        for name in self.__dataclass_fields__:
            getattr(self, name).extend(getattr(other, name))


def shingles(text: str) -> set[tuple[str, ...]]:
    """Every four words in a row."""
    words = text.split()
    return {tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3))}


def f1(text: str, truth: str) -> float:
    """Harmonic mean of precision and recall of the shingles."""
    ours, theirs = shingles(text), shingles(truth)
    return 2 * len(ours & theirs) / max(1, len(ours) + len(theirs))


def mean(values: list[float] | list[bool]) -> float:
    """0 for none."""
    return sum(values) / max(1, len(values))


def pages(seed: int, slug: str) -> Iterator[tuple[Page, Truth]]:
    """The newest pages of an outlet that carry articles to read, with their truth."""
    press = Press(seed=seed, opened_at=OPENED, clock=lambda: NOW, history_days=10)
    site = Presses(press)
    outlet = next(each for each in OUTLETS if each.slug == slug)
    for found in press.latest(outlet, LEARNED_FROM + READ):
        address = press.sheet(found).address
        truth = press.truth(address)
        assert truth is not None, address
        parts = urlsplit(address)
        reply = site.answer(outlet, parts.path, parts.query)
        headers = {"content-type": reply.content_type}
        yield Page(address, address, reply.status, headers, reply.body, NOW), truth


def measure(seed: int, slug: str, language: str) -> Scores:
    """Learn from an outlet's first pages and read the others."""
    found = list(pages(seed, slug))
    samples = [Sample(page, Lead(page.address, title=truth.title)) for page, truth in found[:LEARNED_FROM]]
    wrappers = learn_wrappers(samples, zone=ZONE, language=language)
    scores = Scores()
    for page, truth in found[LEARNED_FROM:]:
        lead = Lead(page.address, title=truth.title)
        reading = read_with_wrappers(page, wrappers, now=NOW, zone=ZONE, language=language, lead=lead)
        alone = read_article(page, now=NOW, zone=ZONE, language=language)
        article = reading.arrived
        scores.by_wrapper.append(bool(reading.template))
        scores.f1.append(f1(text_of(article), truth.body))
        scores.alone.append(f1(text_of(alone), truth.body))
        scores.exact.append(text_of(article).split() == truth.body.split())
        scores.titles.append(isinstance(article, Article) and article.title == truth.title)
        if truth.precision is not None:
            published = article.published if isinstance(article, Article) else None
            scores.days.append(published is not None and published.day() == truth.published_at.date())
    return scores


def text_of(arrived: Article | NotArticle) -> str:
    """Its body; empty where there is no article."""
    return arrived.text() if isinstance(arrived, Article) else ""


def main() -> int:
    """Measure; 1 where a floor sinks."""
    first = int(sys.argv[1]) if len(sys.argv) > 1 else FIRST_SEED
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else SEEDS
    engines: dict[str, Scores] = defaultdict(Scores)
    everything = Scores()
    for seed in range(first, first + seeds):
        for outlet in OUTLETS:
            scores = measure(seed, outlet.slug, outlet.language)
            engines[outlet.engine].add(scores)
            everything.add(scores)
    print(
        f"{'engine':<12} {'pages':>6} {'by wrapper':>10} {'F1':>7} {'alone':>7} {'exact':>6} {'title':>6} {'day':>6}"
    )
    for name, scores in [*sorted(engines.items()), ("all", everything)]:
        print(
            f"{name:<12} {len(scores.f1):>6} {mean(scores.by_wrapper):>10.3f} {mean(scores.f1):>7.4f}"
            f" {mean(scores.alone):>7.4f} {mean(scores.exact):>6.3f} {mean(scores.titles):>6.3f}"
            f" {mean(scores.days):>6.3f}"
        )
    found = {
        "f1": mean(everything.f1),
        "f1 of each engine": min(mean(scores.f1) for scores in engines.values()),
        "exact": mean(everything.exact),
        "titles": mean(everything.titles),
        "days": mean(everything.days),
        "read by wrapper": mean(everything.by_wrapper),
    }
    sunk = [f"{name} {found[name]:.4f} < {floor}" for name, floor in FLOORS.items() if found[name] < floor]
    for line in sunk:
        print(f"FLOOR SUNK: {line}")
    return 1 if sunk else 0


if __name__ == "__main__":
    sys.exit(main())
