"""Learning an outlet's wrappers from several of its pages.

The text's container is the deepest element that holds what the generic reader read; what lies in it and the generic
reader never took, or what repeats over the outlet's pages, is none of the text. One page alone teaches nothing: the
generic reader's slips on it are outvoted by the others. Pure: pages and leads in, wrappers out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from statistics import median

from selectolax.lexbor import LexborNode

from warraq.extract.article import read_article
from warraq.extract.nodes import Line, page_lines
from warraq.extract.titles import key
from warraq.extract.verdicts import words_of
from warraq.extract.wrapper import JSON_LD, LONGEST_LINE, Wrapper, with_corrections
from warraq.extract.wrapper_body import INLINE, read_container
from warraq.extract.wrapper_fields import View, learn_fields, learn_sites
from warraq.extract.wrapper_paths import Names, best_path, compound, paths_of, skeleton, stable_names
from warraq.extract.wrapper_read import UNKNOWN, read_by
from warraq.extract.wrapper_values import open_page
from warraq.records import Article, ArticleKind, Lead, Page, block_lines

FEWEST_PAGES = 4
"""Of one template: with three, what one page has by chance is a third of all that is known."""
MOST_PAGES = 12
"""That are learned from at a time: a worker has five CPU-seconds, a page of half a megabyte takes a quarter of one."""
HELD = 0.9
"""Share of the text's characters that its container holds."""
SAME_PATH = 0.75
"""Share of the pages on which a path must lead to the container."""
DROPPED = 0.15
"""Share of an element's words that the generic reader may have taken for text where it is none."""
_LEAST_REPEATED = 3
"""Pages on which a line stands before it is called repeated: two may be versions of one article."""
AGREEING = 0.85
"""Median share of words that wrapper and generic reader must have in common, or the wrapper is not kept."""
READ = 0.7
"""Share of its own pages that must pass the wrapper's checks."""
_LONG_KEY = 15
_FIRST_WORDS = 2
_COUNTED_BOXES = frozenset(("div", "table", "form", "section", "aside", "ul", "font", "center"))
_TAGS_OF_TEXT = frozenset(("p", "li", "h1", "h2", "h3", "h4", "blockquote", "td", "ul", "ol")) | INLINE
_MOST_LINES = 5000
_MOST_REPEATED, _MOST_DROPPED, _MOST_OPENINGS = 200, 24, 20


@dataclass(frozen=True, slots=True)
class Sample:
    """A page to learn from, and what its channel said."""

    page: Page
    lead: Lead


@dataclass(slots=True)
class _Held:
    """A view with the container of its text."""

    view: View
    container: LexborNode
    keys: set[str]
    blob: str
    lines: list[Line] = field(default_factory=list)
    """Of the container."""

    def has(self, line: Line) -> bool:
        """Whether the generic reader took a line for text."""
        mine = key(line.text)
        return not mine or mine in self.keys or (len(mine) >= _LONG_KEY and mine in self.blob)


