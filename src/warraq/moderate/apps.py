"""The Django app of the desk."""

from django.apps import AppConfig


class ModerateConfig(AppConfig):
    """The desk."""

    name = "warraq.moderate"
    label = "moderate"
