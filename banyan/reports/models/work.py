"""What staff and the person do with a report: messages, contacts, a first look for danger."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from banyan.base.privacy import INTERNAL, SEALED, Label
from banyan.people.models import Member
from banyan.reports.models.reports import Report


class Message(models.Model):
    """A message between the person and one organisation, sealed under the report's data key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")  # Null: the person.
    body = models.BinaryField()
    written_at = models.DateTimeField()  # To the hour.
    is_read = models.BooleanField(default=False)

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "report": INTERNAL,
        "number": INTERNAL,
        "written_by": INTERNAL,
        "body": SEALED,
        "written_at": INTERNAL,
        "is_read": INTERNAL,
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="message_number_once")]

    def __str__(self) -> str:
        return f"message {self.number} of {self.report_id}"


class Contact(models.Model):
    """A contact with the person, attempted or made, and how; or the note that went with a report to a colleague."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="contacts")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=10)
    how = models.CharField(max_length=12)  # Empty where it was handed over.
    note = models.BinaryField(null=True)

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "report": INTERNAL,
        "made_by": INTERNAL,
        "made_at": INTERNAL,
        "outcome": INTERNAL,
        "how": INTERNAL,
        "note": SEALED,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["attempted", "reached", "handed"]), name="outcome_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} for {self.report_id}"


class FirstLook(models.Model):
    """A first look for danger, and a check by hand whether the one who harmed is also served here.

    `content` is sealed JSON: `dangers` and `conflict` as codes, and a `note`. Nothing counts or sorts by them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="first_looks")
    looked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField()
    content = models.BinaryField()

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "report": INTERNAL,
        "looked_by": INTERNAL,
        "looked_at": INTERNAL,
        "content": SEALED,
    }

    def __str__(self) -> str:
        return f"first look at {self.report_id}"
