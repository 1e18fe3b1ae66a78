from typing import ClassVar
from uuid import uuid4

from django.db import models

from banyan.base.privacy import INTERNAL, PERSONAL, PUBLIC, Label
from banyan.people.models import Member


class LanguageApproval(models.Model):
    """Somebody of the coalition read a language's sentences about consent, safety, emergencies and the receipt.

    `digest` is of those very sentences: when one changes, the language closes until it is read again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    language = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    approved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "language": PUBLIC,
        "digest": INTERNAL,
        "approved_by": PERSONAL,
        "approved_at": INTERNAL,
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "digest"], name="approved_once")]

    def __str__(self) -> str:
        return f"{self.language}, approved"
