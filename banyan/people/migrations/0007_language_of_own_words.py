"""What an organisation says of itself carries its language. What was written before counts as English, which most of it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_proven_names")]

    operations = [
        migrations.AddField("organisation", "about_language", models.CharField(default="en", max_length=20)),
    ]
