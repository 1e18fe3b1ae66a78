"""An organisation is told from the others by its name, in whatever script; what stood for it in an address is gone."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("people", "0004_proven_roles")]

    operations = [
        # Names that differ in capitals alone can't be there: they would have had the same slug.
        migrations.AddConstraint(
            "organisation", models.UniqueConstraint(Lower("name"), name="organisation_name_once")
        ),
        migrations.RemoveField("organisation", "slug"),
    ]
