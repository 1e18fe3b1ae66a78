"""Each wrap for a named member says for which of their keys it was made."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Max


def tell_apart(apps: StateApps, _schema: BaseDatabaseSchemaEditor) -> None:
    """One from before the hour of a member's last reset was made for a key that they don't have any more."""
    wraps = apps.get_model("reports", "ReadKey").objects
    members = apps.get_model("people", "Member").objects.filter(public_key__isnull=False)
    for member in members.annotate(renewed_at=Max("resets__used_at")).iterator():
        own = wraps.filter(member=member.pk)
        own.update(for_public_key=member.public_key)
        if member.renewed_at:
            hour = member.renewed_at.replace(minute=0, second=0, microsecond=0)
            own.filter(since__lt=hour).update(for_public_key=b"")


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_month_without_functions"), ("people", "0001_first")]

    operations = [
        migrations.AddField("readkey", "for_public_key", models.BinaryField(null=True)),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
    ]
