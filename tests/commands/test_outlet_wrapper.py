"""`warraq outlet wrapper`: what an operator sees of wrappers, and that his corrections stay."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.extract.sample_pages import learned_from, samples
from warraq.commands.starting import prepare_data
from warraq.extract.wrapper import Source, Wrapper, read_wrapper, write_wrapper
from warraq.store import models
from warraq.store.wrappers import load_wrappers, note_reading, put_wrappers, save_learned

pytestmark = pytest.mark.django_db(transaction=True)
OUTLET = "annawras"
NOW = datetime(2026, 3, 12, tzinfo=UTC)

Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    from warraq.commands import main

    monkeypatch.setenv("WARRAQ_DATA", str(tmp_path))
    monkeypatch.setenv("WARRAQ_EDITION", "sample")
    prepare_data(tmp_path)

    def call(*words: str) -> int:
        return main(["outlet", "wrapper", OUTLET, *words])

    return call


@pytest.fixture
def outlet(db: None) -> models.Outlet:
    return models.Outlet.objects.create(edition="sample", slug=OUTLET, added_at=NOW, language="ar")


def keep_pages(outlet: models.Outlet, count: int = 6) -> None:
    for sample in samples(OUTLET, count):
        note_reading(outlet.pk, sample.page, sample.lead.title or "", "", (), NOW)


def test_an_outlet_without_wrappers_is_told_so(
    run: Run, outlet: models.Outlet, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run() == 0
    assert "no wrapper learned" in capsys.readouterr().out


@pytest.mark.slow
def test_wrappers_are_learned_from_the_kept_pages(
    run: Run, outlet: models.Outlet, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_pages(outlet)
    assert run("--learn") == 0
    assert "1 templates found, 1 of them new" in capsys.readouterr().out
    assert run() == 0
    told = capsys.readouterr().out
    assert "template-1: since" in told
    assert "h1" in told


def test_without_pages_nothing_is_learned(run: Run, outlet: models.Outlet) -> None:
    assert run("--learn") == 1
    assert not models.Wrapper.objects.exists()


def test_a_correction_survives_learning_again(
    run: Run, outlet: models.Outlet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_wrappers(outlet.pk, learned_from(OUTLET), NOW)
    assert run("--json") == 0
    rows = json.loads(capsys.readouterr().out)
    rows[0]["section"] = {"path": "p.info > a"}
    rows[0]["drop"] = ["div.ad-slot", "p.promotion"]
    file = tmp_path / "corrected.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    assert run("--edit", str(file)) == 0
    (corrected,) = models.Wrapper.objects.filter(retired_at=None)
    assert set(corrected.record["corrected"]) == {"section", "drop"}
    assert models.Wrapper.objects.exclude(retired_at=None).count() == 1

    again = learned_from(OUTLET, old=load_wrappers(outlet.pk).wrappers)
    save_learned(outlet.pk, again, NOW)
    (kept, *_) = load_wrappers(outlet.pk).wrappers
    assert kept.section == Source("p.info > a")
    assert kept.drop == ("div.ad-slot", "p.promotion")
    assert run() == 0
    assert "p.info > a (corrected)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{", "not JSON"),
        ("[]", "no wrapper in it"),
        ("[3]", "wrapper 1"),
        ('{"template": "x", "body": "div::", "title": {"path": "h1"}}', "body"),
        ('{"template": "x", "body": "div", "titel": {"path": "h1"}}', "titel"),
    ],
)
def test_a_bad_file_is_named_and_changes_nothing(
    run: Run, outlet: models.Outlet, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, named: str
) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text, encoding="utf-8")
    assert run("--edit", str(file)) != 0
    told = capsys.readouterr().err
    assert "bad.json" in told
    assert named in told
    assert not models.Wrapper.objects.exists()


def test_forgetting_leaves_nothing(
    run: Run, outlet: models.Outlet, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Wrapper(template="mine", marks=("h1",), body="div.text", title=Source("h1"))
    put_wrappers(outlet.pk, (read_wrapper(write_wrapper(own)),), NOW)
    assert run("--forget") == 0
    assert "1 wrappers forgotten" in capsys.readouterr().out
    assert load_wrappers(outlet.pk).wrappers == ()
