"""Compares the figures that a story's outlets give, whenever the story has changed: apart from gathering, since reading
figures takes longer than all the rest."""

from __future__ import annotations

from collections import OrderedDict

from django.db import transaction

from warraq.store.figures import compared_rows, write_figures
from warraq.store.gather import GatherText, texts_of
from warraq.store.models import Outbox
from warraq.store.outbox import forget_changes, waiting_rows
from warraq.store.story_rows import ComparedRow
from warraq.store.write_stories import told_of
from warraq.understand.numbers import Figure, read_figures
from warraq.understand.numbers_compare import compare, without_place
from warraq.understand.story_summary import Told, independent

BATCH = 8
"""Stories compared in one go."""
MOST_ARTICLES = 16
"""Of a story, the latest: its figures are corrected as it goes on. Copies say the same again and are left out."""
REMEMBERED = 3_000
"""Articles whose figures are kept at hand."""
_Read = tuple[str, list[tuple[Figure, str]]]
"""Of an article: the key of its contents, and its figures with the words that give them."""


class Comparer:
    """Keeps the figures of stories equal to their articles. Use `step` for one batch."""

    def __init__(self) -> None:
        self._read: OrderedDict[int, _Read] = OrderedDict()

    def step(self) -> int:
        """Compare the stories that wait longest; returns how many rows of the outbox that answered."""
        rows = waiting_rows(Outbox.Consumer.FIGURES, 4 * BATCH)
        stories = list(dict.fromkeys(story for _, story in rows))[:BATCH]
        answered = [row for row, story in rows if story in stories]
        told = told_of(stories) if stories else {}
        chosen = {story: self._chosen(told.get(story, [])) for story in stories}
        texts = texts_of(one.number for numbers in chosen.values() for one in numbers)
        compared = {
            story: self._compare([texts[one.number] for one in articles if one.number in texts])
            for story, articles in chosen.items()
        }
        if answered:
            with transaction.atomic():
                write_figures(compared)
                forget_changes(answered)
        return len(answered)

    def _chosen(self, told: list[Told]) -> list[Told]:
        standing = sorted((one for one in told if not one.is_withdrawn), key=lambda one: (one.at, one.number))
        own = independent(standing)
        return own[-MOST_ARTICLES:] if len({one.outlet for one in own}) > 1 else []

    def _compare(self, texts: list[GatherText]) -> list[ComparedRow]:
        figures: dict[str, list[Figure]] = {}
        sources: dict[tuple[str, Figure], tuple[int, str]] = {}
        for text in texts:
            for figure, printed in self._figures(text):
                figures.setdefault(text.outlet, []).append(figure)
                sources[text.outlet, figure] = (text.number, printed)  # the latest one says it now
        return compared_rows(compare(figures), sources)

    def _figures(self, text: GatherText) -> list[tuple[Figure, str]]:
        known = self._read.get(text.number)
        if known is None or known[0] != text.content_key:
            whole = f"{text.title}\n{text.text}"
            found = [
                (without_place(figure), whole[slice(*figure.span)])
                for figure in read_figures(whole, text.language)
            ]
            known = self._read[text.number] = (text.content_key, found)
            if len(self._read) > REMEMBERED:
                self._read.popitem(last=False)
        return known[1]
