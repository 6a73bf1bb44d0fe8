"""A keeper that is really killed: a process of its own, SIGKILL in the middle of its work, another one after it.

tests/processes/test_gathering.py walks every line of one process; here nothing is tidied up: no handler runs, no
transaction is closed, and what the database kept is all there is. Each keeper tells when it has done a piece of work,
so that nobody waits for a clock; the kill meets it wherever it then is.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

ARTICLES = 120
HALVES = f"write:0:{ARTICLES // 2}", f"write:{ARTICLES // 2}:{ARTICLES}"
KILLS = 2
"""In each half of the stream."""
MOST_PIECES = 4
"""Of work that a keeper may do before it is killed."""
ROOT = Path(__file__).parents[2]

PROGRAM = """
import json, sys
from warraq.commands.starting import start
start()
from tests.processes.gathered import gather, standing, truths, work, write_truths
from warraq.processes import gathering
from warraq.store.story_rebuild import rebuild_stories
gathering.BATCH, gathering.SAVE_EVERY = 8, 30
for task in sys.argv[1:]:
    name, *numbers = task.split(":")
    if name == "write":
        first, last = map(int, numbers)
        write_truths(truths(last)[first:])
    elif name == "gather":
        keeper = work()
        while keeper.step():
            print("done", flush=True)
        keeper.gatherer.close()
    elif name == "rebuild":
        rebuild_stories()
        gather()
    elif name == "tell":
        print(json.dumps(standing(), default=str))
"""


def warraq(data: Path, *tasks: str) -> subprocess.Popen[str]:
    """A process of its own on a data folder, which does these one after the other."""
    settings = {"WARRAQ_DATA": str(data), "WARRAQ_EDITION": "sample", "PYTHONPATH": str(ROOT)}
    kept = {name: value for name, value in os.environ.items() if name != "WARRAQ_DATABASE"}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *tasks],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env=kept | settings,
    )  # fmt: skip


def stand_after(data: Path, *tasks: str) -> list[Any]:
    """Homes, stories, copies and figures, as rows say after a process that may end by itself."""
    process = warraq(data, *tasks, "tell")
    said, _ = process.communicate()
    assert process.returncode == 0
    found: list[Any] = json.loads(said.splitlines()[-1])
    return found


def is_killed_at_work(data: Path, pieces: int, *tasks: str) -> bool:
    """Let a keeper do so many pieces of work and kill it in the next; whether it was still at work."""
    process = warraq(data, *tasks, "gather")
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(pieces)]
    process.kill()
    process.communicate()
    return all(lines)


def test_a_keeper_that_is_killed_and_started_again_gives_the_same_stories(tmp_path: Path) -> None:
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    homes, stories, copies, figures = whole = stand_after(
        undisturbed, HALVES[0], "gather", HALVES[1], "gather"
    )
    assert len(homes) == ARTICLES
    assert all(homes.values())
    assert len(set(homes.values())) < len(homes)
    assert copies
    assert figures

    roll, met = random.Random(5), 0
    for half in HALVES:
        met += is_killed_at_work(killed, roll.randint(1, MOST_PIECES), half)
        for _ in range(KILLS - 1):
            met += is_killed_at_work(killed, roll.randint(1, MOST_PIECES))
    assert met > KILLS, "most keepers should be killed at work"
    assert stand_after(killed, "gather") == whole

    rebuilt = stand_after(killed, "rebuild")
    assert rebuilt == stand_after(undisturbed, "rebuild")
    assert rebuilt[0] == homes
    assert rebuilt[1].keys() == stories.keys()
    assert rebuilt[2] == copies
