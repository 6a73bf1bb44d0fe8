"""The settings of an installation: one table of name, default and sentence, read from the environment.

`docs/reference/settings.md` is made from this table, and a test fails when it is not. Nothing else in the
project reads the environment.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from warraq import __version__
from warraq.errors import WrongUse


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: the environment variable, its default, and a sentence for people."""

    name: str
    default: str
    sentence: str


OPTIONS = (
    Option("WARRAQ_DATA", "data", "The folder that holds everything: database, index, pictures, keys."),
    Option(
        "WARRAQ_DATABASE",
        "",
        "PostgreSQL address (postgresql://user@host/name); empty: SQLite in the data folder.",
    ),
    Option("WARRAQ_EDITION", "ma", "The edition that is collected and shown: a folder of editions/."),
    Option(
        "WARRAQ_EDITIONS",
        "",
        "A folder of your own editions, looked into before those that come with Warraq.",
    ),
    Option(
        "WARRAQ_CONTACT",
        "",
        "Page or mail address of the operator, sent in the User-Agent. Nothing public is fetched without it.",
    ),
    Option(
        "WARRAQ_BIND",
        "127.0.0.1",
        "The network address the site listens on; anything but loopback is public.",
    ),
    Option("WARRAQ_PORT", "8300", "The port the site listens on."),
    Option(
        "WARRAQ_URL",
        "",
        "The site's public address (https://…), used in feeds and links; empty: http://BIND:PORT.",
    ),
    Option(
        "WARRAQ_SHOW",
        "",
        "What visitors may read of an article: full, excerpt or headline; empty: the edition's choice "
        "(a public site must choose).",
    ),
    Option(
        "WARRAQ_PROXIES",
        "",
        "Addresses or networks of your reverse proxies, parted by commas; only they may say who the visitor is.",
    ),
    Option(
        "WARRAQ_SAMPLE_PORT",
        "8400",
        "The port of the sample press, the same on each of its loopback addresses.",
    ),
    Option(
        "WARRAQ_SAMPLE_OUTLETS",
        "13",
        "How many outlets the sample press has: 13, or more for load (see `warraq demo --outlets`).",
    ),
    Option(
        "WARRAQ_SHARED_DATA",
        "",
        "The folder of real data that quality checks and some tests use; empty: they are skipped.",
    ),
    Option(
        "WARRAQ_NOTICE_MAIL",
        "",
        "The mail address that hears when an outlet dies or returns; needs WARRAQ_SMTP. Empty: no mail.",
    ),
    Option(
        "WARRAQ_SMTP",
        "",
        "The mail server that takes our mail: smtp://user:password@host:port or smtps://…, encrypted where it can be.",
    ),
    Option(
        "WARRAQ_NOTICE_WEBHOOK",
        "",
        "The http(s) address that hears the same as JSON, by POST; it may lie on your own network. Empty: none.",
    ),
    Option("WARRAQ_NOTICE_LANGUAGE", "en", "The language of these notices: ar, fr or en."),
    Option(
        "WARRAQ_HUB",
        "",
        "The WebSub hub (https://…) that feeds name and that is told when they change. Empty: none.",
    ),
    Option("WARRAQ_LOG", "info", "How much the logs say: debug, info, warning or error."),
)

ROBOT = "Warraq"
"""The name by which robots files speak to us."""
CONTACT_FILE = "contact.txt"
"""In the data folder: the contact as the operator once typed it, used where WARRAQ_CONTACT is not set."""

MAIL_ADDRESS = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+", re.ASCII)
FEWEST_SAMPLE_OUTLETS = 13
MOST_SAMPLE_OUTLETS = 20_000
"""Each listens on an address and needs an open file."""

SHOW_CHOICES = ("full", "excerpt", "headline")


@dataclass(frozen=True, slots=True)
class Options:
    """The settings as read; see `OPTIONS` for what each means."""

    data: Path
    database: str
    edition: str
    editions: Path | None
    contact: str
    bind: str
    port: int
    url: str
    show: str
    proxies: tuple[str, ...]
    sample_port: int
    sample_outlets: int
    shared_data: Path | None
    notice_mail: str
    smtp: str
    notice_webhook: str
    notice_language: str
    hub: str
    log: str


