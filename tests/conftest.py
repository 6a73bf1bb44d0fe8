"""What all tests share: a data folder of their own, made before Django reads the settings."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

import django
import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

_data = tempfile.mkdtemp(prefix="warraq-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["WARRAQ_DATA"] = _data
# Not in pyproject.toml: Django would be set up before the line above.
os.environ["DJANGO_SETTINGS_MODULE"] = "warraq.settings"
for _name in (
    "WARRAQ_EDITION",
    "WARRAQ_SHOW",
    "WARRAQ_CONTACT",
    "WARRAQ_BIND",
    "WARRAQ_PORT",
    "WARRAQ_URL",
    "WARRAQ_PROXIES",
    "WARRAQ_NOTICE_MAIL",
    "WARRAQ_SMTP",
    "WARRAQ_NOTICE_WEBHOOK",
    "WARRAQ_HUB",
):
    os.environ.pop(_name, None)
django.setup()
# A busy machine is no fault of ours: nothing here is asserted about time.
settings.register_profile("warraq", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("warraq")


class RoomByRoom(LoadScopeScheduling):  # type: ignore[misc]
    """Gives each worker a whole file of tests, and all that look at the demo to one worker: it is started once.

    xdist's own way, the mark `xdist_group`, does nothing with pytest 9.2, which no longer reads a test's changed name.
    """

    def _split_scope(self, nodeid: str) -> str:
        """The tests of one worker, by their common name."""
        file = nodeid.partition("::")[0]
        return "the demo" if file.startswith("tests/browser/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> RoomByRoom:
    """How `pytest -n` deals out tests."""
    return RoomByRoom(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What looks at the demo is the longest part and goes to one worker, so it begins first; others share the rest.
    pytest-django would put it behind all that touches rows."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/browser/"))


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Rows of one test may have the numbers of another's: what the site remembers of them goes."""
    from warraq.serve.by_city import forget_counts
    from warraq.serve.rises import forget_rises
    from warraq.store.read_outlets import forget_outlets

    forget_outlets()
    forget_counts()
    forget_rises()
