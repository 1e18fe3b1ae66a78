"""What staff wrote of a place carries its language. What was written before counts as English, which most of it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_listings_not_yet_checked")]

    operations = [
        migrations.AddField("helplisting", "about_language", models.CharField(default="en", max_length=20)),
    ]
