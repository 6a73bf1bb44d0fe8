"""A host reserves the right to mine its pages in one file, by patterns."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.collect.reservations import is_reserved, patterns_text, read_patterns, read_reservations

HOST = "https://goud.example"


def file(*rules: tuple[str, int]) -> bytes:
    return json.dumps(
        [{"location": location, "tdm-reservation": value} for location, value in rules]
    ).encode()


@pytest.mark.parametrize(
    ("rules", "path", "expected"),
    [
        ([("/", 1)], "/2024/1/a.html", True),
        ([("/", 1)], "", True),
        ([("/", 0)], "/a", False),
        ([("/news/", 1)], "/sport/a", False),
        ([("/news/*", 1)], "/news/a", True),
        ([("/", 1), ("/free/", 0)], "/free/a", False),
        ([("/free/", 0), ("/", 1)], "/a", True),
        ([("/*.html$", 1)], "/a/b.html", True),
        ([("/*.html$", 1)], "/a/b.html?x=1", False),
        ([("/*/a*b$", 1)], "/x/ab", True),
        ([("/*/a*b$", 1)], "/x/a", False),
        ([], "/a", False),
    ],
)
def test_the_longest_pattern_decides(rules: list[tuple[str, int]], path: str, expected: bool) -> None:
    assert is_reserved(read_reservations(file(*rules)), HOST + path) is expected


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[1, null, {}]", b'[{"location": 3}]', b"\xff", b"[" * 100_000]
)
def test_what_cannot_be_read_reserves_nothing(body: bytes) -> None:
    assert read_reservations(body) == ()


@given(st.lists(st.tuples(st.text(max_size=30), st.integers(0, 1)), max_size=8), st.text(max_size=30))
def test_any_rules_survive_the_row(rules: list[tuple[str, int]], path: str) -> None:
    patterns = read_reservations(file(*rules))
    kept = read_patterns(patterns_text(patterns))
    clean = all(not set(pattern) & set("\x00\r\n") for pattern in patterns)
    assert not clean or kept == patterns
    is_reserved(kept, HOST + "/" + path.replace("[", ""))
