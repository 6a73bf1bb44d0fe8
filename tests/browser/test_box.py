"""A news box stands in another site's page, in a real browser and without a script; no other page of ours may."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Open
from tests.demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Host(ThreadingHTTPServer):
    """Another site, with one page that frames what a test wants."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _HostPage)
        self.framed = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"


class _HostPage(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        body = f"<!doctype html><html lang=en><title>Host</title><h1>Host</h1>{self.server.framed}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def host() -> Iterator[Host]:
    server = Host()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(60)


@pytest.fixture
def host_page(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page without JavaScript, and what its console said."""
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page, said = context.new_page(), list[str]()
    page.on("console", lambda line: said.append(line.text))
    yield page, said
    context.close()


def test_the_line_that_the_builder_writes_works_elsewhere(
    open_page: Open, demo: Demo, host: Host, host_page: tuple[Page, list[str]]
) -> None:
    builder = open_page("/box/make", script=False)
    builder.locator("#of").select_option("section:politics")
    builder.locator("#items").fill("3")
    builder.get_by_label("داكنة").check()
    builder.locator("main form button").click()
    builder.wait_for_url("**/box/make?*")
    host.framed = builder.locator("textarea").input_value()
    assert builder.frame_locator("iframe").locator("h1").inner_text().strip()
    page, said = host_page
    page.goto(host.address)
    box = page.frame_locator("iframe")
    box.locator("h1").wait_for()
    assert 1 <= box.locator("li").count() <= 3
    assert [line for line in said if "favicon" not in line and "404" not in line] == []


def test_no_other_page_stands_in_a_frame(demo: Demo, host: Host, host_page: tuple[Page, list[str]]) -> None:
    host.framed = f'<iframe src="{demo.address}/about"></iframe>'
    page, said = host_page
    page.goto(host.address)
    page.wait_for_load_state("networkidle")
    assert page.frame_locator("iframe").locator("h1").count() == 0
    assert any("frame-ancestors" in line for line in said)


@pytest.mark.parametrize("path", ["/", "/section/politics", "/box/make"])
def test_blocks_of_data_are_no_scripts_to_the_policy(open_page: Open, path: str) -> None:
    """The fixture fails where the browser says that the policy refused something."""
    page = open_page(path)
    page.wait_for_load_state("networkidle")
    blocks = page.locator("script[type='application/ld+json']").count()
    assert blocks == (0 if path == "/box/make" else 1)
