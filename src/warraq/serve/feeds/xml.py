"""The little XML that feeds, sitemaps and OPML are written in: every text escaped, nothing XML cannot say."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2) has no way to say."""


def sayable(text: str) -> str:
    """The text without what XML cannot say, and without blanks around it."""
    return _FORBIDDEN.sub("", text).strip()


def safe(text: str) -> str:
    """A text as it stands in an element or a quoted attribute."""
    return escape(_FORBIDDEN.sub("", text))


def element(name: str, text: str = "", /, **attributes: str) -> str:
    """An element on a line of its own. Attributes that are empty are left out; `_` in their names is `:`."""
    opened = name + "".join(
        f' {key.replace("_", ":")}="{safe(value)}"' for key, value in attributes.items() if value
    )
    return f"<{opened}>{safe(text)}</{name}>\n" if text else f"<{opened}/>\n"


def instant(at: datetime) -> str:
    """RFC 3339, which is also W3C's date and time: an aware time, to the second, on its own clock."""
    text = at.replace(microsecond=0).isoformat()
    return text.replace("+00:00", "Z") if at.utcoffset() == UTC.utcoffset(None) else text
