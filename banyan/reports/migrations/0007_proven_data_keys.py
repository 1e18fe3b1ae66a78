"""A report carries a proof of its data key. One from before has none, and its key counts as put in from outside."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_seal_what_a_first_look_found")]

    operations = [
        migrations.AddField("report", "key_proof", models.BinaryField(default=b""), preserve_default=False),
    ]
