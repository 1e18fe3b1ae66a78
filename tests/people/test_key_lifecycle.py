"""Who can open which report, at every step of any life of a key, compared with a model a child could check.

Reports are told, handed on and locked anew by the product's own actions; only the model beside them is the test's.
"""

from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from banyan.base.actions import Denied, Refused
from banyan.people.actions.invitations import Invitee, LosesTheKey, accept_invitation, invite_member, reset_member
from banyan.people.actions.keys import (
    WrongRecoveryCode,
    admit_member,
    create_organisation_key,
    renew_recovery_code,
    turn_due_key,
    turn_key,
    use_recovery_code,
)
from banyan.people.actions.members import LastAdministrator, LastHolder, RemovesThemselves, remove_member
from banyan.people.actions.passwords import change_password
from banyan.people.models import Member, Organisation, OrganisationKey
from banyan.people.queries.keys import get_current_key
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import Role
from banyan.reports.actions.claims import CannotTake, hand_report
from banyan.reports.actions.rewraps import rewrap_open_reports
from banyan.reports.actions.submissions import NobodyLeft
from banyan.reports.models import ReadKey, Report
from banyan.reports.queries.keys import open_data_key, read_key_binding, reports_in_sight
from banyan.reports.queries.locks import CannotRead
from banyan.reports.queries.opening import unseal_content
from banyan.reports.queries.rewraps import is_rewrap_due
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import open_sealed
from banyan.vault.passwords import unwrap_private_key
from tests.factories import NOW, CoalitionFactory, MemberFactory, OrganisationFactory, viewer_of
from tests.reports.desk.telling import CANARY, tell

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
    typed: set[int] = field(default_factory=set)  # Versions that they hold by the printed code.


@dataclass
class Told:
    """A report: the versions of the organisation's key it is sealed to, or the members, each as they were then."""

    report: Report
    versions: set[int] = field(default_factory=set)
    named: dict[UUID, int] = field(default_factory=dict)
    hidden: frozenset[UUID] = frozenset()
    looked_after_by: UUID | None = None


