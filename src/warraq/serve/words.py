"""The interface's words in the reader's language: catalogues of `locale/<language>.po`, read once at start.

Message ids are plain English, so that templates read like pages and a missing translation is never silent:
asking for a message that a catalogue lacks raises KeyError (a test walks over all templates). Arabic has six
plural forms; which one a number takes is CLDR's rule, asked from Babel.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from markupsafe import Markup

CATALOGUES = Path(__file__).parent / "locale"
LOCALES = {"ar": "ar_MA", "fr": "fr_MA", "en": "en_GB"}
"""Interface language -> CLDR locale: Moroccan month names, Latin digits; in English the day before the month, as the
others have it."""
PLURALS = {
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "fr": ("one", "other"),
    "en": ("one", "other"),
}
"""The order of a catalogue's plural forms, named as CLDR names them; what is not named falls to the last."""
RIGHT_TO_LEFT = frozenset({"ar"})
BEFORE_SIGN = re.compile(r" (?=[:;!?»]|%(?:%|[^(%\w]|$))")
"""A space that a French sign follows; `%(name)s` and `%s` in a message are none."""
SCORE = re.compile(r"(?<=\d)[-–](?=\d)")
"""Also of years and of articles of a law: after its dash a browser would break the line."""


def direction_of(language: str) -> str:
    """`rtl` or `ltr` of a language of ours; unknown text is taken as the press's main script, Arabic."""
    return "rtl" if language in RIGHT_TO_LEFT or not language else "ltr"


def set_in_type(text: str, language: str) -> str:
    """A headline as a typesetter would have it: a score stays on its line, and French signs keep to their words."""
    return _keep_signs(SCORE.sub("\\g<0>\u2060", text), language)


def _keep_signs(text: str, language: str) -> str:
    """French signs never begin a line, nor do opening ones end it."""
    if language != "fr":
        return text
    return BEFORE_SIGN.sub("\u00a0", text).replace("« ", "«\u00a0")


def bare_name(name: str) -> str:
    """A name without the Arabic article: how lists are sorted, and where an initial is taken from."""
    bare = name.removeprefix("ال")
    return bare if len(bare) > 1 else name


def initial(name: str) -> str:
    """What stands for an outlet without a logo."""
    return bare_name(name)[:1].upper()


class Words:
    """Messages of one interface language. Call it with a message id; `count` picks the plural form."""

    def __init__(self, language: str, catalogue: Catalog) -> None:
        self.language = language
        self.direction = direction_of(language)
        self.locale = Locale.parse(LOCALES[language])
        self._single: dict[str, Markup] = {}
        self._plural: dict[str, tuple[Markup, ...]] = {}
        for message in catalogue:
            if not message.id:
                continue
            forms = message.string if isinstance(message.id, tuple) else (message.string,)
            # Catalogues are ours, hence trusted: marked once here so that no page escapes them again.
            marked = tuple(Markup(_keep_signs(str(form), language)) for form in forms or ())  # noqa: S704
            if isinstance(message.id, tuple):
                self._plural[message.id[0]] = marked
            else:
                self._single[str(message.id)] = marked[0]

    def __call__(self, message: str, **values: object) -> Markup:
        """The message in this language; `%(name)s` in it are replaced by `values`, escaped."""
        text = self._single[message]
        return text % values if values else text

    def count(self, message: str, n: int, **values: object) -> Markup:
        """The form of the message that the number `n` takes; `%(n)s` is the number, written as here."""
        forms, order = self._plural[message], PLURALS[self.language]
        tag = self.locale.plural_form(n)
        form = forms[order.index(tag) if tag in order else len(order) - 1]
        return form % {"n": self.number(n), **values}

    def number(self, n: int) -> str:
        """A number as printed in this language: Latin digits, grouped."""
        return _decimal(n, self.locale)

    def messages(self) -> frozenset[str]:
        """Every message id of the catalogue, for the tests."""
        return frozenset(self._single) | frozenset(self._plural)


@lru_cache(maxsize=4096)
def _decimal(n: int, locale: Locale) -> str:
    return str(format_decimal(n, locale=locale))


@lru_cache(maxsize=8)
def words_of(language: str) -> Words:
    """The words of an interface language (`ar`, `fr` or `en`). Raises KeyError for a language without a catalogue."""
    if language not in LOCALES:
        raise KeyError(language)
    catalogue = _catalogue(language)
    if language == "en":
        _say_plainly(catalogue, _catalogue("ar"))
    return Words(language, catalogue)


def _catalogue(language: str) -> Catalog:
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=LOCALES[language])


def _say_plainly(english: Catalog, other: Catalog) -> None:
    """Message ids are English already: its catalogue holds plurals and the few ids that are only names, and every other
    message of the others' catalogues says itself. A plural is never guessed."""
    for message in other:
        if message.id and not isinstance(message.id, tuple) and message.id not in english:
            english.add(message.id, message.id)
