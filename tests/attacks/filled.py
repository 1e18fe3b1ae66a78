"""Two organisations' records, filled by what people really do, so that no sealed column is empty."""

import hashlib
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.test import Client

from banyan.base.audit import Person
from banyan.base.cleaning import Cleaned, Kind
from banyan.people.models import Member, Organisation
from banyan.people.queries.sessions import KEY_COOKIE, SESSION_SLOT
from banyan.reports.actions.answers import write_answer
from banyan.reports.actions.attachments import Given, attach_file
from banyan.reports.actions.contacts import log_contact
from banyan.reports.actions.drafts import LIFE, start_draft
from banyan.reports.actions.first_looks import record_first_look
from banyan.reports.actions.search_index import search
from banyan.reports.actions.visits import post_message
from banyan.reports.models import Report
from banyan.reports.queries.drafts import DraftKey
from banyan.reports.queries.receipts import Visit, list_told, open_visit
from banyan.vault.receipts import new_receipt
from tests.factories import NOW, Personas, make_personas, sign_in, viewer_of
from tests.reports.desk.telling import tell

PICTURE, ORIGINAL = b"a cleaned picture", b"a picture with its hidden parts"


@dataclass(frozen=True)
class Told:
    """One report, and the code its person holds."""

    report: Report
    code: str

    @property
    def visit(self) -> Visit:
        visit = open_visit(receipt_code=self.code)
        assert visit is not None
        return visit


@dataclass(frozen=True)
class Filled:
    """What there is, and what only people hold: codes, the draft's key, the cookie's."""

    people: Personas
    mine: Told
    other: Told  # Another person's, at the same house.
    elsewhere: Told
    kept: Told  # At the house, sealed to named members only.
    draft: DraftKey
    session: str
    cookie: str


def fill() -> Filled:
    people = make_personas()
    told = {
        "mine": tell_all(people.house, people.mei, "mine"),
        "other": tell_all(people.house, people.mei, "other"),
        "elsewhere": tell_all(people.elsewhere, people.tomas, "elsewhere"),
    }
    code = new_receipt("digits")
    kept = Told(tell(people.house, hidden_from=frozenset({people.dana.pk}), receipt_code=code), code)
    for member in (people.mei, people.tomas):
        search(by=viewer_of(member), words="kite", now=NOW)
    desk = sign_in(Client(), people.mei)
    return Filled(
        people=people,
        **told,
        kept=kept,
        draft=start_draft(content={"words": {"words": "A story half told."}}, now=NOW, life=LIFE),
        session=Session.objects.get().get_decoded()[SESSION_SLOT],
        cookie=desk.cookies[KEY_COOKIE].value,
    )


def tell_all(house: Organisation, advocate: Member, name: str) -> Told:
    """A report with a file, and with everything that both sides write into it."""
    code = new_receipt("letters")
    told = Told(tell(house, receipt_code=code, words={"words": f"The story of {name}, of a kite."}), code)
    hashed = hashlib.sha256(ORIGINAL).hexdigest()
    cleaned = Cleaned(Kind.PHOTO, "image/png", "png", f"{PICTURE!r} of {name}".encode(), f"{name}.png", hashed, ())
    by, visit = Person(), told.visit
    seen = list_told(visit=visit)[0]
    given = Given(cleaned=cleaned, name=f"{name}.png", original=ORIGINAL + name.encode())
    attach_file(by=by, visit=visit, told=seen, given=given, now=NOW)
    post_message(by=by, visit=visit, told=seen, text=f"A question of {name}.", now=NOW)
    staff = viewer_of(advocate)
    write_answer(by=staff, report=told.report, text=f"An answer to {name}.", now=NOW)
    log_contact(by=staff, report=told.report, outcome="reached", how="phone", note=f"A call of {name}.", now=NOW)
    note = f"A look at {name}."
    record_first_look(by=staff, report=told.report, dangers=[], conflict="none_found", note=note, now=NOW)
    told.report.refresh_from_db()
    return told
