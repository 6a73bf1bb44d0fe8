"""Articles that a search found, as the program prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from warraq.store import models


@dataclass(frozen=True, slots=True)
class FoundRow:
    """An article in short."""

    number: int
    id: str | None
    """The id it was imported with."""
    title: str
    url: str
    outlet: str
    published: str
    """As the outlet printed it; empty where it is not known."""
    language: str
    section: str

    def shown(self) -> dict[str, object]:
        """As JSON shows it: `published_at` as in `warraq extract`, null where unknown."""
        row = asdict(self)
        row["published_at"] = row.pop("published") or None
        return row


def read_found(numbers: Sequence[int]) -> list[FoundRow]:
    """The articles of these numbers, in this order; those that are no more are left out."""
    fields = (
        "pk",
        "imported_id",
        "title",
        "address",
        "outlet__slug",
        "published_text",
        "language",
        "section",
    )
    rows = {
        row[0]: FoundRow(*row) for row in models.Article.objects.filter(pk__in=numbers).values_list(*fields)
    }
    return [rows[number] for number in numbers if number in rows]


def read_imported_ids(numbers: Sequence[int]) -> list[str]:
    """The imported id of each article, or its number where it was collected; in this order."""
    rows = dict(models.Article.objects.filter(pk__in=numbers).values_list("pk", "imported_id"))
    return [rows[number] or str(number) for number in numbers if number in rows]
