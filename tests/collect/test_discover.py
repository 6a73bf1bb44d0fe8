"""From an address to the ways in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from warraq.collect.discover import feed_links, find_channels, logo_of
from warraq.collect.fetch import Want
from warraq.collect.front_page import front_page_leads
from warraq.collect.same_channels import FoundChannel
from warraq.errors import BadStatus, Throttled
from warraq.records import ChannelKind, Page

HOME = "https://goud.example/"
RSS = "<rss version='2.0'><channel><title>كود</title>{}</channel></rss>"
ITEMS = "".join(f"<item><title>خبر {n}</title><link>https://goud.example/{n}</link></item>" for n in range(3))
NEWS = "<urlset>{}</urlset>".format(
    "".join(f"<url><loc>https://goud.example/n/{n}</loc></url>" for n in range(3))
)
HEADLINE = "عنوان طويل بما يكفي ليكون عنوان خبر"


def page(address: str, body: str, kind: str = "text/html") -> Page:
    return Page(
        address, address, 200, {"content-type": kind}, body.encode(), datetime(2023, 11, 1, tzinfo=UTC)
    )


class Web:
    """Addresses and what they answer."""

    def __init__(self, **bodies: str) -> None:
        self.bodies = {HOME + name.replace("_", "/"): body for name, body in bodies.items()}
        self.asked: list[str] = []

    async def __call__(self, address: str, want: Want) -> Page:
        self.asked.append(address)
        if address not in self.bodies:
            raise BadStatus("404", subject=address, status=404)
        return page(address, self.bodies[address])


async def look(web: Web, address: str = HOME, sitemaps: Iterable[str] = ()) -> tuple[FoundChannel, ...]:
    return (await find_channels(web, address, sitemaps)).channels


def home(head: str = "", body: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


async def test_feeds_are_found_by_autodiscovery() -> None:
    link = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/{a}">' for a in ("f", "comments/feed")
    )
    (channel,) = await look(Web(**{"": home(link), "f": RSS.format(ITEMS)}))
    assert (channel.kind, channel.address, len(channel.entries)) == (ChannelKind.FEED, HOME + "f", 3)


async def test_feeds_are_found_where_they_usually_lie() -> None:
    (channel,) = await look(Web(**{"": home(), "feed_": RSS.format(ITEMS)}))
    assert channel.address == HOME + "feed/"


async def test_a_feed_s_own_address_is_enough() -> None:
    (channel,) = await look(Web(x=RSS.format(ITEMS)), HOME + "x")
    assert channel.title == "كود"


async def test_a_news_sitemap_named_by_the_robots_file() -> None:
    web = Web(**{"": home(), "news.xml": NEWS})
    (channel,) = await look(web, HOME, [HOME + "pages.xml", HOME + "news.xml"])
    assert channel.kind is ChannelKind.NEWS_SITEMAP


async def test_channels_that_say_the_same_are_one() -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{name}">' for name in "fg")
    web = Web(**{"": home(links), "f": RSS.format(ITEMS), "g": RSS.format(ITEMS)})
    assert len(await look(web)) == 1


async def test_the_front_page_is_the_last_resort() -> None:
    links = "".join(f'<a href="/politics/{n}.html">{HEADLINE} {n}</a>' for n in range(100, 105))
    (channel,) = await look(Web(**{"": home(body=links)}))
    assert (channel.kind, len(channel.entries)) == (ChannelKind.FRONT_PAGE, 5)


async def test_named_feeds_that_are_dead_are_no_end() -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/dead">'
    (channel,) = await look(Web(**{"": home(link), "feed_": RSS.format(ITEMS)}))
    assert channel.address == HOME + "feed/"


async def test_a_look_asks_a_dozen_addresses_at_most() -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}">' for n in range(100))
    web = Web(**{"": home(links)})
    assert await look(web) == ()
    assert len(web.asked) == 13


async def test_a_look_ends_where_the_host_wants_to_be_left_alone() -> None:
    class Tired(Web):
        async def __call__(self, address: str, want: Want) -> Page:
            if want == "page":
                return await super().__call__(address, want)
            self.asked.append(address)
            raise Throttled("later", subject=address)

    web = Tired(**{"": home(body=f'<a href="/news/12345">{HEADLINE}</a>')})
    (channel,) = await look(web)
    assert channel.kind is ChannelKind.FRONT_PAGE
    assert len(web.asked) == 2


def test_links_of_old_sites_are_read_in_their_charset_and_from_their_base() -> None:
    body = (
        f'<html><head><meta charset="windows-1256"><base href="/news/"></head><a href="12345">{HEADLINE}</a>'
    )
    old = Page(HOME, HOME, 200, {}, body.encode("windows-1256"), datetime(2023, 11, 1, tzinfo=UTC))
    (lead,) = front_page_leads(old)
    assert (lead.address, lead.title) == (HOME + "news/12345", HEADLINE)


async def test_an_address_that_fails_is_told() -> None:
    with pytest.raises(BadStatus):
        await look(Web())


def test_a_front_page_s_article_links_and_no_others() -> None:
    body = f"""<nav><a href="/category/politics">سياسة</a><a href="/contact">اتصل بنا</a><a href="/">الرئيسية</a></nav>
    <a href="/2023/11/a-b-c-d.html?utm_source=x">{HEADLINE}</a><a href="/2023/11/a-b-c-d.html"><img src="x.jpg"></a>
    <a href="/news/12345"><h2>{HEADLINE}</h2></a><a href="https://other.example/news/1234">{HEADLINE}</a>
    <a href="/tag/long-tag-of-words-here">{HEADLINE}</a><a href="javascript:void(0)">{HEADLINE}</a>"""
    leads = front_page_leads(page(HOME, home(body=body)))
    assert [lead.address for lead in leads] == [HOME + "2023/11/a-b-c-d.html", HOME + "news/12345"]
    assert leads[0].title == HEADLINE


def test_links_are_read_in_their_order_once() -> None:
    head = "".join(f'<link rel="alternate" type="application/atom+xml" href="{a}">' for a in ("a", "/a"))
    head += '<link rel="alternate" type="text/html" href="/b">'
    assert feed_links(page(HOME, home(head))) == [HOME + "a"]


def test_a_logo_is_a_picture() -> None:
    assert logo_of(page(HOME, home('<link rel="apple-touch-icon" href="/i.png">'))) == HOME + "i.png"
    assert logo_of(page(HOME, home(body='<img class="site-logo" src="l.svg">'))) is None
    assert logo_of(page(HOME, home(body='<div class="logo"><img src="l.jpg"></div>'))) == HOME + "l.jpg"
