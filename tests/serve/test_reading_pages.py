"""The pages people read: front, sections, outlets and their past, authors, articles, latest."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest

from tests.serve.press import EDITION, NOW, Visitor, make_article, make_outlet, make_picture, sign
from warraq.editions import Signature
from warraq.store import models

HOSTILE = '<script>alert(1)</script> & "خبر" \''
READING = (
    "/",
    "/section/politics",
    "/latest",
    "/outlets",
    "/search",
    "/goud",
    "/goud/2026-11-24",
    "/goud/calendar/2026-11",
    "/calendar",
    "/calendar/2026-11",
    "/day/2026-11-24",
)


class Tags(HTMLParser):
    """Every tag with its attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def full() -> Visitor:
    """A visitor of an edition that shows full texts."""
    return Visitor(edition=replace(EDITION, show="full"))


@pytest.mark.parametrize("prefix", ["", "/fr", "/en"])
@pytest.mark.parametrize("path", READING)
def test_every_page_is_one_document(visitor: Visitor, path: str, prefix: str) -> None:
    make_article(make_outlet(), HOSTILE)
    text = visitor.text(f"{prefix}{path}" if path != "/" or not prefix else prefix)
    tags = Tags(text)
    assert len(tags.all("h1")) == len(tags.all("main")) == 1
    assert text.index("</main>") < text.index('class="ticker"')
    html = tags.all("html")[0]
    assert (html["lang"], html["dir"]) == ((prefix[1:], "ltr") if prefix else ("ar", "rtl"))
    assert "<script>alert" not in text
    assert not any(name.startswith("on") or name == "style" for _, a in tags.tags for name in a)
    assert not tags.all("style")
    identifiers = [a["id"] for _, a in tags.tags if "id" in a]
    assert len(identifiers) == len(set(identifiers))
    assert all(a.get("dir") != "auto" for _, a in tags.tags)


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("zgh", "ltr"), ("tzm", "ltr")]
)
def test_a_headline_carries_its_own_language_and_direction(
    visitor: Visitor, language: str, direction: str
) -> None:
    made = make_article(make_outlet(), "عنوان", language=language)
    for address in ("/latest?lang=all", "/goud", "/fr/latest?lang=all"):
        links = [
            a for a in Tags(visitor.text(address)).all("a") if str(a.get("href")).endswith(f"/goud/{made.pk}")
        ]
        told = {(a["lang"], a["dir"]) for a in links if "lang" in a}
        assert told == {(language, direction)}


def test_the_ticker_is_whole_on_every_page(visitor: Visitor) -> None:
    long = "عنوان طويل " * 30
    make_article(make_outlet(), long.strip())
    make_article(make_outlet("second", names={"ar": "الثانية"}), "")
    text = visitor.text("/contact")
    ticker = text[text.index('class="ticker"') :]
    assert "data-nosnippet" in text
    assert long.strip() in ticker
    assert "بلا عنوان" in ticker
    assert "الثانية" in ticker
    assert ticker.count("<time") == 2


def test_every_outlet_stands_on_the_front_page(visitor: Visitor) -> None:
    for n in range(60):
        make_article(
            make_outlet(f"outlet-{n}", names={"ar": f"صحيفة {n}"}), f"خبر {n}", at=NOW - timedelta(hours=n)
        )
    text = visitor.text("/")
    main = text[: text.index("</main>")]
    assert all(f">صحيفة {n}<" in main for n in range(60))


def test_own_press_first_and_the_others_in_a_box(visitor: Visitor) -> None:
    make_article(make_outlet(), "خبر عربي")
    make_article(make_outlet("lejour", language="fr"), "Une nouvelle", language="fr")
    arabic, french = visitor.text("/"), visitor.text("/fr")
    assert arabic.index("خبر عربي") < arabic.index("Une nouvelle")
    assert french.index("Une nouvelle") < french.index("خبر عربي")
    assert "/latest?lang=all" in arabic
    assert "Une nouvelle" not in visitor.text("/latest").split("</main>")[0]


