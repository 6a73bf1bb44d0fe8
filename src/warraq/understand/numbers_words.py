"""One quantity at one place of a text: digits, number words of Arabic, French and English, or a mix of them.

Knows nothing of what is counted. Must never join two numbers that stand beside one another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from warraq.understand.arabic import ascii_digits
from warraq.understand.numbers_tables import LONGEST_WORD, NumberWord, fold, number_words

_GAP = "[\u00a0\u202f\u2009 ]"
_NUMBER = (
    rf"\d{{1,3}}(?:{_GAP}\d{{3}})+(?:[.,٫]\d+)?(?!\d)"
    r"|\d{1,3}(?:[.,٬،]\d{3})+(?:[.,٫]\d{1,2})?(?!\d)"
    r"|\d+(?:[.,٫،]\d+)?"
)
_TOKEN = re.compile(
    rf"(?P<digits>{_NUMBER})"
    r"|(?P<arabic>[\u0621-\u065f\u066e-\u06d3\u0640]+)"
    r"|(?P<latin>[^\W\d_\u0600-\u06ff]+)"
    r"|(?P<sign>\S)"
)
_GROUPED = re.compile(r"\d{1,3}(?:[.,٬،]\d{3})+")
_CLITICS = "وفبل"
_NOT_CLITICS = frozenset({"لست", "فست"})
"""`I am not` is no six."""
_ORDINALS = frozenset(
    fold(word)
    for word in "حادي ثاني ثالث رابع خامس سادس سابع ثامن تاسع "
    "حادية ثانية ثالثة رابعة خامسة سادسة سابعة ثامنة تاسعة".split()
)
"""Before ten they make an ordinal: الثالث عشر."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign, with its place in the text."""

    kind: str
    """digits, arabic, latin or sign."""
    text: str
    """Folded."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written: `value`, or only bounds where it is vague (`عشرات`, `بضعة`)."""

    value: float | None
    low: float | None
    high: float | None
    is_approximate: bool
    is_scaled: bool
    """Whether a word such as thousand or million is part of it."""
    is_word: bool
    first: int
    after: int
    """Of its tokens: the first, and the one behind the last."""
    mantissa: float = 0.0
    """The number before the first scale word, for ranges: `بين 100 و150 ألف`."""


def tokens_of(text: str) -> list[Token]:
    """A text in tokens; spans are those of `text`, because folding digits changes no length."""
    found = (
        Token(match.lastgroup or "", fold(match.group()), match.start(), match.end())
        for match in _TOKEN.finditer(ascii_digits(text))
    )
    return [token for token in found if token.text]  # of a tatweel or a vowel mark alone nothing is left


def read_digits(text: str, *, is_french: bool = False) -> float:
    """`1.250.000`, `12 345,67`, `1,5`, `8،4` as a number. Three digits behind each sign are a group, else decimals."""
    plain = re.sub(_GAP, "", text)
    if is_french and plain.count(",") == 1:  # a comma parts no groups in French: 42,195 km
        plain = plain.replace(".", "").replace(",", "٫")
    if _GROUPED.fullmatch(plain):
        return (
            float(re.sub("[.,٬،]", "", plain)) if not re.match(r"0[.,٬،]", plain) else float("0." + plain[2:])
        )
    whole, part = re.fullmatch(r"(.*?)(?:[.,٫،](\d*))?", plain).groups()  # type: ignore[union-attr]
    return float(re.sub("[.,٬،]", "", whole) + (f".{part}" if part else ""))


def read_quantity(tokens: Sequence[Token], first: int, language: str) -> Quantity | None:
    """The quantity that begins at a token; `language` is ar, fr or en and decides about Latin words."""
    token = tokens[first]
    if token.kind == "digits":
        is_arabic = first + 1 < len(tokens) and tokens[first + 1].kind == "arabic"
        return _read(tokens, first, "ar" if is_arabic or language == "ar" else language)
    if token.kind == "arabic":
        return _read(tokens, first, "ar")
    return _read(tokens, first, language) if token.kind == "latin" and language != "ar" else None


def _read(tokens: Sequence[Token], first: int, language: str) -> Quantity | None:
    if tokens[first].kind == "digits":
        return _Words(tokens, first, language).read_mixed()
    is_ordinal = first > 0 and _is_ordinal(tokens[first - 1].text, tokens[first].text)
    if is_ordinal or len(tokens[first].text) > LONGEST_WORD:
        return None
    for reading in _openings(tokens[first].text, language):
        words = _Words(tokens, first, language)
        found = words.read_vague(reading) if reading.kind in ("vague", "few") else words.read(reading)
        if found is not None:
            return found
    return None


@lru_cache(65_536)
def _openings(text: str, language: str) -> tuple[NumberWord, ...]:
    """What a word may mean at the head of a number: plurals of scales are vague there, ألفا is two thousand."""
    known = number_words(language)
    found = known.get(text, ())
    if not found and language == "ar" and text[0] in _CLITICS and text not in _NOT_CLITICS:
        found = known.get(text[1:], ())
    vague: tuple[NumberWord, ...] = ()
    if not found and language == "ar":
        bare = text.removeprefix("و").removeprefix("ب").removeprefix("ال")
        vague = tuple(word for word in known.get(bare, ()) if word.kind == "vague")
    for kind in ("vague", "dual"):
        if any(word.kind == kind for word in found):
            found = tuple(word for word in found if word.kind == kind)
    return vague + found