def learn_wrappers(
    samples: Sequence[Sample], *, zone: tzinfo, language: str | None = None, old: Sequence[Wrapper] = ()
) -> tuple[Wrapper, ...]:
    """Wrappers for the templates of which enough pages are among `samples`, the most frequent first.

    Arguments as `read_article`; each page's `fetched_at` is its now. What an operator corrected in `old` is kept for
    the same templates.
    """
    views = [view for sample in samples[:MOST_PAGES] if (view := _view(sample, zone, language))]
    if len(views) < FEWEST_PAGES:
        return ()
    names = stable_names((view.opened.tree for view in views), least=max(2, len(views) // 4))
    repeated = _repeated_lines(views)
    held = [each for view in views if (each := _hold(view))]
    groups = _groups(held, names)
    taken = {wrapper.template for wrapper in old}
    learned: list[Wrapper] = []
    for group in groups:
        wrapper = _learn(group, names, repeated)
        if wrapper is None or any(each.without_numbers() == wrapper.without_numbers() for each in learned):
            continue
        wrapper = _named(wrapper, group, old, taken)
        if wrapper is not None:
            taken.add(wrapper.template)
            learned.append(wrapper)
    return tuple(learned)


# -- the pages ------------------------------------------------------------------------------------------------


def _view(sample: Sample, zone: tzinfo, language: str | None) -> View | None:
    """The page with the generic reader's article; None where it carries none, or one without a text."""
    page = sample.page
    article = read_article(page, now=page.fetched_at, zone=zone, language=language)
    opened = open_page(page) if isinstance(article, Article) else None
    if opened is None or not isinstance(article, Article) or opened.tree.body is None:
        return None
    if words_of(article.body) < 1 or article.kind is not ArticleKind.ARTICLE:
        return None
    lines = page_lines(opened.tree.body, with_pictures=True)[:_MOST_LINES]
    return View(opened, sample.lead, article, lines, zone, language)


def _hold(view: View) -> _Held | None:
    """The deepest element that holds the text, or nearly all of it."""
    keys = {key(line) for block in view.article.body for line in block_lines(block)} - {""}
    found = _Held(view, view.opened.tree.body, keys, " ".join(keys))  # type: ignore[arg-type]
    weights: dict[int, int] = {}
    nodes: dict[int, tuple[int, LexborNode]] = {}
    total = 0
    for line in view.lines:
        if not line.pieces or not key(line.text) or not found.has(line):
            continue
        total += len(line.text)
        chain = _chain(line.pieces[0][1])
        for depth, node in enumerate(reversed(chain)):
            weights[node.mem_id] = weights.get(node.mem_id, 0) + len(line.text)
            nodes[node.mem_id] = (depth, node)
    holding = [nodes[each] for each, weight in weights.items() if weight >= HELD * total]
    if not total or not holding:
        return None
    _, node = max(holding, key=lambda each: each[0])
    while node.tag in _TAGS_OF_TEXT and node.parent is not None and node.parent.tag != "body":
        if node.tag == "td" and len(found.keys) > 1:
            break
        node = node.parent
    found.container = node
    found.lines = [line for line in page_lines(node) if line.text]
    return found


def _chain(node: LexborNode) -> list[LexborNode]:
    """The element and its ancestors, itself first, body last."""
    chain: list[LexborNode] = []
    at: LexborNode | None = node
    while at is not None and at.tag not in (None, "html", "-document") and len(chain) < 200:
        chain.append(at)
        at = at.parent
    return chain


def _groups(held: Sequence[_Held], names: Names) -> list[list[_Held]]:
    """Pages of one template each, by the way to their container; those too few for one are asked again by tags
    alone."""
    groups = _grouped(held, [skeleton(each.container, names) for each in held])
    large = [group for group in groups if len(group) >= FEWEST_PAGES]
    rest = [each for group in groups if len(group) < FEWEST_PAGES for each in group]
    alike = _grouped(rest, [skeleton(each.container, frozenset()) for each in rest])
    return sorted((g for g in (*large, *alike) if len(g) >= FEWEST_PAGES), key=len, reverse=True)


def _grouped(held: Sequence[_Held], by: Sequence[str]) -> list[list[_Held]]:
    groups: dict[str, list[_Held]] = defaultdict(list)
    for each, name in zip(held, by, strict=True):
        groups[name].append(each)
    return list(groups.values())


def _repeated_lines(views: Sequence[View]) -> Counter[str]:
    """On how many pages each line stands."""
    counts: Counter[str] = Counter()
    for view in views:
        counts.update({line.text for line in view.lines if len(line.text) > 1})
    return counts


# -- one template ---------------------------------------------------------------------------------------------


def _learn(group: Sequence[_Held], names: Names, on_pages: Counter[str]) -> Wrapper | None:
    """The wrapper of one template; None where its pages have too little in common, or it reads them otherwise than
    the generic reader does."""
    targets = [(each.view.opened.tree, each.container) for each in group]
    candidates = [path for each in group[:3] for path in paths_of(each.container, names)]
    body, share = best_path(dict.fromkeys(candidates), targets)
    if share < SAME_PATH:
        return None
    group = [
        each for each, (tree, node) in zip(group, targets, strict=True) if _leads(tree.css_first(body), node)
    ]
    views = [each.view for each in group]
    sites = learn_sites(views)
    sources = learn_fields(views, names, sites)
    title = sources.pop("title")
    if title is None:
        return None
    marks = (body,) if title.path == JSON_LD or title.path.startswith("meta") else (title.path, body)
    counts = [words_of(each.view.article.body) for each in group]
    wrapper = Wrapper(
        template="",
        marks=marks,
        body=body,
        title=title,
        drop=_boxes(group, names, body),
        openings=_openings(group),
        repeated=_repeated(group, on_pages),
        sites=sites,
        least_words=min(counts),
        usual_words=int(median(counts)),
        most_words=max(counts),
        link_share=_link_share(group),
        pages=len(group),
        **sources,  # type: ignore[arg-type]
    )
    return wrapper if _proves_itself(wrapper, group) else None


def _leads(found: LexborNode | None, node: LexborNode) -> bool:
    return found is not None and found.mem_id == node.mem_id


def _boxes(group: Sequence[_Held], names: Names, body: str) -> tuple[str, ...]:
    """Paths of elements in the container that hold none of the text."""
    kept: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    for each in group:
        seen: set[str] = set()
        for line in each.lines:
            words = len(line.text.split())
            has_line = each.has(line)
            for path in _boxes_around(line, each.container, names, body):
                (kept if has_line else lost)[path] += words
                seen.add(path)
        pages.update(seen)
    chosen = {
        path
        for path, words in lost.items()
        if kept[path] <= DROPPED * (words + kept[path]) and pages[path] >= (3 if ":nth" in path else 2)
    }
    needed: Counter[str] = Counter()
    for each in group:
        for line in (line for line in each.lines if not each.has(line)):
            around = [path for path in _boxes_around(line, each.container, names, body) if path in chosen]
            needed.update(around[-1:])  # the outermost: those inside it go with it
    return tuple(path for path, _ in needed.most_common(_MOST_DROPPED))


def _boxes_around(line: Line, container: LexborNode, names: Names, body: str) -> Iterator[str]:
    """Paths of the elements between a line and the container: by their names, or by their place right below it."""
    chain = _chain(line.pieces[0][1])
    for place, node in enumerate(chain):
        if node.mem_id == container.mem_id:
            return
        if node.tag in ("figure", "figcaption", "table", "tbody", "tr", "td"):
            return  # captions and tables are read, or left, by what they are
        if name := compound(node, names):
            yield name
        elif node.tag in _COUNTED_BOXES and chain[min(place + 1, len(chain) - 1)].mem_id == container.mem_id:
            yield f"{body} > {node.tag}:nth-of-type({_place(node)})"


def _place(node: LexborNode) -> int:
    place, at = 1, node.prev
    while at is not None and place < 500:
        place += at.tag == node.tag
        at = at.prev
    return place


def _openings(group: Sequence[_Held]) -> tuple[str, ...]:
    """How lines begin that the generic reader never took: up to a colon, or their first two words."""
    lost: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for each in group:
        found = {(_opening(line.text), each.has(line)) for line in each.lines}
        for opening, has_line in found:
            (kept if has_line else lost)[opening] += 1
    chosen = [opening for opening, count in lost.items() if count >= 2 and not kept[opening] and opening]
    everything = [line.text for each in group for line in each.lines if each.has(line)]
    sure = [opening for opening in chosen if not any(line.startswith(opening) for line in everything)]
    return tuple(sorted(sure)[:_MOST_OPENINGS])


def _opening(text: str) -> str:
    before, colon, _ = text[:60].partition(":")
    words = text.split()
    if colon and len(before.split()) <= 4:
        return before + colon
    return " ".join(words[:_FIRST_WORDS]) if len(words) > _FIRST_WORDS else ""


def _repeated(group: Sequence[_Held], on_pages: Counter[str]) -> tuple[str, ...]:
    """Lines that stand on several pages and are none of the text; first those of the container."""
    least = max(_LEAST_REPEATED, len(group) // 4)
    inside: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for each in group:
        lines = {line.text: each.has(line) for line in each.lines}
        inside.update(lines)
        taken.update(line for line, has_line in lines.items() if has_line)
    own = [line for line, count in inside.most_common() if count >= least and taken[line] <= count / 2]
    around = [line for line, n in on_pages.most_common() if n >= least and len(line.split()) >= 4]
    around = [line for line in around if line not in taken]
    return tuple(dict.fromkeys(line[:LONGEST_LINE] for line in (*own, *around)))[:_MOST_REPEATED]


def _link_share(group: Iterable[_Held]) -> float:
    shares = []
    for each in group:
        text = read_container(each.container, each.view.article.address)
        signs = sum(len(line) for block in text.blocks for line in block_lines(block))
        shares.append(text.linked / max(signs, 1))
    return round(min(1.0, median(shares)), 3)


def _proves_itself(wrapper: Wrapper, group: Sequence[_Held]) -> bool:
    """Whether the wrapper reads its own pages, and as the generic reader does."""
    shares = []
    for each in group:
        view = each.view
        opened = open_page(view.opened.page)
        if opened is None:
            continue
        article, _ = read_by(
            wrapper,
            opened,
            now=view.opened.page.fetched_at,
            zone=view.zone,
            language=view.language,
            lead=view.lead,
        )
        if article is not None:
            shares.append(_common(article.text(), view.article.text()))
    return len(shares) >= READ * len(group) and median(shares) >= AGREEING


def _common(one: str, other: str) -> float:
    mine, theirs = Counter(one.split()), Counter(other.split())
    return 2 * (mine & theirs).total() / max(1, mine.total() + theirs.total())


def _named(
    wrapper: Wrapper, group: Sequence[_Held], old: Sequence[Wrapper], taken: set[str]
) -> Wrapper | None:
    """The wrapper under the name of the old one of its template, with what was corrected there; under a new one where
    there was none. None where a correction no longer reads the pages."""
    for before in old:
        known = sum(_is_known(before, each) for each in group)
        if known > len(group) / 2:
            named = replace(with_corrections(wrapper, before), template=before.template)
            return named if not before.corrected or _proves_itself(named, group) else before
    name = next(name for n in range(1, 1000) if (name := f"template-{n}") not in taken)
    return replace(wrapper, template=name)


def _is_known(wrapper: Wrapper, each: _Held) -> bool:
    opened = open_page(each.view.opened.page)
    if opened is None:
        return False
    page = opened.page
    _, checks = read_by(
        wrapper, opened, now=page.fetched_at, zone=each.view.zone, language=each.view.language, lead=None
    )
    return checks != (UNKNOWN,)
