"""What parsers do on hostile bytes."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from warraq.errors import BadStatus, NotAFeed

KEPT: list[bytearray] = []


def double(number: int) -> int:
    return number * 2


def refuse(address: str) -> None:
    raise NotAFeed("no feed", subject=address, advice="none")


def answer_status(status: int) -> None:
    raise BadStatus("gone", subject="x", status=status)


def spin() -> None:
    while True:
        pass


def wait_for_ever() -> None:
    signal.pause()


def process_number() -> int:
    return os.getpid()


def eat(count: int) -> int:
    return len(bytearray(count))


def keep(count: int) -> int:
    KEPT.append(bytearray(count))
    return count


def answer_bytes(count: int) -> bytes:
    return b"x" * count


def held_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[5]) * 4_096


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stumble() -> float:
    return 1 / 0
