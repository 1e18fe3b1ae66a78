import json
from hashlib import sha256
from typing import ClassVar
from uuid import uuid4

from django.db import models

from banyan.base.privacy import PERSONAL, PUBLIC, Label
from banyan.people.models import Member
from banyan.people.rules.numbers import Reachable

READ = ("group", "name", "about", "phone", "text_to", "text_word", "website", "hours", "languages", "place")


class HelpListing(Reachable, models.Model):
    """A place to find help, kept by the coalition, with the day somebody last checked it."""

    class Group(models.TextChoices):
        EMERGENCY = "emergency"
        CRISIS_LINE = "crisis_line"
        NOT_POLICE = "not_police"
        RELAY = "relay"
        ORGANISATION = "organisation"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.CharField(max_length=20, choices=Group.choices)
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=280)
    about_language = models.CharField(max_length=20, default="en")  # Of `about` and `hours`, where staff wrote them.
    phone = models.CharField(max_length=40, blank=True)
    text_to = models.CharField(max_length=40, blank=True)
    text_word = models.CharField(max_length=20, blank=True)  # What to text, where the line asks for a word.
    website = models.URLField(blank=True)
    hours = models.CharField(max_length=80, blank=True)
    languages = models.JSONField(default=list)
    place = models.CharField(max_length=60, blank=True)  # A place's code; blank is everywhere.
    order = models.PositiveSmallIntegerField(default=100)
    source = models.CharField(max_length=120, blank=True)  # Where set-up has it from, until somebody checks it.
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    is_shown = models.BooleanField(default=True)

    Privacy: ClassVar[dict[str, Label]] = {
        "id": PUBLIC,
        "group": PUBLIC,
        "name": PUBLIC,
        "about": PUBLIC,
        "about_language": PUBLIC,
        "phone": PUBLIC,
        "text_to": PUBLIC,
        "text_word": PUBLIC,
        "website": PUBLIC,
        "hours": PUBLIC,
        "languages": PUBLIC,
        "place": PUBLIC,
        "order": PUBLIC,
        "source": PUBLIC,
        "checked_on": PUBLIC,
        "checked_by": PERSONAL,
        "is_shown": PUBLIC,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(group__in=["emergency", "crisis_line", "not_police", "relay", "organisation"]),
                name="help_group_known",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def digest(self) -> str:
        """SHA-256 of what the public reads of it, so that whoever checked it vouches for just that."""
        read = [getattr(self, name) for name in READ]
        return sha256(json.dumps(read).encode()).hexdigest()
