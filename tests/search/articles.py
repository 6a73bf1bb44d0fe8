"""A handful of articles in four languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

from warraq.search.index import Document


def document(number: int, title: str = "", body: str = "", **more: object) -> Document:
    values: dict[str, object] = {
        "edition": "ma", "outlet": "goud", "section": None, "language": "ar", "lead": "", "authors": (), "days": None,
        "sort_at": datetime(2023, 11, 1, 12, number % 60, tzinfo=UTC),
        "seen_at": datetime(2023, 11, 2, 12, number % 60, tzinfo=UTC),
    }  # fmt: skip
    return Document(number=number, title=title, body=body, **{**values, **more})  # type: ignore[arg-type]


ARTICLES = (
    document(1, "وزير التربية يزور والمدرسة", "زار الوزير طنجة صباحا", section="politics", outlet="hespress",
             days=(date(2023, 10, 31), date(2023, 10, 31)), authors=("سعيد بنيس",)),
    document(2, "الأمطار تغلق الطرق", "بقيت المدرسة مغلقة بطنجة، وقال وزير إن و.م.ع نقلت الخبر", section="society",
             days=(date(2023, 11, 5), date(2023, 11, 5))),
    document(3, "Grève dans les écoles", "L'école publique fermée à Tanger", language="fr", outlet="le360",
             section="society", days=(date(2023, 11, 1), date(2023, 11, 30))),
    document(4, "ⵜⴰⵎⴰⵣⵉⵖⵜ ⴳ ⵓⵖⵔⴱⴰⵣ", "ⴰⵙⴳⴳⵯⴰⵙ ⴰⵎⴰⵢⵏⵓ", language="zgh"),
    document(5, "قمة G20 في نيودلهي", "مغلقة المدرسة", days=(date(2020, 2, 29), date(2020, 2, 29))),
    document(6, "المدرسة العليا", "في الجزائر", edition="dz", outlet="echorouk"),
)  # fmt: skip
