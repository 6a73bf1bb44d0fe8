"""Hubs are found where feeds name them, and believed only where they prove who they are."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.collect.websub import Hub, ends_at, hub_of, is_genuine, links, subscription_form

FEED = "https://goud.example/feed"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "hub", "topic", "expected"),
    [
        ("", None, None, None),
        ("", "https://hub.example/", None, Hub("https://hub.example/", FEED)),
        (
            "",
            "https://hub.example/",
            "https://goud.example/f",
            Hub("https://hub.example/", "https://goud.example/f"),
        ),
        (
            '<https://hub.example/>; rel="hub", <https://goud.example/feed/>; rel="self"',
            None,
            None,
            Hub("https://hub.example/", "https://goud.example/feed/"),
        ),
        (
            "<https://a.example/>; rel=hub\n</feed/>; rel=self",
            "https://b.example/",
            None,
            Hub("https://a.example/", "https://goud.example/feed/"),
        ),
        ('<https://goud.example/wp-json/>; rel="https://api.w.org/"', None, None, None),
    ],
)
def test_a_feed_names_its_hub(header: str, hub: str | None, topic: str | None, expected: Hub | None) -> None:
    assert hub_of({"link": header}, FEED, hub, topic) == expected


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_push_is_believed_by_its_signature(method: str) -> None:
    digest = hmac.new(b"secret", b"<rss/>", getattr(hashlib, method)).hexdigest()
    assert is_genuine("secret", f"{method}={digest}", b"<rss/>")
    assert is_genuine("secret", f"{method.upper()}={digest.upper()}", b"<rss/>")
    assert not is_genuine("secret", f"{method}={digest}", b"<rss></rss>")
    assert not is_genuine("other", f"{method}={digest}", b"<rss/>")


@pytest.mark.parametrize(
    "signature", ["", "=", "md5=abc", "sha1", "sha256=", "sha256=\u0661\u0662", "sha1=é"]
)
def test_an_unsigned_push_is_not(signature: str) -> None:
    assert not is_genuine("secret", signature, b"")


@given(st.text(max_size=200), st.binary(max_size=200))
def test_no_signature_breaks_it(signature: str, body: bytes) -> None:
    assert not is_genuine("secret", signature, body)


@given(st.text(max_size=500))
def test_no_header_breaks_it(header: str) -> None:
    links(header, FEED)


@pytest.mark.parametrize(
    ("lease", "days"), [("864000", 10), ("", 10), ("-1", 10), ("999999999", 30), ("soon", 10)]
)
def test_a_lease_that_cannot_be_is_not_believed(lease: str, days: int) -> None:
    assert ends_at(NOW, lease) == NOW + timedelta(days=days)


def test_what_a_hub_is_asked() -> None:
    form = subscription_form("subscribe", FEED, "https://warraq.example/websub/1", "secret")
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == FEED
