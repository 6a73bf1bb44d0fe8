"""An article that the sample press corrects while the demo runs shows what was changed, in both interfaces."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open
from tests.demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONTRAST = """(element) => {
  const light = (color) => {
    const parts = color.match(/[\\d.]+/g).slice(0, 3).map((n) => n / 255)
      .map((n) => n <= .03928 ? n / 12.92 : ((n + .055) / 1.055) ** 2.4);
    return .2126 * parts[0] + .7152 * parts[1] + .0722 * parts[2];
  };
  const style = getComputedStyle(element);
  const [a, b] = [light(style.color), light(style.backgroundColor)].sort((x, y) => y - x);
  return (a + .05) / (b + .05);
}"""
"""WCAG 2.2's contrast of an element's text with its own ground."""


@pytest.fixture(scope="module")
def edited(demo: Demo) -> str:
    """The page of versions of an article that was edited; one in eight is, within a few minutes."""
    for _ in range(80):
        changed = demo.rows(
            "SELECT DISTINCT '/' || slug || '/' || article_id FROM store_revision r "
            "JOIN store_article a ON a.id = article_id JOIN store_outlet o ON o.id = outlet_id"
        )
        for (path,) in changed:  # a page does not tell of every one
            if f'href="{path}/versions"' in demo.get(path)[1]:
                return f"{path}/versions"
        demo.wait_for(lambda line: "articles (+" in line)
    raise AssertionError("no article was edited")


@pytest.mark.parametrize("prefix", ["", "/fr"])
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_what_an_edit_changed(open_page: Open, edited: str, prefix: str, width: int, dark: bool) -> None:
    page = open_page(f"{prefix}{edited}", width=width, dark=dark)
    marks = page.locator(".edit ins, .edit del")
    assert marks.count() > 0
    assert all(mark.evaluate(CONTRAST) >= 4.5 for mark in marks.all())
    lines = {mark.evaluate("e => getComputedStyle(e).textDecorationLine") for mark in marks.all()}
    assert lines <= {"underline", "line-through"}
    assert page.locator("h1").count() == 1
    assert page.locator(".stood li").count() >= 2
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    details = page.locator(".edit details").first
    if details.count():
        details.locator("summary").click()
        assert details.locator("p").first.is_visible()
