"""The page of outlets and how they do: in the reader's words, with what broke, what was given up, and why."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.serve.press import NOW, Visitor, make_article, make_outlet
from warraq.condition import Condition, Day
from warraq.serve.faults import RULES, tell
from warraq.serve.web.health import CONDITIONS, bars
from warraq.serve.words import LOCALES, words_of
from warraq.store import models

FAULTS = (
    ("https://x.example/: the host answered 403. Ask the publisher for access.", "refuse notre robot (réponse 403)"),
    ("https://x.example/: the host asks for a human. Ask the publisher for access.", "demande un humain"),
    ("https://x.example/: the host answered 503", "Son serveur est en panne (réponse 503)"),
    ("https://x.example/: the host answered 404", "n’y est plus (réponse 404)"),
    ("https://x.example/: the host answered 418", "inutilisable (418)"),
    ("https://x.example/: the host asked us to come back later (429)", "revenir plus tard"),
    ("https://x.example/: cannot be reached (Cannot connect to host x.example:443 ssl:default [Name or service not "
     "known])", "nom de domaine"),
    ("https://x.example/: cannot be reached (certificate verify failed: expired)", "certificat"),
    ("https://x.example/: cannot be reached (Connection reset by peer)", "injoignable"),
    ("https://x.example/: does not answer", "injoignable"),
    ("https://x.example/: took longer than 45 s", "trop lent"),
    ("read_feed took longer than 20 s", "n’a pas pu être traité"),
    ("https://x.example/: redirects in a circle", "nous renvoie"),
    ("https://x.example/: lies on a private network. Only public addresses are fetched.", "réseau privé"),
    ("https://x.example/: is larger than 20 MB", "trop gros"),
    ("https://x.example/: ended before its compression did", "abîmé"),
    ("https://x.example/: the feed is empty. Check the address.", "est vide"),
    ("https://x.example/: this is an HTML page, not a feed. Give the feed's own address.", "n’est pas un flux"),
    ("https://x.example/: the publisher's robots file forbids it", "l’interdisent"),
    ("https://x.example/: the host's robots file cannot be read, so nothing else is fetched there", "illisibles"),
    ("no text was found in it", "Aucun texte"),
)  # fmt: skip


def channel(outlet: models.Outlet, **fields: Any) -> models.Channel:
    """A channel that answered just now."""
    fields = {"address": f"https://{outlet.slug}.example/feed", "asked_at": NOW, "answered_at": NOW, **fields}
    return models.Channel.objects.create(
        outlet=outlet, kind="feed", next_at=NOW + timedelta(hours=1), **fields
    )


@pytest.mark.parametrize(("fault", "said"), FAULTS)
def test_faults_are_told_in_the_readers_words(fault: str, said: str) -> None:
    told = tell(words_of("fr"), fault)
    assert said in str(told.said).replace("\xa0", " ")
    assert told.english == ""
    assert re.search("[ء-ي]", tell(words_of("ar"), fault).said)


def test_a_fault_that_no_rule_knows_is_shown_as_it_is() -> None:
    told = tell(words_of("ar"), "<b>a new kind of trouble</b>")
    assert told.english == "<b>a new kind of trouble</b>"


def test_words_in_an_address_are_no_fault() -> None:
    told = tell(words_of("fr"), "https://x.example/redirects-certificate: took longer than 45 s")
    assert "trop lent" in told.said


@pytest.mark.parametrize("language", LOCALES)
def test_every_condition_and_every_fault_has_words(language: str) -> None:
    assert set(CONDITIONS) == set(Condition)
    known = words_of(language).messages()
    assert {*CONDITIONS.values(), *(message for _, message in RULES)} <= known


def test_each_outlet_stands_in_its_condition(visitor: Visitor) -> None:
    channel(make_outlet("new"))
    channel(make_outlet("blocked"), fault="https://x.example/: the host answered 403. Ask the publisher for access.",
            is_blocked=True)  # fmt: skip
    channel(make_outlet("mute"), fault="https://x.example/: does not answer", answered_at=None)
    partly = make_outlet("partly")
    for n in range(1, 15):
        make_article(partly, at=NOW - timedelta(days=n))
    channel(partly)
    channel(partly, address="https://partly.example/2", fault="<b>broken</b>")
    make_outlet("paused", state="paused", state_reason="Le site est <refait>")
    make_outlet("gone", state="removed", state_reason="A cessé de paraître")
    page = visitor.text("/fr/health")
    words = words_of("fr")
    for condition in ("NEW", "BLOCKED", "UNREACHABLE", "PARTLY", "PAUSED", "GIVEN_UP"):
        assert str(words(CONDITIONS[Condition[condition]])) in page
    assert "Il refuse notre robot (réponse 403)." in page
    assert "&lt;b&gt;broken" in page
    assert "Le site est &lt;refait&gt;" in page
    assert "A cessé de paraître" in page
    assert page.index("/fr/blocked") < page.index("/fr/partly") < page.index("/fr/gone")
    assert 'href="https://blocked.example/"' in page
    assert 'href="https://partly.example/"' not in page


def test_numbers_stand_beside_the_bars(visitor: Visitor) -> None:
    outlet = make_outlet()
    channel(outlet)
    for n in range(1, 20):
        for _ in range(3):
            make_article(outlet, at=NOW - timedelta(days=n))
    page = visitor.text("/fr/health")
    assert "3, 3, 3, 3" in page
    assert "3 par jour, d’habitude 3" in page
    assert "100\xa0%" in page or "100\u202f%" in page
    assert "–, –" in page, "days before the first article are unknown, not empty"
    assert "il y a 1 jour" in page


def test_when_we_are_away_the_page_says_so(visitor: Visitor) -> None:
    channel(make_outlet(), answered_at=NOW - timedelta(hours=5))
    assert "Rien n’a été collecté depuis" in visitor.text("/fr/health")


def test_an_edition_without_outlets(visitor: Visitor) -> None:
    assert "لم تُضف أي صحيفة بعد" in visitor.text("/health")


def test_bars_leave_out_days_on_which_nothing_was_collected() -> None:
    on = NOW.date()
    drawn = str(bars([Day(on, 10), Day(on, None), Day(on, 0), Day(on, 5), Day(on, 1000)]))
    assert drawn.count("h5") == 4
    assert drawn.count("z") == 3
    assert "v-30" in drawn
    assert "v-1h" in drawn
    assert "<svg" in bars([])
