from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warraq.understand.numbers import Figure, read_figures
from warraq.understand.numbers_blanks import BLANK, BLANKED, blank
from warraq.understand.numbers_counted import normal_form
from warraq.understand.numbers_tables import Kind
from warraq.understand.numbers_words import read_digits

ARABIC_UNITS = "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split()
ARABIC_TENS = "عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split()
ARABIC_HUNDREDS = "مائة مائتان ثلاثمائة أربعمائة خمسمائة ستمائة سبعمائة ثمانمائة تسعمائة".split()
FRENCH_SMALL = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf"
).split()
FRENCH_TENS = "vingt trente quarante cinquante soixante".split()


def only(text: str, language: str) -> Figure:
    figures = read_figures(text, language)
    assert len(figures) == 1, figures
    return figures[0]


def arabic(number: int) -> str:
    """A number below ten million in Arabic words."""
    millions, rest = divmod(number, 1_000_000)
    thousands, rest = divmod(rest, 1000)
    parts = [
        _arabic_scale(millions, "مليون", "مليونان", "ملايين"),
        _arabic_scale(thousands, "ألف", "ألفان", "آلاف"),
    ]
    return " و".join(part for part in (*parts, _arabic_hundreds(rest)) if part)


def _arabic_scale(count: int, one: str, two: str, many: str) -> str:
    if count in (0, 1, 2):
        return ("", one, two)[count]
    return f"{_arabic_hundreds(count)} {many if 3 <= count % 100 <= 10 else one}"


def _arabic_hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [ARABIC_HUNDREDS[hundreds - 1]] if hundreds else []
    if 0 < rest <= 10:
        parts.append(ARABIC_UNITS[rest - 1])
    elif 10 < rest < 20:
        parts.append({11: "أحد عشر", 12: "اثنا عشر"}.get(rest) or f"{ARABIC_UNITS[rest - 11]} عشر")
    elif rest:
        tens, unit = divmod(rest, 10)
        parts += ([ARABIC_UNITS[unit - 1]] if unit else []) + [ARABIC_TENS[tens - 2]]
    return " و".join(parts)


def french(number: int) -> str:
    """A number below ten million in French words."""
    millions, rest = divmod(number, 1_000_000)
    thousands, rest = divmod(rest, 1000)
    parts = [f"{_french_hundreds(millions)} million{'s' if millions > 1 else ''}"] if millions else []
    if thousands:
        parts.append("mille" if thousands == 1 else f"{_french_hundreds(thousands)} mille")
    return " ".join([*parts, *([_french_hundreds(rest)] if rest else [])])


def _french_hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [] if not hundreds else ["cent"] if hundreds == 1 else [FRENCH_SMALL[hundreds], "cent"]
    return " ".join([*parts, *([_french_tens(rest)] if rest else [])])


def _french_tens(number: int) -> str:
    if number < 20:
        return FRENCH_SMALL[number]
    if number >= 80:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{FRENCH_SMALL[number - 80]}"
    tens = min(number // 10, 6)
    rest = number - 10 * tens
    if not rest:
        return FRENCH_TENS[tens - 2]
    return f"{FRENCH_TENS[tens - 2]}{' et ' if rest in (1, 11) else '-'}{FRENCH_SMALL[rest]}"


@settings(max_examples=300, deadline=None)
@given(st.integers(3, 9_999_999))
def test_arabic_number_words_are_read_as_they_are_spelt(number: int) -> None:
    assert only(f"شارك {arabic(number)} شخص في التظاهرة", "ar").value == number


@settings(max_examples=300, deadline=None)
@given(st.integers(2, 9_999_999))
def test_french_number_words_are_read_as_they_are_spelt(number: int) -> None:
    assert only(f"On compte {french(number)} personnes sur place", "fr").value == number


@settings(max_examples=100, deadline=None)
@given(st.integers(10_000, 9_999_999), st.sampled_from([".", ",", " ", "\u202f", "\u00a0"]))
def test_digits_are_read_however_they_are_grouped(number: int, sign: str) -> None:
    grouped = f"{number:,}".replace(",", sign)
    assert read_digits(grouped) == number
    assert only(f"حضر {grouped} متفرجا", "ar").value == number


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        alphabet="0123456789 .,،-:/%ومنألفعشراتمليون شخصا رقم deuxcentvingt et à ¤\n٣ـً\u200f$", max_size=80
    )
)
def test_any_text_is_read_and_spans_are_its_own(text: str) -> None:
    for language in ("ar", "fr", "en"):
        for figure in read_figures(text, language):
            assert 0 <= figure.span[0] < figure.span[1] <= len(text)
            assert (figure.value, figure.low, figure.high) != (None, None, None)


