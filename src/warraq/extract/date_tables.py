"""The words of dates: months, weekdays, clocks, relative words of the press's languages.

Tables a non-programmer can correct. Words are written as the press prints them; `dates` folds them (accents,
hamzas, tatweel, ta marbuta, emphatic Tifinagh letters) the same way as the text it reads.
"""

from __future__ import annotations

MONTHS: tuple[str, ...] = (
    # Morocco | Egypt, Gulf, Mauritania | Levant | Algeria, Tunisia | French | English | Tifinagh | Amazigh
    # One row a month on purpose: a table to be corrected.
    "يناير ينايير|يناير|كانون الثاني,كانون ثاني|جانفي|janvier janv jan|january jan|ⵉⵏⵏⴰⵢⵔ ⵢⵏⵏⴰⵢⵔ|innayr yennayer",
    "فبراير فبرابر فيبراير|فبراير|شباط|فيفري|février fevr fév|february febr feb|ⴱⵕⴰⵢⵕ|brayr furar",
    "مارس|مارس|آذار اذار|مارس|mars|march mar|ⵎⴰⵕⵚ|mars meɣres",
    "أبريل|إبريل ابريل|نيسان|أفريل|avril avr|april apr|ⵉⴱⵔⵉⵔ|ibrir yebrir",
    "ماي|مايو|أيار|ماي|mai|may|ⵎⴰⵢⵢⵓ|mayyu",
    "يونيو|يونيو يونيه يونية|حزيران|جوان|juin|june jun|ⵢⵓⵏⵢⵓ|yunyu",
    "يوليوز يليوز|يوليو يوليه يولية|تموز|جويلية جويليه|juillet juil juill|july jul|ⵢⵓⵍⵢⵓⵣ|yulyuz yulyu",
    "غشت أغشت|أغسطس|آب|أوت|août aout aoû|august aug|ⵖⵓⵛⵜ|ɣuct ghuct",
    "شتنبر شتمبر|سبتمبر سبتنبر|أيلول|سبتمبر|septembre sept|september sep|ⵛⵓⵜⴰⵏⴱⵉⵔ|cutanbir ctember",
    "أكتوبر أوكتوبر|أكتوبر|تشرين الأول,تشرين أول|أكتوبر|octobre oct|october|ⴽⵜⵓⴱⵔ ⵓⴽⵜⵓⴱⵔ|ktubr tuber",
    "نونبر نونمبر|نوفمبر نوفنبر|تشرين الثاني,تشرين ثاني|نوفمبر|novembre nov|november|ⵏⵓⵡⴰⵏⴱⵉⵔ|nuwanbir wamber",
    "دجنبر دجمبر ديجنبر|ديسمبر دسمبر|كانون الأول,كانون أول|ديسمبر|décembre déc|december dec|ⴷⵓⵊⴰⵏⴱⵉⵔ|dujanbir dujamber",
)
"""January to December. Words are parted by spaces; where one name has two words, names are parted by commas."""

HIJRI_MONTHS: tuple[tuple[str, ...], ...] = (
    ("محرم", "محرم الحرام", "المحرم", "mouharram", "moharram", "muharram"),
    ("صفر", "صفر الخير", "safar"),
    ("ربيع الأول", "ربيع أول", "ربيع النبوي", "rabii i", "rabi i"),
    ("ربيع الثاني", "ربيع الآخر", "ربيع ثاني", "ربيع آخر", "rabii ii", "rabi ii"),
    ("جمادى الأولى", "جمادى الأول", "جمادى أولى", "joumada i", "jumada i"),
    ("جمادى الثانية", "جمادى الآخرة", "جمادى الثاني", "جمادى الآخر", "joumada ii", "jumada ii"),
    ("رجب", "رجب الفرد", "rajab"),
    ("شعبان", "chaabane", "shaban"),
    ("رمضان", "رمضان المبارك", "رمضان المعظم", "ramadan", "ramadhan"),
    ("شوال", "chaoual", "shawwal"),
    ("ذو القعدة", "ذي القعدة", "ذوالقعدة", "ذي قعدة", "القعدة", "dou al kiada", "dhu al-qadah"),
    ("ذو الحجة", "ذي الحجة", "ذوالحجة", "ذي حجة", "الحجة", "dou al hijja", "dhu al-hijjah"),
)

WEEKDAYS: tuple[tuple[str, ...], ...] = (
    ("الاثنين", "الإثنين", "الأثنين", "lundi", "monday", "ⴰⵢⵏⴰⵙ", "aynas", "arim"),
    ("الثلاثاء", "الثلاثا", "mardi", "tuesday", "ⴰⵙⵉⵏⴰⵙ", "asinas"),
    ("الأربعاء", "الإربعاء", "mercredi", "wednesday", "ⴰⴽⵕⴰⵙ", "akras"),
    ("الخميس", "jeudi", "thursday", "ⴰⴽⵡⴰⵙ", "akwas"),
    ("الجمعة", "vendredi", "friday", "ⴰⵙⵉⵎⵡⴰⵙ", "asimwas"),
    ("السبت", "samedi", "saturday", "ⴰⵙⵉⴹⵢⴰⵙ", "asidyas"),
    ("الأحد", "dimanche", "sunday", "ⴰⵙⴰⵎⴰⵙ", "asamas"),
)
"""Monday to Sunday, full names only: short ones (mar., sam.) are too many other words to stand alone."""

