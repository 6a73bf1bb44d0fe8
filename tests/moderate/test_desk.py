"""The desk lists reported pictures first, hides and restores them, and lets nobody else in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings

from tests.store.rows import NOW
from warraq.moderate.reports import record_report
from warraq.settings import trusted_origins
from warraq.store import models

pytestmark = pytest.mark.django_db
LIST = "/desk/store/picture/"


@pytest.fixture
def pictures() -> list[models.Picture]:
    made = [models.Picture(sha256=letter * 64, width=800, height=450, added_at=NOW) for letter in "abc"]
    models.Picture.objects.bulk_create(made)
    for number in range(3):
        visitor = f"192.0.2.{number}"
        record_report(
            sha256="b" * 64, number=None, visitor=visitor, reason="عنف", now=NOW, threshold=3, edition="ma"
        )
    return list(models.Picture.objects.order_by("sha256"))


@pytest.fixture
def moderator() -> Client:
    user = User.objects.create_superuser("amina", password="a long and good sentence")
    client = Client()
    client.force_login(user)
    return client


def decide(client: Client, action: str, picture: models.Picture) -> None:
    answer = client.post(LIST, {"action": action, "_selected_action": [picture.pk]}, follow=True)
    assert answer.status_code == 200


def test_reported_pictures_come_first(pictures: list[models.Picture], moderator: Client) -> None:
    page = moderator.get(LIST).content.decode()
    assert page.index("b" * 64) < page.index("a" * 64)
    detail = moderator.get(f"{LIST}{pictures[1].pk}/change/").content.decode()
    assert "عنف" in detail
    assert "192.0.2" not in detail


def test_the_desk_restores_for_good_and_hides(pictures: list[models.Picture], moderator: Client) -> None:
    reported = pictures[1]
    reported.refresh_from_db()
    assert reported.is_hidden
    decide(moderator, "restore", reported)
    reported.refresh_from_db()
    assert (reported.is_hidden, reported.is_pinned) == (False, True)
    decide(moderator, "hide", reported)
    reported.refresh_from_db()
    assert (reported.is_hidden, reported.is_pinned) == (True, False)


def test_moderators_see_hidden_pictures_and_nobody_else_does(
    pictures: list[models.Picture], moderator: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARRAQ_DATA", str(tmp_path))
    file = tmp_path / "pictures" / "bb" / f"{'b' * 64}-small.webp"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"RIFF")
    address = f"{LIST}file/{'b' * 64}"
    assert moderator.get(address).content == b"RIFF"
    assert Client().get(address).status_code == 302
    assert moderator.get(f"{LIST}file/{'a' * 64}").status_code == 404


@pytest.mark.parametrize("path", ["/desk/", LIST, "/desk/store/outlet/", "/desk/store/article/"])
def test_strangers_are_asked_to_sign_in(path: str, moderator: Client) -> None:
    assert Client().get(path).status_code == 302
    assert moderator.get(path).status_code == 200


@override_settings(CSRF_TRUSTED_ORIGINS=trusted_origins("https://press.example.org"))
def test_the_desk_opens_behind_a_web_server_that_speaks_https() -> None:
    """Such a server asks us over HTTP; the moderator's browser names the public address as the form's origin."""
    User.objects.create_superuser("amina", password="a long and good sentence")
    client = Client(enforce_csrf_checks=True)
    form = client.get("/desk/login/", headers={"Host": "press.example.org"})
    words = {
        "username": "amina",
        "password": "a long and good sentence",
        "csrfmiddlewaretoken": form.cookies["csrftoken"].value,
    }
    browser = {"Host": "press.example.org", "Origin": "https://press.example.org"}
    assert client.post("/desk/login/", words, headers=browser).status_code == 302
    forger = {**browser, "Origin": "https://elsewhere.example.org"}
    assert client.post("/desk/login/", words, headers=forger).status_code == 403
