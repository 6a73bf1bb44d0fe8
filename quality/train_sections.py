"""Train the model of sections and write src/warraq/understand/sections.npz.

From the categories of ANT (Tunisian radio news, Apache-2.0) and two desks of Almayadeen (README badge MIT), both of
which let what is learnt be shipped (shared/data/README.md); no text is. understand/section_training.py trains. Of ANT,
every fifth article, by the hash of its title, is held out for quality/sections.py. Run with WARRAQ_SHARED_DATA set,
about a minute:

    python quality/train_sections.py
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from warraq.options import read_options
from warraq.understand import section_model
from warraq.understand.section_model import home_stems
from warraq.understand.section_training import Labelled, train_model

TUNISIA = """تونس تونسي تونسية تونسيون تونسيين سوسة صفاقس القيروان القصرين قفصة قابس نابل بنزرت باجة جندوبة الكاف سليانة
زغوان منوبة أريانة عروس المنستير المهدية بوزيد توزر قبلي مدنين تطاوين جربة الحمامات جرجيس رادس قرطاج المرسى الوردية"""
"""Where the training outlet is at home; «الدولية» and the like stay words."""

DESKS = {"economic": "economy", "politics": "internationalNews"}
"""Almayadeen's desks -> ANT's labels."""
DESK_MOST = 650


class Article(Labelled):
    """As the shipped model parts them: by the title as it stands."""

    @property
    def is_held_out(self) -> bool:
        """By the hash of the title, so that it is the same in every run."""
        return zlib.crc32(self.title.encode()) % 5 == 0


def read_lines(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a packed file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield json.loads(line)


def read_ant(data: Path) -> list[Article]:
    """ANT's articles, one of each title."""
    found = {
        row["title"].strip(): Article(row["title"].strip(), row["body"], row["category"], row["url"])
        for row in read_lines(data / "news" / "ant.jsonl.gz")
        if row["category"]
    }
    return list(found.values())


def read_almayadeen(data: Path) -> list[Article]:
    """As many of each desk as the smaller one has, evenly over the file."""
    desks: dict[str, list[Article]] = {label: [] for label in DESKS.values()}
    for row in read_lines(data / "news" / "almayadeen.jsonl.gz"):
        parts = row["url"].split("/")
        if parts[3] == "news" and parts[4] in DESKS:
            label = DESKS[parts[4]]
            desks[label].append(Article(row["title"] or "", row["full_text"] or "", label))
    return [
        article
        for articles in desks.values()
        for article in articles[:: max(1, round(len(articles) / DESK_MOST))][:DESK_MOST]
    ]


def main() -> int:
    """Train and write."""
    data = read_options().shared_data
    if data is None:
        print("skipped: WARRAQ_SHARED_DATA does not name the folder of real data")
        return 0
    ant = [article for article in read_ant(data) if not article.is_held_out]
    articles = ant + read_almayadeen(data)
    packed = train_model(articles, home_stems([TUNISIA]))
    target = Path(section_model.__file__).with_name(section_model.MODEL_FILE)
    target.write_bytes(packed)
    print(f"{len(articles)} articles, {len(packed) / 1e3:.0f} kB: now quality/sections.py")
    return 0


if __name__ == "__main__":
    sys.exit(main())
