"""The rows of reading: wrappers, the pages they are learned from, how pages were read lately.

Part of `models.py`, which hands them out; apart so that each can be read at a sitting.
"""

from __future__ import annotations

from django.db import models


class Wrapper(models.Model):
    """Where one template of an outlet keeps an article's parts (extract/wrapper.py), and when it did."""

    outlet = models.ForeignKey("store.Outlet", on_delete=models.CASCADE, related_name="wrappers")
    template = models.CharField(max_length=400)
    record = models.JSONField(help_text="The wrapper, as an operator may read and correct it.")
    learnt_at = models.DateTimeField()
    retired_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when another one is used; old pages still need it."
    )
    pages = models.PositiveIntegerField(default=0, help_text="Read with it.")
    failures = models.PositiveIntegerField(default=0, help_text="Pages of its template that failed a check.")
    misses = models.PositiveIntegerField(default=0, help_text="Pages of the outlet since it last read one.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("outlet", "template"),
                name="wrapper_once",
                condition=models.Q(retired_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return str(self.template)


class ReadingState(models.Model):
    """How an outlet's pages were read lately, and what its wrappers need."""

    outlet = models.OneToOneField(
        "store.Outlet", primary_key=True, on_delete=models.CASCADE, related_name="reading_state"
    )
    recent = models.CharField(
        max_length=100,
        blank=True,
        help_text="A letter a page, the latest last; store/wrappers.py tells them.",
    )
    version = models.PositiveIntegerField(default=0, help_text="Counts changes of the outlet's wrappers.")
    unread = models.PositiveIntegerField(
        default=0, help_text="Pages no wrapper read since the last learning."
    )
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Learnings in vain, in a row.")
    learnt_at = models.DateTimeField(null=True, blank=True)
    drifted_at = models.DateTimeField(null=True, blank=True, help_text="When a change of layout was noticed.")
    learning_until = models.DateTimeField(null=True, blank=True, help_text="A collector learns until then.")


class KeptPage(models.Model):
    """A page as received, kept for a while so that wrappers can be learned from it."""

    key = models.CharField(max_length=64, unique=True, help_text="As Lead.key.")
    outlet = models.ForeignKey("store.Outlet", on_delete=models.CASCADE, related_name="kept_pages")
    address = models.TextField()
    final_address = models.TextField()
    content_type = models.TextField(blank=True)
    body = models.BinaryField(help_text="zlib.")
    title = models.TextField(blank=True, help_text="What its channel called it.")
    is_read = models.BooleanField(help_text="By a wrapper.")
    fetched_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.address)
