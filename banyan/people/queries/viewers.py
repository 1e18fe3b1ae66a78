"""Who is looking: the member, what they may do, and the key they hold while signed in."""

from dataclasses import dataclass, field
from uuid import UUID

from banyan.base.actions import Denied
from banyan.people.models import KeyWrap, Member, OrganisationKey
from banyan.people.rules.permissions import Permission, Role, permissions_of
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding, KeyPair, open_sealed


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in member, as every query and every action of the desk sees them."""

    member: Member
    permissions: frozenset[Permission]
    key_pair: KeyPair | None = field(default=None, repr=False)

    @property
    def actor_code(self) -> str:
        return f"member:{self.member.pk}"

    @property
    def organisation_id(self) -> UUID | None:
        return self.member.organisation_id

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def must(self, permission: Permission, *, subject: str | UUID = "") -> None:
        """Raise Denied, on the trail of the viewer's own organisation, unless they may."""
        if permission not in self.permissions:
            raise Denied(permission.code, chain=self.chain, subject=subject)

    @property
    def chain(self) -> str:
        """The audit chain that what they do belongs to."""
        return str(self.organisation_id) if self.organisation_id else "coalition"

    def open_key(self, key: OrganisationKey) -> KeyPair:
        """The organisation's key pair of one version. Raises CannotOpen for somebody who wasn't admitted to it."""
        wrap = KeyWrap.objects.filter(key=key, member=self.member).first()
        if wrap is None or self.key_pair is None:
            raise CannotOpen
        return KeyPair(
            bytes(key.public_key), open_sealed(self.key_pair, bytes(wrap.sealed), key_wrap_binding(key, self.member))
        )


def key_wrap_binding(key: OrganisationKey, member: Member) -> Binding:
    """What a wrap of an organisation's key is bound to: that version, that member."""
    return Binding(record=member.pk, field="organisation_key", organisation=key.organisation_id, version=key.version)


def get_viewer(*, member: Member, key_pair: KeyPair | None = None) -> Viewer:
    """The viewer that a member is now."""
    roles = frozenset(Role(role) for role in member.role_grants.filter(ended_at=None).values_list("role", flat=True))
    return Viewer(
        member=member, permissions=permissions_of(roles) if member.is_active else frozenset(), key_pair=key_pair
    )
