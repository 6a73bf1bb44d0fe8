"""The rows: outlets and their channels, leads, articles and their revisions, pictures, reports, the outbox.

Instants are aware UTC (`_at`); calendar days (`_on`) are those of the edition's time zone. Rows are written by
`write.py` and the site's reports, and read by `read.py`: nothing else in the project names a table.
"""

from __future__ import annotations

from django.db import models

from warraq.records import ArticleKind, ChannelKind, Precision
from warraq.store.outbox_models import Outbox as Outbox
from warraq.store.story_models import Copy as Copy
from warraq.store.story_models import Counterpart as Counterpart
from warraq.store.story_models import Figures as Figures
from warraq.store.story_models import Rise as Rise
from warraq.store.story_models import Step as Step
from warraq.store.story_models import Story as Story
from warraq.store.story_models import StoryState as StoryState
from warraq.store.wrapper_models import KeptPage as KeptPage
from warraq.store.wrapper_models import ReadingState as ReadingState
from warraq.store.wrapper_models import Wrapper as Wrapper


class Outlet(models.Model):
    """A newspaper, site or agency."""

    class State(models.TextChoices):
        ACTIVE = "active"
        PAUSED = "paused"
        REMOVED = "removed"

    edition = models.SlugField(max_length=32)
    slug = models.SlugField(max_length=64, unique=True)
    homepage = models.TextField(blank=True)
    names = models.JSONField(default=dict, help_text="Language -> name.")
    is_name_verified = models.BooleanField(default=True)
    language = models.CharField(max_length=3, default="ar")
    is_agency = models.BooleanField(default=False)
    show = models.CharField(
        max_length=8,
        blank=True,
        choices=[("full", "full"), ("excerpt", "excerpt"), ("headline", "headline")],
        help_text="What visitors may read; empty: the edition's choice.",
    )
    permission_note = models.TextField(blank=True, help_text="Who allowed the full text, and when.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    state_reason = models.TextField(blank=True, help_text="Why the operator paused or removed it.")
    condition = models.CharField(
        max_length=12, blank=True, help_text="As last judged: well, low, silent, blocked, …"
    )
    condition_since = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    logo = models.ForeignKey("Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return str(self.slug)


class Channel(models.Model):
    """One way into an outlet, with what a polite next visit needs to know."""

    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in ChannelKind])
    address = models.TextField()
    etag = models.TextField(blank=True)
    last_modified = models.TextField(blank=True)
    body_hash = models.CharField(max_length=64, blank=True)
    asked_fully_at = models.DateTimeField(
        null=True, blank=True, help_text="The last answer to an unconditional request."
    )
    is_etag_lying = models.BooleanField(
        default=False, help_text="Said 304 over a changed body: it is asked unconditionally."
    )
    cursor = models.TextField(blank=True, help_text="How far a channel that is walked was read.")
    rhythm = models.JSONField(default=dict, help_text="What schedule.py has learnt of its hours.")
    interval_seconds = models.FloatField(default=0)
    next_at = models.DateTimeField(db_index=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    fault = models.TextField(blank=True, help_text="The last error in plain words; empty while all is well.")
    is_blocked = models.BooleanField(default=False, help_text="401, 403 or a challenge: ask the publisher.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("outlet", "address"), name="channel_once"),)

    def __str__(self) -> str:
        return str(self.address)


class CollectedDay(models.Model):
    """A day on which an outlet's channels answered: on any other, that it has no article says nothing of it."""

    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="+", db_index=False)
    day_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("outlet", "day_on"), name="collected_once"),)


class Subscription(models.Model):
    """A channel whose hub pushes what is new (WebSub)."""

    channel = models.OneToOneField(
        Channel, primary_key=True, on_delete=models.CASCADE, related_name="subscription"
    )
    hub = models.TextField()
    topic = models.TextField(help_text="The address that the hub knows the feed by.")
    token = models.CharField(
        max_length=64, unique=True, help_text="Names our callback; known to the hub alone."
    )
    secret = models.CharField(max_length=64, help_text="Signs the pushes.")
    asked_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="Empty: the hub has not confirmed it.")
    pushed_at = models.DateTimeField(null=True, blank=True)
    fault = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.topic)


