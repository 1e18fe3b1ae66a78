"""Who looks after new reports when, and what the organisation does when there is danger."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from banyan.base.privacy import INTERNAL, Label
from banyan.people.models import Member, Organisation


class Duty(models.Model):
    """Who is on duty on a day, weekends included, and who backs them up when nobody claims a report."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    backup = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "organisation": INTERNAL,
        "on": INTERNAL,
        "member": INTERNAL,
        "backup": INTERNAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "on"], name="one_on_duty_a_day"),
            models.CheckConstraint(
                condition=models.Q(backup__isnull=True) | ~models.Q(backup=models.F("member")), name="backup_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} on {self.on}"


class Protocol(models.Model):
    """What this organisation does when a first look shows danger, in its own words; shown beside the question."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    danger_to_self = models.TextField(blank=True)
    danger_from_others = models.TextField(blank=True)
    danger_to_child = models.TextField(blank=True)
    backup = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")  # When no duty is set.
    updated_at = models.DateTimeField()

    Privacy: ClassVar[dict[str, Label]] = {
        "organisation": INTERNAL,
        "danger_to_self": INTERNAL,
        "danger_from_others": INTERNAL,
        "danger_to_child": INTERNAL,
        "backup": INTERNAL,
        "updated_at": INTERNAL,
    }

    def __str__(self) -> str:
        return f"protocol of {self.organisation_id}"
