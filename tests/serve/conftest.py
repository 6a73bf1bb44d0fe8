"""Who asks for pages in the tests of the site."""

from __future__ import annotations

import pytest

from tests.serve.press import Visitor
from warraq.serve.render import forget_tickers


@pytest.fixture(autouse=True)
def _no_ticker_remembered() -> None:
    """Rows made here leave the generation as it was, which the ticker is kept by."""
    forget_tickers()


@pytest.fixture
def visitor(db: None) -> Visitor:
    """Someone who asks for pages of the small press."""
    return Visitor()
