"""What somebody changed after a first sending that they never heard the end of, and that is in no report."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from banyan.reports.models import Report
from banyan.reports.queries.reading import list_said
from banyan.reports.queries.receipts import Visit, open_content, open_told, open_visit
from banyan.reports.queries.summaries import summarise
from banyan.reports.rules.answers import Given, part_answers
from banyan.reports.rules.steps import path
from banyan.vault import receipts
from banyan.vault.errors import CannotOpen
from banyan.vault.receipts import ReceiptKeys

Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Late:
    """One report that was there already, and what of it is different now."""

    report: Report
    parts: frozenset[str]  # Of "answers", "readers" and "files".
    text: str = field(repr=False)  # The answers that are new, as a message could say them.


def marks_of(
    *, keys: ReceiptKeys, given: Given, kept_from: Mapping[str, Any] | None, files: Iterable[UUID]
) -> dict[str, str]:
    """What was sent to one organisation, as it can be compared and not read: sealed with it, and keyed by the code.

    Nothing of whom else it went to is in it, and nothing that a report doesn't hold.
    """
    parts: dict[str, Any] = {"answers": given.as_json(), "readers": kept_from, "files": sorted(map(str, files))}
    written = [json.dumps(part, sort_keys=True, default=str).encode() for part in parts.values()]
    return dict(zip(parts, receipts.marks_of(written, keys), strict=True))


def list_late(
    *, receipt_code: str, answers: Answers, readers: Mapping[UUID, Mapping[str, Any]], files: Iterable[UUID]
) -> list[Late]:
    """The reports of this code that hold something else than what is sent now. `readers`: kept from whom, where."""
    visit, files = open_visit(receipt_code=receipt_code), list(files)
    if visit is None:
        return []
    given, late = part_answers(answers), []
    for report in visit.receipt.reports.select_related("organisation").order_by("organisation__name"):
        kept_from = readers.get(report.organisation_id)  # None: it isn't chosen any more.
        marks = marks_of(keys=visit.keys, given=given, kept_from=kept_from, files=files)
        try:
            before = open_content(visit=visit, report=report)[1].get("sent_as", {})
        except CannotOpen:  # Damaged: what it said can't be compared, nor read by anybody.
            continue
        parts = frozenset(name for name, mark in marks.items() if before.get(name) != mark)
        if parts:
            late.append(Late(report, parts, _new_in(answers, visit, report) if "answers" in parts else ""))
    return late


def _new_in(answers: Answers, visit: Visit, report: Report) -> str:
    """The answers that aren't in this report, each under its question. Never whom it is kept from: they may read it."""
    told = open_told(visit=visit, report=report)
    said = {(line.label, line.value) for line in list_said(told=[told] if told else [])}
    steps = [code for code in path(answers) if code != "readers"]
    lines = summarise(answers, steps=steps, organisations={}, staff={})
    return "\n\n".join(f"{one.label}\n{one.value}" for one in lines if (one.label, one.value) not in said)
