from django.db import migrations, models


class Migration(migrations.Migration):
    """A proposal that waits already was checked beside none that is known: where any is published, propose it again."""

    dependencies = [("observatory", "0004_reports_counted_without_place")]

    operations = [
        migrations.AddField(
            model_name="publication", name="checked_beside", field=models.JSONField(default=list)
        ),
    ]
