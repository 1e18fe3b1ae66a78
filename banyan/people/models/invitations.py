from typing import ClassVar
from uuid import uuid4

from django.db import models

from banyan.base.privacy import INTERNAL, PERSONAL, Label
from banyan.people.models.members import Member
from banyan.people.models.organisations import Organisation


class Invitation(models.Model):
    """An address that lets one person make their account. Only a hash of its secret is kept; it expires."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # Coalition staff are invited to no organisation.
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="invitations")
    # Set when it lets an existing member choose a new password; it never restores reading.
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="resets")
    name = models.CharField(max_length=120)
    roles = models.JSONField(default=list)
    secret_hash = models.BinaryField(unique=True)
    proof = models.BinaryField()  # Shows that this server made it, just so; see queries/proofs.
    invited_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "organisation": INTERNAL,
        "member": INTERNAL,
        "name": PERSONAL,
        "roles": INTERNAL,
        "secret_hash": INTERNAL,
        "proof": INTERNAL,
        "invited_by": INTERNAL,
        "made_at": INTERNAL,
        "expires_at": INTERNAL,
        "used_at": INTERNAL,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="invitation_expires_later"
            )
        ]

    def __str__(self) -> str:
        return f"invitation for {self.name}"
