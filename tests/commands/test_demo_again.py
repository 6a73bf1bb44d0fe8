"""The demo as its operator lives with it: Ctrl-C, kill -9, and on it goes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.demo import Demo
from tests.ports import free_port

pytestmark = [pytest.mark.slow]


def test_killed_and_stopped_and_started_again_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    running = Demo(tmp_path / "data", free_port(), free_port())
    running.start()
    before = running.addresses()
    running.kill()
    running.start()
    assert running.stop() == 0
    running.start()
    running.wait_for(lambda line: "articles (+" in line)
    after = running.addresses()
    assert running.stop() == 0
    assert after[: len(before)] == before
    assert len(set(after)) == len(after)
    assert len(after) > len(before)
    # Its press ended with it: what the collector last heard of it says nothing of what was kept.
    wrong = re.findall(r"^WRONG  (?!channels).*", running.warraq("doctor").stdout, re.MULTILINE)
    assert wrong == []
