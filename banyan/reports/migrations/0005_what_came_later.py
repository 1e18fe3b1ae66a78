from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_read_key_for_which_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="written_again_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="tried_again_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="attachment",
            name="is_seen",
            field=models.BooleanField(default=True),
        ),
    ]
