from typing import ClassVar

from django.db import models

from banyan.base.privacy import INTERNAL, Label


class AuditChain(models.Model):
    """The head of one hash chain: one per organisation and one for the coalition."""

    chain = models.CharField(max_length=36, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)

    Privacy: ClassVar[dict[str, Label]] = {"chain": INTERNAL, "sequence": INTERNAL, "digest": INTERNAL}

    def __str__(self) -> str:
        return f"{self.chain} at {self.sequence}"


LONGEST_SUBJECT = 80


class AuditLine(models.Model):
    """One thing done or denied. Append-only: the database itself refuses a change or a deletion."""

    class Outcome(models.TextChoices):
        DONE = "done"
        DENIED = "denied"

    chain = models.CharField(max_length=36)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=LONGEST_SUBJECT, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    details = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "chain": INTERNAL,
        "sequence": INTERNAL,
        "at": INTERNAL,
        "actor": INTERNAL,
        "action": INTERNAL,
        "subject": INTERNAL,
        "outcome": INTERNAL,
        "details": INTERNAL,
        "digest": INTERNAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="audit_line_once"),
            models.CheckConstraint(condition=models.Q(outcome__in=["done", "denied"]), name="audit_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}/{self.sequence} {self.action} {self.outcome}"


class BucketKey(models.Model):
    """The day's random key under which clients are told apart. Deleted the next day, so yesterday's can't be."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField()

    Privacy: ClassVar[dict[str, Label]] = {"day": INTERNAL, "key": INTERNAL}

    def __str__(self) -> str:
        return str(self.day)


class Bucket(models.Model):
    """A client's tokens for one purpose. The client is an HMAC under the day's key; no address is stored."""

    client = models.CharField(max_length=80, primary_key=True)
    day = models.DateField()
    tokens = models.FloatField()
    filled_at = models.FloatField()  # Seconds since 1970.

    Privacy: ClassVar[dict[str, Label]] = {
        "client": INTERNAL,
        "day": INTERNAL,
        "tokens": INTERNAL,
        "filled_at": INTERNAL,
    }

    def __str__(self) -> str:
        return self.client
