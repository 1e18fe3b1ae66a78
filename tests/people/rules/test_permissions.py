"""The page of permissions is whole."""

from banyan.people.rules.permissions import (
    AUDIT_READ,
    COALITION_CLOCKS,
    COALITION_EDIT,
    COALITION_ROLES,
    PARTNER_ADMIT,
    PERMISSIONS,
    REPORT_OPEN,
    REPORT_SEARCH,
    ROLE_SENTENCES,
    ROLE_TITLES,
    Reach,
    Role,
    all_permissions,
    permissions_of,
    role_fits,
)


def test_every_role_is_described_and_can_do_something() -> None:
    assert set(PERMISSIONS) == set(ROLE_SENTENCES) == set(ROLE_TITLES) == set(Role)
    assert all(PERMISSIONS.values())


def test_every_permission_has_a_code_of_its_own_a_sentence_and_a_holder() -> None:
    found = all_permissions()
    assert len({one.code for one in found}) == len(found)
    assert all(one.sentence.endswith(".") and one.code.count(".") == 2 for one in found)
    assert set(found) == permissions_of(frozenset(Role))


def test_what_stands_in_the_coalition_s_plane_reaches_the_coalition() -> None:
    # Whoever adds a permission says whom it reaches; these areas hold nothing that is one organisation's own.
    shared = {"observatory", "partners", "site"}
    assert [one.code for one in all_permissions() if one.code.split(".")[0] in shared and one.reach is Reach.OWN] == []
    assert COALITION_CLOCKS.reach is PARTNER_ADMIT.reach is COALITION_EDIT.reach is Reach.COALITION


def test_whose_organisation_left_keeps_what_reaches_their_own() -> None:
    for role in Role:
        kept = permissions_of(frozenset({role}), belongs=False)
        assert kept == {one for one in PERMISSIONS[role] if one.reach is Reach.OWN}
    assert permissions_of(frozenset({Role.COORDINATOR}), belongs=False) < PERMISSIONS[Role.COORDINATOR]


def test_nobody_of_the_coalition_and_no_administrator_opens_a_report() -> None:
    for role in {*COALITION_ROLES, Role.ADMINISTRATOR, Role.ORGANISER, Role.OUTREACH}:
        assert not {REPORT_OPEN, REPORT_SEARCH} & PERMISSIONS[role]


def test_roles_add_up() -> None:
    both = permissions_of(frozenset({Role.ADVOCATE, Role.ADMINISTRATOR}))
    assert both == PERMISSIONS[Role.ADVOCATE] | PERMISSIONS[Role.ADMINISTRATOR]
    assert {REPORT_OPEN, AUDIT_READ} <= both
    assert permissions_of(frozenset()) == frozenset()


def test_a_role_belongs_to_an_organisation_or_to_the_coalition() -> None:
    for role in Role:
        assert role_fits(role, in_organisation=True) != role_fits(role, in_organisation=False)
