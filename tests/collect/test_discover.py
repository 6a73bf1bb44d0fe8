"""From an address to the ways in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from warraq.collect.discover import feed_links, find_channels, linked_feeds, logo_of
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


POST = """[{{"id": 1, "link": "https://goud.example/{0}", "date_gmt": "2023-10-31T20:00:00",
"modified_gmt": "2023-10-31T21:00:00", "title": {{"rendered": "{1}"}}}}]"""
INDEX = "<sitemapindex>{}</sitemapindex>".format(
    "".join(
        f"<sitemap><loc>https://goud.example/{name}.xml</loc></sitemap>"
        for name in ("post", "category", "news")
    )
)


class WordPress(Web):
    """Answers the API whatever is asked of it."""

    async def __call__(self, address: str, want: Want) -> Page:
        return await super().__call__(address.partition("?per_page")[0].partition("&per_page")[0], want)


async def test_wordpress_is_found_by_its_header_its_link_or_its_looks() -> None:
    posts = POST.format("1", HEADLINE)
    link = '<link rel="https://api.w.org/" href="/wp-json/">'
    by_link = WordPress(**{"": home(link), "wp-json_wp_v2_posts": posts})
    (channel,) = await look(by_link)
    assert (channel.kind, channel.address) == (ChannelKind.WORDPRESS, HOME + "wp-json/wp/v2/posts")
    looks = WordPress(**{"": home(body='<img src="/wp-content/x.jpg">')})
    looks.bodies[HOME + "?rest_route=/wp/v2/posts"] = posts
    (channel,) = await look(looks)
    assert channel.address == HOME + "?rest_route=/wp/v2/posts"


async def test_a_closed_api_is_no_channel_and_named() -> None:
    link = '<link rel="https://api.w.org/" href="/wp-json/">'
    closed = '{"code": "rest_forbidden", "message": "no"}'
    web = WordPress(**{"": home(link), "wp-json_wp_v2_posts": closed, "feed_": RSS.format(ITEMS)})
    ways = await find_channels(web, HOME)
    assert [channel.kind for channel in ways.channels] == [ChannelKind.FEED]
    assert any("rest_forbidden" in one.outcome for one in ways.tried)


async def test_an_index_leads_to_its_news() -> None:
    (channel,) = await look(Web(**{"": home(), "i.xml": INDEX, "news.xml": NEWS}), HOME, [HOME + "i.xml"])
    assert (channel.kind, channel.address) == (ChannelKind.NEWS_SITEMAP, HOME + "news.xml")


async def test_an_index_without_news_is_a_channel_by_its_newest_child() -> None:
    web = Web(**{"": home(), "i.xml": INDEX.replace("news", "users"), "post.xml": NEWS})
    (channel,) = await look(web, HOME, [HOME + "i.xml"])
    assert (channel.kind, channel.address, channel.count) == (ChannelKind.SITEMAP, HOME + "i.xml", 3)
    assert HOME + "category.xml" not in web.asked


async def test_feeds_that_the_page_only_links_to_are_found() -> None:
    links = (
        '<a href="/sport/rss.xml">رياضة</a><a href="/rss.xml#x">RSS</a><a href="/rss-news-about-feeds">x</a>'
    )
    assert linked_feeds(page(HOME, home(body=links))) == [HOME + "rss.xml", HOME + "sport/rss.xml"]
    (channel,) = await look(Web(**{"": home(body=links), "rss.xml": RSS.format(ITEMS)}))
    assert channel.address == HOME + "rss.xml"


async def test_a_feed_of_readers_comments_is_none() -> None:
    items = "".join(
        f"<item><title>تعليق</title><link>https://goud.example/{n}#comment-{n}</link></item>"
        for n in range(3)
    )
    link = '<link rel="alternate" type="application/rss+xml" href="/c">'
    ways = await find_channels(Web(**{"": home(link), "c": RSS.format(items)}), HOME)
    assert ways.channels == ()
    assert any("comments" in one.outcome for one in ways.tried)


async def test_a_channel_s_language_is_that_of_its_titles_not_what_it_declares() -> None:
    arabic = RSS.replace("<title>", "<language>en-US</language><title>").format(ITEMS)
    (channel,) = await look(Web(**{"": home(), "feed_": arabic}))
    assert channel.language == "ar"


async def test_everything_that_was_tried_is_told_with_what_came_of_it() -> None:
    web = Web(**{"": home(), "rss": home()})
    ways = await find_channels(web, HOME)
    assert [one.address for one in ways.tried] == web.asked
    outcomes = {one.address: one.outcome for one in ways.tried}
    assert outcomes[HOME] == "homepage, 0 article links"
    assert "HTML page" in outcomes[HOME + "rss"]
    assert outcomes[HOME + "feed/"] == "404"


async def test_a_sitemap_s_own_address_is_enough() -> None:
    ways = await find_channels(Web(**{"news.xml": NEWS}), HOME + "news.xml")
    assert ([channel.kind for channel in ways.channels], ways.is_homepage) == (
        [ChannelKind.NEWS_SITEMAP],
        False,
    )
