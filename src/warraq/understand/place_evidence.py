"""What speaks for a name being meant as a place, and against it: the words beside it, and what is written onto it.

Weights are added to what the name alone proves (`places.NAME_ALONE`); they were set by hand on
quality/places_cases.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from warraq.understand.place_names import Token, fold_word


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold_word(word) for word in words.split())


HEADS = _folded(
    """مدينة مدينتي مدن إقليم إقليمي أقاليم عمالة عمالتي جماعة جماعتي جماعات جهة جهتي ولاية بلدية باشوية دائرة قيادة
    مقاطعة حاضرة قرية بلدة مركز دوار واحة
    ville villes province provinces préfecture région commune communes wilaya municipalité arrondissement village
    oasis localité cité médina"""
)
"""What a place is: «إقليم العيون», "commune d'Aourir"."""

COMMUNE_HEADS = _folded("جماعة جماعتي جماعات قيادة مركز دوار قرية commune communes village")
"""What must stand before names that are commoner as words."""

INSTITUTIONS = _folded(
    """ميناء مطار سجن مستشفى محكمة محاكم جنايات استئنافية ابتدائية أمن بوليس شرطة درك جدارمية جوندارم والي عامل عمدة
    باشا رئيس نقيب قاضي ساكنة سكان أهالي أبناء شاطئ شواطئ كورنيش سواحل ساحل ضواحي نواحي جوار شوارع أحياء أسوار غابة محطة
    مهرجان موسم معرض ملعب ساحة سوق حي قصبة جامعة كلية ثانوية أكاديمية ملحقة سرية خلية زلزال أحداث حراك فاجعة فيضانات
    مسيرة طفلة معتقلي معتقلو فنادق طريق شمال جنوب شرق غرب وسط مدخل قرب منطقة بوابة خليج لاية فرع
    port aéroport cour appel tribunal hôpital chu maire préfet gouverneur wali habitants plage festival université stade
    prison gare médina faculté environs sud nord route séisme"""
)
"""What a place has: «ميناء آسفي», "le port de Safi"."""

PREPOSITIONS = _folded(
    """في إلى من نحو صوب قرب قبالة حتى بين لدى داخل خارج عبر ديال
    à a vers entre depuis près dans sur jusqu pour"""
)
_ARTICLES = _folded("el al l la le les es")
LINKS = _folded("de d du des l la le les")
"""Small words between a French head and its place."""

STREETS = _folded("شارع زنقة درب باب نهج rue avenue boulevard bd av derb bab ruelle impasse")
"""«شارع فاس» lies anywhere but in Fes."""

PEOPLE = _folded("السيد السيدة الأستاذ الدكتور الحاج سي للا m mme mlle dr me économiste docteur groupe")

HEAD, INSTITUTION, DATELINE, IN_CLITIC, PREPOSITION = 0.6, 0.4, 0.5, 0.45, 0.3
DARIJA_IN, TO_CLITIC, FEMININE_VERB, FRENCH_OF, AFTER_DOT = 0.3, 0.2, 0.35, 0.2, 0.4
ADJECTIVE, STREET, PERSON = -0.6, -0.8, -0.4

_PREFIX = re.compile(r"^(?:و|ف)?(?:ب|ل|ك)?(?=.{3})")
_DATELINE = re.compile(r"^\s*[»\"]?\s*(?::|\.\.|…|[-–—ـ/]\s|,|،|\|)")
_FIRM_DATELINE = re.compile(r"^\s*[»\"]?\s*(?::|\.\.|…|[-–—/]\s|\|)")
_SENTENCE_END = re.compile(r"[.:!?؟…|–—]\s*[«\"]?\s*$")


@dataclass(slots=True)
class Context:
    """A mention in its text; words `first` to `last` of `tokens` are the name."""

    plain: str
    tokens: Sequence[Token]
    first: int
    last: int
    clitic: str
    care: str
    follows_place: bool = False
    """Whether the word before is a place too: «المحمدية والجديدة»."""
    is_dateline: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_dateline = self.first == 0 and _FIRM_DATELINE.match(self.after()) is not None

    def before(self) -> str:
        """What stands between the word before and the name."""
        start = self.tokens[self.first - 1].end if self.first else 0
        return self.plain[start : self.tokens[self.first].start]

    def after(self) -> str:
        """What stands between the name and the word after it."""
        end = self.tokens[self.last + 1].start if self.last + 1 < len(self.tokens) else len(self.plain)
        return self.plain[self.tokens[self.last].end : end]

    def earlier(self, distance: int) -> Token | None:
        """The word so many before the name."""
        return self.tokens[self.first - distance] if self.first >= distance else None


def lacks_capital(words: Sequence[Token]) -> bool:
    """Whether a Latin name is written small: `salé` and `rabat` are words then."""
    if not "a" <= words[-1].folded[:1] <= "z":
        return False
    return not any(word.raw[0].isupper() for word in words if word.folded not in _ARTICLES)


def weigh(context: Context) -> float:
    """What the context adds to a name's own confidence."""
    is_latin = "a" <= context.tokens[context.first].folded[:1] <= "z"
    return _place(context) + (_latin(context) if is_latin else _arabic(context))


