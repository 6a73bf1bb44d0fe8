"""The table of addresses of news sites, row by row, and the table of parameters itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warraq.addresses import (
    are_siblings,
    canonical,
    first_page,
    host_of,
    identity_key,
    is_believable,
    is_later_page,
    parse_address,
    same_site,
    site_number,
)
from warraq.addresses.parameters import Rule, rules_of
from warraq.addresses.parsing import split_address

TABLE = Path(__file__).with_name("addresses_cases.tsv")
LINES = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
CASES = [tuple(line.split("\t")) for line in LINES[1:]]
NAMES = (
    "utm_source fbclid gclid xtor igshid mc_cid at_medium ref share replytocom amp print PHPSESSID".split()
)


def known_by(address: str, declared: str) -> str:
    """The article's address, as a page at `address` that declares another is known by."""
    claim = parse_address(declared, address) if declared else None
    return canonical(claim if claim and is_believable(claim, address) else address)


@pytest.mark.parametrize(("what", "address", "other", "expected", "why"), CASES)
def test_addresses_of_news_sites(what: str, address: str, other: str, expected: str, why: str) -> None:
    if what == "canonical":
        assert canonical(address) == expected, why
    elif what == "declared":
        assert known_by(address, other) == expected, why
    elif what == "number":
        assert (site_number(address) or "none") == expected, why
    else:
        assert (identity_key(address) == identity_key(other)) is (what == "one"), why


def test_the_table_is_long_and_says_why() -> None:
    kinds = Counter(case[0] for case in CASES)
    assert len(CASES) >= 150
    assert set(kinds) == {"canonical", "declared", "one", "two", "number"}
    assert all(len(case) == 5 and case[4] for case in CASES)
    assert max(Counter(case[:3] for case in CASES).values()) == 1


@pytest.mark.parametrize("name", NAMES)
def test_what_tells_where_a_reader_came_from_is_known_in_any_case(name: str) -> None:
    value = "1" if name in ("amp", "print") else "facebook"
    assert Rule.DROP in rules_of(f"{name}={value}")
    assert rules_of(f"{name.upper()}={value}") == rules_of(f"amp;{name}={value}")


def test_no_number_of_an_article_is_ever_taken_away() -> None:
    numbers = "id p nid aid newsid sid t article id_article postid".split()
    for name in numbers:
        assert rules_of(f"{name}=12345") == [Rule.NUMBER]


PATHS = st.sampled_from(
    (
        "/",
        "/?p=123",
        "/2024/05/titre/",
        "/news/12345-titre",
        "/a-b-c-d-e.html",
        "/خبر/عاجل",
        "/n.php?id=7",
        "/node/9",
    )
)
CONTENT = st.lists(
    st.tuples(
        st.sampled_from(
            "id p page_id newsid catid lang Itemid aid idnews section option view q s m v t sid".split()
        ),
        st.from_regex(r"[b-l2-9]{1,8}", fullmatch=True),  # spells neither amp nor print
    ),
    min_size=1,
    max_size=5,
).map(lambda pairs: "&".join(map("=".join, pairs)))
TWINS: tuple[Callable[[str], str], ...] = (
    lambda address: address.replace("https://", "http://"),
    lambda address: address.replace("://www.", "://"),
    lambda address: address.replace("://www.", "://m."),
    lambda address: address.replace("://www.", "://amp."),
    lambda address: address.replace(".example/", ".example./"),
    lambda address: address.replace(".example/", ".example//"),
    lambda address: address + "#comments",
    lambda address: address + ("&" if "?" in address else "?") + "utm_source=rss&fbclid=1",
    lambda address: address + ("&" if "?" in address else "?") + "amp=1&PHPSESSID=0a",
    lambda address: (
        address.replace("?", "/index.php?", 1) if "/?" not in address and ".php" not in address else address
    ),
    lambda address: address if "?" in address else address.rstrip("/"),
    lambda address: (
        address if "?" in address or address.rstrip("/").count("/") < 3 else address.rstrip("/") + "/amp/"
    ),
)


@given(PATHS, CONTENT)
def test_content_parameters_are_never_taken_away(path: str, query: str) -> None:
    address = f"https://www.goud.example{path.partition('?')[0]}?{query}"
    assert canonical(address) == parse_address(address)


@given(PATHS, st.lists(st.sampled_from(TWINS), max_size=5))
def test_twins_have_one_identity_and_stay_on_their_site(
    path: str, changes: list[Callable[[str], str]]
) -> None:
    first = address = f"https://www.goud.example{path}"
    for change in changes:
        address = change(address)
    assert identity_key(address) == identity_key(first)
    assert identity_key(canonical(address)) == identity_key(first)
    assert canonical(canonical(address)) == canonical(address)
    assert same_site(canonical(address), first)
    assert host_of(canonical(address)) == host_of(address)
    assert is_believable(address, first)


@given(
    st.text(max_size=30) | st.text("aB.-:8@/?#\\[]\t\n", max_size=12),
    st.sampled_from(("http", "https", "HTTP", "ftp")),
)
def test_a_host_is_read_alike_by_the_short_way_and_the_long_one(rest: str, scheme: str) -> None:
    address = f"{scheme}://{rest}"
    assert host_of(address) == split_address(address).netloc.rpartition("@")[2].casefold()


@given(st.text(max_size=80).map("https://goud.example/".__add__))
def test_pages_of_an_article_are_the_article(address: str) -> None:
    assert first_page(first_page(address)) == first_page(address)
    assert identity_key(first_page(address)) == identity_key(address)
    assert not is_later_page(first_page(address))


@pytest.mark.parametrize(
    ("address", "is_later", "first"),
    [
        ("https://goud.example/news/12345-titre?page=2", True, "https://goud.example/news/12345-titre"),
        ("https://goud.example/news/12345-titre?page=1", False, "https://goud.example/news/12345-titre"),
        ("https://goud.example/news/12345-titre/page/3/", True, "https://goud.example/news/12345-titre/"),
        ("https://goud.example/politique?page=3", False, "https://goud.example/politique?page=3"),
        ("https://goud.example/n.php?page=12345", False, "https://goud.example/n.php?page=12345"),
    ],
)
def test_later_pages_are_known(address: str, is_later: bool, first: str) -> None:
    assert is_later_page(address) is is_later
    assert first_page(address) == first


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://goud.example/news/12345-a", "http://m.goud.example/news/12346-b", True),
        ("https://goud.example/news/12345-a", "https://goud.example/news/12345-b", False),
        ("https://goud.example/view/99999", "https://goud.example/news/12345-b", False),
        ("https://goud.example/n?id=12345", "https://goud.example/n?id=12346", True),
        ("https://goud.example/news/a", "https://goud.example/news/b", False),
    ],
)
def test_two_numbers_in_one_scheme_are_two_articles(one: str, other: str, expected: bool) -> None:
    assert are_siblings(one, other) is expected