@pytest.mark.parametrize(
    ("text", "language", "value", "unit", "kind"),
    [
        ("مليون ونصف درهم", "ar", 1.5e6, "MAD", Kind.MONEY),
        ("1,5 milliard de dirhams", "fr", 1.5e9, "MAD", Kind.MONEY),
        ("un prêt de 250 M€", "fr", 2.5e8, "EUR", Kind.MONEY),
        ("Elle a couru 42,195 km", "fr", 42.195, "km", Kind.MEASURE),
        ("un budget de 120 MDH", "fr", 1.2e8, "MAD", Kind.MONEY),
        ("بنسبة ١٣٫٦ في المائة", "ar", 13.6, "%", Kind.PERCENT),
        ("على مساحة 12 ألف هكتار", "ar", 12_000, "ha", Kind.MEASURE),
        ("بعشر سنوات سجنا", "ar", 10, "year", Kind.DURATION),
        ("شاب يبلغ من العمر 24 سنة", "ar", 24, "year", Kind.AGE),
        ("فيضانات بعد ساعتين من المطر", "ar", 2, "hour", Kind.DURATION),
        ("The fine is $5,000 today", "en", 5000, "USD", Kind.MONEY),
        ("غادي يغيب على الملاعب 4 سيمانات", "ar", 4, "week", Kind.DURATION),
        ("خلص نص مليون درهم", "ar", 5e5, "MAD", Kind.MONEY),
        ("برأسمال (55.1) مليون ريال", "ar", 5.51e7, "SAR", Kind.MONEY),
        ("منع دخول 1,5 مليون كجم", "ar", 1.5e6, "kg", Kind.MEASURE),
        ("من بيع 3٫88 مليون طن", "ar", 3.88e6, "t", Kind.MEASURE),
        ("بنسبة 5ر3 في المائة", "ar", 3.5, "%", Kind.PERCENT),
        ("ليبلغ 29ر53 دولارا", "ar", 53.29, "USD", Kind.MONEY),
        ("تصل إلى 7 ر 1 مليار دولار", "ar", 1.7e9, "USD", Kind.MONEY),
        ("عالجت 935ر6 مليون برميل", "ar", 6.935e6, "bbl", Kind.MEASURE),
        ("على مساحة 000ر59 هكتار", "ar", 59_000, "ha", Kind.MEASURE),
    ],
)
def test_units_and_currencies(text: str, language: str, value: float, unit: str, kind: Kind) -> None:
    figure = only(text, language)
    assert (figure.value, figure.unit, figure.kind) == (value, unit, kind)


