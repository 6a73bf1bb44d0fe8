"""Takes the pictures of docs/images: the demo's front page, an article in dark colours, a story, and a phone's view.

    python docs/screenshots.py       (`make screenshots`)

Starts the demo in a folder and on ports of its own, waits until the invented press has filled a page, looks at it
with Debian's Chromium, and ends everything it started. Needs a font with Arabic letters.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parent / "images"
FILLED_ARTICLES = 45
"""Different articles linked from the front page: most sections have something then."""
FILLED_PICTURES = 6
FILL_SECONDS = 180.0
MOST_BYTES = 300_000
ARTICLE = re.compile(r'href="(/[a-z0-9-]+/[0-9]+)"')


def main() -> int:
    """Take all pictures; exit 1 where Chromium is missing."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("docs/screenshots.py: there is no chromium here: make system", file=sys.stderr)
        return 1
    IMAGES.mkdir(exist_ok=True)
    with running_demo() as (demo, site), sync_playwright() as player:
        wait_until_filled(demo, site)
        browser = player.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = open_page(browser, width=1280, height=1000)
        page.goto(f"{site}/")
        article = with_picture(page)
        take(page, "front.png")
        dark = open_page(browser, width=1280, height=1400, scheme="dark")
        dark.goto(f"{site}{article}")
        take(dark, "article.png")
        page.set_viewport_size({"width": 1280, "height": 1100})
        page.goto(f"{site}{fullest_story(page, site)}")
        take(page, "story.png")
        narrow = open_page(browser, width=390, height=844)
        narrow.goto(f"{site}/")
        take(narrow, "narrow.png")
        browser.close()
    return 0


@contextmanager
def running_demo() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The demo, in a folder of its own: its process and its address."""
    port, sample_port = free_port(), free_port()
    with tempfile.TemporaryDirectory(prefix="warraq-screenshots-", ignore_cleanup_errors=True) as data:
        environment = {
            **os.environ,
            "WARRAQ_DATA": data,
            "WARRAQ_SAMPLE_PORT": str(sample_port),
            "WARRAQ_LOG": "error",
        }
        words = [sys.executable, "-m", "warraq", "demo", "--port", str(port)]
        demo = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL)
        try:
            yield demo, f"http://127.0.0.1:{port}"
        finally:
            demo.send_signal(signal.SIGINT)
            try:
                demo.wait(30)
            except subprocess.TimeoutExpired:
                demo.kill()
                demo.wait()


def free_port() -> int:
    """A port that nothing on this machine listens on."""
    with socket.socket() as probe:
        probe.bind(("0.0.0.0", 0))
        return int(probe.getsockname()[1])


def wait_until_filled(demo: subprocess.Popen[bytes], site: str) -> None:
    """Return when the front page has enough to show; raise where it never has."""
    until = time.monotonic() + FILL_SECONDS
    articles = pictures = 0
    while time.monotonic() < until:
        if demo.poll() is not None:
            raise RuntimeError(f"the demo ended with {demo.returncode}")
        try:
            with urllib.request.urlopen(f"{site}/", timeout=10) as answer:
                text = answer.read().decode()
            articles, pictures = len(set(ARTICLE.findall(text))), text.count("<img")
            if articles >= FILLED_ARTICLES and pictures >= FILLED_PICTURES:
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass  # it is still starting
        time.sleep(1)
    raise TimeoutError(
        f"after {FILL_SECONDS:.0f} s the front page had {articles} articles, {pictures} pictures"
    )


def open_page(
    browser: Browser, *, width: int, height: int, scheme: Literal["light", "dark"] = "light"
) -> Page:
    """A page that does not move."""
    return browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="ar-MA",
    )


def with_picture(page: Page) -> str:
    """The path of the first article that stands with a picture on the page."""
    for link in page.locator("main a:has(img)").all():
        if re.fullmatch(r"/[a-z0-9-]+/[0-9]+", path := link.get_attribute("href") or ""):
            return path
    raise LookupError("no article with a picture stands on the front page")


def fullest_story(page: Page, site: str) -> str:
    """The path of the story on the front page whose page has most to show: figures first, then headlines."""
    page.goto(f"{site}/")
    paths = [link.get_attribute("href") or "" for link in page.locator(".sources a.whole").all()]
    if not paths:
        raise LookupError("no story of several newspapers stands on the front page")

    def fullness(path: str) -> tuple[int, int]:
        page.goto(f"{site}{path}")
        return page.locator(".figures").count(), page.locator(".tellings .headline").count()

    return max(paths, key=fullness)


def take(page: Page, name: str) -> None:
    """What is seen without scrolling, in few colours so that it is small."""
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "Promise.all([...document.images].filter((i) => i.loading !== 'lazy').map((i) => i.decode()))"
    )
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    file = IMAGES / name
    shot.quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise ValueError(f"{name} has {size} bytes, more than {MOST_BYTES}")
    print(f"docs/images/{name}  {shot.width}×{shot.height}  {size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())
