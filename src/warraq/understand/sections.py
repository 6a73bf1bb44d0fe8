"""An outlet's own section label, as it stands on its page, to the edition's section.

The table is the edition's data; this room only compares. It must never guess a section that no label names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from warraq.understand.arabic import normalise

CATCH_ALL = "other"
"""The section of labels that say nothing (home, news, featured): taken only where nothing better is named."""

_PARTS = re.compile(r"\s*(?:[>»›←→|/،,;؛•·]|\s[-–—:]\s)\s*")
"""What stands between the steps of a breadcrumb or the items of a list of labels."""
_SPACE_LIKE = re.compile(r"[\W_]+")


def fold_label(label: str) -> str:
    """A label as labels are compared: letters folded, accents and case gone, anything else one space.

    The article ال stays: الرياضة and رياضة are two labels, and the table names both where both mean it.
    Folding twice changes nothing.
    """
    decomposed = unicodedata.normalize("NFKD", normalise(label)).casefold()
    plain = "".join(c for c in normalise(decomposed) if not unicodedata.combining(c))
    return _SPACE_LIKE.sub(" ", plain).strip()


def fold_labels(table: Mapping[str, str]) -> dict[str, str]:
    """An edition's table (label as printed -> section) with its labels folded, as `section_of` wants it.

    The first of two labels that fold alike wins.
    """
    folded: dict[str, str] = {}
    for label, section in table.items():
        folded.setdefault(fold_label(label), section)
    return folded


def section_of(label: str | None, table: Mapping[str, str]) -> str | None:
    """The section that `label` names, from `table` (folded label -> section); None where it names none.

    The whole label counts first (`فن وثقافة`, `عربي / دولي`); then the steps of a breadcrumb, the innermost first.
    """
    if not label:
        return None
    whole = table.get(fold_label(label))
    if whole is not None:
        return whole
    found = [table.get(fold_label(part)) for part in reversed(_PARTS.split(label))]
    named = [section for section in found if section is not None]
    return next((section for section in named if section != CATCH_ALL), named[0] if named else None)
