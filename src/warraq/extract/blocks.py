"""A page's tree as a flat list of text blocks: what a reader sees as one line or paragraph, and where it stands.

One walk over lexbor's tree, whatever its depth; nothing is cut. Judging the blocks is `block_features`' and
`block_model`'s work, writing the chosen ones as the article's body is `body`'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from warraq.extract.hygiene import clean_text

MOST_BLOCKS = 6_000
"""Text blocks read of one page; the longest of the sets we measure on has 5,000."""

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span "
    "strike strong sub sup time tt u var wbr".split(" ")
)
SILENT = frozenset(
    "script style noscript template option select textarea svg title head iframe object canvas "
    "audio video math datalist".split(" ")
)
_BOLD = frozenset(("b", "strong", "big"))
_SLANTED = frozenset(("i", "em", "cite"))
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

GROUPS: tuple[tuple[str, str], ...] = (
    ("share", r"share|sharing|social|addtoany|a2a|follow"),
    ("comment", r"comment|disqus|respond|reply|replies|discussion"),
    (
        "related",
        r"related|recommend|read-?more|read-?also|also-?read|also-?like|more-?(?:from|on|stories|news|posts|articles)"
        r"|suggest|similar|lire-?aussi|a-?lire|trending|popular|latest|most-?read|next-?(?:post|article)"
        r"|prev(?:ious)?-?post|outbrain|taboola|see-?also|teaser|upnext|crosslink|inline-?link",
    ),
    ("letter", r"newsletter|subscri|sign-?up|opt-?in|mailing|mailchimp|email|lead-?magnet"),
    ("author", r"author|byline|writer|auteur|contributor|bio(?:$|[^a-z])|biograph|avatar|profile|vcard"),
    ("caption", r"caption|credit|legend|photo-?by|image-?desc|copyright"),
    ("tags", r"tags?(?:$|[^a-z])|taglist|tagcloud|keyword|topic|categor|label|hashtag"),
    ("menu", r"menu|nav|breadcrumb|crumb|toolbar|pagination|pager|skip|jump"),
    ("foot", r"foot|colophon|bottom"),
    ("head", r"header|masthead|top-?bar|hero|banner-?top"),
    ("side", r"side|aside|widget|rail|secondary|column-?right|col-?right"),
    (
        "ad",
        r"(?:^|[^a-z])ads?(?:$|[^a-z])|advert|sponsor|promo|banner|adsense|dfp|gpt-|affiliate|commercial|partner",
    ),
    ("dialog", r"cookie|consent|gdpr|modal|popup|pop-up|overlay|dialog|lightbox|toast|notice|alert"),
    ("article", r"article|post|entry|story|blog|single|news"),
    ("content", r"content|body|text|main|prose|rich-?text|markdown|wysiwyg|editor|paragraph|copy(?!right)"),
    ("title", r"title|headline|heading"),
    (
        "standfirst",
        r"sub-?title|sub-?head|lead|lede|intro|deck|dek|excerpt|summary|standfirst|chapo|abstract|description|kicker",
    ),
    ("date", r"date|time|meta|publish|updated|posted|info|details"),
    ("contents", r"toc|table-?of-?contents|contents-?table|index|anchor|sommaire|on-?this-?page"),
    ("quote", r"quote|citation|testimonial|pull"),
    ("list", r"list|items?(?:$|[^a-z])|grid|row|card|tile|carousel|slider|swiper|loop|feed"),
    ("media", r"video|player|audio|gallery|figure|image|img|embed|media|slide|photo|picture|podcast|listen"),
    (
        "note",
        r"disclaimer|disclosure|note|legal|policy|reference|footnote|source|correction|cite|bibliograph",
    ),
    (
        "shop",
        r"product|shop|price|cart|buy|deal|cta|call-?to-?action|btn|button|offer|pricing|form(?:$|[^a-z])",
    ),
    ("faq", r"faq|accordion|question|answer|toggle|collaps|tab(?:s|-|$)"),
    ("wall", r"paywall|premium|regwall|locked|member|login|register|meter"),
    (
        "box",
        r"box|callout|highlight|takeaway|key-?points|tldr|tip|fact|info-?box|inset|block-?quote|aside-?note",
    ),
    ("hidden", r"hidden|sr-only|screen-?reader|visually|invisible|d-none|hide(?:$|[^a-z])|print-?only"),
    ("ticker", r"ticker|breaking|marquee|flash|live-?blog"),
    ("builder", r"elementor|wp-block|gutenberg|vc_|et_pb|fusion|sqs|wix|framer|webflow"),
)
"""What sites call their parts: a name and the pattern that class names and ids of that sense hold."""
_GROUPS = tuple(re.compile(pattern) for _, pattern in GROUPS)

TAG_BITS = {
    tag: 1 << at
    for at, tag in enumerate(
        "nav header footer aside main article section form figure figcaption li ul ol dl table td blockquote a "
        "p div details pre address h2 h3 h4 span button".split(" ")
    )
}
"""Ancestor tags as bits of a set."""


@dataclass(slots=True, eq=False)
class Element:
    """An element of the tree that holds blocks."""

    tag: str
    up: Element | None
    order: int
    depth: int
    groups: int
    """Bits of `GROUPS` that the element's own class and id hold."""
    all_groups: int
    """The same with those of everything around it below the body."""
    tags: int
    """Bits of `TAG_BITS`: its own tag and those around it."""
    is_hidden: bool
    signature: str
    """Tag and class: elements of one template part share it."""
    node: LexborNode
    is_body_named: bool = False


