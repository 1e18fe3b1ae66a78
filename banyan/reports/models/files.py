"""Files somebody attached, sealed chunk by chunk in the database, so that they live and die with its transactions."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from banyan.base.privacy import INTERNAL, SEALED, Label
from banyan.reports.models.reports import Report


class SealedFile(models.Model):
    """One sealed stream. Its key lies sealed in a draft, then in each report that has it attached."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    made_at = models.DateTimeField()  # To the hour.
    expires_at = models.DateTimeField(null=True)  # Set while it waits for a report, and again once it may go.

    Privacy: ClassVar[dict[str, Label]] = {"id": INTERNAL, "made_at": INTERNAL, "expires_at": INTERNAL}

    def __str__(self) -> str:
        return str(self.pk)


class SealedChunk(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    file = models.ForeignKey(SealedFile, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    Privacy: ClassVar[dict[str, Label]] = {"id": INTERNAL, "file": INTERNAL, "number": INTERNAL, "sealed": SEALED}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="chunk_once")]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.number}"


class Attachment(models.Model):
    """A file of one report. `details` is sealed JSON: name, media type, keys, and the original's hash and time."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=10)  # photo, document, audio or video.
    details = models.BinaryField()
    cleaned = models.ForeignKey(SealedFile, on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey(SealedFile, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()  # To the hour.
    is_seen = models.BooleanField(default=True)  # False for one that came later, until whoever looks after it opens it.

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "report": INTERNAL,
        "kind": INTERNAL,
        "details": SEALED,
        "cleaned": INTERNAL,
        "original": INTERNAL,
        "added_at": INTERNAL,
        "is_seen": INTERNAL,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["photo", "document", "audio", "video"]), name="attachment_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.report_id}"
