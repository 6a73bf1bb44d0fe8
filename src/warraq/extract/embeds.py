"""Players and posts that a page embeds, as links: nothing of another host is ever loaded by our pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from selectolax.lexbor import LexborNode

from warraq.addresses import parse_address
from warraq.records import Block, BlockKind

_PLAYERS = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:youtube(?:-nocookie)?\.com/embed/|dailymotion\.com/(?:embed|player)|geo\.dailymotion\.com/player"
    r"|player\.vimeo\.com/video/|facebook\.com/plugins/(?:video|post)|soundcloud\.com/player|open\.spotify\.com/embed"
    r"|instagram\.com/(?:p|reel)/|tiktok\.com/embed|ok\.ru/videoembed|twitter\.com/|x\.com/)"
    r"|^https?://[^/?#]+/(?:embed|player)/",
    re.IGNORECASE,
)
"""Known players, and whatever else a site embeds from an address that says so."""
_YOUTUBE = re.compile(r"/embed/([\w-]{6,20})")
_MOST = 10


def read_embeds(frames: Iterable[LexborNode], address: str) -> tuple[Block, ...]:
    """The players that a page embeds by its `iframe` elements, in order, each once, as addresses a reader can open."""
    found: dict[str, None] = {}
    for node in islice(frames, 100):
        attributes = node.attributes
        source = next(
            (
                v
                for n in ("src", "data-src", "data-lazy-src")
                if (v := attributes.get(n)) and v != "about:blank"
            ),
            None,
        )
        player = parse_address(source, address) if source else None
        if player and _PLAYERS.match(player):
            found.setdefault(_page_of(player))
    return tuple(Block(BlockKind.EMBED, address=player) for player in list(found)[:_MOST])


def _page_of(player: str) -> str:
    if "youtube" in player and (match := _YOUTUBE.search(player)):
        return f"https://www.youtube.com/watch?v={match[1]}"
    return player
