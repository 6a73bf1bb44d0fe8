"""`warraq feed`: a feed's entries, one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys

from warraq.collect.feeds import read_feed
from warraq.commands.inputs import open_bytes
from warraq.errors import BadInput

NAME = "feed"
HELP = "A feed's entries, one JSON object a line: title, link, id, published_at, authors, summary, content, image."
EXAMPLE = "warraq feed feed.xml --url https://www.goud.ma/feed"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="RSS, RDF, Atom or JSON Feed; `-` and .gz too"
    )
    parser.add_argument("--url", default="", help="the address it was fetched from: relative links need it")
    parser.add_argument("--content-type", default="", help="the Content-Type header it came with")


def run(arguments: argparse.Namespace) -> int:
    """Print the entries of each file; goes on after a bad one and names it."""
    code = 0
    for name in arguments.files:
        try:
            body = open_bytes(name)
            address = arguments.url or "http://feed.invalid/"
            feed = read_feed(body, address=address, content_type=arguments.content_type)
        except BadInput as fault:
            what = fault if fault.subject == name else f"{name}: {fault.what}. {fault.advice}".rstrip()
            print(f"warraq feed: {what}", file=sys.stderr)
            code = 1
            continue
        for lead in feed.entries:
            row = {
                "title": lead.title,
                "link": lead.address or None,
                "id": lead.entry_id,
                "published_at": lead.published.printed() if lead.published else None,
                "authors": list(lead.authors),
                "summary": lead.summary,
                "content": lead.content,
                "image": lead.picture,
            }
            print(json.dumps(row, ensure_ascii=False))
    return code
