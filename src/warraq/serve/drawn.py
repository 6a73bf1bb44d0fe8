"""Lists of lines, drawn once: a list stands as long as the very same lines stand in it, in the same order.

When an article arrives, the river and one column of the front page are drawn anew, and nine lists are taken as they
are. A line is one object while nothing of its article, picture or outlet has changed (`lines.py`), so identity is all
that needs to be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

KEPT_LISTS = 2_000
"""Lists kept before all are dropped: about 6 MB."""


class Drawer:
    """The macros of a template by name: each takes lines and a few plain values, and nothing of the page around it."""

    def __init__(self, environment: Environment, template: str) -> None:
        self._environment = environment
        self._template = template
        self._kept: dict[tuple[object, ...], tuple[tuple[object, ...], Markup]] = {}

    def __call__(self, macro: str, lines: Sequence[object], *more: str | bool) -> Markup:
        """The list as `macro` draws it."""
        key = (macro, more, *map(id, lines))
        kept = self._kept.get(key)
        if kept is None:
            module: Any = self._environment.get_template(self._template).module
            if len(self._kept) >= KEPT_LISTS:
                self._kept.clear()
            # The lines are held, so that no other object can come to have their identity.
            kept = self._kept[key] = tuple(lines), getattr(module, macro)(lines, *more)
        return kept[1]
