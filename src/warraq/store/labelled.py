"""Articles whose section their own outlet named: what an installation learns its sections from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from warraq.records import ArticleKind, Wish, read_wishes
from warraq.store.blocks import plain_text
from warraq.store.models import Article
from warraq.understand.sections import CATCH_ALL, section_of

CHUNK = 200


class LabelledRow(NamedTuple):
    """An article and the section that its outlet's label leads to."""

    title: str
    text: str
    section: str


class LabelledAddress(NamedTuple):
    """Where an article stands, and the section that its outlet's label leads to."""

    title: str
    address: str
    section: str


def labelled_articles(edition: str, language: str, table: Mapping[str, str]) -> Iterator[LabelledRow]:
    """The edition's articles in a language whose label names a section in `table` (folded label -> section), the newest
    first, a batch at a time. Those whose publisher reserved text mining are left out."""
    rows = Article.objects.filter(
        edition=edition, language=language, kind=ArticleKind.ARTICLE.value, withdrawn_at__isnull=True
    ).exclude(section_label="")
    numbers = list(rows.order_by("-sort_at", "-pk").values_list("pk", flat=True))
    fields = ("pk", "title", "section", "section_label", "wishes", "body__blocks")
    for start in range(0, len(numbers), CHUNK):
        part = numbers[start : start + CHUNK]
        found = {row[0]: row[1:] for row in Article.objects.filter(pk__in=part).values_list(*fields)}
        for title, section, label, wishes, blocks in (found[number] for number in part if number in found):
            if title and _is_named(section, label, table) and Wish.NO_TDM not in read_wishes(wishes):
                yield LabelledRow(title, plain_text(blocks or "[]"), section)


def labelled_addresses(edition: str, table: Mapping[str, str], most: int) -> Iterator[LabelledAddress]:
    """The addresses of the edition's newest `most` labelled articles; their texts are not read."""
    rows = Article.objects.filter(edition=edition, withdrawn_at__isnull=True).exclude(section_label="")
    fields = ("title", "address", "section", "section_label")
    newest = rows.order_by("-sort_at", "-pk").values_list(*fields)[:most]
    for title, address, section, label in newest.iterator(chunk_size=CHUNK):
        if _is_named(section, label, table):
            yield LabelledAddress(title, address, section)


def _is_named(section: str, label: str, table: Mapping[str, str]) -> bool:
    """Whether an article's section is what its label says, not what was guessed."""
    return section != CATCH_ALL and section_of(label, table) == section
