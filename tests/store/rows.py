"""Rows and records that the tests of the store share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from warraq.editions import Edition, Section
from warraq.records import Article, ArticleKind, Block, BlockKind, Findings, Moment, NotArticle, Precision
from warraq.store import models
from warraq.store.write import Arrival, Gone

NOW = datetime(2023, 11, 1, 12, 0, tzinfo=UTC)
SEEN = NOW
EDITION = Edition(
    slug="ma",
    names={"ar": "المغرب", "fr": "Maroc"},
    zone=ZoneInfo("Africa/Casablanca"),
    languages=("ar", "fr"),
    sections=(Section("politics", {"ar": "سياسة", "fr": "Politique"}),),
    section_labels={"سياسة": "politics"},
    outlets=(),
)
ARTICLE = Article(
    kind=ArticleKind.ARTICLE,
    address="https://goud.example/politics/1",
    title="افتتاح المدرسة",
    subtitle="بحضور التلاميذ",
    authors=("سعاد العمراني",),
    published=Moment(datetime(2023, 11, 1, 10, 5), Precision.MINUTE, timedelta(hours=1)),
    body=(Block(BlockKind.PARAGRAPH, "افتتحت المدرسة اليوم."), Block(BlockKind.PARAGRAPH, "وحضر الجميع.")),
    picture="https://goud.example/p/1.jpg",
    section="سياسة",
)


def make_outlet(slug: str = "goud", language: str = "ar") -> models.Outlet:
    """An outlet, made once."""
    row, _ = models.Outlet.objects.get_or_create(
        slug=slug,
        defaults={
            "edition": "ma",
            "homepage": f"https://{slug}.example/",
            "names": {"ar": "كود", "fr": "Goud"},
            "language": language,
            "added_at": NOW,
        },
    )
    return row


def arrival(outlet: models.Outlet, arrived: Article | NotArticle | Gone) -> Arrival:
    """`arrived` as it comes to the writer."""
    findings = Findings("ar", None, "politics") if isinstance(arrived, Article) else None
    return Arrival(outlet_id=outlet.pk, arrived=arrived, findings=findings, seen_at=SEEN)
