"""What is known of the parameters of addresses: a table beside this file that anyone can correct."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Rule(StrEnum):
    """What is done with a parameter; the table explains each."""

    DROP = "drop"
    SPARE = "spare"
    PAGE = "page"
    NUMBER = "number"


_HASH = re.compile(r"[0-9a-f]{20,}", re.IGNORECASE)
_COLUMNS = 4

Test = tuple[str, frozenset[str], Rule]
"""The value's kind (any, hash, word, one of), the words, the rule."""


@cache
def _table() -> tuple[dict[str, list[Test]], tuple[tuple[str, list[Test]], ...]]:
    """Tests by whole name, and by beginning."""
    names: dict[str, list[Test]] = {}
    beginnings: dict[str, list[Test]] = {}
    lines = files("warraq.addresses").joinpath("parameters.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    for name, value, rule, *_ in (row for row in rows[1:] if len(row) >= _COLUMNS - 1):
        kind = {"*": "any", "hash": "hash", "word": "word"}.get(value, "one of")
        words = frozenset(value.lower().split("|")) if kind == "one of" else frozenset()
        tests = beginnings if name.endswith("*") else names
        tests.setdefault(name.removesuffix("*"), []).append((kind, words, Rule(rule)))
    return names, tuple(beginnings.items())


def rules_of(piece: str) -> list[Rule]:
    """The rules that a piece of a query, `name=value` as it stands in the address, falls under; none is unknown."""
    name, _, value = piece.partition("=")
    name = name.lower().removeprefix("amp;")  # of `&amp;utm_source=`, escaped once too often
    names, beginnings = _table()
    tests = names.get(name)
    if tests is None:
        tests = next((tests for beginning, tests in beginnings if name.startswith(beginning)), None)
    return [rule for kind, words, rule in tests if _fits(value, kind, words)] if tests else []


def _fits(value: str, kind: str, words: frozenset[str]) -> bool:
    if kind == "any":
        return True
    if kind == "hash":
        return _HASH.fullmatch(value) is not None
    return not value.isdigit() if kind == "word" else value.lower() in words
