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

ARTICLES, HALVES = 120, 2
KILLS = 3
"""In each half of the stream."""
MOST_PIECES = 9
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
task, *numbers = sys.argv[1:]
if task == "write":
    first, last = map(int, numbers)
    write_truths(truths(last)[first:])
elif task == "gather":
    keeper = work()
    while keeper.step():
        print("done", flush=True)
    keeper.gatherer.close()
elif task == "rebuild":
    rebuild_stories()
    gather()
elif task == "tell":
    print(json.dumps(standing(), default=str))
"""


def warraq(data: Path, *words: object) -> subprocess.Popen[str]:
    """A process of its own on a data folder."""
    settings = {"WARRAQ_DATA": str(data), "WARRAQ_EDITION": "sample", "PYTHONPATH": str(ROOT)}
    kept = {name: value for name, value in os.environ.items() if name != "WARRAQ_DATABASE"}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, words)],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env=kept | settings,
    )  # fmt: skip


def finish(data: Path, *words: object) -> str:
    """What a process says that may end by itself."""
    process = warraq(data, *words)
    said, _ = process.communicate()
    assert process.returncode == 0
    return said


def gather_until_killed(data: Path, pieces: int) -> bool:
    """Let a keeper do so many pieces of work and kill it in the next; whether it was still at work."""
    process = warraq(data, "gather")
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(pieces)]
    process.kill()
    process.communicate()
    return all(lines)


def stand(data: Path) -> list[Any]:
    """Homes, stories, copies and figures, as rows say."""
    found: list[Any] = json.loads(finish(data, "tell"))
    return found


def test_a_keeper_that_is_killed_and_started_again_gives_the_same_stories(tmp_path: Path) -> None:
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    roll, met = random.Random(5), 0
    for half in range(HALVES):
        part = half * ARTICLES // HALVES, (half + 1) * ARTICLES // HALVES
        for data in (undisturbed, killed):
            finish(data, "write", *part)
        finish(undisturbed, "gather")
        for _ in range(KILLS):
            met += gather_until_killed(killed, roll.randint(1, MOST_PIECES // 2))
        finish(killed, "gather")
    assert met > KILLS, "most keepers should be killed at work"

    homes, stories, copies, figures = whole = stand(undisturbed)
    assert len(homes) == ARTICLES
    assert all(homes.values())
    assert len(set(homes.values())) < len(homes)
    assert copies
    assert figures
    assert stand(killed) == whole

    for data in (undisturbed, killed):
        finish(data, "rebuild")
    rebuilt = stand(killed)
    assert rebuilt == stand(undisturbed)
    assert rebuilt[0] == homes
    assert rebuilt[1].keys() == stories.keys()
    assert rebuilt[2] == copies
