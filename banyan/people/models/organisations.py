"""The coalition and the organisations that make it up."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models.functions import Lower

from banyan.base.privacy import INTERNAL, PUBLIC, Label
from banyan.people.rules.numbers import dialled


class Coalition(models.Model):
    """The one coalition this server serves."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=60)  # A code of banyan.harms.rules.neighbourhoods.
    timezone = models.CharField(max_length=60, default="America/Los_Angeles")
    leave_to = models.URLField(default="https://www.weather.gov/")
    is_demonstration = models.BooleanField(default=False)

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "name": PUBLIC,
        "place": PUBLIC,
        "timezone": PUBLIC,
        "leave_to": PUBLIC,
        "is_demonstration": PUBLIC,
    }

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_coalition")]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A partner. Its staff hold its key; nobody else can read what people tell it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    name_proof = models.BinaryField()  # Shows that this server called it so; see queries/proofs.
    about = models.CharField(max_length=280, blank=True)  # One plain sentence: what it does.
    about_language = models.CharField(max_length=20, default="en")  # A tag of banyan.base.languages.
    phone = models.CharField(max_length=40, blank=True)
    takes_reports = models.BooleanField(default=True)
    has_mandated_reporters = models.BooleanField(default=True)
    recovery_public_key = models.BinaryField(null=True)
    recovery_key_proof = models.BinaryField(null=True)  # Shows that this server stored the key; see queries/proofs.
    key_turn_due = models.BooleanField(default=False)  # A member left: the next holder who signs in turns the key.

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "name": PUBLIC,
        "name_proof": INTERNAL,
        "about": PUBLIC,
        "about_language": PUBLIC,
        "phone": PUBLIC,
        "takes_reports": PUBLIC,
        "has_mandated_reporters": PUBLIC,
        "recovery_public_key": INTERNAL,
        "recovery_key_proof": INTERNAL,
        "key_turn_due": INTERNAL,
    }

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="organisation_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def phone_address(self) -> str:
        """The number as a phone dials it."""
        return dialled(self.phone)


class PartnerMembership(models.Model):
    """When an organisation belonged to the coalition. Founders come and go, and may return."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "organisation": PUBLIC,
        "joined_on": PUBLIC,
        "left_on": PUBLIC,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gte=models.F("joined_on")),
                name="membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(left_on__isnull=True), name="one_open_membership"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} from {self.joined_on}"


class OrganisationLanguage(models.Model):
    """A language the organisation can serve someone in. Tags are those of banyan.base.languages."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="languages")
    tag = models.CharField(max_length=20)

    Privacy: ClassVar[dict[str, Label]] = {"id": INTERNAL, "organisation": PUBLIC, "tag": PUBLIC}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "tag"], name="organisation_language_once")]

    def __str__(self) -> str:
        return self.tag


class OrganisationOffer(models.Model):
    """Something the organisation can help with. Codes are those of banyan.harms.rules.needs."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="offers")
    need = models.CharField(max_length=40)

    Privacy: ClassVar[dict[str, Label]] = {"id": INTERNAL, "organisation": PUBLIC, "need": PUBLIC}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "need"], name="organisation_offer_once")]

    def __str__(self) -> str:
        return self.need


class OpenHours(models.Model):
    """When the office is open on a weekday (0 is Monday), in the coalition's time zone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="open_hours")
    weekday = models.PositiveSmallIntegerField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "organisation": PUBLIC,
        "weekday": PUBLIC,
        "opens_at": PUBLIC,
        "closes_at": PUBLIC,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "weekday"], name="open_hours_once_a_weekday"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="weekday_exists"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.opens_at} to {self.closes_at}"


class ClosedDay(models.Model):
    """A day the office is closed although its weekday is open."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="closed_days")
    closed_on = models.DateField()

    Privacy: ClassVar[dict[str, Label]] = {"id": INTERNAL, "organisation": PUBLIC, "closed_on": PUBLIC}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "closed_on"], name="closed_day_once")]

    def __str__(self) -> str:
        return str(self.closed_on)
