"""`banyan keys list`: an organisation whose reports hang on one person, or on nobody, is called out."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from banyan.cli.keys import keys
from banyan.people.actions.invitations import reset_member
from banyan.people.actions.members import remove_member
from banyan.people.models import KeyWrap, OrganisationKey
from banyan.people.queries.keys import count_holders
from tests.factories import NOW, OPERATOR, Personas, viewer_of

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
HOUSE, ELSEWHERE = "Jade Lantern House (fictional)", "Harbour Kitchen (fictional)"


def found() -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(keys, ["list", "--json"])
    return done.exit_code, json.loads(done.output)


def holders(told: dict[str, Any]) -> dict[str, int]:
    return {row["organisation"]: row["holders"] for row in told["keys"]}


def test_with_a_recovery_code_nothing_is_at_risk(people: Personas) -> None:
    code, told = found()
    assert (code, told["at_risk"], holders(told)) == (0, [], {HOUSE: 3, ELSEWHERE: 1})
    assert all(row["recovery_code"] for row in told["keys"])


def test_one_holder_is_one_member_and_several_are_members(people: Personas) -> None:
    assert CliRunner().invoke(keys, ["list"]).output.splitlines() == [
        f"{ELSEWHERE}: version 1, held by 1 member, recovery code made",
        f"{HOUSE}: version 1, held by 3 members, recovery code made",
    ]


def test_without_one_whoever_has_one_holder_or_none_is_at_risk(people: Personas) -> None:
    OrganisationKey.objects.update(recovery_wrap=None)
    assert found()[1]["at_risk"] == [ELSEWHERE]
    KeyWrap.objects.all().delete()
    code, told = found()
    assert (code, told["at_risk"], holders(told)) == (1, [ELSEWHERE, HOUSE], {HOUSE: 0, ELSEWHERE: 0})
    said = CliRunner().invoke(keys, ["list"]).output
    assert f"AT RISK {HOUSE}: held by 0 members, no recovery code." in said


def test_nobody_at_a_desk_counts_the_holders_of_every_key(people: Personas) -> None:
    with pytest.raises(AssertionError):
        count_holders(viewer=viewer_of(people.sol))  # type: ignore[arg-type]  # what is tried here


def test_who_is_being_reset_opens_nothing_soon_and_is_not_counted(people: Personas) -> None:
    OrganisationKey.objects.update(recovery_wrap=None)
    remove_member(by=OPERATOR, member=people.dana, now=NOW)
    assert HOUSE not in found()[1]["at_risk"]
    reset_member(by=OPERATOR, member=people.mei, now=NOW)
    code, told = found()
    assert (code, HOUSE in told["at_risk"], holders(told)[HOUSE]) == (1, True, 1)