def test_an_edition_without_a_press_in_this_language_shows_what_it_has(visitor: Visitor) -> None:
    make_article(make_outlet(), "خبر عربي")
    assert "خبر عربي" in visitor.text("/fr").split("newsstand")[0]
    assert "خبر عربي" in visitor.text("/en").split("newsstand")[0]
    assert "خبر عربي" in visitor.text("/en/latest").split("</main>")[0]
    assert "خبر عربي" not in visitor.text("/en/latest?lang=fr").split("</main>")[0]
    assert "خبر عربي" in visitor.text("/en/section/politics").split("</main>")[0]


def test_english_readers_see_names_in_their_letters(visitor: Visitor) -> None:
    make_article(make_outlet(), "خبر عربي")
    assert ">Goud<" in visitor.text("/en")
    assert ">كود<" not in visitor.text("/en")


def test_an_empty_front_page_says_what_will_happen(visitor: Visitor) -> None:
    text = visitor.text("/")
    assert "لم يُجمع شيء بعد" in text
    assert 'class="ticker"' not in text


def test_an_article_with_its_full_text(db: None) -> None:
    made = make_article(make_outlet(), HOSTILE, picture=make_picture(), subtitle="عنوان فرعي")
    author = sign(made, "سعاد العلوي")
    text = full().text(f"/goud/{made.pk}")
    assert "&amp; &lt;حضر&gt; الجميع" in text
    assert f'href="/goud/author/{author.pk}"' in text
    assert text.count("انقر هنا لقراءة الخبر من مصدره") == 2
    assert f'<link rel="canonical" href="{made.address}">' in text
    assert "نشر في كود يوم" in text
    assert "أبلغ عن صورة غير لائقة" in text
    assert f"?article={made.pk}" in text
    facts = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])
    assert facts["headline"] == HOSTILE


def test_an_excerpt_leads_to_the_source(visitor: Visitor) -> None:
    made = make_article(make_outlet(), subtitle="عنوان فرعي")
    text = visitor.text(f"/goud/{made.pk}")
    assert "حضر" not in text
    assert "افتتحت المدرسة اليوم" in text
    assert "source strong" in text


def test_a_headline_only_outlet_shows_no_more(visitor: Visitor) -> None:
    made = make_article(make_outlet(show="headline"), picture=make_picture(), subtitle="عنوان فرعي")
    for address in (f"/goud/{made.pk}", "/", "/section/politics", "/goud"):
        text = visitor.text(address)
        assert "افتتاح المدرسة" in text
        assert "افتتحت المدرسة اليوم" not in text
        assert "عنوان فرعي" not in text
        assert "/picture/" not in text


def test_a_withdrawn_article_keeps_headline_and_notice(db: None) -> None:
    made = make_article(make_outlet(), picture=make_picture(), withdrawn_at=NOW)
    sign(made, "سعاد العلوي")
    text = full().text(f"/goud/{made.pk}")
    assert "حُذف هذا المقال من موقع كود" in text
    assert "سعاد" not in text
    assert "/picture/" not in text
    assert "افتتحت" not in text


def test_an_edited_article_says_how_often_and_when(visitor: Visitor) -> None:
    made = make_article(make_outlet(), revision_count=2, edited_at=NOW)
    for minutes in (30, 10):
        models.Revision.objects.create(
            article=made, replaced_at=NOW - timedelta(minutes=minutes), blocks="[]", content_key="0"
        )
    text = visitor.text(f"/goud/{made.pk}")
    assert "عُدّل مرتين" in text
    assert "12:50" in text.split("edits")[1]


def test_a_day_only_date_shows_no_hour_and_an_unknown_one_says_so(visitor: Visitor) -> None:
    outlet = make_outlet()
    day = make_article(outlet, published_text="2026-11-24", published_precision="day")
    unknown = make_article(outlet, published_text="", published_precision="", published_at=None)
    said = visitor.text(f"/goud/{day.pk}").split('class="signed"')[1]
    assert "24 نونبر 2026</time></p>" in said
    assert "التاريخ غير معروف" in visitor.text(f"/goud/{unknown.pk}")


