"""Who a report comes from: behind proxies, across IPv6 households, and not too often."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.serve.visitors import UNKNOWN, Limit, household, visitor_of

OURS = ("10.0.0.0/8", "2001:db8:1::/48")


@pytest.mark.parametrize(
    ("remote", "forwarded", "visitor"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, 10.0.0.7", "198.51.100.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "garbage", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("2001:db8:1::9", "[2001:db8:2::1]:443", "2001:db8:2::1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("fe80::1%eth0", "", "fe80::1"),
        ("", "198.51.100.1", UNKNOWN),
    ],
)
def test_only_our_proxies_say_who_the_visitor_is(remote: str, forwarded: str, visitor: str) -> None:
    assert visitor_of(remote, forwarded, OURS) == visitor


@given(remote=st.text(max_size=30), forwarded=st.text(max_size=60))
def test_whatever_is_sent_is_an_address(remote: str, forwarded: str) -> None:
    household(visitor_of(remote, forwarded, OURS))


def test_an_ipv6_household_is_one_visitor() -> None:
    assert household("2001:db8:2::1") == household("2001:db8:2:0:ffff::9")
    assert household("2001:db8:2::1") != household("2001:db8:2:1::1")


def test_a_limit_refills_and_is_each_visitors_own() -> None:
    limit = Limit(burst=2, per_seconds=10)
    assert [limit.allows("203.0.113.5", 0) for _ in range(3)] == [True, True, False]
    assert limit.allows("203.0.113.6", 0)
    assert not limit.allows("203.0.113.5", 4)
    assert limit.allows("203.0.113.5", 5)


def test_a_limit_forgets_the_longest_silent() -> None:
    limit = Limit(burst=1, per_seconds=10, visitors=2)
    for last in range(5):
        assert limit.allows(f"203.0.113.{last}", 0)
    assert limit.allows("203.0.113.0", 0)
    assert not limit.allows("203.0.113.4", 0)