def read_options(environment: Mapping[str, str] | None = None) -> Options:
    """Read the settings from `environment` (the process's by default). Raises WrongUse on a bad value."""
    environment = os.environ if environment is None else environment
    text = {o.name: environment.get(o.name, "").strip() or o.default for o in OPTIONS}
    show = text["WARRAQ_SHOW"]
    if show and show not in SHOW_CHOICES:
        raise WrongUse(
            f"{show!r} is no choice", subject="WARRAQ_SHOW", advice="Use full, excerpt or headline."
        )
    log = text["WARRAQ_LOG"].lower()
    if log not in ("debug", "info", "warning", "error"):
        raise WrongUse(
            f"{log!r} is no level", subject="WARRAQ_LOG", advice="Use debug, info, warning or error."
        )
    _check_notices(text)
    if text["WARRAQ_HUB"] and not _is_address(text["WARRAQ_HUB"], ("http", "https")):
        raise WrongUse("this is no web address", subject="WARRAQ_HUB", advice="Begin it with https://")
    data = Path(text["WARRAQ_DATA"]).absolute()
    return Options(
        data=data,
        database=text["WARRAQ_DATABASE"],
        edition=text["WARRAQ_EDITION"],
        editions=Path(text["WARRAQ_EDITIONS"]).absolute() if text["WARRAQ_EDITIONS"] else None,
        contact=text["WARRAQ_CONTACT"] or _remembered_contact(data),
        bind=text["WARRAQ_BIND"],
        port=_port(text["WARRAQ_PORT"], "WARRAQ_PORT"),
        url=text["WARRAQ_URL"].rstrip("/"),
        show=show,
        proxies=tuple(p.strip() for p in text["WARRAQ_PROXIES"].split(",") if p.strip()),
        sample_port=_port(text["WARRAQ_SAMPLE_PORT"], "WARRAQ_SAMPLE_PORT"),
        sample_outlets=_sample_outlets(text["WARRAQ_SAMPLE_OUTLETS"]),
        shared_data=Path(text["WARRAQ_SHARED_DATA"]).absolute() if text["WARRAQ_SHARED_DATA"] else None,
        notice_mail=text["WARRAQ_NOTICE_MAIL"],
        smtp=text["WARRAQ_SMTP"],
        notice_webhook=text["WARRAQ_NOTICE_WEBHOOK"],
        notice_language=text["WARRAQ_NOTICE_LANGUAGE"].lower(),
        hub=text["WARRAQ_HUB"],
        log=log,
    )


def user_agent(contact: str) -> str:
    """What we call ourselves when we ask a host: name, version, and where to reach whoever runs it."""
    return f"{ROBOT}/{__version__} (+{contact})" if contact else f"{ROBOT}/{__version__}"


def _check_notices(text: Mapping[str, str]) -> None:
    """Where notices go is read when the first outlet dies, long after anybody would see that it is mistyped."""
    mail = text["WARRAQ_NOTICE_MAIL"]
    if mail and not MAIL_ADDRESS.fullmatch(mail):
        raise WrongUse(
            "this is no mail address", subject="WARRAQ_NOTICE_MAIL", advice="Example: desk@example.org"
        )
    if mail and not text["WARRAQ_SMTP"]:
        raise WrongUse(
            "it needs a mail server", subject="WARRAQ_NOTICE_MAIL", advice="Name one with WARRAQ_SMTP."
        )
    if text["WARRAQ_NOTICE_LANGUAGE"].lower() not in ("ar", "fr", "en"):
        raise WrongUse(
            "notices are not written in it", subject="WARRAQ_NOTICE_LANGUAGE", advice="Use ar, fr or en."
        )
    for name, schemes in (("WARRAQ_SMTP", ("smtp", "smtps")), ("WARRAQ_NOTICE_WEBHOOK", ("http", "https"))):
        if text[name] and not _is_address(text[name], schemes):  # never printed: it may hold a password
            raise WrongUse(
                "this address cannot be read", subject=name, advice=f"Begin it with {schemes[0]}://"
            )


def _is_address(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _port(text: str, name: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise WrongUse(f"{text!r} is no port", subject=name, advice="Use a number from 1 to 65535.")
    return int(text)


def _sample_outlets(text: str) -> int:
    if (
        not text.isascii()
        or not text.isdigit()
        or not FEWEST_SAMPLE_OUTLETS <= int(text) <= MOST_SAMPLE_OUTLETS
    ):
        raise WrongUse(
            f"{text!r} is no number of outlets",
            subject="WARRAQ_SAMPLE_OUTLETS",
            advice=f"Use a number from {FEWEST_SAMPLE_OUTLETS} to {MOST_SAMPLE_OUTLETS}.",
        )
    return int(text)


def _remembered_contact(data: Path) -> str:
    file = data / CONTACT_FILE
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""
