"""An organisation's key versions, and to whom each is sealed."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from banyan.base.privacy import INTERNAL, SEALED, Label
from banyan.people.models.members import Member
from banyan.people.models.organisations import Organisation


class OrganisationKey(models.Model):
    """One version of an organisation's X25519 key pair. New reports are sealed to the newest."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="keys")
    version = models.PositiveIntegerField()
    public_key = models.BinaryField()
    public_key_proof = models.BinaryField()  # Shows that this server stored the key; see queries/proofs.
    recovery_wrap = models.BinaryField(null=True)  # The private half, sealed to the printed recovery code's key.
    made_at = models.DateTimeField()

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "organisation": INTERNAL,
        "version": INTERNAL,
        "public_key": INTERNAL,
        "public_key_proof": INTERNAL,
        "recovery_wrap": SEALED,
        "made_at": INTERNAL,
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "version"], name="key_version_once")]

    def __str__(self) -> str:
        return f"{self.organisation} key {self.version}"


class KeyWrap(models.Model):
    """An organisation's private key, sealed to one member's public key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = models.ForeignKey(OrganisationKey, on_delete=models.CASCADE, related_name="wraps")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="key_wraps")
    sealed = models.BinaryField()
    proof = (
        models.BinaryField()
    )  # Shows that this server sealed it; without it nobody was admitted. See queries/proofs.
    admitted_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "key": INTERNAL,
        "member": INTERNAL,
        "sealed": SEALED,
        "proof": INTERNAL,
        "admitted_by": INTERNAL,
        "made_at": INTERNAL,
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "member"], name="key_wrap_once")]

    def __str__(self) -> str:
        return f"{self.key} for {self.member}"
