"""Every kind of page there is, each with one address of the demo: the suite walks them, and a page that is missing here
fails a test.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tests.demo import Demo
from warraq.sample import OUTLETS

SEEDS = ("/", "/latest?lang=all", "/outlets", "/calendar", "/cities")
"""Where addresses are looked for first, then on what they lead to."""
LOOKED_AT = 60
"""Pages looked at before an address is given up."""


MONTH = f"{datetime.now(ZoneInfo('Africa/Casablanca')):%Y-%m}"


class PageType(NamedTuple):
    """A kind of page: its address, or how its address looks where it depends on what the press has published."""

    name: str
    path: str = ""
    shape: str = ""
    tail: str = ""
    """What is added to an address of that shape."""
    like: str = ""
    """The kind whose page it is with other contents: in French and English only that one is looked at."""


PAGE_TYPES = (
    PageType("front", "/"),
    PageType("latest", "/latest"),
    PageType("latest-all", "/latest?lang=all", like="latest"),
    PageType("section", "/section/politics"),
    PageType("outlets", "/outlets"),
    PageType("calendar", "/calendar"),
    PageType("month", f"/calendar/{MONTH}", like="calendar"),
    PageType("day", shape=r"/day/\d{4}-\d\d-\d\d"),
    PageType("search", "/search"),
    PageType("found", f"/search?q={quote('مدينة OR مقال OR جديد')}"),
    PageType("not-found", "/search?q=qqqqqq"),
    PageType("unreadable-search", f"/search?q={quote('مدينة date:x')}"),
    PageType("search-help", "/search/help"),
    PageType("research", "/research"),
    PageType("compared", f"/research?q={quote('مدينة')}&q2={quote('*')}&by=day&show=share"),
    PageType("unreadable-comparison", "/research?q2=date:x&from=x"),
    PageType("method", "/research/method"),
    PageType("topics", "/topics"),
    PageType("topic", f"/topic/{quote('المدينة')}"),
    PageType("how", "/how"),
    PageType("about", "/about"),
    PageType("contact", "/contact"),
    PageType("bot", "/bot"),
    PageType("health", "/health"),
    PageType("settings", "/settings"),
    PageType("offline", "/offline"),
    PageType("thanks", "/thanks"),
    PageType("nowhere", "/no-such-outlet"),
    PageType("cities", "/cities"),
    PageType("city", shape=r"/city/[a-z0-9-]+"),
    PageType("city-named", shape=r"/city/[a-z0-9-]+", tail="/named"),
    PageType("region", shape=r"/region/[a-z0-9-]+", like="city"),
    PageType("region-named", shape=r"/region/[a-z0-9-]+", tail="/named", like="city-named"),
    PageType("outlet", f"/{OUTLETS[0].slug}"),
    PageType("outlet-section", shape=r"/[a-z0-9-]+/section/[a-z-]+"),
    PageType("outlet-month", f"/{OUTLETS[0].slug}/calendar/{MONTH}"),
    PageType("outlet-day", shape=r"/(?!day)[a-z0-9-]+/\d{4}-\d\d-\d\d"),
    PageType("author", shape=r"/[a-z0-9-]+/author/\d+"),
    PageType("article", shape=r"/[a-z0-9-]+/\d+"),
    PageType("versions", shape=r"/[a-z0-9-]+/\d+", tail="/versions"),
    PageType("like", shape=r"/[a-z0-9-]+/\d+", tail="/like"),
    PageType("story", shape=r"/story/\d+"),
    PageType("copies", shape=r"/[a-z0-9-]+/\d+", tail="/copies"),
    PageType("box", "/box"),
    PageType("box-make", "/box/make"),
    PageType("report", shape=r"/report/[0-9a-f]{64}\?article=\d+"),
)


class Tour:
    """Finds an address of each kind, looking at each page of the demo once."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self._links: list[str] = []
        self._looked: set[str] = set()

    def path(self, kind: PageType) -> str:
        """An address of the kind, without language."""
        if kind.path:
            return kind.path
        shape = re.compile(kind.shape)
        for _ in range(LOOKED_AT):
            for link in self._links:
                if shape.fullmatch(link):
                    return link + kind.tail
            if not self._look():
                break
        raise AssertionError(f"the demo links to no page of the kind {kind.name!r}")

    def _look(self) -> bool:
        fresh = [path for path in (*SEEDS, *self._links) if path not in self._looked]
        # What is no page of a kind already seen says most: articles lead to authors, versions and reports.
        path = next((p for p in fresh if p in SEEDS or re.fullmatch(r"/[a-z0-9-]+(/\d+)?", p)), None)
        if path is None:
            return False
        self._looked.add(path)
        _, text = self.demo.get(path)
        main = text[text.index("<main") :] if "<main" in text else text
        known = set(self._links)
        self._links += [link for link in re.findall(r'href="(/[^"#]*)"', main) if link not in known]
        return True


def localised(path: str, language: str) -> str:
    """The address in an interface."""
    if language == "ar":
        return path
    return f"/{language}" if path == "/" else f"/{language}{path}"
