"""Dates as the outlets print them, and slugs made of titles."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import quote

ARABIC_MONTHS = "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر".split()
ARABIC_DAYS = "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()
FRENCH_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
FRENCH_DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
AMAZIGH_MONTHS = "ⵉⵏⵏⴰⵢⵔ ⴱⵕⴰⵢⵕ ⵎⴰⵕⵚ ⵉⴱⵔⵉⵔ ⵎⴰⵢⵢⵓ ⵢⵓⵏⵢⵓ ⵢⵓⵍⵢⵓⵣ ⵖⵓⵛⵜ ⵛⵓⵜⴰⵏⴱⵉⵔ ⴽⵜⵓⴱⵔ ⵏⵓⵡⴰⵏⴱⵉⵔ ⴷⵓⵊⴰⵏⴱⵉⵔ".split()


def arabic(moment: datetime) -> str:
    """الأربعاء 1 نونبر 2023 - 14:05"""
    day = ARABIC_DAYS[moment.weekday()]
    return f"{day} {moment.day} {ARABIC_MONTHS[moment.month - 1]} {moment.year} - {moment:%H:%M}"


def french(moment: datetime) -> str:
    """mercredi 1er novembre 2023 à 14h05"""
    number = "1er" if moment.day == 1 else str(moment.day)
    day = FRENCH_DAYS[moment.weekday()]
    return f"{day} {number} {FRENCH_MONTHS[moment.month - 1]} {moment.year} à {moment:%Hh%M}"


def amazigh(moment: datetime) -> str:
    """1 ⵏⵓⵡⴰⵏⴱⵉⵔ 2023 - 14:05"""
    return f"{moment.day} {AMAZIGH_MONTHS[moment.month - 1]} {moment.year} - {moment:%H:%M}"


def worded(moment: datetime, language: str) -> str:
    """In the words of the language."""
    return {"ar": arabic, "fr": french, "zgh": amazigh}[language](moment)


def rfc822(moment: datetime) -> str:
    """As RSS wants it."""
    return format_datetime(moment)


def iso(moment: datetime) -> str:
    """As JSON-LD, Atom and sitemaps want it, with the offset."""
    return moment.isoformat(timespec="seconds")


def slug(title: str) -> str:
    """Latin titles without accents; others percent-encoded. Words joined by hyphens, at most nine."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    is_latin = sum(letter.isalpha() for letter in plain) * 2 > sum(letter.isalpha() for letter in title)
    words = re.findall(r"\w+", (plain if is_latin else title).lower())
    return quote("-".join(words[:9]))
