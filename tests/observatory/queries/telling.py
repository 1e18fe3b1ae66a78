"""Reports as the figures see them: coded, coarse and without a word of anyone's story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from banyan.people.models import Organisation
from banyan.reports.models import Coding, Report

HATE_CRIME = ("yes", "yes", ("physical_violence",))
HATE_ACT = ("yes", "no", ("verbal_harassment",))
OTHER_HARM = ("no", "no", ("wage_theft",))
UNSURE = ("not_sure", "unknown", ("verbal_harassment",))
Told = tuple[str, str, tuple[str, ...]]


def tell(
    house: Organisation,
    what: Told,
    times: int,
    *,
    year: int = 2025,
    told: Sequence[str] = ("friend",),
    communities: Sequence[str] = ("asian",),
    channel: str = "public_form",
    month: int = 4,
    is_restricted: bool = False,
) -> None:
    """So many reports of one kind to one organisation."""
    bias, crime, kinds = what
    at = datetime(year, month, 24, 9, tzinfo=UTC)
    reports = Report.objects.bulk_create(
        Report(
            organisation=house,
            state="waiting",
            content=b"sealed",
            received_at=at,
            channel=channel,
            written_in="en",
            answer_by=at,
            is_restricted=is_restricted,
        )
        for _time in range(times)
    )
    Coding.objects.bulk_create(
        Coding(
            report=report,
            version=1,
            coded_at=at,
            communities=list(communities),
            kinds=list(kinds),
            bias=bias,
            crime=crime,
            month=date(year, month, 1),
            told=list(told),
        )
        for report in reports
    )
