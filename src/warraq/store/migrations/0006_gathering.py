from typing import Any

from django.db import migrations, models


def queue_articles(apps: Any, schema_editor: Any) -> None:
    """What was collected before there were stories is gathered too, in the order in which it came."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_outbox (number, written_at, consumer) "
            "SELECT id, changed_at, 'stories' FROM store_article ORDER BY id"
        )


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0005_article_newest'),
    ]

    operations = [
        migrations.AlterField(
            model_name='outbox',
            name='consumer',
            field=models.CharField(choices=[('index', 'Index'), ('stories', 'Stories'), ('past', 'stories, of what came late'), ('figures', 'figures of stories')], default='index', max_length=8),
        ),
        migrations.AlterField(
            model_name='outbox',
            name='number',
            field=models.BigIntegerField(help_text='The article; for figures, the story.'),
        ),
        migrations.RunPython(queue_articles, migrations.RunPython.noop, elidable=True),
    ]
