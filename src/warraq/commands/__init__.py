"""The `warraq` program: one module a command, gathered here.

A command module has NAME, HELP (one line), EXAMPLE, `add_arguments(parser)` and `run(arguments) -> exit code`.
A WarraqError ends it with one line on stderr and the error's own exit code: 1 something did not work, 2 wrong use.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

from warraq import __version__
from warraq.errors import WarraqError

ORDER = (
    "run", "demo", "outlet", "collect", "site", "keep", "search", "count", "export", "extract", "feed", "date",
    "language", "copies", "stories", "import", "index", "sections", "desk", "doctor",
)  # fmt: skip
"""The order of the help text: what a newcomer needs first."""


def command_modules() -> list[ModuleType]:
    """Every module of this package that is a command, in the order of the help text."""
    found = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        if name := getattr(module, "NAME", None):
            found[str(name)] = module
    return [found[name] for name in ORDER if name in found]


def make_parser(modules: Sequence[ModuleType]) -> argparse.ArgumentParser:
    """The parser of the whole program."""
    parser = argparse.ArgumentParser(
        prog="warraq",
        description="Warraq reads a country's press, keeps every article, and serves it to readers.",
        epilog="Settings are environment variables: see docs/reference/settings.md. Example: warraq demo",
    )
    parser.add_argument("--version", action="version", version=f"warraq {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for module in modules:
        command = commands.add_parser(
            module.NAME,
            help=module.HELP,
            description=module.HELP,
            epilog=f"Example: {module.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    words = list(sys.argv[1:] if words is None else words)
    arguments = make_parser(command_modules()).parse_args(words)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except WarraqError as fault:
        print(f"warraq {arguments.command}: {fault}", file=sys.stderr)
        return fault.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`| head`): not an error; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code
