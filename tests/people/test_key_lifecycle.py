"""Who can open what, at every step of any life of an organisation's key, compared with a model a child could check."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from banyan.base.actions import Denied, Refused
from banyan.people.actions.invitations import Invitee, accept_invitation, invite_member, reset_member
from banyan.people.actions.keys import (
    admit_member,
    create_organisation_key,
    renew_recovery_code,
    turn_due_key,
    turn_key,
)
from banyan.people.actions.members import LastAdministrator, LastHolder, RemovesThemselves, remove_member
from banyan.people.actions.passwords import change_password
from banyan.people.actions.recovery import WrongRecoveryCode, use_recovery_code
from banyan.people.models import Member, Organisation, OrganisationKey
from banyan.people.queries.keys import get_current_key
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import Role
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding, open_sealed, seal_to
from banyan.vault.passwords import unwrap_private_key
from tests.factories import NOW, CoalitionFactory, MemberFactory, OrganisationFactory, viewer_of

KEEPER, COORDINATOR = Role.ADMINISTRATOR, Role.COORDINATOR


@dataclass
class Colleague:
    """What the model knows of a member: the versions they hold, and how often they began anew."""

    pk: UUID
    role: Role
    password: str
    holds: set[int] = field(default_factory=set)
    beginnings: int = 0
    belongs: bool = True
    old_passwords: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sealed:
    """Something sealed to a version of the organisation's key, or to some members as they were then."""

    secret: bytes
    binding: Binding
    version: int | None = None
    for_organisation: bytes = b""
    for_members: tuple[tuple[UUID, int, bytes], ...] = ()


