"""A reader opens the front page, an article, a past day, searches, and reports a picture; in Arabic and in French."""

from __future__ import annotations

import json
import re
import urllib.parse

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Open
from tests.demo import Demo
from warraq.sample import OUTLETS

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def no_sideways(page: object) -> bool:
    script = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    return bool(page.evaluate(script))  # type: ignore[attr-defined]


@pytest.mark.parametrize(("path", "direction"), [("/", "rtl"), ("/fr", "ltr")])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_front_page(open_page: Open, path: str, direction: str, width: int) -> None:
    page = open_page(path, width=width)
    assert page.locator("html").get_attribute("dir") == direction
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert no_sideways(page)
    assert page.locator("main a[href*='/']").count() > 30
    after = "document.querySelector('main').compareDocumentPosition(document.querySelector('[data-nosnippet]')) & 4"
    assert page.evaluate(after), "the ticker comes after main"
    assert page.evaluate(
        "[...document.images].every(i => i.hasAttribute('width') && i.hasAttribute('height'))"
    )


def test_every_outlet_with_a_feed_is_on_the_front_page(demo: Demo) -> None:
    missing = list(OUTLETS)
    for _ in range(30):  # it says a line whenever articles came in
        _, front = demo.get("/")
        missing = [outlet for outlet in OUTLETS if f"/{outlet.slug}/" not in front]
        if not missing:
            break
        demo.wait_for(lambda line: "articles (+" in line)
    assert not missing


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(("prefix", "words"), [("", "في مصدره|من مصدره"), ("/fr", "source")])
def test_an_article(open_page: Open, demo: Demo, prefix: str, words: str, script: bool) -> None:
    front = open_page(prefix or "/", script=script)
    link = front.locator(f"main a[href^='{prefix}/']").filter(has=front.locator("img")).first
    href = link.get_attribute("href")
    if href is None or not re.search(r"/\d+$", href):
        href = re.findall(rf'href="({prefix}/[a-z0-9-]+/\d+)"', front.content())[0]
    page = open_page(href, script=script)
    assert page.locator("h1").inner_text().strip()
    assert page.locator("article p, main p").count() >= 3
    assert re.search(words, page.content())
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert canonical is not None
    assert f":{demo.sample_port}/" in canonical
    assert no_sideways(page)


def test_searching(open_page: Open, demo: Demo) -> None:
    found = demo.warraq("search", "lang:ar", "--newest", "--limit", "1", "--json").stdout.splitlines()
    title = json.loads(found[1])["title"]
    word = max(title.split(), key=len).strip("«»:،.\"'")
    page = open_page("/")
    page.locator("input[name=q]").first.fill(word)
    page.locator("input[name=q]").first.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator("main mark").count() > 0
    french = open_page(f"/fr/search?q={urllib.parse.quote(word)}", width=360)
    assert french.locator("main mark").count() > 0
    assert no_sideways(french)


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_a_past_day(open_page: Open, prefix: str) -> None:
    slug = OUTLETS[0].slug
    page = open_page(f"{prefix}/{slug}")
    day = page.locator(f"a[href^='{prefix}/{slug}/20']").first
    href = day.get_attribute("href")
    assert href is not None
    page.goto(page.url.split(slug)[0].rstrip("/").removesuffix("/fr") + href)
    assert page.locator(f"main a[href^='{prefix}/{slug}/']").count() > 0
    assert page.locator("h1").count() == 1


def reported_picture(demo: Demo, which: int) -> tuple[str, str]:
    """An article with a picture: its path and the picture's hash. Each test reports another one."""
    _, front = demo.get("/latest")
    seen = []
    for path in dict.fromkeys(re.findall(r'href="(/[a-z0-9-]+/\d+)"', front)):
        _, text = demo.get(path)
        if (match := re.search(r'href="(/report/([0-9a-f]{64})[^"]*)"', text)) and match[2] not in seen:
            seen.append(match[2])
            if len(seen) > which:
                return path, match[2]
    raise AssertionError("no article has a picture")


@pytest.mark.parametrize(("prefix", "script", "which"), [("", False, 0), ("/fr", True, 1)])
def test_three_people_report_a_picture_and_it_hides_itself(
    open_page: Open, demo: Demo, prefix: str, script: bool, which: int
) -> None:
    path, sha = reported_picture(demo, which)
    for person in ("192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.3"):
        page = open_page(f"{prefix}{path}", script=script, visitor=person)
        if page.locator(f"a[href*='/report/{sha}']").count() == 0:
            break
        page.goto(f"{demo.address}{prefix}/report/{sha}?article={path.rpartition('/')[2]}")
        page.locator("main form[method=post] button").first.click()
        page.wait_for_url(re.compile("/thanks"))
        assert page.locator("h1").count() == 1
    for _ in range(600):  # the site asks once a second whether something changed
        if f"/picture/{sha}" not in demo.get(f"{prefix}{path}")[1]:
            break
        page.wait_for_timeout(100)
    page = open_page(f"{prefix}{path}", visitor="192.0.2.9")
    assert f"/picture/{sha}" not in page.content()


def test_the_report_dialog_opens_only_when_asked_for(open_page: Open, demo: Demo) -> None:
    path, sha = reported_picture(demo, 3)
    page = open_page(path)
    assert page.locator("dialog[open]").count() == 0
    page.locator(f"a[href*='/report/{sha}']").first.click()
    page.wait_for_selector("dialog[open] form")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")


def test_a_picture_that_has_not_come_yet_has_its_room(browser: Browser, demo: Demo) -> None:
    path, sha = reported_picture(demo, 3)
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.route(f"**/picture/{sha}/**", lambda _: None)  # never answered
    page.goto(f"{demo.address}{path}", wait_until="domcontentloaded")
    picture = page.locator("figure img").first
    room = picture.bounding_box()
    assert room is not None
    wide, high = (int(picture.get_attribute(name) or 0) for name in ("width", "height"))
    page.close()
    assert room["width"] > 300
    assert abs(room["height"] - room["width"] * high / wide) < 2


def test_nothing_moves_when_less_motion_is_wanted(open_page: Open) -> None:
    page = open_page("/")
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    assert page.evaluate("document.getAnimations().length") == 0


def test_pages_that_are_not_there_lead_on(open_page: Open, demo: Demo) -> None:
    for path in ("/nowhere", "/nowhere/1", "/fr/nowhere", f"/{OUTLETS[0].slug}/999999999"):
        status, text = demo.get(path)
        assert status == 404
        assert 'href="/' in text
