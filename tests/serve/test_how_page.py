"""The page that says how the front page is ordered says the program's own numbers."""

from __future__ import annotations

import pytest

from tests.serve.press import Visitor
from warraq.understand import prominence

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/how", "/fr/how", "/en/how"])
def test_the_rule_is_public_with_its_numbers(visitor: Visitor, path: str) -> None:
    text = visitor.text(path)
    assert f"log₂(o + {prominence.QUICK_SHARE:g}·q) + t / 6 h" in text
    for number in (prominence.SAME_SECTION, prominence.SAME_REGION, prominence.SAME_OUTLET):
        assert f"{number:g}" in text
    assert f'href="{path}"' in text  # from the foot of every page
