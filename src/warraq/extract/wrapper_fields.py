"""Learning where a template keeps an article's values: the source that says what the others agree on, page by page.

What others say of a page: its feed (the lead), its metadata and JSON-LD, and the generic reader, which weighs them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from selectolax.lexbor import LexborNode

from warraq.extract.bylines import read_authors
from warraq.extract.dates import read_date
from warraq.extract.hygiene import clean_text
from warraq.extract.lead_picture import picture_address
from warraq.extract.nodes import Line, node_text
from warraq.extract.titles import key, rest_of_title, without_site
from warraq.extract.wrapper import JSON_LD, MOST_PARTS, Source
from warraq.extract.wrapper_paths import Names, paths_of
from warraq.extract.wrapper_read import opens
from warraq.extract.wrapper_values import Opened, parts_of, read_names, read_picture, value_at, values_at
from warraq.records import Article, Lead, Moment

ENOUGH = 0.6
"""Share of the pages that state a value on which a source must say the same."""
ENOUGH_TITLE, ENOUGH_DATE = 0.75, 0.8
_SAID_ALONE = 0.4
"""What a value counts where nobody else states one: the others may have missed it."""
_LONGEST = 400
_FEW_LINES = 600
_LONGEST_PARTED = 200
_VIEWS_FOR_PATHS = 5
"""Pages on which paths are looked for; all are asked whether they hold."""
_MOST_SOURCES = 60


@dataclass(frozen=True, slots=True)
class View:
    """A page that is learned from, with what is known of it otherwise."""

    opened: Opened
    lead: Lead
    article: Article
    lines: Sequence[Line]
    zone: tzinfo
    language: str | None

    @property
    def title(self) -> str | None:
        """The headline: the feed's where it stands on the page, else the generic reader's."""
        said = key(self.lead.title or "")
        if (
            said
            and said != key(self.article.title or "")
            and any(key(line.text) == said for line in self.lines)
        ):
            return self.lead.title
        return self.article.title


@dataclass(frozen=True, slots=True)
class Field:
    """One value of articles: what it should be on a page, how a source's is read, and how well two agree (0 to 1)."""

    wanted: Callable[[View], object]
    read: Callable[[Source, View, Sequence[str]], object]
    agree: Callable[[object, object], float]
    fits: Callable[[str, View], bool]
    """Whether a text of the page may be the value."""
    is_meta_first: bool = True
    enough: float = ENOUGH
    may_be_part: bool = False
    """Whether it may be looked for in lines that hold several values."""


def learn_source(field: Field, views: Sequence[View], names: Names, sites: Sequence[str]) -> Source | None:
    """The best source of a field; None where none is better than to say nothing."""
    wanted = [field.wanted(view) for view in views]
    stated = sum(1 for each in wanted if each)
    if not stated:
        return None
    best, most = None, 0.0
    for source in _sources(field, views, names):
        agreed, alone = 0.0, 0
        for view, want in zip(views, wanted, strict=True):
            value = field.read(source, view, sites)
            if want and value:
                agreed += field.agree(value, want)
            elif value:
                alone += 1
        nothing_wrong = len(views) - stated - alone
        score = agreed + nothing_wrong + _SAID_ALONE * alone
        is_better = score > most + 1e-9 and score > (len(views) - stated) + 1e-9
        if is_better and agreed >= field.enough * stated:
            best, most = source, score
        if most == len(views):
            break
    return best


def _sources(field: Field, views: Sequence[View], names: Names) -> list[Source]:
    """Where the value stands on the first pages, in order of preference."""
    declared: Counter[Source] = Counter()
    shown: Counter[Source] = Counter()
    for view in [view for view in views if field.wanted(view)][:_VIEWS_FOR_PATHS]:
        declared.update(list(dict.fromkeys(_declared(field, view))))
        shown.update(list(dict.fromkeys(_shown(field, view, names))))
    # Counter keeps the order of first sight among equals: the more readable path comes first.
    parts = [_by_count(declared), _by_count(shown)]
    if not field.is_meta_first:
        parts.reverse()
    return [source for part in parts for source in part][: 2 * _MOST_SOURCES]


def _by_count(found: Counter[Source]) -> list[Source]:
    """Those of the most pages first; of equals the plainest path, headlines' own element before links to them."""
    ranked = sorted(found.items(), key=lambda each: (-each[1], _plainness(each[0].path)))
    return [source for source, _ in ranked[:_MOST_SOURCES]]