def test_a_body_of_all_kinds_of_blocks(db: None) -> None:
    made = make_article(make_outlet())
    models.Body.objects.filter(article=made).update(
        blocks=json.dumps(
            [
                {"kind": "heading", "text": "عنوان", "level": 2},
                {"kind": "list", "items": ["أ"], "level": 1},
                {"kind": "quote", "text": "قال"},
                {"kind": "table", "rows": [["<1>", "2"]]},
                {"kind": "figure", "text": "تعليق", "address": "https://x.example/p.jpg"},
                {"kind": "embed", "address": "https://x.example/v"},
            ]
        )
    )
    text = full().text(f"/goud/{made.pk}")
    for piece in (
        "<h2>عنوان</h2>",
        "<ol><li>أ</li></ol>",
        "<blockquote><p>قال",
        "<td>&lt;1&gt;</td>",
        "تعليق",
        "x.example</a>",
    ):
        assert piece in text
    assert "p.jpg" not in text


def test_a_calendar_counts_days_of_the_editions_time_zone(visitor: Visitor) -> None:
    outlet = make_outlet()
    late = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    make_article(outlet, at=late, day_on=date(2026, 11, 1))
    make_article(outlet, at=datetime(2026, 9, 1, 9, 0, tzinfo=UTC), day_on=date(2026, 9, 1))
    november = visitor.text("/goud/calendar/2026-11")
    assert 'href="/goud/2026-11-01"' in november
    assert 'href="/goud/calendar/2026-10"' in november
    october = visitor.text("/goud/calendar/2026-10")
    assert 'href="/goud/2026-10-' not in october
    assert 'href="/goud/calendar/2026-09"' in october
    assert visitor.get("/goud/calendar/2026-12").status_code == 404
    assert visitor.get("/goud/calendar/2026-08").status_code == 404
    assert "1 نونبر 2026" in visitor.text("/goud/2026-11-01")
    assert "ليس عندنا شيء" in visitor.text("/goud/2026-10-05")


def test_an_empty_archive_says_what_will_happen(visitor: Visitor) -> None:
    assert "لم يُجمع شيء بعد" in visitor.text("/calendar")
    assert visitor.get("/day/2026-11-24").status_code == 404


def test_the_archive_leads_to_every_day_of_every_outlet(visitor: Visitor) -> None:
    arabic, french = make_outlet(), make_outlet("lejour", language="fr")
    make_article(arabic, "خبر قديم", at=datetime(2024, 2, 29, 9, 0, tzinfo=UTC))
    make_article(arabic, "خبر اليوم")
    make_article(french, "Une nouvelle", language="fr", at=NOW - timedelta(hours=2))
    newest = visitor.text("/calendar")
    assert 'href="/day/2026-11-24"' in newest
    assert 'href="/calendar/2024-11"' in newest
    assert 'href="/day/2024-02-29"' in visitor.text("/calendar/2024-02")
    assert visitor.get("/calendar/2024-01").status_code == 404
    assert visitor.get("/calendar/2026-12").status_code == 404
    day = visitor.text("/day/2026-11-24").split("</main>")[0]
    assert "خبر اليوم" in day
    assert "Une nouvelle" not in day
    assert "مقال واحد · بكل اللغات: مقالان" in day
    assert 'href="/lejour/2026-11-24"' in day
    assert 'href="/day/2024-02-29"' in day
    assert "Une nouvelle" in visitor.text("/fr/day/2026-11-24").split("</main>")[0]
    everything = visitor.text("/day/2026-11-24?lang=all").split("</main>")[0]
    assert "Une nouvelle" in everything
    assert "خبر اليوم" in everything
    assert "ليس عندنا شيء" in visitor.text("/day/2025-01-01")
    assert visitor.get("/day/2026-11-25").status_code == 404
    assert "/day/2026-11-24" in visitor.text("/goud/2026-11-24")


