"""The names of filters and of their values, in Arabic, French and English. Printed queries have the first of each."""

from __future__ import annotations

import unicodedata

from warraq.records import LANGUAGES
from warraq.understand.arabic import normalise

OPERATORS = {
    "title": "title عنوان العنوان titre",
    "author": "author كاتب الكاتب بقلم auteur",
    "outlet": "outlet جريدة الجريدة صحيفة منبر journal média",
    "section": "section قسم القسم ركن rubrique",
    "city": "city مدينة المدينة مكان place ville lieu",
    "lang": "lang لغة اللغة language langue",
    "date": "date تاريخ التاريخ",
    "story": "story قصة القصة histoire",
    "is": "is هو est",
    "has": "has فيه مع avec",
}
"""Filter -> what it may be called, as typed before a colon."""

HINTS = {
    "title": "a word or a phrase, as in title:زلزال",
    "author": 'a name or a part of it, as in author:بنيس or author:"سعيد بنيس"',
    "outlet": "a newspaper by its name or its address, as in outlet:goud or جريدة:كود",
    "section": "a section, as in section:sports or قسم:رياضة",
    "city": "a place, as in city:tanger or مدينة:طنجة",
    "lang": f"a language: {', '.join(LANGUAGES)}",
    "story": "a story's number, as in story:12",
    "is": "darija, as in is:darija",
    "has": "picture, as in has:picture",
}
"""Filter -> what its value is."""

_LANGUAGE_NAMES = {
    "ar": "ar عربية العربية عربي arabe arabic",
    "fr": "fr فرنسية الفرنسية فرنسي français française french",
    "en": "en إنجليزية الإنجليزية إنجليزي انكليزية anglais anglaise english",
    "zgh": "zgh تيفيناغ tifinagh",
    "tzm": "tzm",
}
_KIND_NAMES = {
    "is": {"darija": "darija دارجة الدارجة بالدارجة"},
    "has": {"picture": "picture صورة صور photo image picture"},
}
AMAZIGH = "amazigh أمازيغية الأمازيغية أمازيغي amazighe berber"
"""A language in two scripts, each with a code of its own."""


def fold(text: str) -> str:
    """A name as filters compare it: Arabic letters folded, no accents, no case, spaces evened out."""
    plain = unicodedata.normalize("NFKD", normalise(text)).casefold()
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _folded(table: dict[str, str]) -> dict[str, str]:
    return {fold(name): key for key, names in table.items() for name in names.split()}


OPERATOR_OF = _folded(OPERATORS)
LANGUAGE_OF = _folded(_LANGUAGE_NAMES)
KIND_OF = {name: _folded(table) for name, table in _KIND_NAMES.items()}
IS_AMAZIGH = frozenset(map(fold, AMAZIGH.split()))
IS_DARIJA = frozenset(KIND_OF["is"])