FIRST_OF_MONTH = ("فاتح", "الفاتح", "الأول", "premier")

ORDINALS: tuple[str, ...] = (
    "الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر", "الحادي عشر",
    "الثاني عشر", "الثالث عشر", "الرابع عشر", "الخامس عشر", "السادس عشر", "السابع عشر", "الثامن عشر", "التاسع عشر",
    "العشرين", "الحادي والعشرين", "الثاني والعشرين", "الثالث والعشرين", "الرابع والعشرين", "الخامس والعشرين",
    "السادس والعشرين", "السابع والعشرين", "الثامن والعشرين", "التاسع والعشرين", "الثلاثين", "الحادي والثلاثين",
)  # fmt: skip
"""Days of a month in words, 1 to 31; believed before من and a month's name alone (تشرين الثاني is a month)."""

HOURS: tuple[str, ...] = (
    "الواحدة", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة", "العاشرة",
    "الحادية عشرة", "الثانية عشرة",
)  # fmt: skip
"""Hours in words, 1 to 12; believed before a word for morning or evening alone."""
PARTS_OF_HOUR: dict[str, int] = {"والنصف": 30, "ونصف": 30, "والربع": 15, "وربع": 15, "والثلث": 20, "وثلث": 20}
"""Minutes after an hour in words."""

RANGE_WORDS = ("و", "au", "à", "et", "to", "and", "until", "till", "الى", "إلى", "حتى", "&")
"""Between two days or dates they make a span of time, which is no publication."""

DAYS_AGO: dict[str, int] = {
    "اليوم": 0, "هذا اليوم": 0, "اليوما": 0, "صباح اليوم": 0, "مساء اليوم": 0, "ظهر اليوم": 0, "عصر اليوم": 0,
    "زوال اليوم": 0, "aujourd'hui": 0, "ce matin": 0, "ce soir": 0, "cet après-midi": 0, "today": 0,
    "this morning": 0, "this evening": 0, "ⴰⵙⵙⴰ": 0, "ass-a": 0, "assa": 0,
    "أمس": 1, "البارحة": 1, "البارح": 1, "يوم أمس": 1, "بالأمس": 1, "الأمس": 1, "صباح أمس": 1, "مساء أمس": 1,
    "ليلة أمس": 1, "ظهر أمس": 1, "زوال أمس": 1, "مساء البارحة": 1, "hier": 1, "hier matin": 1, "hier soir": 1,
    "hier après-midi": 1, "yesterday": 1, "ⵉⴹⵍⵍⵉ": 1, "iḍlli": 1, "idlli": 1,
    "أول أمس": 2, "أمس الأول": 2, "أول البارحة": 2, "أول البارح": 2, "قبل أمس": 2, "يوم أول أمس": 2,
    "avant-hier": 2, "avant hier": 2, "the day before yesterday": 2,
}  # fmt: skip

NOW_WORDS = ("الآن", "قبل لحظات", "منذ لحظات", "قبل لحظة", "à l'instant", "maintenant", "just now", "now")

UNITS: dict[str, tuple[str, int]] = {
    "ثانية": ("second", 1), "ثواني": ("second", 1), "ثوان": ("second", 1), "ثانيتين": ("second", 2),
    "دقيقة": ("minute", 1), "دقائق": ("minute", 1), "دقايق": ("minute", 1), "دقيقتين": ("minute", 2),
    "دقيقتان": ("minute", 2), "ساعة": ("hour", 1), "ساعات": ("hour", 1), "سوايع": ("hour", 1),
    "ساعتين": ("hour", 2), "ساعتان": ("hour", 2),
    "يوم": ("day", 1), "يوما": ("day", 1), "أيام": ("day", 1), "ايام": ("day", 1), "يومين": ("day", 2),
    "يومان": ("day", 2), "أسبوع": ("week", 1), "أسبوعا": ("week", 1), "أسابيع": ("week", 1),
    "أسبوعين": ("week", 2), "أسبوعان": ("week", 2),
    "شهر": ("month", 1), "شهرا": ("month", 1), "أشهر": ("month", 1), "شهور": ("month", 1),
    "شهرين": ("month", 2), "شهران": ("month", 2),
    "s": ("second", 1), "sec": ("second", 1), "seconde": ("second", 1), "secondes": ("second", 1),
    "second": ("second", 1), "seconds": ("second", 1), "min": ("minute", 1), "mn": ("minute", 1),
    "minute": ("minute", 1), "minutes": ("minute", 1), "mins": ("minute", 1), "h": ("hour", 1),
    "d": ("day", 1), "w": ("week", 1), "sem": ("week", 1),
    "heure": ("hour", 1), "heures": ("hour", 1), "hour": ("hour", 1), "hours": ("hour", 1), "hr": ("hour", 1),
    "hrs": ("hour", 1), "j": ("day", 1), "jour": ("day", 1), "jours": ("day", 1), "day": ("day", 1),
    "days": ("day", 1), "semaine": ("week", 1), "semaines": ("week", 1), "week": ("week", 1),
    "weeks": ("week", 1), "mois": ("month", 1), "month": ("month", 1), "months": ("month", 1),
}  # fmt: skip
"""Words of a span of time; a dual counts two by itself. Years are not here: they would give a year alone."""

