"""Lists drawn once: the same lines give the same list, anything else another."""

from __future__ import annotations

from jinja2 import DictLoader, Environment

from tests.serve.test_front_plan import line
from warraq.serve import drawn
from warraq.serve.drawn import Drawer

TITLES = "{% for line in lines %}{{ line.title }}{% endfor %}{{ end }}"
TEMPLATE = f"{{% macro titles(lines, end='.') %}}{TITLES}{{% endmacro %}}"


def drawer() -> Drawer:
    return Drawer(Environment(loader=DictLoader({"t": TEMPLATE}), autoescape=True), "t")


def test_a_list_is_drawn_again_only_when_a_line_is_another() -> None:
    draw, first, second = drawer(), line(1, title="<a>"), line(2, title="b")
    whole = draw("titles", [first, second])
    assert whole == "&lt;a&gt;b."
    assert draw("titles", [first, second]) is whole
    assert draw("titles", [second, first]) == "b&lt;a&gt;."
    assert draw("titles", [first, second], "!") == "&lt;a&gt;b!"
    assert draw("titles", [first, line(2, title="c")]) == "&lt;a&gt;c."
    assert draw("titles", []) == "."


def test_lists_that_nobody_asked_for_again_make_room() -> None:
    draw = drawer()
    kept = drawn.KEPT_LISTS
    for n in range(kept + 5):
        draw("titles", [line(n)])
    assert len(draw._kept) <= kept