def _is_ordinal(before: str, text: str) -> bool:
    bare = before.removeprefix("و").removeprefix("ل").removeprefix("ال")
    return text in ("عشر", "عشره") and bare in _ORDINALS


class _Words:
    """Reads one written number from left to right."""

    def __init__(self, tokens: Sequence[Token], first: int, language: str) -> None:
        self.tokens, self.first, self.language = tokens, first, language
        self.known = number_words(language)
        self.at = first
        self.total = 0.0
        self.group = 0.0
        self.last_scale = float("inf")
        self.last_part = float("inf")
        """The size of the last part of the group: what follows it must be smaller."""
        self.mantissa = 0.0

    def read_mixed(self) -> Quantity:
        self.group = read_digits(self.tokens[self.at].text, is_french=self.language == "fr")
        self.mantissa = self.group
        self.last_part = 0
        self.at += 1
        if self._is_bracketed() and self._scale_at(self.at + 1) is not None:  # (55.1) مليون
            self.at += 1
        self._go_on()
        return self._done(is_word=False)

    def _is_bracketed(self) -> bool:
        around = self.tokens[max(0, self.at - 2) : self.at + 1]
        return [token.text for token in (around[0], around[-1])] == ["(", ")"] and len(around) == 3

    def read(self, opening: NumberWord) -> Quantity | None:
        if opening.kind == "half":
            return self._read_half(opening)
        self._take(opening)
        self._go_on()
        return self._done(is_word=True)

    def read_vague(self, opening: NumberWord) -> Quantity | None:
        """`عشرات الآلاف`, `une vingtaine`, `dizaines de milliers`."""
        self.at += 1
        if opening.kind == "few":
            return Quantity(None, opening.value, opening.to, True, False, True, self.first, self.at)
        size = opening.value
        while (word := self._vague_behind()) is not None:
            size *= word
        text = self.tokens[self.first].text
        if (self.language == "fr" and not text.endswith("s")) or text == "dozen":
            return Quantity(size, None, None, text != "dozen", False, True, self.first, self.at)
        return Quantity(None, 2 * size, None, True, False, True, self.first, self.at)

    def _vague_behind(self) -> float | None:
        at = self.at
        if at < len(self.tokens) and self.tokens[at].text in ("de", "of"):
            at += 1
        if at >= len(self.tokens):
            return None
        text = self.tokens[at].text
        for form in (text, text.removeprefix("ال")):
            for word in self.known.get(form, ()):
                if word.kind == "vague" and word.value >= 1000:
                    self.at = at + 1
                    return word.value
        return None

    def _read_half(self, opening: NumberWord) -> Quantity | None:
        """`نصف مليون`, `un demi-million`, `half a million`; a half of anything else is no figure."""
        at = self.at + 1
        for skipped in ("-", "a"):
            if at < len(self.tokens) and self.tokens[at].text == skipped:
                at += 1
        scale = self._scale_at(at)
        if scale is None:
            return None
        self.at = at + 1
        self.total = opening.value * scale.value
        self.last_scale = scale.value
        return self._done(is_word=True)

    def _scale_at(self, at: int) -> NumberWord | None:
        if at >= len(self.tokens):
            return None
        words = self.known.get(self.tokens[at].text, ())
        return next((word for word in words if word.kind == "scale"), None)

    def _go_on(self) -> None:
        while self.at < len(self.tokens) and self._step():
            pass

    def _step(self) -> bool:
        token = self.tokens[self.at]
        if self._add_half():
            return True
        if self.language == "ar":
            return self._step_arabic(token)
        at, is_linked = self.at, False
        while at < len(self.tokens) and self.tokens[at].text in ("-", "et", "and"):
            at, is_linked = at + 1, True
        if at == len(self.tokens):
            return False
        for word in self.known.get(self.tokens[at].text, ()):
            if self._fits_latin(word, is_linked=is_linked, at=at):
                self.at = at
                self._take(word)
                return True
        return False

    def _step_arabic(self, token: Token) -> bool:
        if token.text == "و" and self._digits_behind():
            return True
        for has_and in (True, False):  # وأحد is and-one before it is واحد
            if has_and and not token.text.startswith("و"):
                continue
            for word in self.known.get(token.text[1:] if has_and else token.text, ()):
                if self._fits_arabic(word, has_and=has_and):
                    self._take(word)
                    return True
        return False

    def _digits_behind(self) -> bool:
        """`39 ألفاً و258`: the rest of a number whose thousands were a word."""
        at = self.at + 1
        if self.group or not self.total or at >= len(self.tokens) or self.tokens[at].kind != "digits":
            return False
        rest = read_digits(self.tokens[at].text)
        scale = self._scale_at(at + 1)
        size = rest * (scale.value if scale else 1)
        if size >= self.last_scale or rest != int(rest):
            return False
        self.at = at + 1
        self.group = rest
        self.last_part = 0
        return True

    def _add_half(self) -> bool:
        """`مليون ونصف`, `deux millions et demi`; and the scale named again behind it."""
        if self.group or not self.total or self.last_scale == float("inf"):
            return False
        at = self.at
        text = self.tokens[at].text
        if self.language == "ar":
            text = text.removeprefix("و") if text.startswith("و") else ""
        elif text in ("et", "and"):
            at += 1
            text = self.tokens[at].text if at < len(self.tokens) else ""
        else:
            return False
        for word in self.known.get(text, ()):
            if word.kind == "half":
                self.total += word.value * self.last_scale
                self.at = at + 1
                again = self.tokens[self.at].text.removeprefix("ال") if self.at < len(self.tokens) else ""
                if any(w.kind == "scale" and w.value == self.last_scale for w in self.known.get(again, ())):
                    self.at += 1
                return True
        return False

    def _fits_arabic(self, word: NumberWord, *, has_and: bool) -> bool:
        if word.kind in ("vague", "half", "few"):
            return False
        if word.kind == "scale" and self._is_stacked(word):
            return not has_and
        if word.kind == "scale":
            return (not has_and and self.group > 0 and word.value < self.last_scale) or (
                has_and and not self.group and self.total > 0 and word.value < self.last_scale
            )
        if word.kind == "dual":
            return has_and and not self.group and self.total > 0 and word.value < self.last_scale
        if not has_and:
            is_teen = word.kind == "ten" and self.last_part == 1
            return is_teen or (word.kind == "hundred" and self.last_part == 1 and 3 <= self.group <= 9)
        if word.kind == "ten":
            return self.last_part > 10 and (self.group == 0 or self.group >= 100)
        if word.kind == "tens":  # Arabic says five and twenty
            return (self.last_part == 1 or self.last_part >= 100) and self.group % 100 < 10
        if word.kind == "unit":
            return self.last_part >= 100 or (self.group == 0 and self.total > 0)
        return self.group == 0 and self.total > 0

    def _fits_latin(self, word: NumberWord, *, is_linked: bool, at: int) -> bool:
        if word.kind in ("half", "few"):
            return False
        if word.kind == "vague" or (is_linked and self.tokens[at - 1].text == "and" and self.last_part < 100):
            return False
        if word.kind == "scale" and self._is_stacked(word):
            return not is_linked
        if word.kind == "scale":
            return (self.group > 0 and word.value < self.last_scale) or (
                not self.group and self.total >= 1e6 and word.value < self.last_scale
            )
        if word.kind == "hundred":
            return self._is_open() or (1 <= self.group % 1000 <= 9 and self.last_part == 1)
        if self.language == "fr" and word.kind == "tens" and word.value == 20 and self.last_part == 1:
            return self.group % 100 == 4  # quatre-vingts
        if self.language == "fr" and word.kind == "teen":
            return self.last_part in (60, 80) or self.last_part >= 100 or self._is_open()
        if self.language == "fr" and word.kind == "unit" and self.last_part == 10:
            return word.value >= 7  # dix-sept
        size = {"unit": 10, "teen": 20, "tens": 100}[word.kind]
        return (self.last_part >= size and self.last_part != float("inf")) or self._is_open()

    def _is_stacked(self, word: NumberWord) -> bool:
        return not self.group and self.total > 0 and self.last_scale < word.value and self.last_scale == 1000

    def _is_open(self) -> bool:
        return self.group == 0 and self.total > 0

    def _take(self, word: NumberWord) -> None:
        self.at += 1
        if word.kind == "scale":
            self.mantissa = self.mantissa or self.group
            if not self.group and self.total and word.value > self.last_scale:  # ثلاثة آلاف مليار
                self.total *= word.value
            else:
                self.total += (self.group or 1) * word.value
            self.group, self.last_scale, self.last_part = 0.0, word.value, float("inf")
        elif word.kind == "dual":
            self.total += word.value
            self.group, self.last_scale, self.last_part = 0.0, word.value / 2, float("inf")
        elif word.kind == "hundred":
            rest = self.group % 1000
            self.group = self.group - rest + max(1, rest) * 100
            self.last_part = 100
        elif self.language == "fr" and word.value == 20 and self.group % 100 == 4 and self.last_part == 1:
            self.group += 76
            self.last_part = 80
        else:
            self.group += word.value
            self.last_part = self._part_of(word)

    def _part_of(self, word: NumberWord) -> float:
        if word.kind == "ten":
            return 10 if self.group % 100 == 10 else 0
        if word.kind == "teen":
            return 10 if word.value == 10 and self.language == "fr" else 0
        return {"unit": 1.0 if self.last_part != 10 else 0.0, "tens": word.value, "hundreds": 100.0}[
            word.kind
        ]

    def _done(self, *, is_word: bool) -> Quantity:
        value = round(self.total + self.group, 6)
        return Quantity(
            value, None, None, False, self.total > 0, is_word, self.first, self.at, self.mantissa or value
        )
