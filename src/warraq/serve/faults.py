"""What went wrong with an outlet, in the reader's words.

Faults are kept as the collector met them: one English line, with the address and the program's own detail. Readers
are told what it means for them; a line that no rule knows is shown as it is, so that nothing is hidden.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from markupsafe import Markup

from warraq.serve.words import Words

RULES = (
    (r"asks for a human|check for robots stands", "It asks for a human where our robot comes."),
    (r"refused several requests", "It refused our robot several times; it is asked once a day."),
    (r"answered (\d{3})\b.*Ask the publisher", "It refuses our robot (answer %(code)s)."),
    (r"robots file cannot be read", "Its rules for robots cannot be read, so nothing else is asked."),
    (r"robots file|asks robots not to", "Its rules for robots forbid it."),
    (r"come back later|asked again|another collector asks", "It asked us to come back later."),
    (r"WordPress's API|WordPress posts", "Its WordPress interface gives nothing that can be read."),
    (r"answered (5\d\d)\b", "Its server has failed (answer %(code)s)."),
    (r"answered (404|410)\b", "The page is no longer there (answer %(code)s)."),
    (r"answered (\d{3})\b", "It gave an answer that does not help (%(code)s)."),
    (r"private network", "It leads into a private network, where we do not go."),
    (r"name resolution|not known|getaddrinfo|nodename|no such name|\bDNS\b", "Its name leads nowhere."),
    (r"certificate|\bSSL|\bTLS", "Its certificate is not in order."),
    (r"read_\w+ |needed more memory|failed on it", "What it sent could not be worked through."),
    (r"took longer than", "It is too slow."),
    (r"redirects", "It sends us on to where there is nothing."),
    (r"larger than|more than \S+ MB", "What it sent is too large."),
    (r"cut short|garbled|compression|encoding we did not ask", "What it sent arrived damaged."),
    (r"is empty|names no article|lists nothing", "What it sent is empty."),
    (r"readers' comments", "Its feed carries comments, and no news."),
    (r"not a feed|no feed|JSON|no sitemap|not a sitemap", "What it sent is no feed."),
    (r"is no page|is no feed|is no web address|not an HTML page", "What it sent is no page."),
    (r"no text was found|too little text", "No text could be found on its pages."),
    (r"does not answer|cannot be reached|[Cc]onnect", "It cannot be reached."),
)
"""The first rule that fits wins: what the line says, what readers are told. The first group is the answer's code."""
_RULES = tuple((re.compile(pattern), message) for pattern, message in RULES)


class Told(NamedTuple):
    """A fault as a page shows it."""

    said: Markup
    english: str
    """The line itself where no rule knows it; else empty."""


def tell(words: Words, fault: str) -> Told:
    """The fault in the reader's language."""
    line = re.sub(r"https?://\S+", "", fault)  # an address may hold any word
    for pattern, message in _RULES:
        if match := pattern.search(line):
            code = match[1] if match.re.groups and match[1] else ""
            return Told(words(message, code=code) if "%(code)s" in message else words(message), "")
    return Told(words("Something else went wrong."), fault)
