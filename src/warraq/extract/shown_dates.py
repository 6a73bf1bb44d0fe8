"""The dates that readers see on a page: lines beside the headline, lines that say "published", elements classed so.

A line that tells of an update alone is no publication; nor is one in a list of other articles, or in a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from warraq.extract.nodes import Line, node_text
from warraq.extract.titles import key
from warraq.records import Moment

MODIFIED = re.compile(r"modif|updat|changed|revis|review|maj\b|mise-?a-?jour|edited|tahdith", re.IGNORECASE)
"""Names of classes, ids and properties of what is no publication."""
_MODIFIED_WORD = re.compile(
    r"تحديث|تعديل|تحيين|mis(?:e)? à jour|modifi|actualis|updated|reviewed (?:on|by)|revised|last (?:changed|edited)",
    re.IGNORECASE,
)
_SAID_PUBLISHED = re.compile(
    r"نشر|أضيف|publi(?:é|ée|e|shed|cation)\b|posted|mis en ligne|mise en ligne|date de parution",
    re.IGNORECASE,
)
_GLUED = re.compile(rf"\w(?:{_MODIFIED_WORD.pattern})", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"related|recent|latest|popular|recommend|trending|(?<![\w-])(?:widget|comments?|ticker)(?![\w-])"
    r"|most-?(?:read|view|pop)|sidebar|side-bar|(?<!post-)(?<!entry-)(?<!article-)footer|news-?ticker|teaser"
    r"|more-?(?:news|stories)|weather|current-?date|copyright|instagram-media|twitter-tweet|event-",
    re.IGNORECASE,
)
_ELSEWHERE_TAGS = frozenset(("nav", "footer", "aside", "select", "script", "style", "blockquote"))
_SAID = re.compile(
    r"نشر|أضيف|كتب|publi|posted|mis en ligne|بتاريخ|تحديث|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد"
    r"|\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2}|\d{4}-\d{2}-\d{2}|\d{4}[./]\d{1,2}[./]\d{1,2}"
    r"|[\d٠-٩۰-۹]{1,2}\s+\S+\s+[\d٠-٩۰-۹]{4}|\S+\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|منذ|قبل|il y a|\bago\b|hier|أمس|اليوم",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_CLASSED = (
    '[class*="date" i], [class*="publi" i], [class*="posted" i], [class*="timestamp" i], [class*="-time" i], '
    '[class*="_time" i], [id*="date" i], time'
)
_LONGEST_LINE = 160
_LONGEST_CLASSED = 80
_LINES_AFTER_TITLE = 25
_LINES_BEFORE_TITLE = 6
_WORDS_OF_TEXT = 40
_WORDS_OF_LABEL = 3
_WORDS_OF_PLAIN, _WORDS_OF_MIXED = 8, 16
_MOST_READ = 60
_DEEPEST = 60
_LONGEST_LABELLED = 200

Read = Callable[[str | None], Moment | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """A date that the page prints."""

    text: str
    moment: Moment
    is_said: bool
    """Whether its line says that it is the publication's."""
    is_plain: bool
    """Whether its line holds little else."""
    is_beside: bool
    """Whether it stands beside the headline."""


class _Dated(NamedTuple):
    """A text with something like a date in it."""

    text: str
    is_said: bool
    is_plain: bool


def read_shown(lines: Sequence[Line], title: str | None, read: Read) -> list[Shown]:
    """The dates a reader would take for the publication's, the nearest to the headline first. `lines`: the page's
    lines of text; `read`: reads a date that may be a publication's."""
    found: list[Shown] = []
    for dated, is_beside in islice(_visible(lines, title), _MOST_READ):
        if moment := read(dated.text):
            found.append(Shown(dated.text, moment, dated.is_said, dated.is_plain, is_beside))
    return found


def read_classed(tree: LexborHTMLParser, read: Read, around_title: Container[int]) -> Moment | None:
    """The one day that the elements named after dates print, wherever they stand; None where they print several."""
    found: dict[object, Moment] = {}
    for node in tree.css(_CLASSED)[:200]:
        if is_named_modified(node) or is_labelled_modified(node) or is_elsewhere(node, around_title):
            continue
        text = node_text(node)
        if not 6 <= len(text) <= _LONGEST_CLASSED or not _SAID.search(text) or _MODIFIED_WORD.search(text):
            continue
        if (moment := read(text)) and not moment.is_approximate:
            known = found.setdefault(moment.day(), moment)
            if moment.precision.has_clock and not known.precision.has_clock:
                found[moment.day()] = moment
    return next(iter(found.values())) if len(found) == 1 else None


def is_modification(text: str) -> bool:
    """Whether a text tells of an update and of no publication."""
    return bool(_MODIFIED_WORD.search(text)) and not _SAID_PUBLISHED.search(text)


def names_of(node: LexborNode) -> str:
    """Class names, id and property of an element."""
    attributes = node.attributes
    return " ".join(attributes.get(name) or "" for name in ("class", "id", "itemprop"))


