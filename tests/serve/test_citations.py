"""Citations hold whatever an outlet printed, letter for letter, and no date that it did not print."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from tests.serve.press import Visitor, make_article, make_outlet, sign
from warraq.serve.citations import _LATEX, Cited, bibtex, csl_json, latex, plain, ris

CITED = Cited(
    key="goud-7",
    title="ارتفاع الأسعار: 50% & أكثر",
    authors=("سعيد بنيس",),
    outlet="كود",
    published=date(2023, 11, 5),
    has_day=True,
    language="ar",
    address="https://goud.example/a_b?x=1&y=50%25",
    archived="https://warraq.example/goud/7",
    archive="ورّاق",
    accessed=date(2026, 11, 24),
)
texts = st.text(st.characters(codec="utf-8"), max_size=60)


def test_bibtex_escapes_what_latex_would_run() -> None:
    entry = bibtex(CITED)
    assert entry.startswith("@article{goud-7,\n")
    assert r"title = {{ارتفاع الأسعار: 50\% \& أكثر}}" in entry
    assert "author = {{سعيد بنيس}}" in entry
    assert "date = {2023-11-05}" in entry
    assert "month = nov," in entry
    assert "url = {https://goud.example/a_b?x=1&y=50%25}" in entry, "addresses are set as they are"


def test_a_month_stays_a_month_and_an_unknown_date_unknown() -> None:
    month = replace(CITED, has_day=False)
    assert "date = {2023-11}" in bibtex(month)
    assert "day =" not in bibtex(month)
    assert "DA  - 2023/11//" in ris(month)
    assert json.loads(csl_json(month))[0]["issued"] == {"date-parts": [[2023, 11]]}
    unknown = replace(CITED, published=None, has_day=False)
    assert "year" not in bibtex(unknown)
    assert "PY" not in ris(unknown)
    assert "issued" not in json.loads(csl_json(unknown))[0]


@given(title=texts, author=texts, outlet=texts, address=texts)
def test_bibtex_always_balances_and_loses_nothing(title: str, author: str, outlet: str, address: str) -> None:
    entry = bibtex(replace(CITED, title=title, authors=(author,), outlet=outlet, address=address))
    depths = list(accumulate((sign_ == "{") - (sign_ == "}") for sign_ in entry))
    assert depths[-1] == 0
    assert [place for place, depth in enumerate(depths) if not depth and "{" in entry[:place]] == [
        len(entry) - 2, len(entry) - 1,
    ], "the entry ends with its last brace and nowhere before"  # fmt: skip
    assert "\n" not in plain(title)
    assert _unlatex(latex(title)) == plain(title)


@given(title=texts, author=texts, outlet=texts)
def test_ris_is_one_tag_a_line(title: str, author: str, outlet: str) -> None:
    text = ris(replace(CITED, title=title, authors=(author,), outlet=outlet))
    lines = text.split("\r\n")
    assert lines[0] == "TY  - NEWS"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert "\n" not in text.replace("\r\n", "")


@given(title=texts, author=texts)
def test_csl_json_is_json_and_loses_nothing(title: str, author: str) -> None:
    item = json.loads(csl_json(replace(CITED, title=title, authors=(author,))))[0]
    assert item.get("title", "") == plain(title)
    assert [name["literal"] for name in item.get("author", [])] == [name for name in [plain(author)] if name]


def test_an_article_is_cited_from_its_page(visitor: Visitor) -> None:
    article = make_article(make_outlet(), "زيادة 5%", published_text="2026-11-24", published_precision="day")
    sign(article, "سعيد بنيس")
    page = visitor.text(f"/goud/{article.pk}")
    for form, kind in (("bib", "bibtex"), ("ris", "research-info"), ("json", "citationstyles")):
        address = f"/goud/{article.pk}/cite.{form}"
        assert f'href="{address}"' in page
        response = visitor.get(address)
        assert kind in response["Content-Type"]
        assert "attachment" in response["Content-Disposition"]
        assert "سعيد بنيس" in response.content.decode()
        assert "2026" in response.content.decode()
    assert visitor.get(f"/goud/{article.pk}/cite.doc").status_code == 404
    assert visitor.get("/goud/999999/cite.bib").status_code == 404


def _unlatex(text: str) -> str:
    """Read back, longest first."""
    names = {value: sign_ for sign_, value in _LATEX.items()}
    pattern = "|".join(re.escape(value) for value in sorted(names, key=len, reverse=True))
    return re.sub(pattern, lambda match: names[match[0]], text)
