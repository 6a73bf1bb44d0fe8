"""The press alone, with its faulty hosts beside it, as `warraq demo --only-press --faults` starts it."""

from __future__ import annotations

import multiprocessing
from contextlib import suppress
from urllib.request import urlopen

from tests.ports import free_port
from warraq.sample import OUTLETS, Press, run_press
from warraq.sample.faults import NEIGHBOUR_IP

BOTH = (OUTLETS[0].ip, NEIGHBOUR_IP)


def run(port: int) -> None:
    run_press(Press(seed=1, port=port), has_faults=True)


def answers(ip: str, port: int) -> bool:
    with suppress(OSError), urlopen(f"http://{ip}:{port}/", timeout=10) as answer:
        return bool(answer.status == 200)
    return False


def test_the_press_and_the_faulty_hosts_listen_side_by_side() -> None:
    port = free_port(*BOTH)
    press = multiprocessing.get_context("spawn").Process(target=run, args=(port,))
    press.start()
    while press.is_alive() and not all(answers(ip, port) for ip in BOTH):
        press.join(0.05)
    press.terminate()
    press.join(30)
    assert press.exitcode == 0
