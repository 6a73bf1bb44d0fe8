"""Figures compared over a story's articles, as JSON text and back, and as rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from warraq.store import models
from warraq.store.counters import count
from warraq.store.story_rows import ComparedRow, SaidRow
from warraq.understand.numbers import Figure
from warraq.understand.numbers_compare import Comparison

LONGEST_PRINTED = 80
"""Characters of the words that give a figure: what is longer is cut."""


def compared_rows(
    comparisons: Iterable[Comparison], sources: Mapping[tuple[str, Figure], tuple[int, str]]
) -> list[ComparedRow]:
    """Comparisons as rows. `sources`: (outlet, figure) -> the article that gives it, and its words."""
    return [
        ComparedRow(
            kind=one.kind.value,
            unit=one.unit,
            counted=one.counted,
            role=one.role,
            sides=tuple(
                tuple(_said(s.outlet, s.figure, *sources[s.outlet, s.figure]) for s in side)
                for side in one.sides
            ),
        )
        for one in comparisons
    ]


def _said(outlet: str, figure: Figure, article: int, printed: str) -> SaidRow:
    words = " ".join(printed.split())[:LONGEST_PRINTED]
    return SaidRow(article, outlet, figure.value, figure.low, figure.high, figure.is_approximate, words)


def write_compared(rows: Sequence[ComparedRow]) -> str:
    """One JSON list, compact, Arabic unescaped."""
    return json.dumps([tuple(row) for row in rows], ensure_ascii=False, separators=(",", ":"))


def read_compared(text: str) -> list[ComparedRow]:
    """The rows that `write_compared` wrote."""
    return [
        ComparedRow(
            kind, unit, counted, role, tuple(tuple(SaidRow(*said) for said in side) for side in sides)
        )
        for kind, unit, counted, role, sides in json.loads(text)
    ]


def write_figures(compared: Mapping[int, Sequence[ComparedRow]]) -> None:
    """Keep what these stories' outlets count; a story in which nothing is compared keeps no row."""
    texts = {story: write_compared(rows) for story, rows in compared.items() if rows}
    standing = dict(
        models.Figures.objects.filter(story_id__in=compared).values_list("story_id", "comparisons")
    )
    if texts == standing:
        return
    models.Figures.objects.filter(story_id__in=compared).delete()
    editions = dict(models.Story.objects.filter(pk__in=compared).values_list("pk", "edition"))
    models.Figures.objects.bulk_create(
        models.Figures(story_id=story, comparisons=text) for story, text in texts.items() if story in editions
    )
    changed = {story for story in compared if texts.get(story) != standing.get(story)}
    for edition in sorted({editions[story] for story in changed if story in editions}):
        count(f"generation:{edition}", 1)
