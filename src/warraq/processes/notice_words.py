"""What notices say to the operator, in the language the operator chose: a table of sentences, and nothing that decides.

`{name}` is the outlet's, `{n}` a number; sentences with a number have a form for each plural of the language (CLDR).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale

from warraq.condition import Condition


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """The sentences of one language."""

    language: str
    health: str
    """Path of the health page in this language."""
    says: Mapping[Condition, str]
    back: str
    died: Mapping[str, str]
    mute: Mapping[str, str]
    """Of so many that they are hardly the cause."""
    returned: Mapping[str, str]
    more: str
    all_outlets: str
    parting: str

    def count(self, forms: Mapping[str, str], number: int) -> str:
        """The sentence with the number, in its plural form."""
        form = _plural(self.language)(number)
        return forms.get(form, forms["other"]).format(n=number)


@cache
def _plural(language: str):  # type: ignore[no-untyped-def]  # babel names no type for it
    return Locale(language).plural_form


WORDS = {
    words.language: words
    for words in (
        NoticeWords(
            language="en",
            health="/en/health",
            says={
                Condition.SILENT: "{name} has published nothing for much longer than it ever does",
                Condition.UNREACHABLE: "{name} does not answer",
                Condition.BLOCKED: "{name} refuses us: ask the publisher",
                Condition.UNREAD: "{name} is seen, but its texts can no longer be read",
            },
            back="{name} is back",
            died={"one": "{n} outlet died", "other": "{n} outlets died"},
            mute={"other": "{n} outlets do not answer: is the network down?"},
            returned={"other": "{n} outlets are back"},
            more="and {n} more",
            all_outlets="All outlets: {address}",
            parting="; ",
        ),
        NoticeWords(
            language="ar",
            health="/health",
            says={
                Condition.SILENT: "{name}: لا جديد منذ مدة أطول بكثير من المعتاد",
                Condition.UNREACHABLE: "{name}: الموقع لا يجيب",
                Condition.BLOCKED: "{name}: الموقع يرفض طلباتنا، يُرجى مراسلة الناشر",
                Condition.UNREAD: "{name}: المقالات ظاهرة، لكن نصوصها لم تعد تُقرأ",
            },
            back="{name}: عاد الموقع إلى حاله المعتادة",
            died={
                "one": "انقطعت أخبار جريدة واحدة",
                "two": "انقطعت أخبار جريدتين",
                "few": "انقطعت أخبار {n} جرائد",
                "other": "انقطعت أخبار {n} جريدة",
            },
            mute={
                "two": "جريدتان لا تجيبان: هل انقطعت الشبكة؟",
                "few": "{n} جرائد لا تجيب: هل انقطعت الشبكة؟",
                "other": "{n} جريدة لا تجيب: هل انقطعت الشبكة؟",
            },
            returned={"two": "عادت جريدتان", "few": "عادت {n} جرائد", "other": "عادت {n} جريدة"},
            more="و{n} غيرها",
            all_outlets="حال كل الجرائد: {address}",
            parting="؛ ",
        ),
        NoticeWords(
            language="fr",
            health="/fr/health",
            says={
                Condition.SILENT: "{name} n’a rien publié depuis bien plus longtemps que d’ordinaire",
                Condition.UNREACHABLE: "{name} ne répond pas",
                Condition.BLOCKED: "{name} refuse nos requêtes : écrivez à son éditeur",
                Condition.UNREAD: "{name} est visible, mais ses textes ne peuvent plus être lus",
            },
            back="{name} est de retour",
            died={"one": "{n} journal s’est tu", "other": "{n} journaux se sont tus"},
            mute={"other": "{n} journaux ne répondent pas : le réseau est-il coupé ?"},
            returned={"other": "{n} journaux sont de retour"},
            more="et {n} autres",
            all_outlets="Tous les journaux : {address}",
            parting=" ; ",
        ),
    )
}
