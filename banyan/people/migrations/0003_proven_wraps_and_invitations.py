"""Wraps and invitations carry a proof that this server made them. Those from before have none, and count as forged."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_interpreters_by_language")]

    operations = [
        migrations.AddField("keywrap", "proof", models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField("invitation", "proof", models.BinaryField(default=b""), preserve_default=False),
    ]
