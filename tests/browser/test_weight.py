"""What a page weighs on a slow line: its HTML, our style sheet and scripts, as they are sent; pictures come on top."""

from __future__ import annotations

import http.client
import re

import pytest

from tests.browser.page_types import PAGE_TYPES, Tour
from tests.demo import Demo

pytestmark = [pytest.mark.slow]
FRONT_BYTES = 60 * 1024
ARTICLE_BYTES = 30 * 1024


def sent(demo: Demo, path: str, encoding: str) -> tuple[int, str]:
    """How many bytes come over the line, and the page's text."""
    connection = http.client.HTTPConnection("127.0.0.1", demo.port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": encoding})
        response = connection.getresponse()
        assert response.status == 200
        assert response.getheader("Content-Encoding") == encoding
        return len(response.read()), demo.get(path)[1]
    finally:
        connection.close()


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize(("kind", "most"), [("front", FRONT_BYTES), ("article", ARTICLE_BYTES)])
def test_a_page_with_style_and_scripts_is_light(demo: Demo, kind: str, most: int, encoding: str) -> None:
    path = Tour(demo).path(next(one for one in PAGE_TYPES if one.name == kind))
    weight, text = sent(demo, path, encoding)
    ours = re.findall(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"', text)
    assert len(ours) >= 2
    weight += sum(sent(demo, address.replace("&amp;", "&"), encoding)[0] for address in ours)
    assert weight <= most, f"{path} weighs {weight:,} bytes"
