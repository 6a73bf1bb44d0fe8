"""The rows of stories: stories themselves, copies, figures that outlets give, and what the keeper needs to go on.

A story's id is its public number: it comes from the keeper of stories, is never given twice, and a story that went into
another keeps its row, which leads on. Everything else here can be made anew from articles.
"""

from __future__ import annotations

from django.db import models


class Story(models.Model):
    """Articles of one language on one event. What lists show of it is counted whenever one of its articles changes."""

    id = models.BigIntegerField(primary_key=True, help_text="The number in its address.")
    edition = models.SlugField(max_length=32, db_index=False)
    language = models.CharField(max_length=3, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", help_text="Never itself merged."
    )
    lead_article = models.ForeignKey(
        "Article",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Its title names the story.",
    )
    picture_article = models.ForeignKey("Article", null=True, on_delete=models.SET_NULL, related_name="+")
    first_at = models.DateTimeField(help_text="The earliest place in time of its articles.")
    last_at = models.DateTimeField(help_text="The latest.")
    article_count = models.PositiveIntegerField(default=0, help_text="Without the withdrawn ones.")
    outlet_count = models.PositiveIntegerField(
        default=0, help_text="Independent outlets: copies weigh once, with their origin."
    )
    rank = models.FloatField(default=0, help_text="prominence.rank_of: it does not change with time.")
    section = models.SlugField(max_length=32, blank=True, db_index=False)
    main_place = models.SlugField(max_length=64, blank=True, db_index=False)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(
                fields=("edition", "language", "rank"),
                name="story_top",
                condition=models.Q(merged_into__isnull=True, article_count__gt=0),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Copy(models.Model):
    """An article whose text stands elsewhere too: in an earlier article, or at an origin that it names."""

    article = models.OneToOneField("Article", primary_key=True, on_delete=models.CASCADE, related_name="copy")
    other = models.ForeignKey(
        "Article",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="It shares its text with this.",
    )
    is_origin = models.BooleanField(
        default=False, help_text="Whether `other` had it first; else nobody can be called first."
    )
    is_sure = models.BooleanField(default=False)
    share = models.FloatField(
        default=0, help_text="Share of its runs of four words that `other` has, 0 to 1."
    )
    other_share = models.FloatField(default=0, help_text="Share of those of `other` that it has.")
    reasons = models.CharField(max_length=60, blank=True, help_text="origins.Reason, parted by spaces.")
    outside = models.TextField(blank=True, help_text="An origin that is no article of ours, as it is named.")


class Figures(models.Model):
    """The figures that at least two outlets of a story give for one thing."""

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="figures")
    comparisons = models.TextField(help_text="JSON, written and read by figures.py.")


class Step(models.Model):
    """What was handed to the keeper of stories since its state was last saved: done again after a kill."""

    id = models.BigAutoField(primary_key=True)
    done = models.TextField(help_text="JSON, written and read by story_steps.py.")


class StoryState(models.Model):
    """The keeper of stories as it stood after a step; one row."""

    position = models.BigIntegerField(help_text="The last step that it holds.")
    saved = models.BinaryField()


class Counterpart(models.Model):
    """The story of the other language that tells of the same event, as far as a program can say; a pair is two rows."""

    story = models.OneToOneField(
        Story, primary_key=True, on_delete=models.CASCADE, related_name="counterpart"
    )
    other = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    likeness = models.FloatField(help_text="across.Pair: how surely.")


class Rise(models.Model):
    """A phrase that rises in a language's headlines: see processes/rises.py."""

    edition = models.SlugField(max_length=32, db_index=False)
    language = models.CharField(max_length=3)
    place = models.PositiveIntegerField(help_text="0 rises most.")
    phrase = models.TextField()
    titles = models.PositiveIntegerField()
    outlets = models.PositiveIntegerField()
    usual = models.FloatField()
    counted_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("edition", "language", "place"), name="rise_place"),)

    def __str__(self) -> str:
        return str(self.phrase)
