"""The index of an edition's newest articles answers whether what a process remembers of them still stands."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("store", "0004_sitemap_days"),)

    operations = (
        migrations.AddIndex(
            "article",
            models.Index(
                fields=("edition", "sort_at", "id", "changed_at", "withdrawn_at", "picture_source"),
                name="article_newest",
            ),
        ),
        migrations.RemoveIndex("article", "article_edition"),
    )
