"""`warraq desk`: accounts of the desk."""

from __future__ import annotations

import argparse
import getpass
import sys

from warraq.commands.starting import start
from warraq.errors import BadInput, WrongUse

NAME = "desk"
HELP = "Accounts of the desk, where moderators hide and restore pictures."
EXAMPLE = "warraq desk add-moderator amina"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser(
        "add-moderator", help="a new account; the password is asked for, or read from standard input"
    )
    add.add_argument("name", help="the account's name")


def run(arguments: argparse.Namespace) -> int:
    """Make the account."""
    options, _ = start()
    from django.contrib.auth.models import User
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    if User.objects.filter(username=arguments.name).exists():
        raise WrongUse("there is an account of this name already", subject=arguments.name)
    password = _ask_password()
    user = User(username=arguments.name, is_staff=True, is_superuser=True)
    try:
        user.full_clean(exclude=["password"])
        validate_password(password, user)
    except ValidationError as fault:
        raise BadInput(" ".join(fault.messages), subject=arguments.name, advice="Try another.") from fault
    user.set_password(password)
    user.save()
    print(f"{arguments.name} may now work at {options.url or f'http://{options.bind}:{options.port}'}/desk/")
    return 0


def _ask_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise WrongUse("the two passwords differ", advice="Nothing was changed; start again.")
    return password