class Lifecycle(RuleBasedStateMachine):
    colleagues = Bundle("colleagues")

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.people: dict[UUID, Colleague] = {}
        self.told: list[Told] = []
        self.version = 1
        self.turn_due = False
        self.spent_codes: list[str] = []
        self.code = ""
        self.recoverable = {1}
        self.code_is_good = True  # Nobody has left who may know it.

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    # --- What happens ---------------------------------------------------------------------------------------------

    @initialize(target=colleagues)
    def found(self) -> UUID:
        CoalitionFactory.create()
        self.house: Organisation = OrganisationFactory.create()
        self._found_elsewhere()
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
            to.typed -= by.holds

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
        if self._holders() == {who}:
            with pytest.raises(LosesTheKey):
                reset_member(by=self._viewer(keeper), member=self._member(who), now=NOW)
        invited = reset_member(by=self._viewer(keeper), member=self._member(who), accepts_loss=True, now=NOW)
        new = f"{one.password}!"
        accept_invitation(by=Invitee(invited.invitation), username="", name="", password=new, now=NOW)
        self.turn_due = self.turn_due or bool(one.holds)
        one.old_passwords.append(one.password)
        one.password, one.holds, one.typed, one.beginnings = new, set(), set(), one.beginnings + 1

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
        knew_code = self.code_is_good and (one.role == KEEPER or bool(one.typed))
        self.turn_due = self.turn_due or bool(one.holds) or knew_code
        self.code_is_good = self.code_is_good and not knew_code
        one.belongs, one.holds = False, set()
        self._maybe_turn(by)

    @rule(who=colleagues)
    def visit(self, who: UUID) -> None:
        """They sign in and open my day, which turns a key that is due and locks open reports anew."""
        one = self.people[who]
        if not one.belongs:
            return
        turn_due_key(by=self._viewer(who), now=NOW)
        self._maybe_turn(one)
        if is_rewrap_due(viewer=self._viewer(who)):
            rewrap_open_reports(by=self._viewer(who), now=NOW)
        if one.role == COORDINATOR and self.version in one.holds:
            self._lock_anew(one)

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
        one.typed |= self.recoverable

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
        self.recoverable, self.code_is_good = set(one.holds), True

    @rule(data=st.data(), is_kept=st.booleans())
    def tell(self, data: st.DataObject, is_kept: bool) -> None:
        """Somebody tells the organisation something, and may name whom it is to be kept from."""
        here = [pk for pk, one in self.people.items() if one.belongs]
        hidden = (
            frozenset(data.draw(st.lists(st.sampled_from(here), min_size=1, unique=True))) if is_kept else frozenset()
        )
        others = [pk for pk in self._readers() if pk not in hidden]
        if hidden and not others:
            with pytest.raises(NobodyLeft):
                tell(self.house, hidden_from=hidden)
            return
        report = tell(self.house, hidden_from=hidden)
        if hidden:
            named = {pk: self.people[pk].beginnings for pk in others}
            self.told.append(Told(report, named=named, hidden=hidden))
        else:
            self.told.append(Told(report, versions={self.version}))

    @precondition(lambda self: self.told)
    @rule(giver=colleagues, taker=colleagues, data=st.data())
    def hand(self, giver: UUID, taker: UUID, data: st.DataObject) -> None:
        """A report is handed to a colleague, who may have been somewhere else in between."""
        told = self.told[data.draw(st.integers(0, len(self.told) - 1))]
        refusal = self._why_not_handed(giver, taker, told)
        give = partial(hand_report, by=self._viewer(giver), report=told.report, to=self._member(taker), now=NOW)
        if refusal is not None:
            with pytest.raises(refusal):
                give()
            return
        give()
        told.looked_after_by = taker
        if told.hidden:
            told.named[taker] = self.people[taker].beginnings

    # --- What must hold -------------------------------------------------------------------------------------------

    @invariant()
    def everybody_opens_exactly_what_the_model_says(self) -> None:
        keys = (
            {key.version: key for key in OrganisationKey.objects.filter(organisation=self.house)} if self.people else {}
        )
        for pk, one in self.people.items():
            viewer = self._viewer(pk)
            opened = [_opens(viewer, told) for told in self.told]
            assert opened == [_may_open(one, told) for told in self.told]
            assert not any(opens and pk in told.hidden for opens, told in zip(opened, self.told, strict=True))
            in_sight = set(reports_in_sight(viewer=viewer).filter(is_restricted=True).values_list("pk", flat=True))
            assert in_sight == {told.report.pk for told in self.told if told.hidden and _may_open(one, told)}
            assert {version for version, key in keys.items() if viewer.holds(key)} == one.holds

    @invariant()
    def somebody_of_another_organisation_opens_nothing(self) -> None:
        """Neither through the product nor with every lock in the database at hand."""
        if not self.people:
            return
        tomas = viewer_of(self.tomas)
        assert tomas.key_pair is not None
        assert not reports_in_sight(viewer=tomas).exists()
        pairs = [tomas.key_pair, tomas.open_key(get_current_key(self.elsewhere))]
        for wrap in ReadKey.objects.select_related("organisation_key", "report"):
            version = wrap.organisation_key.version if wrap.organisation_key else 0
            member = wrap.member_id
            binding = read_key_binding(wrap.report_id, self.house.pk, key_version=version, member=member)
            for pair in pairs:
                with pytest.raises(CannotOpen):
                    open_sealed(pair, bytes(wrap.sealed), binding)

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

    def _found_elsewhere(self) -> None:
        """Another organisation, whose Tomas holds its key and may do everything there."""
        self.elsewhere: Organisation = OrganisationFactory.create()
        self.tomas: Member = MemberFactory.create(organisation=self.elsewhere, roles=(KEEPER, COORDINATOR))
        create_organisation_key(by=viewer_of(self.tomas), organisation=self.elsewhere, now=NOW)

    def _holders(self) -> set[UUID]:
        return {pk for pk, one in self.people.items() if one.belongs and self.version in one.holds}

    def _readers(self) -> set[UUID]:
        return {pk for pk in self._holders() if self.people[pk].role == COORDINATOR}

    def _why_not_handed(self, giver: UUID, taker: UUID, told: Told) -> type[Exception] | None:
        by = self.people[giver]
        is_in_sight = not told.hidden or _may_open(by, told)
        if not by.belongs or by.role != COORDINATOR or not is_in_sight:
            return Denied
        if not _may_open(by, told):
            return CannotRead
        if taker not in self._readers() - told.hidden - {told.looked_after_by}:
            return CannotTake
        return None

    def _lock_anew(self, by: Colleague) -> None:
        for told in self.told:
            told.named = {
                pk: begun
                for pk, begun in told.named.items()
                if (one := self.people[pk]).belongs and one.beginnings == begun
            }
            if any(version in by.holds and version < self.version for version in told.versions):
                told.versions = {self.version}

    def _why_not(self, keeper: UUID, who: UUID) -> type[Refused] | None:
        if keeper == who:
            return RemovesThemselves
        if self._holders() == {who}:
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
        if self.code_is_good:
            self.recoverable.add(self.version)
        for one in self.people.values():
            if self.version - 1 in one.holds:
                one.holds.add(self.version)

    def _member(self, pk: UUID) -> Member:
        return Member.objects.select_related("organisation").get(pk=pk)

    def _viewer(self, pk: UUID) -> Viewer:
        return viewer_of(self._member(pk), self.people[pk].password)


def _may_open(one: Colleague, told: Told) -> bool:
    return bool(told.versions & one.holds) or (one.belongs and told.named.get(one.pk) == one.beginnings)


def _opens(viewer: Viewer, told: Told) -> bool:
    """Whether it opens for them, and then to what was told."""
    try:
        data_key = open_data_key(report=told.report, viewer=viewer)
    except CannotOpen:
        return False
    assert unseal_content(report=told.report, data_key=data_key)["words"] == CANARY
    return True


@pytest.mark.django_db(databases=["default", "drafts"])
def test_who_can_open_what_at_every_step() -> None:
    run_state_machine_as_test(
        Lifecycle,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            # A failing life is told as it was found: shrinking one takes longer than reading it.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
