"""Our own files: the one script that stands inside pages, and colours that are written down twice."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode

from tests.serve.press import Visitor
from warraq.serve.assets import SHEET, content_of, early_script


def test_the_policy_knows_the_script_that_stands_in_the_page_and_no_other(visitor: Visitor) -> None:
    response = visitor.get("/about")
    inside = re.findall(r"<script>(.*?)</script>", response.content.decode(), re.DOTALL)
    digest = b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
    assert len(inside) == 1
    assert f"script-src 'self' 'sha256-{digest}';" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_what_runs_before_the_first_paint_is_short_and_asks_nobody() -> None:
    text = early_script()
    assert len(text) < 2_000
    assert "fetch(" not in text
    assert "<" not in text.replace("=>", "")


def test_dark_is_the_same_for_who_asked_the_system_and_who_asked_us() -> None:
    text = content_of(SHEET).decode()
    by_system = re.search(r":root:not\(\[data-scheme=light\]\) \{(.*?)\}", text, re.DOTALL)
    by_switch = re.search(r":root\[data-scheme=dark\] \{\s*color-scheme: dark;(.*?)\}", text, re.DOTALL)
    assert by_system is not None
    assert by_switch is not None
    assert by_system[1].split() == by_switch[1].split()
    assert text.count("prefers-color-scheme") == 1, "no colour may follow the system alone"