@pytest.mark.parametrize(
    ("text", "language", "counted", "role"),
    [
        ("إحباط 500 مشروع إرهابي", "ar", "مشروع إرهابي", None),
        ("تفكيك 215 خلية", "ar", "خلية", None),
        ("12 قتيلا", "ar", "قتيل", "dead"),
        ("مقتل 12 شخصا", "ar", "شخص", "dead"),
        ("إصابة 7 عناصر", "ar", "عنصر", "injured"),
        ("12 blessés", "fr", "جريح", "injured"),
        ("21 personnes arrêtées", "fr", "personne", "arrested"),
        ("أصيب ثلاثة بجروح", "ar", "جريح", "injured"),
        ("كورونا هاد الصباح: 81 ماتو", "ar", "قتيل", "dead"),
        ("الحافلة هزات 5 دالناس", "ar", "ناس", None),
        ("الحافلة هزات 5 د الناس", "ar", "ناس", None),
    ],
)
def test_what_is_counted_and_what_became_of_them(
    text: str, language: str, counted: str, role: str | None
) -> None:
    figure = only(text, language)
    assert (figure.counted, figure.role) == (normal_form(counted), role)


@pytest.mark.parametrize(
    ("text", "language", "bounds"),
    [
        ("بين 20 و30 شخصا", "ar", (None, 20, 30)),
        ("ما بين 100 و150 ألف زائر", "ar", (None, 100_000, 150_000)),
        ("de 300 à 500 emplois", "fr", (None, 300, 500)),
        ("أكثر من 20 شخصا", "ar", (20, 20, None)),
        ("plus de 3 000 manifestants", "fr", (3000, 3000, None)),
        ("moins de 50 dossiers", "fr", (50, None, 50)),
        ("عشرات القتلى", "ar", (None, 20, None)),
        ("des dizaines de milliers de déplacés", "fr", (None, 20_000, None)),
        ("بضعة أشخاص", "ar", (None, 3, 9)),
    ],
)
def test_ranges_and_bounds(text: str, language: str, bounds: tuple[float | None, ...]) -> None:
    figure = only(text, language)
    assert (figure.value, figure.low, figure.high) == bounds


def test_about_is_approximate_and_a_plain_number_is_not() -> None:
    assert only("حوالي 40 شخصا", "ar").is_approximate
    assert only("une vingtaine de maisons", "fr").is_approximate
    assert not only("40 شخصا", "ar").is_approximate


def test_a_denied_harm_is_a_figure_of_zero() -> None:
    assert only("لم تسجل أي وفاة", "ar").value == 0
    assert only("aucun blessé", "fr").value == 0


@pytest.mark.parametrize(
    "text",
    [
        "يوم 18 نونبر 2023",
        "سنة 2015",
        "على الساعة 20:30",
        "القانون رقم 43.20",
        "المادة 5 من القانون",
        "الهاتف 05.37.70.11.22",
        "القناة الثانية 2M",
        "الطريق الوطنية رقم 9",
        "الدورة الـ25 من المهرجان",
        "كوفيد-19",
        "25 شارع علال الفاسي",
        "الثالث عشر من الشهر",
        "استهل منذ ثلاث سنوات",
    ],
)
def test_what_counts_nothing_is_no_figure(text: str) -> None:
    assert read_figures(text, "ar") == []


def test_a_result_is_a_score_and_nothing_else() -> None:
    figure = only("فاز الوداد على الرجاء 2-1", "ar")
    assert (figure.kind, figure.value, figure.low, figure.high) == (Kind.SCORE, None, 2, 1)


def test_a_language_that_is_not_read_has_no_figures() -> None:
    assert read_figures("12 blessés", "tzm") == []
    assert read_figures("12 blessés", None) == []


def test_the_span_is_the_figure_in_the_text() -> None:
    text = "قالت الشرطة إن ٢١ شخصا أوقفوا"
    start, end = only(text, "ar").span
    assert text[start:end] == "٢١ شخصا"


_PIECES = [
    *"12 3 2020 . / - ، ماي رقم القانون a@b.ma www.x.ma http://x/1 الساعة المادة COVID-19 article à الـ $".split(),
    " ",
    "\n",
    "x" * 50,
]


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
def test_looking_only_before_digits_blanks_the_same(text: str) -> None:
    assert blank(text) == BLANKED.sub(
        lambda found: found.group() if "$" in found.group() else BLANK * len(found.group()), text
    )
