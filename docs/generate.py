"""Writes docs/reference from the program itself: its commands, its settings, and what is measured of it.

    python docs/generate.py          writes the pages (`make docs`)
    python docs/generate.py --check  exit 1 and the names of pages that are not up to date

tests/test_docs.py fails when a page is not what this prints, so nothing that a person can type goes undescribed.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from warraq.commands import command_modules, make_parser
from warraq.options import OPTIONS

REFERENCE = Path(__file__).resolve().parent / "reference"
ROOT = REFERENCE.parents[1]
MADE = "<!-- Made by `make docs` from the program; edit the program, not this page. -->"


def main() -> int:
    """Write the pages, or say which ones are stale."""
    parser = argparse.ArgumentParser(description="Write docs/reference from the program.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a page is stale")
    check = parser.parse_args().check
    code = 0
    for name, text in pages().items():
        file = REFERENCE / name
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        if check:
            print(f"{file.name} is stale: run `make docs`", file=sys.stderr)
            code = 1
        else:
            file.write_text(text, encoding="utf-8")
            print(f"docs/reference/{name}")
    return code


def pages() -> dict[str, str]:
    """Every generated page: its name in docs/reference, and its text."""
    return {
        "commands.md": commands_page(),
        "settings.md": settings_page(),
        "measurements.md": measurements_page(),
    }


def settings_page() -> str:
    """The settings, in the order of options.py."""
    rows = [f"| `{o.name}` | {f'`{o.default}`' if o.default else 'empty'} | {o.sentence} |" for o in OPTIONS]
    return "\n".join(
        [
            "# Settings",
            "",
            MADE,
            "",
            "Settings are environment variables; there is no file of settings. A wrong value ends the program with a",
            "line that names it. Commands that take the same thing as an argument prefer the argument.",
            "",
            "| setting | default | what it is |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def commands_page() -> str:
    """Every command with its arguments, in the order of the help text."""
    lines = [
        "# Commands",
        "",
        MADE,
        "",
        "Every command prints this with `--help`. Exit codes: 0 done, 1 something did not work, 2 wrong use,",
        "130 ended by Ctrl-C. An error is one line on standard error that names what is wrong and what to do.",
        "",
    ]
    parsers = subparsers(make_parser(command_modules()))
    for module in command_modules():
        lines += [f"## warraq {module.NAME}", "", module.HELP, "", "    " + module.EXAMPLE, ""]
        lines += argument_lines(parsers[module.NAME])
        for action, parser in subparsers(parsers[module.NAME]).items():
            lines += [
                f"### warraq {module.NAME} {action}",
                "",
                sentence(help_of(parsers[module.NAME], action)),
                "",
            ]
            lines += argument_lines(parser)
    return "\n".join(lines)


def measurements_page() -> str:
    """The files of bench/ and quality/, each with what its first words say."""
    lines = ["# What is measured", "", MADE, ""]
    for folder, words in (
        (
            "bench",
            "[Measurements](../../bench/README.md), each beside a peer in the same run (`make bench`):",
        ),
        (
            "quality",
            "[Gates](../../quality/README.md) with floors on real data (`make quality`), and tools that learn:",
        ),
    ):
        files = sorted((ROOT / folder).glob("*.py"))
        rows = [f"| `{file.relative_to(ROOT)}` | {first_sentence(file)} |" for file in files]
        lines += [words, "", "| file | what it says |", "|---|---|", *rows, ""]
    return "\n".join(lines)


def first_sentence(file: Path) -> str:
    """How a module's docstring begins."""
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return re.split(r"(?<=[.])\s", " ".join(text.split("\n\n")[0].split()))[0].replace("|", "\\|")


def subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands or actions of a parser by name; none where it has none."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def help_of(parser: argparse.ArgumentParser, name: str) -> str:
    """The help line of an action."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return next(str(choice.help) for choice in action._choices_actions if choice.dest == name)
    raise KeyError(name)


def argument_lines(parser: argparse.ArgumentParser) -> list[str]:
    """A table of a parser's arguments; nothing where it takes none."""
    rows = [f"| {written(action)} | {action.help} |" for action in arguments_of(parser)]
    return ["| argument | what it is |", "|---|---|", *rows, ""] if rows else []


def arguments_of(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """The arguments that people are told of."""
    for action in parser._actions:
        hidden = action.help is argparse.SUPPRESS or isinstance(
            action, argparse._HelpAction | argparse._SubParsersAction
        )
        if not hidden:
            yield action


def written(action: argparse.Action) -> str:
    """An argument as it is typed."""
    value = action.metavar if isinstance(action.metavar, str) else None
    if action.choices is not None:
        value = "\\|".join(map(str, action.choices))
    if action.option_strings:
        name = ", ".join(action.option_strings)
        return f"`{name}`" if action.nargs == 0 else f"`{name} {value or action.dest.upper()}`"
    name = value or action.dest
    shape = {"+": f"{name} …", "*": f"[{name} …]", "?": f"[{name}]"}.get(str(action.nargs), name)
    return f"`{shape}`"


def sentence(text: str) -> str:
    """A help line as a sentence."""
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


if __name__ == "__main__":
    sys.exit(main())