class Push(models.Model):
    """What a hub sent of a channel, signed, until the collector has read it."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="pushes")
    body = models.BinaryField()
    content_type = models.TextField(blank=True)
    received_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)


class Host(models.Model):
    """What manners need to know of a host after a restart: its robots file, until when it wants to be left alone, and
    which collector asks it (several may share a PostgreSQL)."""

    host = models.CharField(max_length=260, primary_key=True)
    robots_state = models.CharField(max_length=16, blank=True, help_text="Empty: never asked.")
    robots_body = models.TextField(blank=True)
    robots_at = models.DateTimeField(null=True, blank=True)
    unreachable_since = models.DateTimeField(null=True, blank=True)
    closed_until = models.DateTimeField(
        null=True, blank=True, help_text="It said 429 or 503 with Retry-After."
    )
    reserved = models.TextField(blank=True, help_text="Paths whose mining rights it reserves.")
    reserved_until = models.DateTimeField(
        null=True, blank=True, help_text="How long that is trusted; empty: never asked."
    )
    held_by = models.CharField(max_length=36, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.host)


class Lead(models.Model):
    """An address worth fetching, once or again; leased while a collector works on it."""

    class State(models.TextChoices):
        DUE = "due"
        DONE = "done"
        REFUSED = "refused"
        GONE = "gone"

    key = models.CharField(max_length=64, unique=True, help_text="Hash of the address's identity.")
    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="leads")
    address = models.TextField()
    said = models.JSONField(default=dict, help_text="What the channel said about it.")
    said_hashes = models.JSONField(default=dict, help_text="Channel -> hash of what it last said.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    next_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty: not again unless its channel says so."
    )
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0, help_text="Failed fetches in a row.")
    visits = models.PositiveIntegerField(default=0, help_text="Successful fetches.")
    is_by_wrapper = models.BooleanField(
        null=True, help_text="How its article was read first: it is read again the same way."
    )
    fault = models.TextField(blank=True)
    article = models.ForeignKey(
        "Article", null=True, blank=True, on_delete=models.SET_NULL, related_name="leads"
    )
    seen_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("next_at",), name="lead_due", condition=models.Q(next_at__isnull=False)),
            models.Index(fields=("outlet", "state", "seen_at"), name="lead_outlet_state"),
        )

    def __str__(self) -> str:
        return str(self.address)


class Picture(models.Model):
    """A picture's file, named by the hash of the bytes received: one row wherever the same file appears."""

    sha256 = models.CharField(max_length=64, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    is_hidden = models.BooleanField(default=False)
    is_pinned = models.BooleanField(
        default=False, help_text="A moderator restored it: reports no longer hide it."
    )
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.sha256[:12])


class PictureSource(models.Model):
    """An address a picture is fetched from; leased while a collector works on it."""

    key = models.CharField(max_length=64, unique=True, help_text="Hash of the address.")
    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="+")
    address = models.TextField()
    is_logo = models.BooleanField(default=False)
    picture = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="sources"
    )
    next_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    fault = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("next_at",), name="picture_due", condition=models.Q(next_at__isnull=False)),
        )

    def __str__(self) -> str:
        return str(self.address)


