"""The one function that decides what may be shown of an article to whom. Every door asks it: pages, feeds, search,
later exports and APIs. It must never be bypassed, and nothing else may decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warraq.records import Wish

EXCERPT_CHARACTERS = 400
"""How much of a body an excerpt may show: about three sentences."""
PASSAGE_CHARACTERS = 220
"""How much of a body a search may show around the words that were searched for, where an excerpt may be shown."""


class Viewer(StrEnum):
    """Who is looking."""

    VISITOR = "visitor"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown. The headline, its outlet and the link to the original always may."""

    excerpt: bool
    full_text: bool
    picture: bool
    earlier_texts: bool
    """The texts of revisions; that and when an article changed is always public."""


def what_may_be_shown(
    *,
    edition_show: str,
    operator_show: str,
    outlet_show: str,
    is_withdrawn: bool,
    show_earlier: bool = False,
    wishes: frozenset[Wish] = frozenset(),
    viewer: Viewer = Viewer.VISITOR,
) -> Shown:
    """Decide. The outlet's own choice wins over the operator's, which wins over the edition's.

    The choices are `full`, `excerpt`, `headline`, or empty for "not chosen". What its outlet deleted keeps
    only headline and notice, for the desk too: the desk may still read the earlier texts. A publisher's wishes only
    ever take away: `noarchive` the kept text, `nosnippet` and `noindex` everything of it, `noimage` its pictures.

    `show_earlier` is the edition's: visitors may read the earlier texts of what they may read in full.
    """
    is_desk = viewer is Viewer.DESK
    if is_withdrawn:
        return Shown(excerpt=False, full_text=False, picture=False, earlier_texts=is_desk)
    if is_desk:
        return Shown(excerpt=True, full_text=True, picture=True, earlier_texts=True)
    show = outlet_show or operator_show or edition_show
    is_silent = Wish.NOSNIPPET in wishes or Wish.NOINDEX in wishes
    is_kept = not is_silent and Wish.NOARCHIVE not in wishes
    has_full_text = show == "full" and is_kept
    return Shown(
        excerpt=show in ("full", "excerpt") and not is_silent,
        full_text=has_full_text,
        picture=show in ("full", "excerpt") and Wish.NOIMAGE not in wishes and Wish.NOINDEX not in wishes,
        earlier_texts=has_full_text and show_earlier,
    )


def may_export_text(*, wishes: frozenset[Wish], is_withdrawn: bool) -> bool:
    """Whether an article's text may leave in an export, for whoever may have bulk texts at all."""
    return not is_withdrawn and not wishes & {Wish.NO_TDM, Wish.NOARCHIVE, Wish.NOSNIPPET, Wish.NOINDEX}


def may_go_public(*, operator_show: str, permission: str) -> str:
    """Why a site may not be opened to the public yet, as advice; empty where it may.

    The operator must have chosen what visitors may read (`operator_show`), and full texts for all outlets need
    the edition's note of who allowed it (`permission`).
    """
    if not operator_show:
        return (
            "Choose what visitors may read of the outlets' articles: WARRAQ_SHOW=excerpt, headline, or full "
            "where you have permission"
        )
    if operator_show == "full" and not permission:
        return (
            "Full texts of all outlets need their permission: note it as `permission` in edition.toml, or use "
            "WARRAQ_SHOW=excerpt and allow single outlets with `warraq outlet show OUTLET full --permission NOTE`"
        )
    return ""


def excerpt_of(text: str, limit: int = EXCERPT_CHARACTERS) -> str:
    """The first whole words of `text` within `limit` characters, with an ellipsis where something is left out."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text.rfind(" ", 0, limit)
    return text[: cut if cut > limit // 2 else limit].rstrip(" ،,؛;:-–—") + "…"
