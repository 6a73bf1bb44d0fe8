"""Imports point one way, floor by floor; pure rooms know neither Django, nor the network, nor the clock."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src" / "warraq"

FLOORS: list[set[str]] = [
    {"records", "errors", "options"},
    {"addresses", "editions", "understand.arabic"},
    {"extract", "understand", "search.query", "search.analysis"},
    {"pipeline", "showing", "condition"},
    {"collect", "store", "search"},
    {"archive", "moderate"},
    {"serve", "processes"},
    {"commands"},
]
"""Low to high. Rooms on one floor do not import each other, except within the floor of single modules at the
bottom (errors <- options)."""

APART = {"settings": {"options", "errors"}, "sample": {"records"}}
"""Rooms outside the floors, and the only rooms of ours that each may import."""

PURE = (
    "addresses",
    "extract",
    "understand.arabic",
    "understand",
    "pipeline",
    "showing",
    "condition",
    "search.query",
    "search.analysis",
)
IMPURE_MODULES = {
    "django", "socket", "ssl", "http", "urllib.request", "aiohttp", "asyncio", "random", "secrets", "time",
    "requests", "urllib3", "subprocess", "sqlite3", "psycopg",
}  # fmt: skip
CLOCK_CALLS = {"now", "utcnow", "today"}


def module_name(path: Path) -> str:
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(p for p in parts if p != "__init__")


def room_of(module: str) -> str:
    """Rooms of their own: `search.query`, `search.analysis`, and `understand.arabic`, which search folds by too."""
    for room in ("search.query", "search.analysis", "understand.arabic"):
        if module == room or module.startswith(room + "."):
            return room
    return "commands" if module == "__main__" else module.partition(".")[0]


def imports_of(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where things come from"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def floor_of(room: str) -> int | None:
    return next((n for n, rooms in enumerate(FLOORS) if room in rooms), None)


MODULES = sorted(SRC.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_point_down(path: Path) -> None:
    room = room_of(module_name(path))
    for name in imports_of(path):
        if not name.startswith("warraq."):
            continue
        other = room_of(name.removeprefix("warraq."))
        if other in ("", room) or name == "warraq.__version__":
            continue
        if room in APART:
            assert other in APART[room], f"{room} may not import {other}"
            continue
        if other == "sample":
            assert room == "commands", f"only commands and tests start the sample press, not {room}"
            continue
        if other == "settings":
            assert room in ("commands", "processes"), f"{room} may not import settings"
            continue
        mine, theirs = floor_of(room), floor_of(other)
        assert mine is not None, f"{room} has no floor: give it one in FLOORS"
        assert theirs is not None, f"{other} has no floor: give it one in FLOORS"
        allowed = (
            theirs < mine
            or (mine == theirs == 0)
            or {room, other} <= {"search", "search.query", "search.analysis"}
        )
        assert allowed, f"{room} may not import {other}"


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(module_name(p)) in PURE], ids=module_name)
def test_pure_rooms_touch_nothing(path: Path) -> None:
    for name in imports_of(path):
        root = name.partition(".")[0]
        assert root not in IMPURE_MODULES, f"{name} in a pure room"
        assert not any(name.startswith(m + ".") for m in IMPURE_MODULES), f"{name} in a pure room"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in CLOCK_CALLS
        ):
            target = ast.unparse(node.func.value)
            assert not target.endswith(("datetime", "date")), (
                f"{path.name}: the clock comes in as an argument"
            )


def test_every_room_has_a_place() -> None:
    rooms = {room_of(module_name(p)) for p in MODULES} - {"", "__main__"}
    known = set().union(*FLOORS) | set(APART)
    assert rooms <= known, f"rooms without a floor: {rooms - known}"


def test_rooms_are_small_and_have_a_purpose() -> None:
    for path in MODULES:
        assert path.stem not in {"utils", "helpers", "manager", "common", "misc"}, path
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= 450, f"{path}: {lines} lines; would two rooms be clearer?"