class Author(models.Model):
    """A person as one outlet names them: two outlets' namesakes never mix."""

    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="authors")
    name = models.TextField()
    key = models.CharField(max_length=64, help_text="Hash of the folded name.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("outlet", "key"), name="author_once"),)

    def __str__(self) -> str:
        return str(self.name)


class Article(models.Model):
    """What lists show of an article. Its number is the primary key and never changes; the text lies in `Body`."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=64, unique=True, help_text="Hash of the address's identity.")
    edition = models.SlugField(max_length=32)
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="articles", db_index=False)
    address = models.TextField()
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in ArticleKind])
    title = models.TextField(blank=True)
    subtitle = models.TextField(blank=True)
    excerpt = models.TextField(blank=True, help_text="The first words of the body.")
    language = models.CharField(max_length=3, blank=True)
    is_darija = models.BooleanField(null=True)
    section = models.SlugField(max_length=32, blank=True, db_index=False)
    section_label = models.TextField(blank=True, help_text="The outlet's own words.")
    tags = models.JSONField(default=list)
    authors = models.ManyToManyField(Author, through="Byline", related_name="articles")
    picture_source = models.ForeignKey(
        PictureSource, null=True, on_delete=models.SET_NULL, related_name="articles"
    )
    picture_caption = models.TextField(blank=True)
    published_text = models.CharField(max_length=40, blank=True, help_text="As the outlet printed it (ISO).")
    published_precision = models.CharField(
        max_length=8, blank=True, choices=[(p.value, p.value) for p in Precision]
    )
    published_at = models.DateTimeField(null=True)
    day_on = models.DateField(null=True, help_text="The day it is filed under, in the edition's time zone.")
    sort_at = models.DateTimeField(help_text="Its place in lists: published_at where that can be trusted.")
    seen_at = models.DateTimeField(help_text="Our first sight.")
    edited_at = models.DateTimeField(null=True, help_text="When we last saw it changed.")
    revision_count = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, help_text="When we saw that the outlet had deleted it.")
    changed_at = models.DateTimeField(help_text="Any change of the row that readers or the index should see.")
    content_key = models.CharField(max_length=64, help_text="Hash of what the outlet published.")
    wishes = models.CharField(
        max_length=60, blank=True, help_text="The publisher's (records.Wish), parted by spaces."
    )
    imported_id = models.TextField(null=True)
    site_number = models.CharField(
        max_length=40, null=True, help_text="The outlet's own number, where its address holds one."
    )
    story = models.ForeignKey(
        Story, null=True, on_delete=models.SET_NULL, related_name="articles", db_index=False
    )

    class Meta:
        indexes = (
            # All that says whether a remembered headline still stands: a front page reads 150 of them without a row.
            models.Index(
                fields=("edition", "sort_at", "id", "changed_at", "withdrawn_at", "picture_source", "story"),
                name="article_newest",
            ),
            models.Index(fields=("edition", "language", "sort_at"), name="article_language"),
            models.Index(fields=("edition", "section", "language", "sort_at"), name="article_section"),
            models.Index(fields=("edition", "day_on", "sort_at"), name="article_day"),
            models.Index(fields=("edition", "withdrawn_at", "day_on", "changed_at"), name="article_mapped"),
            models.Index(fields=("outlet", "sort_at"), name="article_outlet"),
            models.Index(fields=("outlet", "section", "sort_at"), name="article_outlet_section"),
            models.Index(fields=("outlet", "day_on", "sort_at"), name="article_outlet_day"),
            models.Index(
                fields=("outlet", "day_on"),
                name="article_unread",
                condition=models.Q(excerpt="", kind=ArticleKind.ARTICLE.value),
            ),
            models.Index(fields=("changed_at",), name="article_changed"),
            models.Index(fields=("picture_source",), name="article_picture"),
            models.Index(
                fields=("outlet", "site_number"),
                name="article_site_number",
                condition=models.Q(site_number__isnull=False),
            ),
            models.Index(
                fields=("story", "sort_at"), name="article_story", condition=models.Q(story__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return str(self.title)


class Alias(models.Model):
    """Another name of an article: an address it answered at, or one that its page or its feed claims for it."""

    key = models.CharField(max_length=64, primary_key=True, help_text="As Article.key.")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="aliases")
    address = models.TextField(help_text="Or a feed's id that is none.")
    is_claim = models.BooleanField(
        help_text="Said, never seen to answer: alone it makes nothing one article."
    )

    def __str__(self) -> str:
        return str(self.address)


class Body(models.Model):
    """An article's blocks, apart from its row so that lists never read them."""

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="body")
    blocks = models.TextField(help_text="JSON, written and read by blocks.py.")


class Byline(models.Model):
    """Who signed an article, in the order printed."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines", db_index=False)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="bylines")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "author"), name="byline_once"),)


class ArticlePlace(models.Model):
    """A place of the edition that an article names."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="places", db_index=False)
    place = models.SlugField(max_length=64, db_index=False)
    is_main = models.BooleanField(default=False, help_text="The article is about it.")
    sort_at = models.DateTimeField(help_text="As of the article.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "place"), name="place_once"),)
        indexes = (
            models.Index(fields=("place", "sort_at", "article"), name="place_articles"),
            models.Index(
                fields=("place", "sort_at", "article"), name="place_main", condition=models.Q(is_main=True)
            ),
        )


class Revision(models.Model):
    """An earlier version of an article, as it stood until `replaced_at`."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    replaced_at = models.DateTimeField()
    title = models.TextField(blank=True)
    subtitle = models.TextField(blank=True)
    published_text = models.CharField(max_length=40, blank=True)
    blocks = models.TextField()
    content_key = models.CharField(max_length=64)


class Notice(models.Model):
    """Something the operator should hear of (an outlet died or returned), sent once."""

    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="notices")
    condition = models.CharField(max_length=12)
    before = models.CharField(max_length=12, blank=True)
    told = models.TextField(help_text="What happened, in plain words.")
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True, help_text="When it is sent (again); empty: done.")
    ways = models.CharField(
        max_length=20, blank=True, help_text="How it is still to be sent (mail, webhook), parted by spaces."
    )
    attempts = models.PositiveIntegerField(default=0)
    fault = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.told)


class ReportKey(models.Model):
    """The key that turns a visitor into a hash; deleted when it expires, and the hashes with it."""

    key = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()


class Report(models.Model):
    """A reader's report of a picture. `person` is a keyed hash, erased when its key expires."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="reports")
    article = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.CharField(max_length=64, null=True)
    reason = models.TextField(blank=True)
    reported_at = models.DateTimeField()
    is_settled = models.BooleanField(default=False, help_text="A moderator has decided since.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("picture", "person"), name="report_once"),)


class Counter(models.Model):
    """A few numbers that pages show on every request and that must not be counted each time."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.BigIntegerField(default=0)
