"""`warraq site`: the web site alone."""

from __future__ import annotations

import argparse
import ipaddress
import os
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from warraq.commands.starting import start
from warraq.errors import NotPublicYet, PortInUse
from warraq.options import Options, read_options
from warraq.processes.orphans import end_with_parent
from warraq.showing import may_go_public

NAME = "site"
HELP = "The web site alone, over the rows and the index that are there."
EXAMPLE = "warraq site --port 8300"

THREADS = max(2, min(8, os.cpu_count() or 2))
"""Requests answered at the same time: most of a request's time is Python, so more would only wait."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    parser.add_argument("--edition", help="the edition to show (WARRAQ_EDITION)")
    parser.add_argument("--bind", help="the network address to listen on (WARRAQ_BIND)")
    parser.add_argument("--port", type=int, help="the port to listen on (WARRAQ_PORT)")
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Serve until ended."""
    if arguments.supervised:
        end_with_parent()
    take_address(arguments)
    options, edition = start(arguments.edition)
    check_public(options, edition.permission)
    check_port(options)
    os.environ["WARRAQ_EDITION"] = options.edition  # the server's own processes read the settings again
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "warraq.commands.site:load",
        address=options.bind,
        port=options.port,
        interface=Interfaces.WSGI,
        factory=True,
        blocking_threads=THREADS,
        log_enabled=True,
        log_level=LogLevels.warning,
        log_access=False,
        websockets=False,
    ).serve()
    return 0


def load() -> Callable[..., Any]:
    """The application, made in each of the server's own processes."""
    end_with_parent()
    from warraq.commands.starting import set_up_django

    set_up_django(read_options())
    from warraq.serve import wsgi

    application: Callable[..., Any] = wsgi.application
    return application


def take_address(arguments: argparse.Namespace) -> None:
    """What was said on the command line wins over the environment, for our children too."""
    for name, value in (("WARRAQ_BIND", arguments.bind), ("WARRAQ_PORT", arguments.port)):
        if value:
            os.environ[name] = str(value)


def check_public(options: Options, permission: str) -> None:
    """A site that others can reach needs the operator's choices first. Raises NotPublicYet."""
    hosts = (options.bind, urlsplit(options.url).hostname or "localhost")
    if all(_is_loopback(host) for host in hosts):
        return
    if why := may_go_public(operator_show=options.show, permission=permission):
        raise NotPublicYet(
            "the site would be public before you chose what it may show", subject=hosts[0], advice=f"{why}."
        )
    if not options.contact:
        raise NotPublicYet(
            "a public site needs a contact for publishers and readers",
            subject=hosts[0],
            advice="Set WARRAQ_CONTACT to a page or mail address.",
        )


def check_port(options: Options) -> None:
    """Raises PortInUse naming the address where another program listens."""
    try:
        family = socket.AF_INET6 if ":" in options.bind else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((options.bind, options.port))
    except OSError as fault:
        raise PortInUse(
            f"the site cannot listen here ({fault.strerror})",
            subject=f"{options.bind}:{options.port}",
            advice="Stop the other program or choose another port with --port.",
        ) from fault


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
