"""The Django app of the rows."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Rows."""

    name = "warraq.store"
    label = "store"
