"""`warraq outlet check`: each outlet's condition with its numbers, exit 1 where one is in trouble, no network."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from warraq.commands import main
from warraq.processes.locks import only_one
from warraq.store import models

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARRAQ_DATA", str(tmp_path))
    return tmp_path


def outlet(slug: str, fault: str = "") -> models.Outlet:
    now = datetime.now(UTC)
    row = models.Outlet.objects.create(edition="ma", slug=slug, names={"fr": slug.title()}, added_at=now)
    models.Channel.objects.create(
        outlet=row,
        kind="feed",
        address=f"https://{slug}.example/feed",
        next_at=now + timedelta(hours=1),
        asked_at=now,
        answered_at=None if fault else now,
        fault=fault,
        is_blocked=bool(fault),
    )
    return row


def test_one_in_trouble_is_named_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    outlet("good")
    outlet("bad", "https://bad.example/feed: the host answered 403. Ask the publisher for access.")
    assert main(["outlet", "check"]) == 1
    said = capsys.readouterr().out
    assert "bad                      blocked" in said
    assert "the host answered 403" in said
    assert "2 outlets: 1 new, 1 blocked" in said


def test_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    outlet("good")
    assert main(["outlet", "check"]) == 0
    assert main(["outlet", "check", "good"]) == 0
    assert "https://good.example/feed" in capsys.readouterr().out


def test_nothing_to_check_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outlet", "check"]) == 0
    assert "No outlet has been added yet." in capsys.readouterr().out


def test_json_has_the_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    outlet("good")
    assert main(["outlet", "check", "--json"]) == 0
    (row,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (row["outlet"], row["condition"], len(row["days"])) == ("good", "new", 28)
    assert row["channels"][0]["kind"] == "feed"


def test_why_an_outlet_was_given_up_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    row = outlet("good")
    assert main(["outlet", "pause", "good", "--reason", "the publisher asked"]) == 0
    assert main(["outlet", "check", "good"]) == 0
    assert "the publisher asked" in capsys.readouterr().out
    assert main(["outlet", "resume", "good"]) == 0
    row.refresh_from_db()
    assert row.state_reason == ""


def test_now_needs_an_outlet_and_a_collector(capsys: pytest.CaptureFixture[str]) -> None:
    outlet("good")
    assert main(["outlet", "check", "--now"]) == 2
    assert main(["outlet", "check", "good", "--now"]) == 2
    assert "no collector runs here" in capsys.readouterr().err


def test_now_makes_its_channels_due(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    row = outlet("good")
    monkeypatch.setattr("warraq.commands.outlet_check.WAIT_SECONDS", -1.0)
    with only_one(data, "collector"):
        assert main(["outlet", "check", "good", "--now"]) == 0
    assert "1 channels were not asked" in capsys.readouterr().err
    channel = models.Channel.objects.get(outlet=row)
    assert channel.next_at <= datetime.now(UTC)
