"""A role carries a proof that this server gave it. One from before has none, and counts as forged."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_proven_wraps_and_invitations")]

    operations = [
        migrations.AddField("rolegrant", "proof", models.BinaryField(default=b""), preserve_default=False),
    ]
