"""The staff of the coalition and its partners."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from banyan.base.privacy import INTERNAL, PERSONAL, PUBLIC, SEALED, Label
from banyan.people.models.organisations import Organisation
from banyan.people.rules.permissions import Role
from banyan.people.rules.usernames import normalise_username


class MemberManager(BaseUserManager["Member"]):
    def get_by_natural_key(self, username: str | None) -> "Member":
        """The member of this username in any letter case; it is stored in small letters."""
        return self.get(username=normalise_username(username or ""))


class Member(AbstractBaseUser):
    """Somebody who signs in at the desk. Coalition staff (steward, analyst) belong to no organisation."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    # Shown to people who are asked whom of the staff should not see their report; blank means not listed.
    public_name = models.CharField(max_length=60, blank=True)
    public_name_proof = models.BinaryField()  # Of a blank one too; see queries/proofs.
    email = models.EmailField(blank=True)  # Only for "something is waiting".
    wants_mail = models.BooleanField(default=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="members")
    locale = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    public_key = models.BinaryField(null=True)
    public_key_proof = models.BinaryField(null=True)  # Shows that this server stored the key; see queries/proofs.
    wrapped_private_key = models.BinaryField(null=True)  # Under Argon2id of the password; see banyan.vault.passwords.
    session_turn = models.PositiveIntegerField(default=0)  # Raising it ends every session of theirs.

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[MemberManager] = MemberManager()

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "password": SEALED,
        "last_login": PERSONAL,
        "username": PERSONAL,
        "name": PERSONAL,
        "public_name": PUBLIC,
        "public_name_proof": INTERNAL,
        "email": PERSONAL,
        "wants_mail": PERSONAL,
        "organisation": INTERNAL,
        "locale": INTERNAL,
        "is_active": INTERNAL,
        "joined_at": INTERNAL,
        "removed_at": INTERNAL,
        "public_key": INTERNAL,
        "public_key_proof": INTERNAL,
        "wrapped_private_key": SEALED,
        "session_turn": INTERNAL,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    public_key__isnull=True, public_key_proof__isnull=True, wrapped_private_key__isnull=True
                )
                | models.Q(public_key__isnull=False, public_key_proof__isnull=False, wrapped_private_key__isnull=False),
                name="member_key_pair_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True) | models.Q(is_active=False), name="removed_is_inactive"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def told_apart(self) -> str:
        """Their name, which they may change, with the one that they sign in by, which nobody can."""
        return f"{self.name} ({self.username})"

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with every sign-out everywhere; Django then ends the session."""
        return salted_hmac(
            "banyan.member.session", f"{self.password}:{self.session_turn}", algorithm="sha256"
        ).hexdigest()


class MemberLanguage(models.Model):
    """A language the member can serve someone in, and how: reading, speaking or signing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="languages")
    tag = models.CharField(max_length=20)
    how = models.CharField(max_length=6, choices=[("reads", "reads"), ("speaks", "speaks"), ("signs", "signs")])

    Privacy: ClassVar[dict[str, Label]] = {"id": INTERNAL, "member": INTERNAL, "tag": INTERNAL, "how": INTERNAL}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "tag", "how"], name="member_language_once"),
            models.CheckConstraint(condition=models.Q(how__in=["reads", "speaks", "signs"]), name="how_known"),
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.tag}"


class RoleGrant(models.Model):
    """A role that a member holds, from when, and until when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role])
    granted_at = models.DateTimeField()
    proof = models.BinaryField()  # Shows that this server gave it; gone when it ended. See queries/proofs.
    ended_at = models.DateTimeField(null=True, blank=True)

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "member": INTERNAL,
        "role": INTERNAL,
        "granted_at": INTERNAL,
        "proof": INTERNAL,
        "ended_at": INTERNAL,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="role_known"),
            models.UniqueConstraint(
                fields=["member", "role"], condition=models.Q(ended_at__isnull=True), name="role_held_once"
            ),
        ]

    def __str__(self) -> str:
        return self.role
