"""Among the notes of a report stand those that went with it to the colleague it was handed to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_proven_data_keys")]

    operations = [
        migrations.RemoveConstraint("contact", "outcome_known"),
        migrations.AddConstraint(
            "contact",
            models.CheckConstraint(
                condition=models.Q(outcome__in=["attempted", "reached", "handed"]), name="outcome_known"
            ),
        ),
    ]
