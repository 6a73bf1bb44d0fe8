"""A journalist searches, narrows, completes and compares; with a script and without, in Arabic and in French."""

from __future__ import annotations

import csv
import io
import re
import urllib.parse

import pytest

from tests.browser.conftest import Open
from tests.demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUERY = urllib.parse.quote("مدينة OR جديد OR مقال")


def number_of(text: str) -> int:
    """A number as a page writes it; a list whose number is a word has one or two."""
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits else 2 if "مقالان" in text else 1


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_a_facet_narrows_to_what_it_says_and_widens_again(open_page: Open, prefix: str, script: bool) -> None:
    page = open_page(f"{prefix}/search?q={QUERY}", script=script)
    choice = page.locator("aside .tally li").first
    said = number_of(choice.locator(".count").inner_text())
    choice.locator("a").click()
    page.wait_for_url(re.compile("outlet%3A"))
    assert number_of(page.locator(".choices .count").first.inner_text()) >= said, "articles go on arriving"
    page.locator(".parts a").first.click()
    page.wait_for_url(lambda url: "outlet%3A" not in url)
    assert page.locator(".parts").count() == 0


def test_the_file_has_as_many_rows_as_the_page_says(open_page: Open) -> None:
    page = open_page(f"/search?q={QUERY}")
    said = number_of(page.locator(".choices .count").first.inner_text())
    with page.expect_download() as downloading:
        page.locator("aside a[download]").first.click()
    download = downloading.value
    assert re.fullmatch(r"warraq-sample-\d+-\d{4}-\d\d-\d\d\.csv", download.suggested_filename)
    text = downloading.value.path().read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text, newline="")))) == said


def test_a_search_is_completed_while_it_is_typed(open_page: Open, demo: Demo) -> None:
    page = open_page("/search")
    field = page.locator("main input[name=q]")
    field.focus()
    field.press_sequentially("ال")
    options = page.locator("main .completions li")
    options.first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    chosen = options.nth(1).get_attribute("data-text")
    field.press("ArrowDown")
    field.press("ArrowDown")
    assert field.input_value() == chosen
    assert field.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    field.press("Escape")
    assert field.input_value() == "ال"
    assert options.first.is_hidden()
    field.press_sequentially("م")
    options.first.wait_for()
    text = options.first.get_attribute("data-text")
    options.first.click()
    page.wait_for_url("**/search?q=*")
    assert page.locator("main input[name=q]").input_value() == text


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_two_searches_in_one_chart(open_page: Open, prefix: str, width: int) -> None:
    page = open_page(f"{prefix}/research", width=width)
    page.locator("main input[name=q]").fill("*")
    page.locator("main input[name=q2]").fill("مدينة")
    page.locator("main .window button").click()
    page.wait_for_url(re.compile(r"/research\?q="))
    seen = page.locator("svg.chart").filter(visible=True)
    assert seen.count() == 1
    assert seen.locator("g.line").count() == 2
    letters = seen.locator("text.tick").first.evaluate("text => text.getBoundingClientRect().height")
    assert letters >= 12, "as large on a phone as anywhere"
    box = seen.bounding_box()
    assert box is not None
    assert box["width"] <= width
    assert page.locator("table").count() >= 2
