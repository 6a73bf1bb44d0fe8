"""The Django app of the site."""

from django.apps import AppConfig


class ServeConfig(AppConfig):
    """The site."""

    name = "warraq.serve"
    label = "serve"
