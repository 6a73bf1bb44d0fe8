"""Tells the operator which outlets died or returned, by mail and by webhook: one message for all that is due.

Both addresses are the operator's own words, typed where the database's address is: they may lie on a private network
(a chat server of the newsroom, a relay beside this machine), and the guard that keeps outlets from leading us there
does not apply. What answers may still be anybody's, so redirects are not followed and no answer is kept or shown.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit

from warraq import __version__
from warraq.condition import Condition, Word
from warraq.errors import BadStatus, HostUnreachable
from warraq.processes.notice_words import WORDS, NoticeWords
from warraq.store.notices import NoticeRow

SECONDS = 20.0
"""How long a mail server or a webhook may take for each step."""
NETWORK_SHARE, NETWORK_OUTLETS = 1 / 3, 5
"""When that share of all outlets, and at least so many, stop answering together, it is hardly they."""
MOST_NAMED = 40


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent, in whichever way. `key` is the same whenever the same notices are sent again."""

    key: str
    subject: str
    text: str
    rows: tuple[NoticeRow, ...]


def compose(
    rows: Sequence[NoticeRow], *, edition: str, outlets: int, site: str, language: str = "en"
) -> Message:
    """One message on all these notices (at least one) of `outlets` that are collected; `site` is our address,
    `language` the operator's (a key of WORDS)."""
    words = WORDS[language]
    died = [row for row in rows if row.word is Word.DIED]
    returned = [row for row in rows if row.word is Word.RETURNED]
    mute = [row for row in died if row.condition is Condition.UNREACHABLE]
    parts = []
    if len(mute) >= max(NETWORK_OUTLETS, outlets * NETWORK_SHARE):
        parts.append(words.count(words.mute, len(mute)))
        died_else = len(died) - len(mute)
    else:
        died_else = len(died)
        if len(died) == 1:
            parts, died_else = [_said(died[0], words)], 0
    if died_else:
        parts.append(words.count(words.died, died_else))
    if len(returned) == 1:
        parts.append(_said(returned[0], words))
    elif returned:
        parts.append(words.count(words.returned, len(returned)))
    lines = [f"- {_said(row, words)}{_told(row)}" for row in [*died, *returned][:MOST_NAMED]]
    if len(rows) > MOST_NAMED:
        lines.append(f"- {words.more.format(n=len(rows) - MOST_NAMED)}")
    subject = words.parting.join(parts)
    text = "\n".join([subject, "", *lines, "", words.all_outlets.format(address=site + words.health), ""])
    return Message(f"{edition}-{rows[0].id}-{rows[-1].id}-{len(rows)}", subject, text, tuple(rows))


def send_mail(message: Message, smtp: str, to: str) -> None:
    """Hand the message to the mail server at `smtp` (as WARRAQ_SMTP). Raises HostUnreachable or BadStatus."""
    parts = urlsplit(smtp)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    sender = user if "@" in user else to
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, f"Warraq: {message.subject}"
    mail["Date"] = format_datetime(message.rows[-1].made_at)
    mail["Message-ID"] = f"<warraq-{message.key}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    where = f"{parts.hostname}:{_smtp_port(parts)}"
    try:
        with _mail_server(parts) as server:
            if user:
                server.login(user, password)
            server.send_message(mail, from_addr=sender, to_addrs=[to])
    except smtplib.SMTPResponseException as fault:
        raise BadStatus(
            f"the mail server answered {fault.smtp_code}", subject=where, status=fault.smtp_code
        ) from fault
    except smtplib.SMTPRecipientsRefused as fault:
        raise BadStatus("the mail server refuses the address", subject=to) from fault
    except (smtplib.SMTPException, OSError) as fault:
        raise HostUnreachable(
            f"the mail cannot be sent ({' '.join(str(fault).split())})", subject=where
        ) from fault


def post(message: Message, address: str) -> None:
    """POST the message as JSON to the webhook. Raises HostUnreachable, or BadStatus for anything but 2xx."""
    parts = urlsplit(address)
    assert parts.hostname, "checked by options.py"
    body = json.dumps(payload(message), ensure_ascii=False).encode()
    port = parts.port
    where = parts.hostname  # never more of it: a webhook's path is its password
    connection = (
        http.client.HTTPSConnection(
            parts.hostname, port, timeout=SECONDS, context=ssl.create_default_context()
        )
        if parts.scheme == "https"
        else http.client.HTTPConnection(parts.hostname, port, timeout=SECONDS)
    )
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"Warraq/{__version__}",
        "Idempotency-Key": message.key,
    }
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, body, headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise HostUnreachable(
            f"the webhook cannot be reached ({' '.join(str(fault).split())})", subject=where
        ) from fault
    finally:
        connection.close()
    if not 200 <= status < 300:
        advice = "Redirects are not followed: give the address it leads to." if 300 <= status < 400 else ""
        raise BadStatus(f"the webhook answered {status}", subject=where, status=status, advice=advice)


def payload(message: Message) -> dict[str, object]:
    """What a webhook is told. `text` is what chat servers show."""
    return {
        "id": message.key,
        "text": message.text,
        "subject": message.subject,
        "notices": [
            {
                "id": row.id,
                "outlet": row.outlet,
                "name": row.name,
                "word": row.word.value,
                "condition": row.condition.value,
                "fault": row.told,
                "at": row.made_at.isoformat(),
            }
            for row in message.rows
        ],
    }


def _name(row: NoticeRow) -> str:
    return " ".join(row.name.split()) or row.outlet


def _said(row: NoticeRow, words: NoticeWords) -> str:
    sentence = words.back if row.word is Word.RETURNED else words.says[row.condition]
    return sentence.replace("{name}", _name(row))


def _told(row: NoticeRow) -> str:
    return f" ({row.told})" if row.told and row.word is not Word.RETURNED else ""


def _smtp_port(parts: SplitResult) -> int:
    return parts.port or (465 if parts.scheme == "smtps" else 587 if parts.username else 25)


def _mail_server(parts: SplitResult) -> smtplib.SMTP:
    """A session with the server, encrypted; in the clear only where no password goes over a network."""
    host, port = parts.hostname or "", _smtp_port(parts)
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    server = smtplib.SMTP(host, port, timeout=SECONDS)
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        elif parts.username and not _is_loopback(host):
            raise smtplib.SMTPException("it offers no encryption, so the password was not sent")
    except BaseException:
        server.close()
        raise
    return server


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