def _plainness(path: str) -> int:
    is_heading = path.rpartition(" ")[2].startswith(("h1", "h2"))
    return 2 * path.count(":nth") + path.count(" ") - 4 * is_heading


def _declared(field: Field, view: View) -> Iterator[Source]:
    for node in view.opened.tree.css("meta[content]")[:200]:
        attributes = node.attributes
        if not field.fits(clean_text(attributes.get("content") or ""), view):
            continue
        for name in ("property", "name", "itemprop"):
            if (value := attributes.get(name)) and '"' not in value and "\\" not in value:
                yield Source(f'meta[{name}="{value}"]', "content")
                break
    for name, value in view.opened.thing().items():
        source = Source(JSON_LD, str(name)[:100])
        if isinstance(value, str | list | dict) and any(
            field.fits(text, view) for text in values_at(source, view.opened)
        ):
            yield source


def _shown(field: Field, view: View, names: Names) -> Iterator[Source]:
    tree = view.opened.tree
    for node in tree.css("time[datetime], [itemprop][content]:not(meta)")[:40]:
        name = "datetime" if node.attributes.get("datetime") else "content"
        if field.fits(clean_text(node.attributes.get(name) or ""), view):
            yield from (Source(path, name) for path in paths_of(node, names))
    if field.may_be_part:
        yield from _parts(field, view, names)
    for node in _nodes(field, view):
        attribute = "src" if node.tag in ("img", "amp-img") else ""
        yield from (Source(path, attribute) for path in paths_of(node, names))


def _parts(field: Field, view: View, names: Names) -> Iterator[Source]:
    """Places in lines like "author · section · date"."""
    for line in view.lines[:_FEW_LINES]:
        if len(line.text) > _LONGEST_PARTED or not line.pieces:
            continue
        parts = parts_of(line.text)
        for place, part in enumerate(parts[:MOST_PARTS] if len(parts) > 1 else (), 1):
            node = _holder(line)
            if node is not None and field.fits(part, view):
                yield from (Source(path, "", place) for path in paths_of(node, names))


def _holder(line: Line) -> LexborNode | None:
    """The element that holds a line and nothing else."""
    at: LexborNode | None = line.pieces[0][1]
    for _ in range(4):
        if at is None or at.tag in (None, "body", "html"):
            return None
        if node_text(at) == line.text:
            return at
        at = at.parent
    return None


def _nodes(field: Field, view: View) -> Iterator[LexborNode]:
    """Elements whose text may be the value: those of a piece of a line, then those that hold the whole line."""
    for line in view.lines[:_FEW_LINES]:
        if line.picture is not None:
            if field.fits(picture_address(line.picture) or "", view):
                yield line.picture
            continue
        if len(line.text) > _LONGEST:
            continue
        if len(line.pieces) > 1:
            yield from (node for text, node in line.pieces if field.fits(clean_text(text), view))
        if field.fits(line.text, view):
            at: LexborNode | None = line.pieces[0][1]
            for _ in range(4):
                if at is None or at.tag in (None, "body", "html"):
                    break
                if field.fits(node_text(at)[: _LONGEST + 1], view):
                    yield at
                at = at.parent


def learn_sites(views: Sequence[View]) -> tuple[str, ...]:
    """The outlet's names: what its document titles hold beside the headlines, and what it declares."""
    counts: Counter[str] = Counter()
    for view in views:
        document = view.opened.tree.css_first("title")
        parts = rest_of_title(_text_of_title(document), view.title) if document is not None else []
        metas = view.opened.metas
        parts += [*metas.get("og:site_name", ())[:1], *metas.get("application-name", ())[:1]]
        counts.update({part for part in map(clean_text, parts) if 2 <= len(part) <= 60})
    return tuple(name for name, count in counts.most_common(8) if count >= 0.4 * len(views))


def _text_of_title(node: LexborNode) -> str:
    """A title element's text, which no page shows."""
    return clean_text(node.text() or "")


# -- the fields -----------------------------------------------------------------------------------------------


def _same_text(value: object, wanted: object) -> float:
    return float(key(str(value)) == key(str(wanted)))


def _same_names(value: object, wanted: object) -> float:
    assert isinstance(value, tuple)
    assert isinstance(wanted, tuple)
    return float([key(name) for name in value] == [key(name) for name in wanted])


