"""Settings are read from one table, and a wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from warraq.errors import WrongUse
from warraq.options import OPTIONS, read_options


def test_defaults_bind_to_loopback() -> None:
    options = read_options({})
    assert (options.bind, options.port, options.edition, options.show) == ("127.0.0.1", 8300, "ma", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WARRAQ_PORT", "http"),
        ("WARRAQ_PORT", "0"),
        ("WARRAQ_PORT", "٨٠"),
        ("WARRAQ_SHOW", "all"),
        ("WARRAQ_LOG", "loud"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    with pytest.raises(WrongUse) as caught:
        read_options({name: value})
    assert caught.value.subject == name


def test_the_contact_is_remembered_in_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "contact.txt").write_text("mailto:desk@example.org\n", encoding="utf-8")
    assert read_options({"WARRAQ_DATA": str(tmp_path)}).contact == "mailto:desk@example.org"
    said = read_options({"WARRAQ_DATA": str(tmp_path), "WARRAQ_CONTACT": "https://example.org/bot"})
    assert said.contact == "https://example.org/bot"


def test_every_option_has_a_sentence() -> None:
    assert all(option.sentence.endswith(".") for option in OPTIONS)