def test_lists_are_turned_page_by_page(visitor: Visitor) -> None:
    outlet = make_outlet()
    for n in range(35):
        make_article(outlet, f"خبر رقم {n}", at=NOW - timedelta(minutes=n))
    first = visitor.text("/section/politics").split("</main>")[0]
    older = re.findall(r'rel="next" href="([^"]+)"', first)[0].replace("&amp;", "&")
    second = visitor.text(older).split('<div class="rail">')[0]
    assert "خبر رقم 29<" in first
    assert "خبر رقم 30<" in second
    assert "خبر رقم 29<" not in second
    assert visitor.get("/section/politics?before=nonsense").status_code == 400
    assert visitor.get("/section/politics?lang=xx").status_code == 400


def test_latest_has_a_header_for_each_day(visitor: Visitor) -> None:
    outlet = make_outlet()
    make_article(outlet)
    make_article(outlet, at=NOW - timedelta(days=1))
    text = visitor.text("/latest")
    assert text.index("الثلاثاء 24 نونبر") < text.index("الاثنين 23 نونبر 2026</h2>")


def test_an_author_is_one_outlets_person(visitor: Visitor) -> None:
    goud, other = make_outlet(), make_outlet("other")
    mine = sign(make_article(goud, "مقال سعاد هنا"), "سعاد")
    sign(make_article(other, "مقال سعاد هناك"), "سعاد")
    main = visitor.text(f"/goud/author/{mine.pk}").split("</main>")[0]
    assert "مقال سعاد هنا<" in main
    assert "مقال سعاد هناك" not in main
    assert visitor.get(f"/other/author/{mine.pk}").status_code == 404


def test_an_edition_may_say_that_an_author_signs_elsewhere_too(db: None) -> None:
    signatures = (Signature("goud", "سعاد"), Signature("other", "Souad  A."), Signature("gone", "سعاد"))
    visitor = Visitor(edition=replace(EDITION, persons=(signatures,)))
    goud, other = make_outlet(), make_outlet("other")
    both = sign(make_article(goud, "مقال سعاد هنا"), "سعاد")
    there = sign(make_article(other, "مقال سعاد هناك"), "souad a.")
    namesake = sign(make_article(other, "مقال أخرى"), "سعاد")
    for path in (f"/goud/author/{both.pk}", f"/other/author/{there.pk}"):
        main = visitor.text(path).split("</main>")[0]
        assert "مقال سعاد هنا<" in main
        assert "مقال سعاد هناك<" in main
        assert "مقال أخرى" not in main
    assert f'<a href="/other/author/{there.pk}">وكذلك باسم souad a. في' in visitor.text(
        f"/goud/author/{both.pk}"
    )
    assert visitor.text(f"/goud/author/{both.pk}/rss").count("<item>") == 2
    assert "مقال سعاد" not in visitor.text(f"/other/author/{namesake.pk}").split("</main>")[0]


def test_outlets_are_listed_by_language_with_what_they_hold(visitor: Visitor) -> None:
    outlet = make_outlet(names={"ar": "السوق"})
    make_article(outlet)
    make_article(outlet)
    make_outlet("empty", names={"ar": "بلا مقال"})
    make_outlet("lejour", language="fr", names={"fr": "Le Jour"})
    main = visitor.text("/outlets").split("</main>")[0]
    assert '<td class="number">2</td>' in main
    assert "قبل ساعة واحدة" in main
    assert "لا شيء بعد" in main
    assert main.index("بالعربية") < main.index("En français")


def test_an_outlet_without_articles_says_so(visitor: Visitor) -> None:
    make_outlet()
    assert "لم يُجمع شيء من هذه الصحيفة بعد" in visitor.text("/goud")


def test_pages_reserve_room_for_pictures(visitor: Visitor) -> None:
    outlet = make_outlet()
    for n in range(8):
        make_article(outlet, f"خبر {n}", picture=make_picture(str(n)))
    images = Tags(visitor.text("/")).all("img")
    assert images
    assert all(image["width"] and image["height"] and image["alt"] is not None for image in images)
    assert sum("loading" not in image for image in images) == 1


def test_structured_facts_cannot_leave_their_script(db: None) -> None:
    made = make_article(make_outlet(), "</script><!--<script>")
    text = full().text(f"/goud/{made.pk}")
    facts = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert "<" not in facts
    assert json.loads(facts)["headline"] == "</script><!--<script>"
