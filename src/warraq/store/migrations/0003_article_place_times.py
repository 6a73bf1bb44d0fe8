"""Places know when their articles were published, so that a town's newest come out of an index."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("store", "0002_stories"),)

    operations = (
        migrations.AddField("articleplace", "sort_at", models.DateTimeField(null=True)),
        migrations.RunSQL(
            "UPDATE store_articleplace SET sort_at = "
            "(SELECT a.sort_at FROM store_article a WHERE a.id = store_articleplace.article_id)",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField("articleplace", "sort_at", models.DateTimeField(help_text="As of the article.")),
        migrations.RemoveIndex("articleplace", "place_articles"),
        migrations.AddIndex(
            "articleplace", models.Index(fields=("place", "sort_at", "article"), name="place_articles")
        ),
        migrations.AddIndex(
            "articleplace",
            models.Index(
                fields=("place", "sort_at", "article"), condition=models.Q(is_main=True), name="place_main"
            ),
        ),
    )
