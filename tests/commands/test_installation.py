"""Clear words for a data folder that cannot be written, a port in use, a second collector, a site not yet public."""

from __future__ import annotations

import io
import json
import socket
from pathlib import Path

import pytest

from warraq.commands import command_modules, main
from warraq.commands.doctor import channels_finding
from warraq.commands.starting import prepare_data
from warraq.errors import AlreadyRunning, DataFolderError, NotPublicYet, WrongUse
from warraq.processes.locks import only_one
from warraq.store import models

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WARRAQ_DATA", str(tmp_path))
    monkeypatch.setenv("WARRAQ_LOG", "error")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way", encoding="ascii")
    with pytest.raises(DataFolderError) as caught:
        prepare_data(file / "data")
    assert str(file) in str(caught.value)
    assert "WARRAQ_DATA" in str(caught.value)


def test_the_key_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    prepare_data(tmp_path / "new")
    key = (tmp_path / "new" / "secret.key").read_text(encoding="ascii")
    prepare_data(tmp_path / "new")
    assert (tmp_path / "new" / "secret.key").read_text(encoding="ascii") == key
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o077 == 0


def test_a_port_in_use_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["site", "--port", str(port)]) == 1
    assert f"127.0.0.1:{port}" in told(capsys)


def test_a_second_collector_on_the_same_data_is_refused(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARRAQ_CONTACT", "mailto:desk@example.org")
    monkeypatch.setattr("warraq.store.work.is_shared_database", lambda: False)
    with only_one(data, "collector"):
        assert main(["collect", "--once", "--edition", "tn"]) == 1
    assert "another collector" in told(capsys)
    with only_one(data, "keeper"), pytest.raises(AlreadyRunning), only_one(data, "keeper"):
        pass


def test_nothing_public_is_fetched_before_the_operator_said_who_asks(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["collect", "--once"]) == 2
    assert "WARRAQ_CONTACT" in told(capsys)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "WARRAQ_SHOW"),
        ({"WARRAQ_SHOW": "full"}, "permission"),
        ({"WARRAQ_SHOW": "excerpt"}, "WARRAQ_CONTACT"),
    ],
)
def test_a_public_site_needs_the_operator_s_choices(
    settings: dict[str, str],
    words: str,
    data: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert main(["site", "--bind", "0.0.0.0"]) == NotPublicYet.exit_code
    assert words in told(capsys)
    monkeypatch.setenv("WARRAQ_URL", "https://press.example.org")
    monkeypatch.setenv("WARRAQ_BIND", "127.0.0.1")
    assert main(["site"]) == 2


def test_an_unknown_edition_names_those_there_are(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) in (0, 1)
    assert main(["collect", "--edition", "atlantis"]) == WrongUse.exit_code
    assert "ma" in told(capsys)


def test_an_unknown_outlet_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outlet", "pause", "nowhere"]) == 1
    assert "nowhere" in told(capsys)


OPML = """<opml version="2.0"><body><outline text="المغرب"><outline text="كود" xmlUrl="https://goud.example/feed"
htmlUrl="https://goud.example/"/></outline></body></opml>"""
CSV = """slug,name_ar,name_fr,homepage,language,feeds,sitemaps,front_page,agency,name_verified,note
pays,البلد,Le Pays,https://pays.example/,fr,https://pays.example/rss,,,,yes,
"""


def test_outlets_come_from_opml_and_csv_and_are_not_doubled(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("a.opml", OPML), ("b.csv", CSV), ("b.csv", CSV)):
        (data / name).write_text(text, encoding="utf-8")
        assert main(["outlet", "import", str(data / name)]) == 0
    assert sorted(models.Outlet.objects.values_list("slug", flat=True)) == ["goud", "pays"]
    capsys.readouterr()
    assert main(["outlet", "list", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["name"] for row in rows] == ["كود", "Le Pays"]
    (data / "c.csv").write_text(CSV.replace("fr,", "xx,"), encoding="utf-8")
    assert main(["outlet", "import", str(data / "c.csv")]) == 1


def test_an_outlet_is_paused_resumed_and_its_texts_shown_only_with_permission(data: Path) -> None:
    (data / "b.csv").write_text(CSV, encoding="utf-8")
    main(["outlet", "import", str(data / "b.csv")])
    for action, state in (("pause", "paused"), ("resume", "active"), ("remove", "removed")):
        assert main(["outlet", action, "pays"]) == 0
        assert models.Outlet.objects.get().state == state
    models.Outlet.objects.update(state="active")
    assert main(["outlet", "show", "pays", "full"]) == 2
    assert main(["outlet", "show", "pays", "full", "--permission", "letter of 2026-01-02"]) == 0
    assert models.Outlet.objects.get().show == "full"
    assert main(["outlet", "show", "pays", "default"]) == 0
    assert models.Outlet.objects.get().show == ""


def test_a_moderator_gets_an_account_with_a_good_password(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("12345678\n"))
    assert main(["desk", "add-moderator", "amina"]) == 1
    monkeypatch.setattr("sys.stdin", io.StringIO("a long and good sentence\n"))
    assert main(["desk", "add-moderator", "amina"]) == 0
    assert "/desk/" in capsys.readouterr().out
    assert main(["desk", "add-moderator", "amina"]) == 2


@pytest.mark.parametrize(("faulty", "is_well"), [(0, True), (1, True), (6, True), (7, False), (13, False)])
def test_the_doctor_minds_a_press_that_cannot_be_reached_and_not_one_blocked_outlet(
    faulty: int, is_well: bool
) -> None:
    finding = channels_finding(13, faulty)
    assert finding.is_well is is_well
    assert ("outlet check" in finding.text) is (faulty > 0)


def test_the_doctor_looks_at_everything(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["doctor", "--json"])
    found = {row["about"]: row["is_well"] for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert code == 1
    assert not found["contact"]
    assert found["database"]
    assert found["index"]


def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for module in command_modules():
        with pytest.raises(SystemExit) as ended:
            main([module.NAME, "--help"])
        assert ended.value.code == 0
        assert f"Example: {module.EXAMPLE}" in capsys.readouterr().out