COUNTS: dict[str, int] = {
    "واحد": 1, "واحدة": 1, "اثنان": 2, "اثنين": 2, "اثنتين": 2, "ثلاث": 3, "ثلاثة": 3, "أربع": 4, "أربعة": 4,
    "خمس": 5, "خمسة": 5, "ست": 6, "ستة": 6, "سبع": 7, "سبعة": 7, "ثمان": 8, "ثماني": 8, "ثمانية": 8,
    "تسع": 9, "تسعة": 9, "عشر": 10, "عشرة": 10,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip

FRACTIONS: dict[str, int] = {
    "نصف ساعة": 30, "ربع ساعة": 15, "ثلث ساعة": 20, "une demi-heure": 30, "une demi heure": 30, "un quart d'heure": 15,
    "half an hour": 30,
}  # fmt: skip
"""Minutes."""

AGO_BEFORE = ("منذ", "قبل", "من", "هادي", "هذه", "il y a", "depuis")
AGO_AFTER = ("مضت", "خلت", "ago")
ABOUT = ("حوالي", "نحو", "زهاء", "قرابة", "environ", "about")
LAST = ("الماضي", "الماضية", "المنصرم", "المنصرمة", "dernier")

MORNING = ("صباحا", "ص", "فجرا", "الصباح", "am", "a.m.", "a.m", "du matin", "du mat")
EVENING = (
    "مساء", "مساءا", "م", "ظهرا", "زوالا", "بعد الزوال", "بعد الظهر", "عصرا", "المساء", "pm", "p.m.", "p.m",
    "de l'après-midi", "du soir",
)  # fmt: skip
NIGHT = ("ليلا",)
"""From six on it is evening, before that morning; twelve is midnight."""

AT_HOUR = ("على الساعة", "الساعة", "عند الساعة", "à", "at", "vers")

ZONES: dict[str, int] = {
    "gmt": 0, "utc": 0, "ut": 0, "z": 0, "wet": 0, "west": 60, "cet": 60, "cest": 120, "bst": 60,
    "eet": 120, "eest": 180, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "غرينتش": 0, "غرينيتش": 0, "جرينتش": 0, "جرينيتش": 0, "غرينويتش": 0, "تغ": 0, "ت غ": 0, "ت.غ": 0,
}  # fmt: skip
"""Minutes from UTC. `EST` is left to `SECONDS_ZONES`: `est` is a French verb."""

SECONDS_ZONES: dict[str, int] = {"est": -300}
"""Zones believed only after hours, minutes and seconds, as RFC 822 writes them."""

PUBLISHED_WORDS = (
    "نشر", "نشرت", "نشر في", "نشر يوم", "تم النشر", "تاريخ النشر", "منشور", "أضيف", "أضيف في", "كتب", "حرر",
    "بتاريخ النشر",
    "صدر", "publié", "publiée", "publie", "date de publication", "posté", "mis en ligne", "mise en ligne", "rédigé",
    "paru", "créé", "published", "posted", "first published", "created", "date published",
)  # fmt: skip
MODIFIED_WORDS = (
    "آخر تحديث", "أخر تحديث", "تحديث", "تاريخ التحديث", "تم التحديث", "تم تحديثه", "تحيين", "آخر تحيين",
    "محدث", "حدث في", "حدث بتاريخ",
    "تم التعديل", "آخر تعديل", "تعديل", "عدل", "عدلت", "mis à jour", "mise à jour", "màj", "maj", "modifié", "modifiée",
    "dernière modification", "dernière mise à jour", "actualisé", "actualisée", "mis-à-jour", "updated", "last updated",
    "update", "modified", "last modified", "edited", "date modified",
)  # fmt: skip
"""`حدث` alone is left out: without its vowel marks it also means "it happened" and "an event"."""

NOISE_WORDS = (
    "في", "يوم", "بتاريخ", "تاريخ", "على", "le", "on", "the", "date", "du", "en", "last", "this",
    "تقريبا", "environ", "من الآن", "ⴰⵙⵙ", "ass", "ⵏ", "n",
)  # fmt: skip
"""Words that may surround a relative date and mean nothing."""
