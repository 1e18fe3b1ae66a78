"""An interpreter for each language instead of one line of text for all."""

import re
import uuid
from typing import Any

from django.db import migrations, models

NUMBER = re.compile(r"\+?\d[\d ().-]{1,37}\d")


def move_contact(apps: Any, _editor: Any) -> None:
    """What stood in the one line goes on for every language; a line without a number was of no use to anybody."""
    contacts = apps.get_model("people", "InterpreterContact").objects
    for coalition in apps.get_model("people", "Coalition").objects.exclude(interpreter_contact=""):
        line = coalition.interpreter_contact
        if number := NUMBER.search(line):
            name = line.replace(number[0], "").strip(" ,;:") or line
            contacts.create(language="any", name=name, phone=number[0])


def move_back(apps: Any, _editor: Any) -> None:
    """The one for every language stands in the line again; the others have no place there."""
    for contact in apps.get_model("people", "InterpreterContact").objects.filter(language="any"):
        line = ", ".join(filter(None, (contact.name, contact.phone or contact.text_to)))
        apps.get_model("people", "Coalition").objects.update(interpreter_contact=line[:200])


class Migration(migrations.Migration):
    dependencies = [("people", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="InterpreterContact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("language", models.CharField(max_length=10, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("text_to", models.CharField(blank=True, max_length=40)),
                ("hours", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("phone", ""), ("text_to", ""), _negated=True),
                        name="interpreter_can_be_reached",
                    )
                ],
            },
        ),
        migrations.RunPython(move_contact, move_back),
        migrations.RemoveField(model_name="coalition", name="interpreter_contact"),
    ]
