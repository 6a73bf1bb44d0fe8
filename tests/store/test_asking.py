"""Questions go straight to the driver, and fail as Django's own do."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from warraq.store.asking import fetch, fetch_one

pytestmark = pytest.mark.django_db


def test_parameters_and_percent_signs_are_written_as_for_django() -> None:
    sql = "SELECT slug FROM (SELECT %s AS slug) t WHERE slug LIKE 'go%%'"
    assert fetch(sql, ("goud",)) == [("goud",)]
    assert fetch(sql, ("hespress",)) == []
    assert fetch_one(sql, ("goud",)) == ("goud",)
    assert fetch_one(sql, ("hespress",)) is None


def test_a_failure_is_djangos_so_that_a_broken_connection_is_dropped() -> None:
    connection.errors_occurred = False
    with pytest.raises(DatabaseError), transaction.atomic():
        fetch("SELECT missing FROM store_article")
    assert connection.errors_occurred
