"""Reports told for the desk's tests, and clients that are signed in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.test import Client

from banyan.base.audit import Person
from banyan.people.models import Member, Organisation
from banyan.reports.actions.submissions import submit_report
from banyan.reports.models import Report
from banyan.reports.queries.sealing import Reader, seal_sending
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
    receipt_code: str | None = None,
    now: datetime = NOW,
    written_in: str = "zh-hant",
    is_burst: bool = False,
    **changes: dict[str, Any],
) -> Report:
    """Somebody tells an organisation; answers can be changed page by page."""
    sending = seal_sending(
        receipt_code=receipt_code or new_receipt("letters"),
        answers={**ANSWERS, **{page: {**ANSWERS.get(page, {}), **given} for page, given in changes.items()}},
        readers=[Reader(organisation, hidden_from)],
        written_in=written_in,
        is_burst=is_burst,
        now=now,
    )
    receipt = submit_report(by=Person(), sending=sending, now=now).receipt
    return receipt.reports.get(organisation=organisation)


def at_desk(member: Member) -> Client:
    """A client signed in as this member."""
    return sign_in(Client(), member)