class Lifecycle(RuleBasedStateMachine):
    colleagues = Bundle("colleagues")

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.people: dict[UUID, Colleague] = {}
        self.things: list[Sealed] = []
        self.version = 1
        self.turn_due = False
        self.spent_codes: list[str] = []
        self.code = ""
        self.recoverable = {1}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    # --- What happens ---------------------------------------------------------------------------------------------

    @initialize(target=colleagues)
    def found(self) -> UUID:
        CoalitionFactory.create()
        self.house: Organisation = OrganisationFactory.create()
        self.elsewhere: Organisation = OrganisationFactory.create()
        first = self._enrol("founder", KEEPER)
        self.code = create_organisation_key(by=self._viewer(first), organisation=self.house, now=NOW)
        self.people[first].holds = {1}
        return first

    @rule(target=colleagues, role=st.sampled_from([KEEPER, COORDINATOR]))
    def join(self, role: Role) -> UUID:
        return self._enrol(f"member {len(self.people)}", role)

    @rule(giver=colleagues, taker=colleagues)
    def admit(self, giver: UUID, taker: UUID) -> None:
        by, to = self.people[giver], self.people[taker]
        if not by.belongs:
            return
        if self.version not in by.holds:
            with pytest.raises(Denied):
                admit_member(by=self._viewer(giver), member=self._member(taker), now=NOW)
        elif not to.belongs:
            with pytest.raises(Refused):
                admit_member(by=self._viewer(giver), member=self._member(taker), now=NOW)
        else:
            admit_member(by=self._viewer(giver), member=self._member(taker), now=NOW)
            to.holds |= by.holds

    @rule(who=colleagues)
    def change(self, who: UUID) -> None:
        one = self.people[who]
        if not one.belongs:
            return
        new = f"{one.password}+"
        change_password(by=self._viewer(who), old=one.password, new=new, now=NOW)
        one.old_passwords.append(one.password)
        one.password = new

    @rule(keeper=colleagues, who=colleagues)
    def reset(self, keeper: UUID, who: UUID) -> None:
        by, one = self.people[keeper], self.people[who]
        if not (by.belongs and one.belongs and by.role == KEEPER):
            return
        invited = reset_member(by=self._viewer(keeper), member=self._member(who), now=NOW)
        new = f"{one.password}!"
        accept_invitation(by=Invitee(invited.invitation), username="", name="", password=new, now=NOW)
        self.turn_due = self.turn_due or bool(one.holds)
        one.old_passwords.append(one.password)
        one.password, one.holds, one.beginnings = new, set(), one.beginnings + 1

    @rule(keeper=colleagues, who=colleagues)
    def remove(self, keeper: UUID, who: UUID) -> None:
        by, one = self.people[keeper], self.people[who]
        if not (by.belongs and one.belongs and by.role == KEEPER):
            return
        refusal = self._why_not(keeper, who)
        if refusal is not None:
            with pytest.raises(refusal):
                remove_member(by=self._viewer(keeper), member=self._member(who), now=NOW)
            return
        remove_member(by=self._viewer(keeper), member=self._member(who), now=NOW)
        self.turn_due = self.turn_due or bool(one.holds)
        one.belongs, one.holds = False, set()
        self._maybe_turn(by)

    @rule(who=colleagues)
    def visit(self, who: UUID) -> None:
        one = self.people[who]
        if one.belongs:
            turn_due_key(by=self._viewer(who), now=NOW)
            self._maybe_turn(one)

    @rule(who=colleagues)
    def rotate(self, who: UUID) -> None:
        one = self.people[who]
        if not one.belongs:
            return
        if self.version not in one.holds:
            with pytest.raises(Denied):
                turn_key(by=self._viewer(who), organisation=self.house, now=NOW)
            return
        turn_key(by=self._viewer(who), organisation=self.house, now=NOW)
        self._turn()

    @rule(who=colleagues, old=st.booleans())
    def recover(self, who: UUID, old: bool) -> None:
        one = self.people[who]
        if not one.belongs or (old and not self.spent_codes):
            return
        if old:
            with pytest.raises(WrongRecoveryCode):
                use_recovery_code(by=self._viewer(who), code=self.spent_codes[-1], now=NOW)
            return
        use_recovery_code(by=self._viewer(who), code=self.code, now=NOW)
        one.holds |= self.recoverable

    @rule(who=colleagues)
    def print_a_new_code(self, who: UUID) -> None:
        one = self.people[who]
        if not one.belongs:
            return
        if one.role != KEEPER or self.version not in one.holds:
            with pytest.raises(Denied):
                renew_recovery_code(by=self._viewer(who), organisation=self.house, now=NOW)
            return
        self.spent_codes.append(self.code)
        self.code = renew_recovery_code(by=self._viewer(who), organisation=self.house, now=NOW)
        self.recoverable = set(one.holds)

    @rule()
    def tell(self) -> None:
        """Something is told to the organisation."""
        key = get_current_key(self.house)
        binding = Binding(record=uuid4(), field="data_key", organisation=self.house.pk, version=key.version)
        secret = uuid4().bytes
        sealed = seal_to(key.public_key, secret, binding)
        self.things.append(Sealed(secret, binding, version=key.version, for_organisation=sealed))

    @rule(data=st.data())
    def restrict(self, data: st.DataObject) -> None:
        """Something is told to some of them only."""
        here = [pk for pk, one in self.people.items() if one.belongs]
        named: Iterable[UUID] = data.draw(st.lists(st.sampled_from(here), min_size=1, unique=True))
        binding = Binding(record=uuid4(), field="data_key_for", organisation=self.house.pk, version=0)
        secret = uuid4().bytes
        wraps = tuple((pk, self.people[pk].beginnings, self._seal_for(pk, secret, binding)) for pk in named)
        self.things.append(Sealed(secret, binding, for_members=wraps))

    # --- What must hold -------------------------------------------------------------------------------------------

    @invariant()
    def everybody_opens_exactly_what_the_model_says(self) -> None:
        keys = {key.version: key for key in OrganisationKey.objects.select_related("organisation")}
        for pk, one in self.people.items():
            viewer = self._viewer(pk)
            opened = {thing.binding.record for thing in self.things if _opens(viewer, keys, thing)}
            meant = {thing.binding.record for thing in self.things if _may_open(one, thing)}
            assert opened == meant
            assert {version for version, key in keys.items() if viewer.holds(key)} == one.holds

    @invariant()
    def no_old_password_opens_a_key(self) -> None:
        for pk, one in self.people.items():
            wrapped = self._member(pk).wrapped_private_key
            assert (wrapped is not None) == one.belongs
            for old in one.old_passwords[-2:]:
                with pytest.raises(CannotOpen):
                    unwrap_private_key(wrapped or b"", old, pk)

    @invariant()
    def versions_and_what_is_due_are_as_the_model_says(self) -> None:
        if self.people:
            assert get_current_key(self.house).version == self.version
            assert Organisation.objects.get(pk=self.house.pk).key_turn_due == self.turn_due

    # --- The model's own arithmetic -------------------------------------------------------------------------------

    def _enrol(self, name: str, role: Role) -> UUID:
        first = not self.people
        by = self._viewer(next(pk for pk, one in self.people.items() if self._keeps(one))) if not first else None
        if by is None:
            member = MemberFactory.create(name=name, organisation=self.house, roles=(role,), password=name)
        else:
            invited = invite_member(by=by, organisation=self.house, name=name, roles=frozenset({role}), now=NOW)
            member = accept_invitation(by=Invitee(invited.invitation), username=name, name=name, password=name, now=NOW)
        self.people[member.pk] = Colleague(member.pk, role, name)
        return member.pk

    @staticmethod
    def _keeps(one: Colleague) -> bool:
        return one.belongs and one.role == KEEPER

    def _why_not(self, keeper: UUID, who: UUID) -> type[Refused] | None:
        holders = {pk for pk, one in self.people.items() if one.belongs and self.version in one.holds}
        if keeper == who:
            return RemovesThemselves
        if holders == {who}:
            return LastHolder
        if {pk for pk, one in self.people.items() if self._keeps(one)} == {who}:
            return LastAdministrator
        return None

    def _maybe_turn(self, by: Colleague) -> None:
        if self.turn_due and self.version in by.holds:
            self._turn()

    def _turn(self) -> None:
        self.version += 1
        self.turn_due = False
        self.recoverable.add(self.version)
        for one in self.people.values():
            if self.version - 1 in one.holds:
                one.holds.add(self.version)

    def _member(self, pk: UUID) -> Member:
        return Member.objects.select_related("organisation").get(pk=pk)

    def _viewer(self, pk: UUID) -> Viewer:
        return viewer_of(self._member(pk), self.people[pk].password)

    def _seal_for(self, pk: UUID, secret: bytes, binding: Binding) -> bytes:
        public = self._member(pk).public_key
        assert public is not None
        return seal_to(public, secret, binding)


def _may_open(one: Colleague, thing: Sealed) -> bool:
    if thing.version is not None:
        return thing.version in one.holds
    return one.belongs and any((pk, begun) == (one.pk, one.beginnings) for pk, begun, _ in thing.for_members)


def _opens(viewer: Viewer, keys: dict[int, OrganisationKey], thing: Sealed) -> bool:
    """Whether anything the viewer can reach opens it, and then to what was sealed."""
    attempts = [wrap for _, _, wrap in thing.for_members]
    pairs = [viewer.key_pair] if viewer.key_pair else []
    if thing.version is not None:
        attempts = [thing.for_organisation]
        pairs = [viewer.open_key(key) for key in keys.values() if viewer.holds(key)]
    for pair in pairs:
        for wrap in attempts:
            try:
                assert open_sealed(pair, wrap, thing.binding) == thing.secret
            except CannotOpen:
                continue
            return True
    return False


@pytest.mark.django_db(databases=["default", "drafts"])
def test_who_can_open_what_at_every_step() -> None:
    run_state_machine_as_test(
        Lifecycle,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            # A failing life is told as it was found: shrinking one takes longer than reading it.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
