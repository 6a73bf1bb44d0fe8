"""Every error a person may meet, in one small tree. Each names its subject and says what to do.

WarraqError                 exit code 1: something did not work
├── WrongUse                exit code 2: the command or a setting was used wrongly
│   └── NotPublicYet        going public needs the operator's choices first
├── BadInput                a file, a line, a text that cannot be used
│   ├── NotAFeed
│   └── BadQuery            carries the position
├── FetchError              an address that could not be fetched
│   ├── HostUnreachable     no connection, no name, bad TLS, reset
│   ├── PrivateAddress      the guard refused it
│   ├── RobotsDenied        the publisher's robots file says no
│   │   └── RobotsUnreadable    it cannot be read for now, so nothing is fetched
│   ├── Blocked             401, 403 or a challenge page: ask the publisher
│   ├── Throttled           429 or 503: carries when to come back
│   │   └── Postponed       nothing was asked: it is not our turn at the host yet
│   │       └── HeldElsewhere   another collector asks this host
│   ├── BadStatus           any other status that is no success
│   ├── BadRedirect         loops, too many, or to where we do not go
│   ├── BodyTooLarge        over the cap, also after decompression
│   ├── BrokenBody          truncated, lying length, damaged compression
│   ├── TooSlow             over the time limit
│   └── WrongType           not the kind of file that was wanted
├── WorkerKilled            a parser exceeded its CPU or memory and was ended
├── StoreError
│   ├── DataFolderError     missing, read-only, full
│   ├── AlreadyRunning      a second collector or keeper on the same data
│   └── DatabaseError
├── PortInUse
└── IndexFault              the search index is missing, locked or of another version
"""

from __future__ import annotations

from typing import Any


class WarraqError(Exception):
    """What went wrong (`what`), with which `subject` (address, outlet, file), and what the person can do."""

    exit_code = 1

    def __init__(self, what: str, *, subject: str = "", advice: str = "") -> None:
        self.what = what
        self.subject = subject
        self.advice = advice
        super().__init__(what, subject, advice)

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors travel between processes whole, whatever arguments their class takes."""
        return _revive, (type(self), self.args, dict(self.__dict__))

    def __str__(self) -> str:
        line = f"{self.subject}: {self.what}" if self.subject else self.what
        return f"{line}. {self.advice}" if self.advice else line


def _revive(kind: type[WarraqError], arguments: tuple[Any, ...], state: dict[str, Any]) -> WarraqError:
    fault = kind.__new__(kind, *arguments)
    fault.__dict__.update(state)
    return fault


class WrongUse(WarraqError):
    """The command or a setting was used wrongly."""

    exit_code = 2


class NotPublicYet(WrongUse):
    """The site would be public before the operator made the choices that going public needs."""


class BadInput(WarraqError):
    """A file, a line or a text that cannot be used."""


class NotAFeed(BadInput):
    """The bytes are no feed."""


class BadQuery(BadInput):
    """A search query that cannot be read; `position` counts characters from 0."""

    def __init__(self, what: str, *, subject: str = "", advice: str = "", position: int = 0) -> None:
        super().__init__(what, subject=subject, advice=advice)
        self.position = position


class FetchError(WarraqError):
    """An address that could not be fetched; `subject` is the address."""


class HostUnreachable(FetchError):
    """No connection: no such name, refused, reset, bad TLS."""


class PrivateAddress(FetchError):
    """The address dialled lies on a private network, which is never fetched."""


class RobotsDenied(FetchError):
    """The host's robots file forbids this address (RFC 9309)."""


class RobotsUnreadable(RobotsDenied):
    """The host's robots file cannot be read for now; it is asked for again after `retry_after_seconds`."""

    def __init__(
        self, what: str, *, subject: str = "", advice: str = "", retry_after_seconds: float = 0.0
    ) -> None:
        super().__init__(what, subject=subject, advice=advice)
        self.retry_after_seconds = retry_after_seconds


class Blocked(FetchError):
    """401, 403 or a challenge page: only the publisher can open the door. `status` is what it came with."""

    def __init__(self, what: str, *, subject: str = "", advice: str = "", status: int = 0) -> None:
        super().__init__(what, subject=subject, advice=advice)
        self.status = status


class Throttled(FetchError):
    """The host asked us to come back later, after `retry_after_seconds`."""

    def __init__(
        self, what: str, *, subject: str = "", advice: str = "", retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(what, subject=subject, advice=advice)
        self.retry_after_seconds = retry_after_seconds


class Postponed(Throttled):
    """Nothing was asked: the host is closed, its turn is far, or another collector asks it. No fault of anyone."""


class HeldElsewhere(Postponed):
    """Another collector asks this host: the work is its."""


class BadStatus(FetchError):
    """A status that is no success; `status` keeps it."""

    def __init__(self, what: str, *, subject: str = "", advice: str = "", status: int = 0) -> None:
        super().__init__(what, subject=subject, advice=advice)
        self.status = status


class BadRedirect(FetchError):
    """Redirects that loop, are too many, or lead where we do not go."""


class BodyTooLarge(FetchError):
    """The body exceeds the cap, as sent or after decompression."""


class BrokenBody(FetchError):
    """The body ended early or its compression is damaged."""


class TooSlow(FetchError):
    """The whole exchange took longer than its limit."""


class WrongType(FetchError):
    """Not the kind of file that was wanted."""


class WorkerKilled(WarraqError):
    """A parser exceeded its CPU time or memory on hostile input and was ended."""


class StoreError(WarraqError):
    """The rows could not be read or written."""


class DataFolderError(StoreError):
    """The data folder is missing, read-only or full."""


class AlreadyRunning(StoreError):
    """Another process of the same kind works on the same data."""


class DatabaseError(StoreError):
    """The database does not answer or is of another version."""


class PortInUse(WarraqError):
    """Another program listens on the address."""


class IndexFault(WarraqError):
    """The search index is missing, damaged or of another version."""


class IndexLocked(IndexFault):
    """Another process writes the search index; the index itself may be whole."""