@dataclass(slots=True, eq=False)
class TextBlock:
    """One line or paragraph of the page as it is shown, or a picture among them."""

    text: str
    at: Element
    """The nearest element around it that is not inline."""
    linked: int = 0
    """Characters in links."""
    links: int = 0
    bold: int = 0
    slanted: int = 0
    inline_groups: int = 0
    """Bits of the class groups of the inline elements in it."""
    breaks: int = 0
    """How many `br` part it from the line before."""
    picture: LexborNode | None = None


def level_of(block: TextBlock) -> int:
    """2 to 6 for a heading, else 0."""
    at: Element | None = block.at
    for _ in range(2):
        if at is not None and at.tag in HEADINGS:
            return max(2, HEADINGS[at.tag])
        at = at.up if at is not None else None
    return 0


@lru_cache(maxsize=20_000)
def _groups_of(names: str) -> int:
    """The groups that class names and ids hold, as bits. Sites repeat their names, so it is kept."""
    bits = 0
    for at, pattern in enumerate(_GROUPS):
        if pattern.search(names):
            bits |= 1 << at
    return bits


def read_blocks(tree: LexborHTMLParser) -> list[TextBlock]:
    """The text blocks of a document in order, pictures among them as blocks without text."""
    return _Walk().blocks_of(tree.body) if tree.body is not None else []


class _Walk:
    """The state of one walk: the elements seen, and the line that is being gathered."""

    def __init__(self) -> None:
        self.blocks: list[TextBlock] = []
        self.elements: dict[int, Element | None] = {}
        """By lexbor's identity; None for what shows nothing."""
        self.inline: dict[int, tuple[Element, int, int, int]] = {}
        """Inline elements: the block around, flags (1 link, 2 bold, 4 slanted), identity of the link, groups."""
        self.order = 0
        self.open: Element | None = None
        self.pieces: list[str] = []
        self.linked = self.bold = self.slanted = self.groups = 0
        self.links: set[int] = set()
        self.breaks = 0

    def blocks_of(self, body: LexborNode) -> list[TextBlock]:
        root = Element("body", None, 0, 0, 0, 0, 0, False, "body", body)
        self.elements[body.mem_id] = root
        for node in body.traverse(include_text=True):
            tag = node.tag
            if tag == "-text":
                self._text(node)
            elif tag == "br":
                self._close()
                self.breaks += 1
            elif tag == "img":
                self._picture(node)
            elif tag is not None and tag[0] != "-" and node.mem_id != body.mem_id:
                self._element(node, tag)
            if len(self.blocks) > MOST_BLOCKS:
                break
        self._close()
        return self.blocks

    def _around(self, node: LexborNode) -> tuple[Element, int, int, int] | None:
        parent = node.parent
        if parent is None:
            return None
        identity = parent.mem_id
        if (inline := self.inline.get(identity)) is not None:
            return inline
        element = self.elements.get(identity)
        return (element, 0, 0, 0) if element is not None else None

    def _element(self, node: LexborNode, tag: str) -> None:
        around = self._around(node)
        if around is None or tag in SILENT:
            self.elements[node.mem_id] = None
            if tag not in ("script", "style", "template"):
                self._break()
            return
        up, flags, link, groups = around
        attributes = node.attributes
        names = attributes.get("class") or ""
        if identity := attributes.get("id"):
            names = f"{names} {identity}"
        own = _groups_of(names.lower()[:300]) if names else 0
        if tag in INLINE:
            if tag == "a":
                flags |= 1
                link = node.mem_id
            elif tag in _BOLD:
                flags |= 2
            elif tag in _SLANTED:
                flags |= 4
            self.inline[node.mem_id] = (up, flags, link, groups | own)
            return
        self._break()
        self.order += 1
        is_hidden = up.is_hidden or _is_hidden(attributes)
        self.elements[node.mem_id] = Element(
            tag,
            up,
            self.order,
            up.depth + 1,
            own,
            up.all_groups | own | groups,
            up.tags | TAG_BITS.get(tag, 0) | (TAG_BITS["a"] if flags & 1 else 0),
            is_hidden,
            f"{tag}.{names[:60]}",
            node,
            is_body_named=up.is_body_named or attributes.get("itemprop") == "articleBody",
        )

    def _text(self, node: LexborNode) -> None:
        around = self._around(node)
        if around is None:
            return
        element, flags, link, groups = around
        if element is not self.open:
            self._break()
            self.open = element
        text = node.text_content or ""
        size = len(text.strip())
        self.pieces.append(text)
        if not size:
            return
        if flags & 1 or element.tags & TAG_BITS["a"]:
            self.linked += size
            self.links.add(link)
        if flags & 2:
            self.bold += size
        if flags & 4:
            self.slanted += size
        self.groups |= groups

    def _picture(self, node: LexborNode) -> None:
        around = self._around(node)
        if around is None:
            return
        if not any(piece.strip() for piece in self.pieces):
            self._close()
        self.blocks.append(TextBlock("", around[0], picture=node))

    def _break(self) -> None:
        self._close()
        self.breaks = 0

    def _close(self) -> None:
        if self.pieces and self.open is not None and (text := clean_text("".join(self.pieces))):
            block = TextBlock(
                text,
                self.open,
                self.linked,
                len(self.links),
                self.bold,
                self.slanted,
                self.groups,
                self.breaks,
            )
            self.blocks.append(block)
            self.breaks = 0
        self.pieces = []
        self.linked = self.bold = self.slanted = self.groups = 0
        self.links = set()


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style") or ""
    return "none" in style and re.search(r"display\s*:\s*none", style) is not None
