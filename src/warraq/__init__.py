"""Warraq: reads a country's press, keeps it, and serves it to readers."""

__version__ = "0.1.0"
