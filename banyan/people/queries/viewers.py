"""Who is looking: the member, what they may do, and the key they hold while signed in."""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from banyan.base import audit
from banyan.base.actions import Denied
from banyan.base.audit import Operator
from banyan.people.models import KeyWrap, Member, OrganisationKey
from banyan.people.queries.coalition import belonging
from banyan.people.queries.proofs import is_role_proven, is_wrap_proven
from banyan.people.rules.permissions import Permission, Role, permissions_of
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding, KeyPair, key_pair_from, open_sealed


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in member, as every query and every action of the desk sees them."""

    member: Member
    permissions: frozenset[Permission]
    key_pair: KeyPair | None = field(default=None, repr=False)
    # A viewer lives for one request, so that removing a wrap works at the next one.
    _opened: dict[UUID, KeyPair] = field(default_factory=dict, repr=False, compare=False)

    @property
    def actor_code(self) -> str:
        return f"member:{self.member.pk}"

    @property
    def organisation_id(self) -> UUID | None:
        return self.member.organisation_id

    @property
    def chain(self) -> str:
        """The audit chain that what they do belongs to."""
        return chain_of(self.organisation_id)

    @property
    def own(self) -> Q:
        """What narrows a query to their organisation, or to the coalition's own staff for those who have none."""
        return Q(organisation_id=self.organisation_id)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def must(self, permission: Permission, *, subject: str | UUID = "") -> None:
        """Raise Denied, on the trail of the viewer's own organisation, unless they may."""
        if permission not in self.permissions:
            raise Denied(permission.code, chain=self.chain, subject=subject)

    def open_key(self, key: OrganisationKey) -> KeyPair:
        """The organisation's key pair of one version. Raises CannotOpen for somebody who wasn't admitted to it."""
        if key.pk not in self._opened:
            wrap = KeyWrap.objects.filter(key=key, member=self.member).select_related("key", "member").first()
            if wrap is None or self.key_pair is None or not is_wrap_proven(wrap):
                raise CannotOpen
            pair = key_pair_from(open_sealed(self.key_pair, wrap.sealed, key_wrap_binding(key, self.member)))
            if pair.public != bytes(key.public_key):
                raise CannotOpen  # Somebody put another public key in its place.
            self._opened[key.pk] = pair
        return self._opened[key.pk]

    def holds(self, key: OrganisationKey) -> bool:
        """Whether they can open this version of their organisation's key."""
        try:
            self.open_key(key)
        except CannotOpen:
            return False
        return True


By: TypeAlias = Viewer | Operator
"""Whoever may do something to people and organisations: a member, or the operator at set-up."""


class DeskRequest(HttpRequest):
    """A request that passed the desk's door. Only for annotations; the middleware sets both."""

    viewer: Viewer
    user: Member


def key_wrap_binding(key: OrganisationKey, member: Member) -> Binding:
    """What a wrap of an organisation's key is bound to: that version, that member."""
    return Binding(record=member.pk, field="organisation_key", organisation=key.organisation_id, version=key.version)


def chain_of(organisation_id: UUID | None) -> str:
    """The audit chain of an organisation, or the coalition's for its own staff."""
    return str(organisation_id) if organisation_id else audit.COALITION


def check(by: By, permission: Permission, *, within: UUID | None, subject: str | UUID = "") -> None:
    """Raise Denied unless they hold the permission and belong to this very organisation (None: the coalition's staff).

    The operator, who holds the server, may do what set-up needs.
    """
    if isinstance(by, Operator):
        return
    by.must(permission, subject=subject)
    if by.organisation_id != within:
        raise Denied(permission.code, chain=by.chain, subject=subject)


def get_viewer(*, member: Member, on: date, key_pair: KeyPair | None = None) -> Viewer:
    """The viewer that a member is on this day. Whose organisation left may still do what concerns it, and no more."""
    current = Exists(belonging(on=on).filter(organisation=OuterRef("member__organisation")))
    held = [one for one in member.role_grants.filter(ended_at=None).annotate(belongs=current) if is_role_proven(one)]
    belongs = member.organisation_id is None or any(one.belongs for one in held)
    roles = frozenset(Role(one.role) for one in held)
    permissions = permissions_of(roles, belongs=belongs) if member.is_active else frozenset()
    return Viewer(member=member, permissions=permissions, key_pair=key_pair)
