"""The names that people choose by carry a proof. One from before has none, and whoever is called so isn't offered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_names_instead_of_slugs")]

    operations = [
        migrations.AddField("organisation", "name_proof", models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField("member", "public_name_proof", models.BinaryField(default=b""), preserve_default=False),
    ]
