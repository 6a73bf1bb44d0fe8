"""What outlets and readers wrote is text in a page, whatever way it takes into it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from markupsafe import Markup, escape

from warraq.serve.escaping import PageEnvironment, piece

TEMPLATES = {
    "plain": '<p title="{{ x }}">{{ x }}{{ 5 }}{{ none }}{{ [x] }}</p>',
    "macro": "{% macro m(y) %}<b>{{ y }}{{ caller() if caller }}</b>{% endmacro %}"
    "{{ m(x) }}{{ m(m(x)) }}{% call m(x) %}{{ x }}{% endcall %}",
    "called": "{% macro m(y, z='<') %}{{ y }}{{ z }}{% endmacro %}{{ m(z=x, y='>') }}{{ m(*[x]) }}"
    "{{ x.replace('a', '<') }}{% for n in range(2) %}{{ loop.cycle(x, 'b') }}{% endfor %}"
    "{% autoescape false %}{{ m(x) }}{% endautoescape %}",
    "set": "{% set y %}<i>{{ x }}</i>{% endset %}{{ y }}{{ x ~ y }}{{ x|upper }}{{ x|safe }}",
    "child": "{% extends 'plain' %}",
    "off": "{% autoescape false %}{{ x }}{% endautoescape %}{% filter upper %}{{ x }}{% endfilter %}",
}


def environments() -> tuple[Environment, Environment]:
    loader = DictLoader(TEMPLATES)
    return Environment(loader=loader, autoescape=True), PageEnvironment(loader=loader, autoescape=True)


@given(st.one_of(st.text(), st.integers(), st.none(), st.text().map(Markup), st.lists(st.text(), max_size=2)))
def test_a_piece_is_what_markupsafe_makes_of_it(value: object) -> None:
    assert piece(value) == str(escape(value))


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("value", ["<script>alert('1' & \"2\")</script>", "نص", Markup("<em>ours</em>"), ""])
def test_pages_are_the_same_as_jinjas_own(name: str, value: str) -> None:
    theirs, ours = environments()
    assert ours.get_template(name).render(x=value) == theirs.get_template(name).render(x=value)
