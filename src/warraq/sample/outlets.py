"""The invented outlets: who they are, where they listen, and what is particular to each. A table, no code.

Every outlet has a loopback address of its own, so that each is a host of its own. No name is a real title's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from warraq.records import OutletSeed

SECTION_ORDER = (
    "politics", "economy", "society", "sports", "culture", "international", "religion", "health", "justice",
    "education", "video",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outlet:
    """One invented outlet."""

    index: int
    slug: str
    names: Mapping[str, str]
    language: str
    engine: str
    """A module of warraq.sample.engines."""
    town: int
    """Row of names.TOWNS."""
    labels: Mapping[str, str]
    """Section -> the outlet's own label."""
    order: str
    """How its articles are laid out: facts 1 2 3, quotation Q, background G; see prose.py."""
    dateline: str = ""
    """How its texts begin; empty: at once."""
    slogan: str = ""
    colour: str = "#1f3a5f"
    appetite: float = 1.0
    """How likely it covers an event, beside the others of its language."""
    clock_skew_seconds: int = 0
    """Its clock minus the true one."""
    is_day_only: bool = False
    """Its pages print no hour."""
    has_darija_titles: bool = False
    is_agency: bool = False
    gone_status: int = 404
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    """What an operator would be told; a sitemap that only robots.txt names is not here."""
    has_front_page: bool = False
    """Whether its front page is the only way in."""
    bylines: float = 0.5
    """Share of articles that name a person."""
    pictures: float = 0.9
    """Share of articles with a picture."""
    extras: frozenset[str] = field(default_factory=frozenset)
    """Habits of its pages: see engines/furniture.py."""

    @property
    def ip(self) -> str:
        """Its loopback address; that of one added for load (see load.py) lies from 127.0.3.1 on."""
        if self.index < len(OUTLETS):
            return f"127.0.1.{self.index + 1}"
        block, place = divmod(self.index - len(OUTLETS), 250)
        return f"127.0.{3 + block}.{place + 1}"


def _labels(text: str) -> dict[str, str]:
    return dict(zip(SECTION_ORDER, (label.strip() for label in text.split(";")), strict=True))


AGENCY_MARKS = {"ar": "و ت أ", "fr": "ATP"}
"""How others sign what they took from the agency; its French wire lies on no site."""

