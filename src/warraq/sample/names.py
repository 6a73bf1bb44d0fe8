"""Names that the three languages share: real towns, invented people. Each is one thing written several ways."""

from __future__ import annotations

from warraq.sample.words import in_tifinagh


def _table(text: str) -> tuple[tuple[str, str, str], ...]:
    rows = []
    for entry in " ".join(text.split()).split("; "):
        arabic, french, amazigh = entry.split("/")
        rows.append((arabic, french, in_tifinagh(amazigh)))
    return tuple(rows)


TOWNS = _table(
    """الرباط/Rabat/rrbaṭ; الدار البيضاء/Casablanca/ddar lbiḍa; فاس/Fès/fas; مراكش/Marrakech/mrrakc;
    طنجة/Tanger/ṭanja; أكادير/Agadir/agadir; وجدة/Oujda/wjda; مكناس/Meknès/mknas; تطوان/Tétouan/tiṭṭawan;
    آسفي/Safi/asfi; الجديدة/El Jadida/ljdida; بني ملال/Beni Mellal/ayt mllal; الناظور/Nador/nnaḍur;
    خريبكة/Khouribga/xribga; سطات/Settat/sṭṭat; القنيطرة/Kénitra/lqniṭra; العرائش/Larache/lɛrayc;
    تازة/Taza/taza; الصويرة/Essaouira/tassurt; ورزازات/Ouarzazate/warzazat; الرشيدية/Errachidia/imtɣren;
    تارودانت/Taroudant/tarudant; تيزنيت/Tiznit/tiznit; كلميم/Guelmim/aglmim; العيون/Laâyoune/laɛyun;
    الداخلة/Dakhla/ddaxla; الحسيمة/Al Hoceïma/lḥusima; شفشاون/Chefchaouen/accawn; خنيفرة/Khénifra/xnifra;
    ميدلت/Midelt/midlt; زاكورة/Zagora/zagura; أزيلال/Azilal/azilal; بركان/Berkane/brkan; صفرو/Sefrou/ṣfru;
    إفران/Ifrane/ifran; وزان/Ouezzane/wazzan; تاوريرت/Taourirt/tawrirt; جرسيف/Guercif/agrsif;
    قلعة السراغنة/El Kelâa/lqlɛa; تنغير/Tinghir/tinɣir"""
)
FOREIGN = _table(
    """باريس/Paris/bariz; مدريد/Madrid/madrid; بروكسيل/Bruxelles/bruksil; جنيف/Genève/jniv; روما/Rome/ruma;
    لشبونة/Lisbonne/licbuna; داكار/Dakar/dakar; نيروبي/Nairobi/nayrubi; تونس/Tunis/tunis; عمّان/Amman/ɛmman;
    إسطنبول/Istanbul/isṭanbul; جاكرتا/Jakarta/jakarta; مكسيكو/Mexico/miksiku; أوسلو/Oslo/uslu;
    فيينا/Vienne/vyanna; أديس أبابا/Addis-Abeba/addis ababa"""
)
MEN = _table(
    """إدريس/Driss/dris; عبد الغني/Abdelghani/ɛbd lɣani; يوسف/Youssef/yusf; مصطفى/Mostafa/muṣṭafa;
    رشيد/Rachid/rcid; نبيل/Nabil/nabil; هشام/Hicham/hicam; كريم/Karim/karim; عبد الرحيم/Abderrahim/ɛbd rrḥim;
    منير/Mounir/munir; طارق/Tarik/ṭarq; أنس/Anas/anas; حميد/Hamid/ḥamid; جواد/Jaouad/jwad; سمير/Samir/samir;
    العربي/Larbi/lɛrbi; خالد/Khalid/xalid; زكرياء/Zakaria/zakarya; بدر/Badr/badr; المهدي/Mehdi/mhdi"""
)
WOMEN = _table(
    """نعيمة/Naïma/nɛima; سعاد/Souad/suɛad; لطيفة/Latifa/laṭifa; أمينة/Amina/amina; حنان/Hanane/ḥanan;
    فاطمة الزهراء/Fatima-Zahra/faṭima zzahra; سلمى/Salma/salma; إيمان/Imane/iman; خديجة/Khadija/xdija;
    نادية/Nadia/nadya; مريم/Meryem/mryam; أسماء/Asmae/asmaɛ; هدى/Houda/huda; زينب/Zineb/zaynb; رجاء/Rajae/rjaɛ;
    سناء/Sanae/snaɛ"""
)
FAMILIES = _table(
    """الزروالي/Zerouali/zzrwali; بنشقرون الفاسي/Benchekroun El Fassi/bn cqrun; التازي المرابط/Tazi Mrabet/ttazi;
    أوعلي/Ouali/u ɛli; السملالي/Semlali/ssmlali; بوزيان/Bouziane/buzyan; الخمليشي/Khamlichi/lxmlici;
    الودغيري/Oudghiri/lwdɣiri; أيت الطالب علي/Aït Taleb Ali/ayt ṭṭalb; المريني/Merini/lmrini;
    الدكالي/Doukkali/ddkkali; بنسعيد الحسني/Bensaïd Hassani/bn sɛid; الغرباوي/Gharbaoui/lɣrbawi;
    أمزيان/Amziane/amzyan; السرغيني/Serghini/ssrɣini; الشاوي/Chaoui/ccawi; بلمقدم/Belmokaddem/blmqddm;
    الهواري/Houari/lhwari; التمسماني/Temsamani/ttmsmani; الركراكي/Regragui/rrgragi; أكنسوس/Akensous/aknsus;
    بوشعيب/Bouchaïb/bucɛib; المسفيوي/Mesfioui/lmsfiwi; الحياني/Hayani/lḥyani; أزناك/Aznag/aznag;
    الوزاني/Ouazzani/lwzzani; الكتاني/Kettani/lkttani; حجيرة/Hajira/ḥjira; العبدلاوي/Abdellaoui/lɛbdllawi;
    بوطيب/Boutayeb/buṭayb; الغزواني/Ghazouani/lɣzwani; اليعقوبي/Yacoubi/lyɛqubi"""
)
COLUMN = {"ar": 0, "fr": 1, "zgh": 2}


def person(language: str, first: int, family: int, *, is_woman: bool = False) -> str:
    """A full name; any numbers will do."""
    column = COLUMN[language]
    names = WOMEN if is_woman else MEN
    return f"{names[first % len(names)][column]} {FAMILIES[family % len(FAMILIES)][column]}"


def town(language: str, number: int) -> str:
    """A Moroccan town; any number will do."""
    return TOWNS[number % len(TOWNS)][COLUMN[language]]


def foreign_town(language: str, number: int) -> str:
    """A town abroad; any number will do."""
    return FOREIGN[number % len(FOREIGN)][COLUMN[language]]
