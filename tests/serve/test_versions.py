"""The page of an article's versions: when it changed for everyone, what changed for those who may read it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.serve.press import EDITION, NOW, Visitor, make_article, make_outlet
from warraq.records import Block, BlockKind
from warraq.store import models
from warraq.store.blocks import write_blocks

pytestmark = pytest.mark.django_db
OPEN = replace(EDITION, show="full", show_earlier=True)


def paragraphs(*texts: str) -> str:
    return write_blocks(Block(BlockKind.PARAGRAPH, text) for text in texts)


def edited(*earlier: tuple[str, str], outlet: models.Outlet | None = None, **fields: Any) -> models.Article:
    """An article whose earlier versions (headline, body) were replaced a minute after one another."""
    made = make_article(outlet or make_outlet(), revision_count=len(earlier), edited_at=NOW, **fields)
    models.Body.objects.filter(article=made).update(
        blocks=paragraphs("قال وزير التعليم إن المدرسة جاهزة.", "وحضر الآباء & <b>الجميع</b>.")
    )
    for n, (title, text) in enumerate(earlier):
        models.Revision.objects.create(
            article=made,
            title=title,
            blocks=paragraphs(*text.split("¶")),
            replaced_at=NOW - timedelta(minutes=40 - n),
            content_key=str(n),
        )
    return made


OLD = ("افتتاح المدرسه", "قال وزير التربية إن المدرسة جاهزة.¶وحضر الآباء & <b>الجميع</b>.")


def main_of(text: str) -> str:
    return text[text.index("<main") : text.index("</main>")]


def test_everyone_sees_that_and_when_it_changed_and_nobody_what() -> None:
    made = edited(OLD)
    text = main_of(Visitor().text(f"/goud/{made.pk}/versions"))
    assert "عُدّل مرة واحدة" in text
    assert text.count("<li>") == 2
    assert text.count("12:20") == 2  # Morocco is an hour ahead of UTC
    assert "نصوصه السابقة فليست منشورة" in text
    for hidden in ("التربية", "المدرسه", "<del>", "<ins>"):
        assert hidden not in text


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_an_open_edition_tells_what_changed(prefix: str) -> None:
    made = edited(OLD)
    text = main_of(Visitor(edition=OPEN).text(f"{prefix}/goud/{made.pk}/versions"))
    assert re.search(r"<del><span class=\"unseen\">\[[^<]+</span>التربية<span", text)
    assert re.search(r"<ins><span class=\"unseen\">\[[^<]+</span>التعليم<span", text)
    assert re.search(r"<del><span class=\"unseen\">\[[^<]+</span>المدرسه<span", text)
    assert "وحضر الآباء &amp; &lt;b&gt;الجميع&lt;/b&gt;." in text
    assert "<details>" in text
    assert '<div class="text" lang="ar" dir="rtl">' in text


@pytest.mark.parametrize(
    ("show", "outlet_show", "wish"),
    [("excerpt", "", ""), ("full", "headline", ""), ("full", "", "noarchive"), ("full", "", "nosnippet")],
)
def test_earlier_texts_are_never_more_open_than_the_text_that_stands(
    show: str, outlet_show: str, wish: str
) -> None:
    made = edited(OLD, outlet=make_outlet(show=outlet_show), wishes=wish)
    text = main_of(Visitor(edition=replace(OPEN, show=show)).text(f"/goud/{made.pk}/versions"))
    assert "التربية" not in text
    assert "عُدّل مرة واحدة" in text


def test_what_its_outlet_deleted_keeps_headline_and_notice() -> None:
    made = edited(OLD, withdrawn_at=NOW)
    text = main_of(Visitor(edition=OPEN).text(f"/goud/{made.pk}/versions"))
    assert "حُذف هذا المقال من موقع كود" in text
    assert "افتتاح المدرسة" in text
    assert "<li>" not in text
    assert "<del>" not in text


def test_an_article_that_never_changed_says_so() -> None:
    made = make_article(make_outlet())
    assert "لم يتغيّر منذ" in Visitor().text(f"/goud/{made.pk}/versions")
    assert "/versions" not in Visitor().text(f"/goud/{made.pk}")


def test_the_article_leads_to_its_versions_and_back() -> None:
    made = edited(OLD)
    assert f'href="/fr/goud/{made.pk}/versions"' in Visitor().text(f"/fr/goud/{made.pk}")
    assert f'href="/fr/goud/{made.pk}"' in main_of(Visitor().text(f"/fr/goud/{made.pk}/versions"))
    assert Visitor().get(f"/goud/{made.pk}/versions/").status_code == 301
    assert Visitor().get("/goud/99999/versions").status_code == 404
    assert 'content="noindex"' in Visitor().text(f"/goud/{made.pk}/versions")


def test_many_edits_are_turned_page_by_page() -> None:
    made = edited(*((f"عنوان {n}", "نص") for n in range(23)))
    visitor = Visitor(edition=OPEN)
    address = f"/goud/{made.pk}/versions"
    first, second, third = (main_of(visitor.text(f"{address}{page}")) for page in ("", "?page=2", "?page=3"))
    assert [text.count('class="edit"') for text in (first, second, third)] == [10, 10, 3]
    assert f'rel="next" href="{address}?page=2"' in first
    assert f'rel="prev" href="{address}"' in second
    assert 'rel="next"' not in third
    assert "عُدّل 23 مرة" in first
    for page in ("0", "4", "x", "١", "99999999"):
        assert visitor.get(f"{address}?page={page}").status_code == 400


def test_a_headline_alone_or_its_setting_alone() -> None:
    body = "قال وزير التعليم إن المدرسة جاهزة.¶وحضر الآباء & <b>الجميع</b>."
    made = edited(("افتتاح  «المدرسة»", body), ('افتتاح "المدرسة"', body))
    text = main_of(Visitor(edition=OPEN).text(f"/goud/{made.pk}/versions"))
    assert "بقي النص كما كان" in text
    assert "لم تتغيّر أي كلمة" in text


def test_what_moved_by_itself_is_not_told() -> None:
    made = edited(("افتتاح المدرسة", "قال وزير التعليم إن المدرسة جاهزة.¶نشر قبل 3 ساعات¶وحضر الآباء."))
    text = main_of(Visitor(edition=OPEN).text(f"/goud/{made.pk}/versions"))
    assert "3 ساعات" not in text
    assert "الجميع" in text


def test_lists_tables_and_quotes_are_compared_too() -> None:
    made = edited(OLD)
    models.Revision.objects.update(
        blocks=write_blocks(
            [
                Block(BlockKind.QUOTE, "قال وزير التعليم إن المدرسة جاهزة."),
                Block(BlockKind.LIST, items=("بند أول", "بند ثان")),
                Block(BlockKind.TABLE, rows=(("1", "خلية"),)),
            ]
        )
    )
    text = main_of(Visitor(edition=OPEN).text(f"/goud/{made.pk}/versions"))
    assert 'class="list"' in text
    assert "خلية" in text


def test_a_monstrous_text_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warraq.serve.marked.LONGEST", 20)
    made = edited(OLD)
    text = main_of(Visitor(edition=OPEN).text(f"/goud/{made.pk}/versions"))
    assert "النص أطول من أن يُقارن" in text


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Client:
    monkeypatch.setenv("WARRAQ_EDITION", "ma")
    User.objects.create_superuser("amina", password="a long and good sentence")
    client = Client()
    client.force_login(User.objects.get(username="amina"))
    return client


def test_the_desk_always_reads_the_earlier_texts(desk: Client) -> None:
    outlet = make_outlet(show="headline")
    for withdrawn_at in (None, NOW):
        made = edited(OLD, outlet=outlet, withdrawn_at=withdrawn_at)
        answer = desk.get(f"/desk/versions/{made.pk}")
        assert "التربية" in main_of(answer.content.decode())
        assert answer["Cache-Control"].startswith("private, no-store")
    assert desk.get("/desk/versions/99999").status_code == 404
    assert desk.get(f"/desk/versions/{made.pk}", {"page": "7"}).status_code == 404


def test_nobody_else_comes_to_the_desks_page(desk: Client) -> None:
    made = edited(OLD)
    assert Client().get(f"/desk/versions/{made.pk}").status_code == 302
    User.objects.create_user("staff", password="x", is_staff=True)
    other = Client()
    other.force_login(User.objects.get(username="staff"))
    assert other.get(f"/desk/versions/{made.pk}").status_code == 403


def test_the_desks_list_leads_to_the_versions(desk: Client) -> None:
    made = edited(OLD)
    assert f'href="/desk/versions/{made.pk}"' in desk.get("/desk/store/article/").content.decode()
