"""Three distinct people hide a picture; the desk may restore it for good; nobody's address is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.store.rows import NOW
from warraq.errors import BadInput
from warraq.moderate.reports import KEY_LIFE, forget_people, person_of, record_report, settle
from warraq.store import models

pytestmark = pytest.mark.django_db
SHA = "a" * 64


@pytest.fixture(autouse=True)
def picture() -> models.Picture:
    return models.Picture.objects.create(sha256=SHA, width=800, height=450, added_at=NOW)


def report(visitor: str, later: timedelta = timedelta()) -> tuple[bool, int, bool]:
    outcome = record_report(
        sha256=SHA, number=None, visitor=visitor, reason="", now=NOW + later, threshold=3, edition="ma"
    )
    return outcome.is_new, outcome.people, outcome.is_hidden


def test_the_third_person_hides_the_picture() -> None:
    assert report("192.0.2.1") == (True, 1, False)
    assert report("192.0.2.1") == (False, 1, False)
    assert report("192.0.2.2") == (True, 2, False)
    assert report("192.0.2.3") == (True, 3, True)
    assert models.Counter.objects.get(name="generation:ma").value == 1


def test_one_household_is_one_person() -> None:
    assert person_of("2001:db8::1", b"k") == person_of("2001:db8::2", b"k")
    assert person_of("2001:db8::1", b"k") != person_of("2001:db8:0:1::1", b"k")
    assert person_of("::ffff:192.0.2.1", b"k") == person_of("192.0.2.1", b"k")
    assert person_of("192.0.2.1", b"k") != person_of("192.0.2.1", b"other")


def test_what_the_desk_restored_stays(picture: models.Picture) -> None:
    for number in range(3):
        report(f"192.0.2.{number}")
    settle(picture, is_hidden=False)
    for number in range(10, 20):
        assert report(f"192.0.2.{number}")[2] is False
    settle(picture, is_hidden=True)
    picture.refresh_from_db()
    assert (picture.is_hidden, picture.is_pinned) == (True, False)


def test_no_address_is_stored_and_hashes_end_with_their_key() -> None:
    report("192.0.2.1")
    assert "192.0.2.1" not in str(models.Report.objects.get().person)
    assert forget_people(NOW + KEY_LIFE / 2) == 0
    assert forget_people(NOW + KEY_LIFE) == 1
    assert models.Report.objects.get().person is None
    assert not models.ReportKey.objects.exists()
    assert report("192.0.2.1", KEY_LIFE)[:2] == (True, 2)


def test_an_unknown_picture_is_named() -> None:
    with pytest.raises(BadInput):
        record_report(
            sha256="b" * 64, number=1, visitor="192.0.2.1", reason="", now=NOW, threshold=3, edition="ma"
        )
    assert not models.Report.objects.exists()
