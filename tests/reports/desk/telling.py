"""Reports told for the desk's tests, and clients that are signed in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import mail
from django.test import Client

from banyan.base.audit import Actor, Person
from banyan.cli.waiting import Escalated
from banyan.cli.waiting import escalate as send_waiting
from banyan.people.models import Member, Organisation
from banyan.reports.actions.submissions import submit_report
from banyan.reports.models import Receipt, Report
from banyan.reports.queries.sealing import Answers, Reader, seal_sending
from banyan.vault.receipts import new_receipt
from tests.factories import NOW, sign_in

CANARY = "the blue kite over the bakery"
ANSWERS: dict[str, dict[str, Any]] = {
    "start": {"wants": ["someone_to_talk_to", "urgent_money"]},
    "who": {"for_whom": "self", "age_band": "from_25_to_59"},
    "what": {"kinds": ["verbal_harassment"]},
    "words": {"words": CANARY},
    "when": {"occasion": "month", "month": "2026-02", "neighbourhood": "chinatown", "places": ["street"]},
    "why": {"bias": "yes", "bases": ["asian"], "crime": "unknown", "told": ["friend"], "communities": ["asian"]},
    "contact": {
        "is_safe_now": "not_sure",
        "speaks": ["yue"],
        "channels": ["phone"],
        "address": "555-0199",
        "code_name": "Orchid",
        "voicemail": "no",
    },
}


def tell(
    organisation: Organisation,
    *,
    hidden_from: frozenset[UUID] = frozenset(),
    names: Mapping[UUID, str] | None = None,
    receipt_code: str | None = None,
    now: datetime = NOW,
    written_in: str = "zh-hant",
    is_burst: bool = False,
    **changes: dict[str, Any],
) -> Report:
    """Somebody tells an organisation; answers can be changed page by page."""
    receipt = send(
        Reader(organisation, hidden_from, names=names or {}),
        receipt_code=receipt_code,
        answers={**ANSWERS, **{page: {**ANSWERS.get(page, {}), **given} for page, given in changes.items()}},
        written_in=written_in,
        is_burst=is_burst,
        now=now,
    )
    return receipt.reports.get(organisation=organisation)


def send(
    *readers: Reader,
    by: Actor | None = None,
    receipt_code: str | None = None,
    answers: Answers = ANSWERS,
    written_in: str = "en",
    now: datetime = NOW,
    **given: Any,
) -> Receipt:
    """A report to these readers, as the person sends it or `by` enters it; `given` is what else the sealing takes."""
    code = receipt_code or new_receipt("letters")
    sending = seal_sending(receipt_code=code, answers=answers, readers=readers, written_in=written_in, now=now, **given)
    return submit_report(by=by or Person(), sending=sending, now=now).receipt


def escalate(now: datetime) -> Escalated:
    """Tell of what waits, with none of the mails from before left to look through."""
    mail.outbox.clear()
    return send_waiting(now)


def at_desk(member: Member) -> Client:
    """A client signed in as this member."""
    return sign_in(Client(), member)
