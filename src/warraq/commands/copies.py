"""`warraq copies`: which articles of a file share their text, without keeping anything."""

from __future__ import annotations

import argparse
import json
from datetime import UTC

from warraq.commands.article_lines import ArticleLine, ArticleLines
from warraq.understand.attributions import Attributions
from warraq.understand.copies import CopyIndex, Match
from warraq.understand.origins import Witness, find_origin

NAME = "copies"
HELP = "say which lines of a file share their text, and which had it first"
EXAMPLE = "warraq copies articles.jsonl.gz"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "file",
        metavar="FILE.jsonl",
        help="one JSON object a line with id and body, and published_at, outlet, author where they are known, in the "
        "order of time; - reads standard input, .gz is unpacked",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print a JSON line for each pair as it is found: id (the later line), other, containment (the share of the shorter
    text's runs of four words that the longer has, 0.5 to 1), origin (the id that had it first, or null where nobody
    can be called first) and source (an agency or outlet outside the pair that either names, or null).

    The last 400,000 lines are compared. A bad line is named on stderr and left out; the exit code is then 1.
    """
    index, attributions = CopyIndex(window=None), Attributions()
    seen: dict[str, tuple[object, Witness]] = {}
    articles = ArticleLines(arguments.file, NAME)
    for article in articles:
        seen[article.key] = article.row.get("id"), _witness(article, attributions)
        for match in index.add(article.key, article.body, article.time):
            print(json.dumps(_pair(match, seen), ensure_ascii=False).encode("utf-8", "replace").decode())
        if article.key not in index:  # too short to be compared
            del seen[article.key]
        elif len(seen) > 2 * len(index):
            seen = {key: kept for key, kept in seen.items() if key in index}
    return 1 if articles.bad else 0


def _witness(article: ArticleLine, attributions: Attributions) -> Witness:
    found = attributions.read(article.body, article.author)
    return Witness(article.key, article.outlet, None, article.published, found)


def _pair(match: Match, seen: dict[str, tuple[object, Witness]]) -> dict[str, object]:
    (id_, one), (other_id, other) = seen[match.id], seen[match.other]
    origin = find_origin(one, other, share=match.share, other_share=match.other_share, zone=UTC)
    first = {None: None, match.id: id_, match.other: other_id}[origin.id]
    return {
        "id": id_,
        "other": other_id,
        "containment": round(match.containment, 4),
        "origin": first,
        "source": origin.outside,
    }