OUTLETS = (
    Outlet(
        0, "taghia", {"ar": "وكالة تاغية للأنباء", "fr": "Agence Taghia de presse"}, "ar", "wire", 0,
        _labels("سياسة;اقتصاد;مجتمع;رياضة;ثقافة;دولي;شؤون دينية;صحة;قضاء;تربية وتعليم;فيديو"),
        "12Q3G", dateline="{town} – {day} ({agency}) – ", slogan="الخبر من منبعه", colour="#0b4f3a", is_agency=True,
        feeds=("/feed.xml",), bylines=0.1, gone_status=410, extras=frozenset({"copyright", "tags"}),
    ),
    Outlet(
        1, "albaydar", {"ar": "جريدة البيدر", "fr": "Al Baydar"}, "ar", "wordpress", 1,
        _labels("السياسة;مال وأعمال;المجتمع;الرياضة;ثقافة وفن;العالم;دين وحياة;صحة;أمن وعدالة;تعليم;صوت وصورة"),
        "1Q2G3Q", dateline="البيدر - {town} ", slogan="حصاد اليوم", colour="#8a1c1c", appetite=1.3,
        feeds=("/feed/",), sitemaps=("/wp-sitemap.xml",), gone_status=404,
        extras=frozenset({"read_also", "share", "tags", "newsletter", "comments", "related", "cookies"}),
    ),
    Outlet(
        2, "lhedra", {"ar": "الهضرة ديال بلادنا", "fr": "Lhedra"}, "ar", "wordpress", 3,
        _labels("سياسة;اقتصاد;حوادث;كرة;فن ومشاهير;خارج الحدود;إسلاميات;صحة;محاكم;تربية وتعليم;بالفيديو"),
        "12GQ3", slogan="كنهضرو بصح", colour="#c2410c", has_darija_titles=True, feeds=("/feed/",), bylines=0.8,
        clock_skew_seconds=25, extras=frozenset({"share", "ads", "related", "cookies", "read_also"}),
    ),
    Outlet(
        3, "alqindil", {"ar": "القنديل", "fr": "Al Qindil"}, "ar", "tables", 8,
        _labels("أخبار سياسية;اقتصاد;محلية;رياضة;ثقافة;دولية;دين;صحة;عدالة;تعليم;فيديو"),
        "1Q23G", dateline="القنديل: ", slogan="يومية إلكترونية مستقلة", colour="#5b2a86", is_day_only=True,
        feeds=("/rss.php",), bylines=0.7, pictures=0.6, extras=frozenset({"copyright"}),
    ),
    Outlet(
        4, "annawras", {"ar": "النورس الإخباري", "fr": "Annawras"}, "ar", "newsmap", 4,
        _labels("الشأن السياسي;إقتصاد;مجتمع;رياضة;ثقافة وفن;دولي;شؤون دينية;طب وصحة;قضايا;تعليم;فيديوهات"),
        "21QG3", slogan="عين على الساحل", colour="#0369a1", clock_skew_seconds=-420, gone_status=410,
        bylines=0.4, extras=frozenset({"share", "ads", "tags", "related", "comments"}),
    ),
    Outlet(
        5, "almirsat", {"ar": "المرساة", "fr": "Al Mirsat"}, "ar", "frontpage", 9,
        _labels("سياسية;أسواق;المجتمع;رياضات;فنون;عرب وعالم;دين و فكر;الصحة;عدالة;تربية;قناة"),
        "1G2Q3", dateline="{town}: ", slogan="جريدة الميناء والمدينة", colour="#134e4a", has_front_page=True,
        extras=frozenset({"read_also", "newsletter", "copyright"}),
    ),
    Outlet(
        6, "nafida24", {"ar": "نافذة 24", "fr": "Nafida 24"}, "ar", "mobile", 5,
        _labels("سياسة;اقتصاد;مجتمع;الرياضة;ثقافة;عربي ودولي;إسلاميات;صحة;قضاء;تعليم;صوت وصورة"),
        "13Q2GQ", dateline="{town} / نافذة 24 – ", slogan="الخبر على مدار الساعة", colour="#1d4ed8",
        clock_skew_seconds=70, feeds=("/rss",), bylines=0.6,
        extras=frozenset({"share", "ads", "read_also", "related", "tags"}),
    ),
    Outlet(
        7, "almihbara", {"ar": "جريدة المحبرة", "fr": "Al Mihbara"}, "ar", "ansi", 2,
        _labels("أخبار سياسية;إقتصاد;محلية;رياضي;أدب;أخبار العالم;شؤون دينية;صحة;أمن;تعليم;تلفزيون"),
        "123GQ", dateline="المحبرة - خاص: ", slogan="منذ 1998", colour="#444444", bylines=0.7, pictures=0.7,
        feeds=("/backend.php",), extras=frozenset({"copyright", "counter"}),
    ),
    Outlet(
        8, "sijillat", {"ar": "السجلات", "fr": "Sijillat"}, "ar", "newsmap", 6,
        _labels("برلمان;مال وأعمال;مجتمع محلي;الرياضة;كتب;دولية;إسلاميات;صحة وطب;أمن وعدالة;تربية وتعليم;فيديو"),
        "1QG23", dateline="{town} - ", slogan="ما يستحق أن يحفظ", colour="#7c2d12", bylines=0.9, appetite=0.8,
        extras=frozenset({"newsletter", "copyright", "tags"}),
    ),
    Outlet(
        9, "lephare", {"ar": "لوفار الساحل", "fr": "Le Phare du littoral"}, "fr", "wordpress", 1,
        _labels("Politique;Economie;Société;Sport;Culture;Monde;Religion;Santé;Justice;Education;Vidéos"),
        "12QG3", dateline="{town} - ", slogan="L'actualité, plein feu", colour="#0f172a",
        feeds=("/feed/",), sitemaps=("/wp-sitemap.xml",), bylines=0.8,
        extras=frozenset({"share", "tags", "related", "newsletter", "read_also", "cookies"}),
    ),
    Outlet(
        10, "lacigogne", {"ar": "اللقلاق", "fr": "La Cigogne"}, "fr", "atom", 0,
        _labels("politique;entreprises;faits divers;sports;arts;international;islam;santé;sécurité;éducation;web tv"),
        "1Q2G3", slogan="Le quotidien qui prend de la hauteur", colour="#9f1239", bylines=0.7, is_day_only=False,
        feeds=("/atom.xml",), gone_status=410, extras=frozenset({"copyright", "share", "comments"}),
    ),
    Outlet(
        11, "lecaroubier", {"ar": "الخروبة", "fr": "Le Caroubier"}, "fr", "frontpage", 7,
        _labels("politique;économie;société;football;culture;afrique;ramadan;bien-être;justice;éducation;vidéo"),
        "G12Q3", slogan="Magazine des régions", colour="#3f6212", has_front_page=True, appetite=0.8,
        extras=frozenset({"newsletter", "related", "copyright"}),
    ),
    Outlet(
        12, "tighremt", {"ar": "تيغرمت", "fr": "Tighremt", "zgh": "ⵜⵉⵖⵔⵎⵜ"}, "zgh", "tifinagh", 33,
        _labels("ⵜⴰⵙⵔⵜⵉⵜ;ⵜⴰⴷⴰⵎⵙⴰ;ⴰⵎⵓⵏ;ⴰⴷⴷⴰⵍ;ⵜⴰⴷⵍⵙⴰ;ⴰⵎⴰⴹⴰⵍ;ⴰⵙⴳⴷ;ⵜⴰⴷⵓⵙⵉ;ⵜⴰⵥⵔⴼⵜ;ⴰⵙⴳⵎⵉ;ⴰⴼⵉⴷⵢⵓ"),
        "12QG3", dateline="{town} – ", slogan="ⵉⵏⵖⵎⵉⵙⵏ ⵙ ⵜⵎⴰⵣⵉⵖⵜ", colour="#14532d", feeds=("/feed",), bylines=0.9,
        extras=frozenset({"tags", "share", "copyright"}),
    ),
)  # fmt: skip

