"""The documentation cannot rot: what it names is there, and what is there it names."""

from __future__ import annotations

import argparse
import re
import runpy
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from warraq.commands import ORDER, command_modules, make_parser
from warraq.options import OPTIONS

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("editions/**/*.md"),
        *ROOT.glob("bench/*.md"),
        *ROOT.glob("quality/*.md"),
    ]
)
GENERATED = runpy.run_path(str(ROOT / "docs" / "generate.py"))["pages"]()
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
ASSIGNMENT = re.compile(r"[A-Z_]+=\S*")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def links_of(page: Path) -> list[str]:
    return [link or image for link, image in LINK.findall(text_of(page))]


def blocks_of(text: str) -> Iterator[str]:
    """What a page tells the reader to type: the lines of its indented and fenced blocks."""
    is_fenced = False
    for line in text.splitlines():
        if line.startswith("```"):
            is_fenced = not is_fenced
        elif is_fenced or line.startswith("    "):
            yield line.strip().removesuffix("\\")


def commands_in(text: str) -> Iterator[list[str]]:
    """The `warraq …` commands of a page's blocks, as words; those with an ellipsis are not meant to be typed."""
    for line in blocks_of(text):
        for part in re.split(r"\s(?:[|;&<>]|&&)\s", re.split(r"\s# ", line)[0]):
            try:
                words = shlex.split(part)
            except ValueError:  # prose with an apostrophe
                continue
            while words and ASSIGNMENT.fullmatch(words[0]):
                words = words[1:]
            if words and words[0] in ("warraq", ".venv/bin/warraq") and "…" not in part:
                yield words[1:]


@pytest.mark.parametrize("name", GENERATED)
def test_generated_pages_are_up_to_date(name: str) -> None:
    assert text_of(ROOT / "docs" / "reference" / name) == GENERATED[name], "run `make docs`"


def test_every_setting_has_a_sentence() -> None:
    for option in OPTIONS:
        assert option.name.startswith("WARRAQ_")
        assert option.sentence.endswith("."), option.name


def test_every_command_has_its_place_and_an_example_that_works() -> None:
    modules = command_modules()
    assert {module.NAME for module in modules} <= set(ORDER)
    for module in modules:
        assert module.HELP, module.NAME
        assert f" {module.NAME}" in module.EXAMPLE
        assert list(commands_in(f"    {module.EXAMPLE}")), module.EXAMPLE


def test_every_argument_is_described() -> None:
    def nameless(parser: argparse.ArgumentParser) -> Iterator[str]:
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for name, inner in action.choices.items():
                    yield from (f"{name} {missing}" for missing in nameless(inner))
            elif not action.help:
                yield action.dest

    assert not list(nameless(make_parser(command_modules())))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_in_the_docs_can_be_typed(page: Path) -> None:
    parser = make_parser(command_modules())
    for words in commands_in(text_of(page)):
        try:
            parser.parse_args(words)
        except SystemExit as end:
            pytest.fail(f"{name_of(page)}: `warraq {shlex.join(words)}` ends with {end.code}")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_in_sentences_exist(page: Path) -> None:
    known = {module.NAME for module in command_modules()}
    assert set(re.findall(r"`warraq ([a-z]+)[^`]*`", text_of(page))) <= known


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_settings_in_the_docs_exist(page: Path) -> None:
    known = {option.name for option in OPTIONS}
    assert set(re.findall(r"\bWARRAQ_[A-Z_]+\b", text_of(page))) <= known


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for target in links_of(page):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{name_of(page)} links to {target}"
        assert ROOT in file.parents, f"{name_of(page)} links out of the project: {target}"
        if anchor:
            assert anchor in anchors(text_of(file)), f"{name_of(page)} links to {target}"


def anchors(text: str) -> set[str]:
    """The anchors that headings get where this is shown as a page."""
    titles = re.findall(r"(?m)^#+ (.+)$", text)
    return {re.sub(r"[^\w\- ]", "", title.casefold()).replace(" ", "-") for title in titles}


def make_targets() -> dict[str, str]:
    """Targets a person may type, and their help."""
    makefile = text_of(ROOT / "Makefile")
    phony = set(" ".join(re.findall(r"(?m)^\.PHONY: (.+)$", makefile)).split())
    helped = dict(re.findall(r"(?m)^([a-z-]+):.*?## (.+)$", makefile))
    assert phony == set(helped), "every target is phony and has a line of help"
    return helped


def test_every_target_is_named_in_the_readme_or_the_guide_to_contributing() -> None:
    text = text_of(ROOT / "README.md") + text_of(ROOT / "CONTRIBUTING.md")
    assert not [target for target in make_targets() if f"make {target}" not in text and target != "help"]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_targets_in_the_docs_exist(page: Path) -> None:
    targets = make_targets()
    text = text_of(page)
    typed = [*blocks_of(text), *re.findall(r"`([^`]+)`", text)]
    for line in typed:
        found = re.match(r"(?:[A-Z_]+=\S+ )*make ([a-z-]+)", line)
        assert found is None or found[1] in targets, f"{name_of(page)}: {line}"


def test_design_notes_are_numbered_and_short() -> None:
    notes = sorted((ROOT / "docs" / "design").glob("*.md"))
    assert [int(note.name[:4]) for note in notes] == list(range(1, len(notes) + 1))
    for note in notes:
        text = text_of(note)
        assert len(text.splitlines()) <= 70, f"{note.name}: one decision, one page"
        for part in ("## Problem", "## Choice"):
            assert part in text, f"{note.name} has no {part}"


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        for target in links_of(page):
            file = (page.parent / target.partition("#")[0]).resolve()
            if file.is_file():
                waiting.append(file)
            elif file.is_dir():
                waiting.extend(file.glob("*.md"))
    assert not [name_of(page) for page in PAGES if page not in seen]
