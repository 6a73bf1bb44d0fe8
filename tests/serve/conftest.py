"""Who asks for pages in the tests of the site."""

from __future__ import annotations

import pytest

from tests.serve.press import Visitor


@pytest.fixture
def visitor(db: None) -> Visitor:
    """Someone who asks for pages of the small press."""
    return Visitor()
