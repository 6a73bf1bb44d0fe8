"""The page of outlets and how they do, as a reader sees it: on a phone and on a desk, in both directions, without a
script."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open
from tests.browser.test_reading import no_sideways
from warraq.sample import OUTLETS

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(("path", "direction"), [("/health", "rtl"), ("/fr/health", "ltr")])
@pytest.mark.parametrize("width", [1280, 360])
def test_every_outlet_stands_on_it(open_page: Open, path: str, direction: str, width: int) -> None:
    page = open_page(path, width=width, script=False)
    assert page.locator("html").get_attribute("dir") == direction
    assert page.locator("main tbody tr").count() >= len(OUTLETS)
    assert no_sideways(page)


def test_time_runs_as_the_page_reads(open_page: Open) -> None:
    turned = "getComputedStyle(document.querySelector('.bars')).transform.startsWith('matrix(-1')"
    assert open_page("/health").evaluate(turned)
    assert not open_page("/fr/health").evaluate(turned)


def test_channels_open_where_they_stand(open_page: Open) -> None:
    page = open_page("/health", width=360)
    first = page.locator("main details").first
    first.locator("summary").click()
    assert first.locator("li").first.is_visible()
    assert no_sideways(page)
