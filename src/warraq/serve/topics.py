"""The feeds that a hub is told of when they change (WebSub): the front page, sections and outlets, in each interface.

What these lists say is summed up in a mark, so that who announces them need not know what a feed is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import blake2b

from django.http import HttpRequest

from warraq.editions import Edition
from warraq.options import Options
from warraq.serve import lists
from warraq.serve.feeds.formats import FORMATS
from warraq.serve.lists import Listed
from warraq.serve.site import INTERFACES, Site
from warraq.store.read_outlets import outlets
from warraq.store.read_rows import HeadlineRow


def topics_of(options: Options, edition: Edition, now: datetime) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each list's mark, and the absolute addresses of its feeds: another mark, and they say something new."""
    for language, prefix in INTERFACES.items():
        site = Site(edition, options, language, prefix, "/", "", now)
        for listed in _lists(site):
            path = listed.path.rstrip("/")
            yield mark_of(listed.rows), tuple(site.absolute(f"{path}/{name}") for name in FORMATS)


def _lists(site: Site) -> Iterator[Listed]:
    request = HttpRequest()  # without a parameter: each list as its own press has it
    yield lists.front(request, site)
    for section in site.edition.sections:
        yield lists.section(request, site, section.slug)
    for row in outlets(site.edition.slug):
        yield lists.outlet(request, site, row)


def mark_of(rows: Sequence[HeadlineRow]) -> str:
    """What changes with anything that a feed would say anew of its articles."""
    said = "\n".join(f"{row.number} {row.is_withdrawn} {row.edited_at} {row.title}" for row in rows)
    return blake2b(said.encode("utf-8", "replace"), digest_size=9).hexdigest()