def _same_tags(value: object, wanted: object) -> float:
    assert isinstance(value, tuple)
    assert isinstance(wanted, tuple)
    mine, theirs = {key(tag) for tag in value}, {key(tag) for tag in wanted}
    return len(mine & theirs) / (len(mine | theirs) or 1)


def _same_moment(value: object, wanted: object) -> float:
    assert isinstance(value, Moment)
    assert isinstance(wanted, Moment)
    if value.day() != wanted.day():
        return 0.0
    if not (value.precision.has_clock and wanted.precision.has_clock):
        return 0.9 if value.precision is wanted.precision else 0.8
    same = value.local.replace(second=0) == wanted.local.replace(second=0)
    # The page's words and its metadata agree: the one that knows its offset is no worse.
    return (1.0 if value.offset is not None or wanted.offset is None else 0.95) if same else 0.0


def _read_title(source: Source, view: View, sites: Sequence[str]) -> object:
    value = value_at(source, view.opened)
    return without_site(value, sites) if value else None


def _read_subtitle(source: Source, view: View, sites: Sequence[str]) -> object:
    value = value_at(source, view.opened)
    return None if value and opens(view.article.body, value) else value


def _read_moment(source: Source, view: View, sites: Sequence[str]) -> object:
    value = value_at(source, view.opened)
    return _moment(value, view) if value else None


def _moment(text: str, view: View) -> Moment | None:
    if not any(sign.isdigit() for sign in text) or len(text) > 150:
        return None
    now = view.opened.page.fetched_at.astimezone(view.zone)
    return read_date(text, language=view.article.declared_language or view.language, now=now)


def _fits_moment(text: str, view: View) -> bool:
    wanted, value = view.article.published, _moment(text, view)
    return wanted is not None and value is not None and value.day() == wanted.day()


def _fits_names(text: str, view: View) -> bool:
    return (
        2 < len(text) <= 150
        and any(key(name) in key(text) for name in view.article.authors)
        and bool(read_authors([text], sites=(), is_sure=True))
    )


def _is(of: Callable[[View], str | None]) -> Callable[[str, View], bool]:
    def fits(text: str, view: View) -> bool:
        wanted = of(view)
        return bool(text) and bool(wanted) and key(text) == key(wanted or "") != ""

    return fits


def _fits_title(text: str, view: View) -> bool:
    wanted = key(view.title or "")
    return bool(wanted) and len(text) <= _LONGEST and wanted in key(text)


def _fits_picture(text: str, view: View) -> bool:
    wanted = view.article.picture
    return bool(wanted and text) and wanted.rpartition("/")[2] == text.rpartition("/")[2]  # type: ignore[union-attr]


FIELDS = {
    "title": Field(
        lambda v: v.title, _read_title, _same_text, _fits_title, is_meta_first=False, enough=ENOUGH_TITLE
    ),
    "date": Field(
        lambda v: v.article.published or v.lead.published,
        _read_moment,
        _same_moment,
        _fits_moment,
        enough=ENOUGH_DATE,
    ),
    "subtitle": Field(
        lambda v: v.article.subtitle,
        _read_subtitle,
        _same_text,
        _is(lambda v: v.article.subtitle),
        is_meta_first=False,
    ),
    "authors": Field(
        lambda v: v.article.authors,
        lambda s, v, sites: read_names(s, v.opened, sites),
        _same_names,
        _fits_names,
        may_be_part=True,
    ),
    "section": Field(
        lambda v: v.article.section,
        lambda s, v, _: value_at(s, v.opened),
        _same_text,
        _is(lambda v: v.article.section),
        may_be_part=True,
    ),
    "tags": Field(
        lambda v: v.article.tags,
        lambda s, v, _: tuple(dict.fromkeys(values_at(s, v.opened))),
        _same_tags,
        lambda text, v: len(text) <= 60 and key(text) in {key(tag) for tag in v.article.tags},
    ),
    "picture": Field(
        lambda v: v.article.picture,
        lambda s, v, _: read_picture(s, v.opened),
        lambda value, wanted: float(value == wanted),
        _fits_picture,
    ),
    "caption": Field(
        lambda v: v.article.picture_caption,
        lambda s, v, _: value_at(s, v.opened),
        _same_text,
        _is(lambda v: v.article.picture_caption),
        is_meta_first=False,
    ),
}


def learn_fields(views: Sequence[View], names: Names, sites: Sequence[str]) -> dict[str, Source | None]:
    """A source for each field that has one."""
    return {name: learn_source(field, views, names, sites) for name, field in FIELDS.items()}
