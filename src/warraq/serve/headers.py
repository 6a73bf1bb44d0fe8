"""The headers of public answers: one strict policy, and how long who may keep what. A route's own stand in tables here.

Whatever a page is, it is the same for everyone who asks for its address: nothing varies but the encoding, so shared
caches may keep it. They may answer with what they have while they ask for news, and when they cannot reach us.
"""

from __future__ import annotations

from functools import lru_cache

from warraq.serve.assets import early_source

POLICY = (
    f"default-src 'none'; style-src 'self'; script-src 'self' {early_source()}; img-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Referrer-Policy": "origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What every public answer carries."""
POLICIES = {
    "box": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *"
    ),
    "box/make": f"{POLICY}; frame-src 'self'; frame-ancestors 'none'",
}
"""Route -> its own policy: a box may be framed by anyone and runs nothing; its builder shows it in a frame."""
FRESH = "public, max-age=5, stale-while-revalidate=30, stale-if-error=86400"
"""Readers' browsers ask again after five seconds: an answer of a few bytes while nothing has changed."""
SLOWER = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
"""For what programs and other sites ask for: nobody sees a minute's difference there."""
SLOW = "public, max-age=600, stale-while-revalidate=3600, stale-if-error=86400"


@lru_cache(maxsize=128)
def headers_of(route: str) -> tuple[tuple[str, str], ...]:
    """Everything but type, tag and date of the answers of a route (as addresses.py writes it)."""
    policy = POLICIES.get(route, HEADERS["Content-Security-Policy"])
    return (
        ("Cache-Control", freshness_of(route)),
        ("Vary", "Accept-Encoding"),
        *(HEADERS | {"Content-Security-Policy": policy}).items(),
    )


def freshness_of(route: str) -> str:
    """How long an answer may be kept elsewhere."""
    if route == "box" or route.endswith("<feed:form>") or route == "sitemap-news.xml":
        return SLOWER
    if route.startswith("sitemap") or route.endswith(("opml", "robots.txt")):
        return SLOW
    return FRESH
