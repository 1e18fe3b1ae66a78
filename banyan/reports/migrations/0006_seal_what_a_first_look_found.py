"""What a first look found is sealed as a whole: who may hurt themselves lay in clear."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def leave_none_unsealed(apps: StateApps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Only a reader's key could seal those of before. A demonstration does without them."""
    looks = apps.get_model("reports", "FirstLook").objects
    if apps.get_model("people", "Coalition").objects.filter(is_demonstration=True).exists():
        looks.all().delete()
    if looks.exists():
        raise RuntimeError(
            "First looks for danger lie in the database unsealed, and only their readers' keys could seal them. Write "
            "into the reports' notes what is still needed of them, delete the rows of reports_firstlook, and try again."
        )


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_what_came_later"), ("people", "0001_first")]

    operations = [
        migrations.RunPython(leave_none_unsealed, migrations.RunPython.noop),
        migrations.RemoveConstraint("firstlook", "conflict_known"),
        migrations.RemoveField("firstlook", "dangers"),
        migrations.RemoveField("firstlook", "conflict"),
        migrations.RemoveField("firstlook", "note"),
        migrations.AddField("firstlook", "content", models.BinaryField(default=b""), preserve_default=False),
    ]