def _place(context: Context) -> float:
    """Where it stands in the sentence: «سلا – », «عاجل. آسفي: »."""
    if context.first == 0:
        if context.is_dateline:
            return DATELINE
        return TO_CLITIC if _DATELINE.match(context.after()) else 0.0
    if _SENTENCE_END.search(context.before()) and _FIRM_DATELINE.match(context.after()):
        return AFTER_DOT
    return 0.0


def _bare(token: Token) -> str:
    """A word without what is written onto it; its whole where nothing of three letters would be left."""
    return token.folded if token.folded in HEADS | INSTITUTIONS | STREETS else _PREFIX.sub("", token.folded)


def _arabic(context: Context) -> float:
    evidence = 0.0
    if context.clitic.endswith("ب"):
        evidence += IN_CLITIC
    elif context.clitic.endswith("ف"):
        evidence += DARIJA_IN
    elif context.clitic.endswith("ل"):
        evidence += TO_CLITIC
    previous = context.earlier(1)
    if previous is None:
        follower = context.tokens[context.last + 1].folded if context.last + 1 < len(context.tokens) else ""
        is_subject = context.after().isspace() and len(follower) >= 4 and follower.startswith("ت")
        return evidence + FEMININE_VERB * is_subject
    if context.before().strip().strip("«\"“'").strip():
        return evidence
    return evidence + _arabic_before(context, previous)


def _arabic_before(context: Context, previous: Token) -> float:
    word = _bare(previous)
    if context.clitic in ("", "و"):
        if word in STREETS and context.clitic == "":
            return STREET
        if word in (COMMUNE_HEADS if context.care == "head" else HEADS) and context.clitic == "":
            return HEAD
        is_definite = word.startswith("ال") and len(word) > 4
        if (
            is_definite
            and not context.follows_place
            and context.care != "sure"
            and context.tokens[context.first].folded.lstrip("و").startswith("ال")
        ):
            return ADJECTIVE
        if context.clitic == "":
            if word in INSTITUTIONS:
                return INSTITUTION
            if previous.folded in PREPOSITIONS or word in PREPOSITIONS:
                return PREPOSITION
            if word in PEOPLE:
                return PERSON
    return 0.0


def _latin(context: Context) -> float:
    previous = context.earlier(1)
    if previous is None or context.before().strip().strip("'’«\"“-").strip():
        return 0.0
    if previous.folded in LINKS:
        head = context.earlier(2)
        if head is not None and head.folded in LINKS:
            head = context.earlier(3)
        if head is None:
            return 0.0
        if head.folded in STREETS:
            return STREET
        if head.folded in (COMMUNE_HEADS if context.care == "head" else HEADS):
            return HEAD
        return INSTITUTION if head.folded in INSTITUTIONS else FRENCH_OF
    if previous.folded in HEADS and context.care != "head":
        return HEAD
    if previous.folded in STREETS:
        return STREET
    if previous.folded in PREPOSITIONS:
        return PREPOSITION
    if context.care != "sure" and (previous.folded in PEOPLE or previous.raw[0].isupper()):
        return PERSON
    return 0.0
