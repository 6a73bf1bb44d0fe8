"""`warraq demo`: everything, on the sample press: invented outlets that publish on this machine alone."""

from __future__ import annotations

import argparse
import os
import socket
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from warraq.commands.run import run_everything
from warraq.commands.site import take_address
from warraq.commands.starting import SAMPLE_EDITION, prepare_data, start
from warraq.errors import PortInUse, WrongUse
from warraq.options import Options, read_options
from warraq.processes.orphans import end_with_parent
from warraq.processes.supervisor import Child

if TYPE_CHECKING:
    from warraq.sample import Press

NAME = "demo"
HELP = "Everything at once on the sample press: invented outlets that publish on this machine. No internet needed."
EXAMPLE = "warraq demo --port 8300"

DEFAULT_RATE = 0.25
"""One article every four seconds."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    parser.add_argument("--bind", help="the network address the site listens on (WARRAQ_BIND)")
    parser.add_argument("--port", type=int, help="the port the site listens on (WARRAQ_PORT)")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the invented world (default 1)")
    parser.add_argument(
        "--outlets", type=int, help="how many outlets, for load: 13 or more (WARRAQ_SAMPLE_OUTLETS)"
    )
    parser.add_argument(
        "--rate",
        type=float,
        default=DEFAULT_RATE,
        help=f"articles that all outlets together publish a second (default {DEFAULT_RATE:g})",
    )
    parser.add_argument(
        "--faults",
        action="store_true",
        help="also start hosts that do what sick and hostile servers do, one outlet a fault (see /health)",
    )
    parser.add_argument("--only-faults", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(
        "--only-press", action="store_true", help="run the sample press alone, without Warraq"
    )
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Run until Ctrl-C."""
    if arguments.outlets is not None:
        os.environ["WARRAQ_SAMPLE_OUTLETS"] = str(arguments.outlets)
    if arguments.only_press:
        return _run_press(arguments)
    if arguments.only_faults:
        return _run_faults(arguments)
    if "WARRAQ_DATA" not in os.environ:
        os.environ["WARRAQ_DATA"] = "data/demo"  # the invented press stays apart from the real one
    take_address(arguments)
    options, edition = start(SAMPLE_EDITION)
    _check_press_port(options, has_faults=arguments.faults)
    _press_of(arguments, options)
    words = ("demo", "--only-press", "--seed", str(arguments.seed), "--rate", str(arguments.rate))
    children = [Child("sample press", words)]
    if arguments.faults:
        from warraq import sample

        edition = replace(edition, outlets=(*edition.outlets, *sample.fault_seeds(options.sample_port)))
        children.append(Child("faulty hosts", ("demo", "--only-faults")))
    return run_everything(options, edition, children)


def _run_press(arguments: argparse.Namespace) -> int:
    from warraq import sample

    if arguments.supervised:
        end_with_parent()
    options = read_options()
    prepare_data(options.data)
    press = _press_of(arguments, options, options.data / "press")
    sample.run_press(press, has_faults=arguments.faults)
    return 0


def _run_faults(arguments: argparse.Namespace) -> int:
    from warraq.sample import run_faults

    if arguments.supervised:
        end_with_parent()
    run_faults(read_options().sample_port)
    return 0


def _press_of(arguments: argparse.Namespace, options: Options, folder: Path | None = None) -> Press:
    """Raises WrongUse where so few outlets cannot publish so much."""
    from warraq import sample

    try:
        return sample.LoadPress(
            arguments.seed,
            outlets=options.sample_outlets,
            rate=arguments.rate,
            port=options.sample_port,
            state_folder=folder,
        )
    except ValueError as fault:
        raise WrongUse(str(fault), subject="--rate", advice="Use a lower rate or more --outlets.") from fault


def _check_press_port(options: Options, *, has_faults: bool) -> None:
    from warraq import sample

    port = options.sample_port
    ips = [outlet.ip for outlet in sample.outlets_of(options.sample_outlets)]
    if has_faults:
        ips += sorted(ip for ip, _ in sample.fault_sockets(port))
    for ip in ips:
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((ip, port))
        except OSError as fault:
            raise PortInUse(
                f"the sample press cannot publish here ({fault.strerror})",
                subject=f"{ip}:{port}",
                advice="Stop the other demo or choose another port with WARRAQ_SAMPLE_PORT.",
            ) from fault
