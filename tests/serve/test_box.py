"""The news box: any list of ours framed by other sites, and the page that writes the line to copy."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.serve.press import EDITION, OPTIONS, Visitor, make_article, make_outlet
from warraq.editions import Place, Spelling
from warraq.store import models

TANGIER = Place(
    "tanger", "town", "", "", {"ar": "طنجة", "fr": "Tanger"}, (Spelling("طنجة", "sure"),), (35.77, -5.8)
)


def titles(visitor: Visitor, address: str) -> list[str]:
    found = re.findall(r'<p class="headline"><a [^>]*>(.*?)</a>', visitor.text(address))
    return [unescape(title) for title in found]


def test_a_box_may_be_framed_and_runs_nothing(visitor: Visitor) -> None:
    make_article(make_outlet())
    for _ in range(2):  # made, then kept
        response = visitor.get("/box")
        policy = response["Content-Security-Policy"]
        assert "frame-ancestors *" in policy
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        assert "X-Frame-Options" not in response
        assert "max-age=60" in response["Cache-Control"]
        assert "stale-while-revalidate" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert not response.cookies
    page = response.content.decode()
    assert "<script" not in page
    assert '<base target="_blank">' in page
    assert visitor.get("/box", HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304


@pytest.mark.parametrize("path", ["/", "/box/make", "/goud", "/nothing", "/search"])
def test_no_other_page_may_be_framed(visitor: Visitor, path: str) -> None:
    make_article(make_outlet())
    policy = visitor.get(path)["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert ("frame-src" in policy) is (path == "/box/make")


def test_a_box_shows_the_list_it_is_asked_for(db: None) -> None:
    goud, other = make_outlet(), make_outlet("alyaoum")
    make_article(goud, "سياسي")
    sport = make_article(other, "رياضي", section="sports")
    models.ArticlePlace.objects.create(article=sport, place="tanger", is_main=True, sort_at=sport.sort_at)
    make_article(goud, "Un titre", language="fr")
    visitor = Visitor(edition=replace(EDITION, places=(TANGIER,)))
    assert titles(visitor, "/box") == ["رياضي", "سياسي"]
    assert titles(visitor, "/box?of=section:sports") == ["رياضي"]
    assert titles(visitor, "/box?of=outlet:goud") == ["Un titre", "سياسي"]
    assert titles(visitor, "/box?of=city:tanger") == ["رياضي"]
    assert titles(visitor, "/box?lang=fr") == titles(visitor, "/fr/box") == ["Un titre"]
    assert titles(visitor, "/box?items=1") == ["رياضي"]
    assert 'href="/section/sports"' in visitor.text("/box?of=section:sports")
    assert '<html lang="fr"' in visitor.text("/fr/box")


@pytest.mark.parametrize("look", ["auto", "light", "dark"])
def test_a_box_is_light_or_dark_as_its_host_wants(visitor: Visitor, look: str) -> None:
    assert f'data-look="{look}"' in visitor.text(f"/box?look={look}")


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("of=section:cooking", "section:cooking"),
        ("of=outlet:none", "outlet:none"),
        ("of=city:none", "city:none"),
        ("of=x", "x"),
        ("items=0", "0"),
        ("items=21", "21"),
        ("items=x", "x"),
        ("look=red", "red"),
        ("lang=xx", "xx"),
    ],
)
def test_what_makes_no_sense_is_no_box_and_the_builder_says_so(
    visitor: Visitor, query: str, named: str
) -> None:
    assert visitor.get(f"/box?{query}").status_code == 400
    page = visitor.text(f"/box/make?{query}")
    assert 'role="alert"' in page
    assert f"<bdi>{named}</bdi>" in page


@pytest.mark.parametrize("prefix", ["", "/fr", "/en"])
def test_the_builder_writes_the_line_to_copy(visitor: Visitor, prefix: str) -> None:
    make_article(make_outlet())
    page = visitor.text(f"{prefix}/box/make?of=section%3Apolitics&items=5&look=dark&lang=ar")
    (line,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    address = f"{prefix}/box?of=section%3Apolitics&lang=ar&items=5&look=dark"
    shown = unescape(line)
    assert f'src="https://warraq.example{address.replace("&", "&amp;")}"' in shown
    assert "<script" not in shown
    assert f'src="{address.replace("&", "&amp;")}"' in page
    assert len(titles(visitor, address)) == 1
    assert '<option value="section:politics" selected>' in page
    assert '<option value="outlet:goud">' in page


def test_without_an_index_a_box_of_a_search_is_empty_and_not_broken(db: None, tmp_path: Path) -> None:
    visitor = Visitor(options=replace(OPTIONS, data=tmp_path))
    assert titles(visitor, "/box?q=x") == []
    assert "q=x" in visitor.text("/box/make?q=x")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=30), of=st.text(max_size=20))
def test_nothing_typed_escapes_into_the_page_or_the_line(visitor: Visitor, text: str, of: str) -> None:
    hostile = quote(f'{text}<script>"onload=1', errors="replace")
    response = visitor.get(f"/box/make?of={quote(of, errors='replace')}&q={hostile}")
    assert response.status_code in (200, 400)
    page = response.content.decode()
    assert '<script>"' not in page
    assert '"onload=1' not in page
