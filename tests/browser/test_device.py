"""What a reader chooses stays on the device: dark pages, a language, text size, outlets left out, what was read; and
what keys and the ticker do there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def device(browser: Browser, demo: Demo) -> Iterator[BrowserContext]:
    """A reader's browser that keeps what it is told."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=demo.address)
    yield context
    context.close()


@pytest.fixture
def page(device: BrowserContext) -> Page:
    return device.new_page()


def paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def visible_headlines(page: Page, where: str = "main") -> list[str]:
    script = (
        "where => [...document.querySelectorAll(`${where} a[lang][dir]`)]"
        ".filter(a => a.getClientRects().length).map(a => a.getAttribute('href'))"
    )
    return list(page.evaluate(script, where))


def test_dark_pages_are_remembered_and_need_no_flash(page: Page) -> None:
    page.goto("/about")
    light = paper(page)
    page.locator(".scheme").click()
    dark = paper(page)
    assert dark != light
    page.goto("/latest")
    assert paper(page) == dark
    assert page.locator(".scheme").get_attribute("aria-pressed") == "true"
    page.locator(".scheme").click()
    assert paper(page) == light
    assert page.evaluate("localStorage.getItem('scheme')") is None, "what the system says is no choice"


def test_the_language_chosen_last_opens_next_time(device: BrowserContext, page: Page) -> None:
    page.goto("/about")
    page.locator(".tongues a[hreflang=fr]").click()
    page.wait_for_url("**/fr/about")
    other = device.new_page()
    other.goto("/contact")
    other.wait_for_url("**/fr/contact")
    other.locator(".tongues a[hreflang=ar]").click()
    other.wait_for_url(re.compile(r"\d/contact$"))
    again = device.new_page()
    again.goto("/")
    assert again.locator("html").get_attribute("lang") == "ar"


def test_an_article_is_read_larger(page: Page) -> None:
    page.goto("/")
    page.goto(visible_headlines(page)[0])
    size = "parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)"
    usual = page.evaluate(size)
    page.locator("[data-size-step='1']").click()
    assert page.evaluate(size) > usual
    page.reload()
    assert page.evaluate(size) > usual
    page.locator("[data-size-step='-1']").click()
    assert page.evaluate(size) == usual


def test_an_outlet_left_out_is_gone_from_lists_and_from_nowhere_else(page: Page) -> None:
    page.goto("/latest")
    outlet = visible_headlines(page)[0].split("/")[1]
    page.goto(f"/{outlet}")
    page.locator("[data-mute]").click()
    assert visible_headlines(page), "its own page goes on showing it"
    page.goto("/latest")
    assert visible_headlines(page)
    assert not [href for href in visible_headlines(page) if href.startswith(f"/{outlet}/")]
    assert not [href for href in visible_headlines(page, ".ticker") if href.startswith(f"/{outlet}/")]
    page.goto("/settings")
    box = page.locator(f"input[value='/{outlet}']")
    assert box.is_checked()
    box.uncheck()
    page.goto("/latest")
    assert [href for href in visible_headlines(page) if href.startswith(f"/{outlet}/")]


def test_pictures_can_be_left_out(page: Page) -> None:
    page.goto("/settings")
    page.locator("input[name=pictures][value=none]").check()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/section/culture")
    assert page.locator("main .picture:visible").count() == 0
    assert not [url for url in asked if "/picture/" in url]


def test_what_was_opened_is_readable_without_a_line(device: BrowserContext, page: Page) -> None:
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.goto("/")
    href = visible_headlines(page)[0]
    page.goto(href)
    title = page.locator("h1").inner_text()
    device.set_offline(True)
    page.goto("/")
    assert page.locator(".offline").is_visible()
    page.goto(href)
    assert page.locator("h1").inner_text() == title
    page.goto("/fr/about")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator(f"#kept a[href='{href}']").count() == 1
    assert page.locator(".way-on a").first.is_visible()
    device.set_offline(False)


def test_keys_go_through_the_headlines(page: Page) -> None:
    page.goto("/")
    here = "document.activeElement.getAttribute('href')"
    links = visible_headlines(page)
    page.keyboard.press("j")
    assert page.evaluate(here) == links[0]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate(here) == links[1]
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("jk")
    assert page.locator(".search input").input_value() == "jk"
    page.locator("body").click(position={"x": 2, "y": 2})
    page.keyboard.press("?")
    page.locator("dialog[open] kbd").first.wait_for()
    page.keyboard.press("Escape")
    page.evaluate("localStorage.setItem('keys', 'off')")
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")


def test_the_ticker_renews_itself_until_it_is_paused(device: BrowserContext, page: Page) -> None:
    page.clock.install()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/ticker" in request.url else None)
    page.goto("/about")
    page.mouse.move(5, 5)
    shown = page.locator(".ticker li.now a")
    first = shown.inner_text()
    page.clock.run_for(8_000)
    assert shown.inner_text() != first
    with page.expect_response("**/ticker"):
        page.clock.run_for(60_000)
    page.locator("[data-ticker=pause]").click()
    page.mouse.move(5, 5)
    page.evaluate("document.activeElement.blur()")
    count, still = len(asked), shown.inner_text()
    page.clock.run_for(180_000)
    assert (len(asked), shown.inner_text()) == (count, still)


def test_a_page_pointed_at_is_asked_for_early(page: Page) -> None:
    page.goto("/latest")
    href = visible_headlines(page)[3]
    with page.expect_request(
        lambda request: request.url.endswith(href) and not request.is_navigation_request()
    ):
        page.locator(f"main a[href='{href}']").first.hover()
