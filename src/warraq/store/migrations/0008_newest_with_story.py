"""The index of the newest also says in which story an article stands: see read_rows.KEY_COLUMNS."""

from __future__ import annotations

from django.db import migrations, models

FIELDS = ("edition", "sort_at", "id", "changed_at", "withdrawn_at", "picture_source", "story")


class Migration(migrations.Migration):
    dependencies = (("store", "0007_counterparts"),)

    operations = (
        migrations.RemoveIndex("article", "article_newest"),
        migrations.AddIndex("article", models.Index(fields=FIELDS, name="article_newest")),
    )
