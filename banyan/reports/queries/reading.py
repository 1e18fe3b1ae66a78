"""What a person told, opened again with their own key when they ask for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

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
    hidden = [pk for one in told for pk in one.content.get("hidden_from", ())]
    said["hidden_from"] = hidden
    said["listed_only"] = [pk for one in told for pk in one.content.get("only", ()) if pk not in hidden]
    if said.get("month"):
        said["month"] = f"{said['month']:%Y-%m}"
    given = {name: said[name] for name in LABELS if said.get(name) and said[name] != SAFE_DEFAULT}
    names = {str(one.report.organisation_id): one.report.organisation.name for one in told}
    return summarise({"": given}, steps=("",), organisations=names, staff=_names(told))


def _names(told: Iterable[Told]) -> Mapping[str, str]:
    """Those the person named, as they were called then; a colleague may have taken her name from the list since.

    Of somebody who was named at the desk, where no name was shown to the person, what is public now.
    """
    named = [pk for one in told for name in ("hidden_from", "only") for pk in one.content.get(name, ())]
    members = Member.objects.filter(pk__in=named).select_related("organisation")
    public = {str(one.pk): one.public_name or str(one.organisation or "") for one in members}
    return public | {pk: name for one in told for pk, name in one.content.get("names", {}).items()}
