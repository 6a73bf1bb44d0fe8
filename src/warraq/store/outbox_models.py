"""The rows that say which articles changed and who has yet to hear of it: each consumer has rows of its own, so that
none waits for another one's failures."""

from __future__ import annotations

from django.db import models


class Outbox(models.Model):
    """A change that the keeper has yet to hand to a consumer: the row is deleted once it did."""

    class Consumer(models.TextChoices):
        INDEX = "index"
        STORIES = "stories"
        PAST = "past", "stories, of what came late"
        FIGURES = "figures", "figures of stories"

    id = models.BigAutoField(primary_key=True)
    number = models.BigIntegerField(help_text="The article; for figures, the story.")
    written_at = models.DateTimeField()
    consumer = models.CharField(max_length=8, choices=Consumer.choices, default=Consumer.INDEX)

    class Meta:
        indexes = (models.Index(fields=("consumer", "id"), name="outbox_consumer"),)
