"""What a person told, opened again with their own key when they ask for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from banyan.people.models import Member
from banyan.reports.models import Coding
from banyan.reports.queries.receipts import Told
from banyan.reports.queries.summaries import LABELS, Line, summarise
from banyan.reports.rules.answers import SAFE_DEFAULT, Coded

ROUTING = ("wants", "speaks", "is_safe_now")


def list_said(*, told: Sequence[Told]) -> list[Line]:
    """What was answered and written, once however many organisations it went to, in the reader's language.

    As it was told: what staff corrected in the coding since isn't what the person said.
    """
    if not told:
        return []
    first = told[0]
    coding = Coding.objects.filter(report=first.report).order_by("version").first()
    coded = {name: getattr(coding, name) for name in asdict(Coded())} if coding else {}
    routed = {name: getattr(first.report, name) for name in ROUTING}
    said = {**coded, **routed, **first.content}
    said["organisations"] = [str(one.report.organisation_id) for one in told]
    said["hidden_from"] = [pk for one in told for pk in one.content.get("hidden_from", ())]
    if said.get("month"):
        said["month"] = f"{said['month']:%Y-%m}"
    given = {name: said[name] for name in LABELS if said.get(name) and said[name] != SAFE_DEFAULT}
    names = {str(one.report.organisation_id): one.report.organisation.name for one in told}
    return summarise({"": given}, steps=("",), organisations=names, staff=_names(said["hidden_from"]))


def _names(hidden: Iterable[str]) -> Mapping[str, Any]:
    """Those the person kept it from, by the names under which they were offered."""
    return {str(one.pk): one.public_name for one in Member.objects.filter(pk__in=hidden)}
