"""What parsers do on hostile bytes."""

from __future__ import annotations

import os
import signal

from warraq.errors import BadStatus, NotAFeed


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


def eat() -> int:
    return len(bytearray(2_000_000_000))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stumble() -> float:
    return 1 / 0
