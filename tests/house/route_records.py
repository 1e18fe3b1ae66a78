"""A record of every kind that an address can name: one's own house's, and another's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from banyan.base.audit import Person
from banyan.base.cleaning import Cleaned, Kind
from banyan.observatory.actions.notes import Written, enter_note
from banyan.observatory.models import Publication
from banyan.observatory.queries import asking, publications
from banyan.partners.actions.listings import load_listings
from banyan.partners.models import HelpListing
from banyan.people.actions.invitations import invite_member
from banyan.people.models import Member, Organisation
from banyan.people.rules.permissions import Role
from banyan.reports.actions.attachments import Given, attach_file
from banyan.reports.models import Attachment, Report
from banyan.reports.queries.receipts import list_told, open_visit
from banyan.vault.receipts import new_receipt
from tests.factories import NOW, OPERATOR, Personas, viewer_of
from tests.observatory.charts.sample import picture
from tests.reports.desk.telling import tell

# What names a record of an organisation or a person; everything else is the coalition's, or no record at all.
SOMEBODYS = {"pk", "file", "invitation_id", "member_id"}
# Publications are the coalition's, read by everybody at the desk.
COALITIONS = ("observatory:", "picture:")
NOTE = Written(
    source="sf-hate-crimes", measure="", community="", place="", period_from="2022", period_to="", kind="recording",
    text="The form changed. (invented)", citation="A letter. (invented)", cited_on=NOW.date(), language="en",
)  # fmt: skip


@dataclass
class Records:
    """Values for addresses, and the code that opens one's own report."""

    own: dict[str, Any]
    other: dict[str, Any]
    publication: Publication
    code: str
    viewer: Member | None = None

    def values(self, route: str, *, own: bool) -> dict[str, Any]:
        values = self.own if own else self.other
        if route.startswith(COALITIONS):
            return {**values, "pk": self.publication.pk}
        return {**values, "code": "words"} if route.startswith("tell:") else values

    @staticmethod
    def are_somebodys(route: str, named: Iterable[str]) -> bool:
        return bool(SOMEBODYS & set(named)) and not route.startswith(COALITIONS)


class SampleKitchen:
    """Answers with the made-up picture at once; the real ones are processes that draw it, and that check one."""

    def ask(self, job: str, _arguments: Mapping[str, Any], **_limit: float) -> dict[str, Any]:
        return {"picture": picture().to_json_dict()} if job == "picture" else {"refused": "Not here."}

    def glance(self) -> None:
        """Nothing is being checked."""

    def leave(self, *_job: Any, **_about: Any) -> None:
        """What is left with it is done by nobody here."""


def answering_kitchen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "get_kitchen", SampleKitchen)
    monkeypatch.setattr(publications, "get_checker", SampleKitchen)


def make_records(people: Personas) -> Records:
    load_listings(by=OPERATOR, place="san_francisco", now=NOW)
    code = new_receipt("letters")
    shared = {
        "code": "es",
        "figure": "no-such-figure",
        "kind": "csv",
        "note_id": enter_note(by=viewer_of(people.nour), written=NOTE, now=NOW).note,
        "listing_id": HelpListing.objects.order_by("name")[0].pk,
        "organisation_id": people.house.pk,
        "passkey_id": 1,
        "secret": "no-such-secret",
    }
    shown = picture().to_json_dict()
    published = Publication.objects.create(
        state="published", question=shown["question"], pictures={"en": shown},
        proposed_by=people.nour, proposed_at=NOW, decided_by=people.sol, decided_at=NOW,
    )  # fmt: skip
    return Records(
        publication=published,
        own={**shared, **_of(people.house, people.rosa, code)},
        other={**shared, **_of(people.elsewhere, people.tomas, new_receipt("letters"))},
        code=code,
    )


def _of(house: Organisation, member: Member, code: str) -> dict[str, Any]:
    report = tell(house, receipt_code=code)
    invited = invite_member(by=OPERATOR, organisation=house, name="Invited", roles=frozenset({Role.ADVOCATE}), now=NOW)
    return {
        "pk": report.pk,
        "file": _attach(report, code).pk,
        "invitation_id": invited.invitation.pk,
        "member_id": member.pk,
    }


def _attach(report: Report, code: str) -> Attachment:
    visit = open_visit(receipt_code=code)
    assert visit is not None
    cleaned = Cleaned(Kind.PHOTO, "image/png", "png", b"a picture", "a.png", "0" * 64, ())
    given = Given(cleaned=cleaned, name="a.png", original=b"as it was")
    attachment: Attachment = attach_file(by=Person(), visit=visit, told=list_told(visit=visit)[0], given=given, now=NOW)
    return attachment
