"""A report as one organisation holds it, who may open it, and the receipt that leads the person back."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4, uuid5

from django.db import models

from banyan.base.privacy import INTERNAL, SEALED, Label
from banyan.people.models import Member, Organisation, OrganisationKey
from banyan.reports.rules.states import OPEN, CloseReason, State


class Receipt(models.Model):
    """What a person comes back with. One receipt may lead to reports at several organisations, none of which sees it.

    `handle_hash` finds it and leads back to nothing; the private half of the person's key pair opens only with the
    code itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    handle_hash = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    wrapped_private_key = models.BinaryField()
    made_at = models.DateTimeField()  # To the hour.

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "handle_hash": INTERNAL,
        "public_key": INTERNAL,
        "wrapped_private_key": SEALED,
        "made_at": INTERNAL,
    }

    def __str__(self) -> str:
        return str(self.pk)


class Report(models.Model):
    """What somebody told one organisation: its own copy, key, coding, claim and thread.

    `content` is sealed JSON (see banyan.reports.rules.answers) under the report's own data key. What stands beside it
    in clear is coded and coarse, because routing and the clock need it. A withdrawn report keeps its counts only.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reports")
    receipt = models.ForeignKey(Receipt, on_delete=models.SET_NULL, null=True, related_name="reports")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    received_at = models.DateTimeField()  # To the hour.
    content = models.BinaryField(null=True)
    content_version = models.PositiveIntegerField(default=1)
    key_for_person = models.BinaryField(null=True)
    key_proof = models.BinaryField()  # Shows that this server made its data key; see queries/keys.
    is_restricted = models.BooleanField(default=False)
    channel = models.CharField(max_length=20)
    entered_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    is_burst = models.BooleanField(default=False)  # One of many from one client: look, but never discard unread.
    wants = models.JSONField(default=list)
    written_in = models.CharField(max_length=10)
    speaks = models.JSONField(default=list)
    is_safe_now = models.CharField(max_length=10, default="not_asked")
    may_contact = models.BooleanField(default=False)
    answer_by = models.DateTimeField()  # Counted anew from written_again_at.
    claimed_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="claimed_reports")
    claimed_at = models.DateTimeField(null=True)
    first_attempt_at = models.DateTimeField(null=True)
    first_reached_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=20, blank=True, choices=[(r.value, r.value) for r in CloseReason])
    # When the person wrote or sent a file though it was closed, to the hour, and the first try to reach them since.
    written_again_at = models.DateTimeField(null=True)
    tried_again_at = models.DateTimeField(null=True)
    promised_on = models.DateField(null=True)  # When whoever claimed it said they would be in touch again.
    duty_told_at = models.DateTimeField(null=True)  # When whoever was on duty was told that something waits.
    backup_asked_at = models.DateTimeField(null=True)  # When nobody had claimed it and the backup person was asked.
    shard = models.ForeignKey("reports.SearchShard", on_delete=models.SET_NULL, null=True, related_name="reports")

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "organisation": INTERNAL,
        "receipt": INTERNAL,
        "state": INTERNAL,
        "received_at": INTERNAL,
        "content": SEALED,
        "content_version": INTERNAL,
        "key_for_person": SEALED,
        "key_proof": INTERNAL,
        "is_restricted": INTERNAL,
        "channel": INTERNAL,
        "entered_by": INTERNAL,
        "is_burst": INTERNAL,
        "wants": INTERNAL,
        "written_in": INTERNAL,
        "speaks": INTERNAL,
        "is_safe_now": INTERNAL,
        "may_contact": INTERNAL,
        "answer_by": INTERNAL,
        "claimed_by": INTERNAL,
        "claimed_at": INTERNAL,
        "first_attempt_at": INTERNAL,
        "first_reached_at": INTERNAL,
        "closed_at": INTERNAL,
        "closed_reason": INTERNAL,
        "written_again_at": INTERNAL,
        "tried_again_at": INTERNAL,
        "promised_on": INTERNAL,
        "duty_told_at": INTERNAL,
        "backup_asked_at": INTERNAL,
        "shard": INTERNAL,
    }

    class Meta:
        indexes = [models.Index(fields=["organisation", "state", "answer_by"], name="report_clock")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=[state.value for state in State]), name="state_known"),
            models.UniqueConstraint(fields=["receipt", "organisation"], name="one_report_each_organisation"),
            models.CheckConstraint(
                condition=models.Q(claimed_by__isnull=True, claimed_at__isnull=True)
                | models.Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="claim_is_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.CLAIMED.value) | models.Q(claimed_by__isnull=False),
                name="claimed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.CLOSED.value)
                | (models.Q(closed_at__isnull=False) & ~models.Q(closed_reason="")),
                name="closed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.WITHDRAWN.value, content__isnull=True, receipt__isnull=True)
                | (~models.Q(state=State.WITHDRAWN.value) & models.Q(content__isnull=False)),
                name="withdrawn_keeps_no_words",
            ),
        ]

    def __str__(self) -> str:
        return f"R-{self.pk.hex[:6].upper()}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def waits_since(self) -> datetime:
        """When somebody last began to wait for us to take it on."""
        return self.written_again_at or self.received_at

    @property
    def attempted_at(self) -> datetime | None:
        """The first try to reach the person since then."""
        return self.tried_again_at if self.written_again_at else self.first_attempt_at

    @property
    def waits_again(self) -> bool:
        """Whether the person wrote or sent something after it was closed, and nobody has tried to reach them since."""
        return self.is_open and self.written_again_at is not None and self.tried_again_at is None

    def note_attempt(self, now: datetime) -> None:
        """Stop the clock that runs. The caller saves both fields."""
        self.first_attempt_at = self.first_attempt_at or now
        if self.written_again_at:
            self.tried_again_at = self.tried_again_at or now

    @property
    def chain(self) -> str:
        """The audit chain of what is done with it: its organisation's, which its administrator reads.

        One that was kept from somebody there has another: they may be the administrator. Its lines are shown on the
        page of the report they are about, to those who can read it.
        """
        organisation: UUID = self.organisation_id
        return str(uuid5(organisation, "kept from a colleague") if self.is_restricted else organisation)


class ReadKey(models.Model):
    """The report's data key, sealed to a version of its organisation's key, or to one named member."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="read_keys")
    organisation_key = models.ForeignKey(OrganisationKey, on_delete=models.PROTECT, null=True, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+")
    for_public_key = models.BinaryField(null=True)  # Of the member, as it was then: a reset gives them another one.
    sealed = models.BinaryField()
    since = models.DateTimeField()  # To the hour where the person made it.

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "report": INTERNAL,
        "organisation_key": INTERNAL,
        "member": INTERNAL,
        "for_public_key": INTERNAL,
        "sealed": SEALED,
        "since": INTERNAL,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation_key__isnull=True, member__isnull=False)
                | models.Q(organisation_key__isnull=False, member__isnull=True),
                name="read_key_for_one",
            ),
            models.UniqueConstraint(fields=["report", "organisation_key"], name="read_key_once_a_version"),
            models.UniqueConstraint(fields=["report", "member"], name="read_key_once_a_member"),
        ]

    def __str__(self) -> str:
        return f"key of {self.report_id}"
