from typing import ClassVar
from uuid import uuid4

from django.db import models

from banyan.base.privacy import INTERNAL, Label
from banyan.people.models import Member
from banyan.reports.models.reports import Report


class Coding(models.Model):
    """How a report is coded: version 1 is what the person said; staff correct it by adding a version, never by editing.

    Codes are those of banyan.harms.rules. Lists hold what may be several at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="codings")
    version = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    coded_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    coded_at = models.DateTimeField()  # To the hour for the person's own.
    why = models.CharField(max_length=20, blank=True)  # A code: why staff corrected it.
    for_whom = models.CharField(max_length=30, blank=True)
    knows = models.CharField(max_length=30, blank=True)
    people_band = models.CharField(max_length=20, blank=True)
    age_band = models.CharField(max_length=20, blank=True)
    communities = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    bias = models.CharField(max_length=12, default="not_asked")
    bases = models.JSONField(default=list)
    expression = models.CharField(max_length=12, blank=True)
    bias_said_by = models.CharField(max_length=12, blank=True)
    crime = models.CharField(max_length=12, default="not_asked")
    crime_said_by = models.CharField(max_length=20, blank=True)
    doers = models.JSONField(default=list)
    capacity = models.CharField(max_length=20, blank=True)
    places = models.JSONField(default=list)
    neighbourhood = models.CharField(max_length=60, blank=True)
    occasion = models.CharField(max_length=12, blank=True)
    # The first of the month in which it happened. No constraint says so: SQLite would need a function of Django's for
    # it, and then no other tool, a backup among them, could read the table.
    month = models.DateField(null=True)
    told = models.JSONField(default=list)

    Privacy: ClassVar[dict[str, Label]] = dict.fromkeys(
        (
            "id", "report", "version", "is_current", "coded_by", "coded_at", "why", "for_whom", "knows", "people_band",
            "age_band", "communities", "kinds", "bias", "bases", "expression", "bias_said_by", "crime", "crime_said_by",
            "doers", "capacity", "places", "neighbourhood", "occasion", "month", "told",
        ),
        INTERNAL,
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="coding_version_once"),
            models.UniqueConstraint(fields=["report"], condition=models.Q(is_current=True), name="one_current_coding"),
            models.CheckConstraint(
                condition=models.Q(bias__in=["yes", "perhaps", "no", "not_sure", "not_asked"]), name="bias_known"
            ),
            models.CheckConstraint(
                condition=models.Q(crime__in=["yes", "no", "unknown", "not_asked"]), name="crime_known"
            ),
        ]

    def __str__(self) -> str:
        return f"coding {self.version} of {self.report_id}"