def is_named_modified(node: LexborNode) -> bool:
    """Whether the element, or one that holds little more, is named after an update."""
    at: LexborNode | None = node
    for _ in range(4):
        if at is None or len(node_text(at)) > _LONGEST_CLASSED:
            return False
        if MODIFIED.search(names_of(at)):
            return True
        at = at.parent
    return False


def is_labelled_modified(node: LexborNode) -> bool:
    """Whether the words of the line that an element stands in tell of an update alone."""
    at = node
    for _ in range(2):
        parent = at.parent
        if parent is None or len(text := node_text(parent)) > _LONGEST_LABELLED:
            return False
        if is_modification(text):
            return True
        at = parent
    return False


def is_elsewhere(node: LexborNode, around_title: Container[int] = ()) -> bool:
    """Whether the node lies in a list of other articles, the page's frame, a quotation or the comments.
    `around_title`: the elements that hold the headline too, whatever they are called (`ids_around`)."""
    at: LexborNode | None = node
    for _ in range(12):
        if at is None or at.tag in ("body", "html") or at.mem_id in around_title:
            return False
        if at.tag in _ELSEWHERE_TAGS or _ELSEWHERE.search(names_of(at)):
            return True
        at = at.parent
    return False


def ids_around(lines: Sequence[Line], title: str | None) -> frozenset[int]:
    """The elements in which the headline stands, as `mem_id`s; none where it is not found."""
    at = _headline(lines, title)
    node = lines[at].pieces[0][1] if at is not None and lines[at].pieces else None
    found: list[int] = []
    while node is not None and node.tag not in ("body", "html") and len(found) < _DEEPEST:
        found.append(node.mem_id)
        node = node.parent
    return frozenset(found)


def _headline(lines: Sequence[Line], title: str | None) -> int | None:
    """The number of the headline's line: a breadcrumb or a hidden bar may print it too, an h1 is surer."""
    mine = key(title or "")
    heads = [n for n, line in enumerate(lines) if mine and key(line.text) == mine]
    return next((n for n in heads if _is_in_h1(lines[n])), heads[0] if heads else None)


def _visible(lines: Sequence[Line], title: str | None) -> Iterator[tuple[_Dated, bool]]:
    """Texts, and whether they stand beside the headline: lines after the headline down to the text;
    just before it; then, anywhere, the one line that says "published"."""
    at = _headline(lines, title)
    around = ids_around(lines, title)
    text_begins = 0
    if at is not None:
        text_begins = len(lines)
        for n in range(at + 1, min(len(lines), at + _LINES_AFTER_TITLE)):
            if len(lines[n].text.split()) > _WORDS_OF_TEXT:
                text_begins = n
                break
            yield from ((dated, True) for dated in _dates_of(lines, n, around))
        for n in reversed(range(max(0, at - _LINES_BEFORE_TITLE), at)):
            yield from ((dated, True) for dated in _dates_of(lines, n, around))
    rest = [
        n for n in range(len(lines)) if n >= text_begins or (at is not None and n < at - _LINES_BEFORE_TITLE)
    ]
    said = [
        dated
        for n in rest
        for dated in _dates_of(lines, n, around)
        if dated.is_said and _DIGIT.search(dated.text)
    ]
    if said and len({dated.text for dated in said}) <= 2:  # more are a list of articles, each with its date
        yield said[0], False


def _is_in_h1(line: Line) -> bool:
    at: LexborNode | None = line.pieces[0][1] if line.pieces else None
    for _ in range(3):
        if at is None:
            return False
        if at.tag == "h1":
            return True
        at = at.parent
    return False


def _dates_of(lines: Sequence[Line], n: int, around_title: Container[int]) -> Iterator[_Dated]:
    """A short line of this article with something like a date in it, whole and then in its pieces."""
    line = lines[n]
    if not 4 <= len(line.text) <= _LONGEST_LINE or not _SAID.search(line.text):
        return
    dated = [(text.strip(), node) for text, node in line.pieces if _SAID.search(text)]
    if any(
        is_elsewhere(node, around_title) or node.tag == "option" for _, node in line.pieces[:1] + dated[:1]
    ):
        return
    if any(is_named_modified(node) for _, node in dated):
        return
    label = lines[n - 1].text if n and len(lines[n - 1].text.split()) <= _WORDS_OF_LABEL else ""
    is_said = bool(_SAID_PUBLISHED.search(line.text) or _SAID_PUBLISHED.search(label))
    if _MODIFIED_WORD.search(line.text) or _MODIFIED_WORD.search(label):
        # A line may tell both: read_date takes the publication's. Glued to a name (`FurrerUpdated`) it is not seen.
        if not _MODIFIED_WORD.search(label) and not _GLUED.search(line.text):
            yield _Dated(line.text, is_said, is_said)
        return
    is_plain = len(line.text.split()) <= _WORDS_OF_PLAIN
    if not is_said and len(line.text.split()) > _WORDS_OF_MIXED:
        return  # a sentence
    yield _Dated(line.text, is_said, is_plain)
    if len(line.pieces) > 1:
        yield from (_Dated(text, is_said, is_plain) for text, _ in dated)
