"""Who asks for pages in the tests of the site."""

from __future__ import annotations

import pytest

from tests.serve.press import Visitor, make_article, make_outlet, sign


@pytest.fixture
def visitor(db: None) -> Visitor:
    """Someone who asks for pages of the small press."""
    return Visitor()


@pytest.fixture
def address(request: pytest.FixtureRequest, visitor: Visitor) -> str:
    """The address that a test names, with the number of an article and of its author where it has room for one."""
    article = make_article(make_outlet())
    return str(request.param).format(number=article.pk, author=sign(article, "سعاد").pk)