BY_SLUG = {outlet.slug: outlet for outlet in OUTLETS}
BY_LANGUAGE = {
    code: tuple(outlet for outlet in OUTLETS if outlet.language == code) for code in ("ar", "fr", "zgh")
}
AGENCY = next(outlet for outlet in OUTLETS if outlet.is_agency)


def base_of(outlet: Outlet, port: int) -> str:
    """The outlet's address without a path."""
    return f"http://{outlet.ip}:{port}"


def seeds(port: int, outlets: Sequence[Outlet] = OUTLETS) -> tuple[OutletSeed, ...]:
    """Every one of the outlets as an operator would type it: its homepage and the channels that are known of it."""
    return tuple(
        OutletSeed(
            slug=outlet.slug,
            homepage=f"{base_of(outlet, port)}/",
            names=outlet.names,
            language=outlet.language,
            feeds=tuple(base_of(outlet, port) + path for path in outlet.feeds),
            sitemaps=tuple(base_of(outlet, port) + path for path in outlet.sitemaps)
            or ((f"{base_of(outlet, port)}/news-sitemap.xml",) if outlet.engine == "newsmap" else ()),
            has_front_page=outlet.has_front_page,
            is_agency=outlet.is_agency,
            note="invented",
        )
        for outlet in outlets
    )
