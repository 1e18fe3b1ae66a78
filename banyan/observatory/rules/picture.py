"""What a drawn picture holds: its question, rows, findings, notes and sources, and their stable JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, Literal

from banyan.observatory.rules.notes import Kind

FORMAT: Final = "banyan-picture"
VERSION: Final = 1
"""Raised only when a reader of the JSON written for an older version would misread a newer one."""

EVERYONE: Final = "all"
"""The community code of a row or question that is about no community in particular."""

Period = Literal["year", "month"]
Confidence = Literal["recorded", "strong", "moderate", "weak", "cannot_tell"]
Unit = Literal["count", "range", "share", "flag"]

OFFICIAL, WITHOUT_CLUSTER = "official_incidents", "official_incidents_without_largest_cluster"

MEASURES: Final[Mapping[str, Unit]] = {
    # Incidents that an agency recorded as hate crimes: a fact of the record, so `low` and `high` stay empty.
    OFFICIAL: "count",
    # The same without the largest run of near-consecutive records; present only where there is one.
    WITHOUT_CLUSTER: "count",
    # Reports to partner organisations by ring (banyan.harms.rules.rings). `low` counts answers "yes" at the largest
    # partner, `high` every answer but "no" summed over partners; `n` is given only where the two are equal.
    "community_all_harm": "range",
    "community_hate_acts": "range",
    "community_hate_crimes": "range",
    "community_violence": "range",
    # The partition below the rings: every report is in exactly one of these five when all answers are known.
    "community_hate_and_violence": "range",
    "community_hate_only": "range",
    "community_violence_only": "range",
    "community_other": "range",
    "community_undetermined": "range",
    # Hate crimes that were violent: the overlap the signature figure draws inside the innermost ring.
    "community_hate_crimes_with_violence": "range",
    # Whom else people told. `n` counts reports; one report may be in several.
    "told_police": "count",
    "told_organisation": "count",
    "told_hotline": "count",
    "told_employer": "count",
    "told_landlord": "count",
    "told_school": "count",
    "told_friend": "count",
    "told_nobody": "count",
    "told_other": "count",
    "told_answered": "count",
    "told_unanswered": "count",
    # Share of those who answered who had told the police: `n` is how many answered, `low` and `high` the ends of
    # a 95 % Wilson interval between 0 and 1. It covers chance only, not who chose to report.
    "told_police_share": "share",
    # The same share if everyone who didn't answer had told nobody (`low`) or the police (`high`).
    "told_police_share_unanswered_both_ways": "share",
    # Reporting effort, shown beside every community count because more reports may only mean more open doors.
    # Organisations are open while they belong to the coalition, whatever they received.
    "effort_organisations_open": "count",
    "effort_languages_open": "count",
    "effort_reports_by_staff": "count",
    "effort_reports_by_web": "count",
}


class QuestionRefused(Exception):  # noqa: N818 - reads as what happened
    """The question can't be answered as it stands. The message is a sentence fit to show."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What was asked: a place, a community, whole years from `since` to `until`, both included."""

    place: str
    community: str
    since: int
    until: int
    by: Period = "year"
    as_public: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One number, with everything needed to judge it. `period` is "2021" or "2021-06".

    `n` of None with no `low` means nobody reported for that period, which isn't zero. `suppressed` is False, or the
    code of the reason why the number is withheld: "small_cell", or "protected" where others could be worked out.
    """

    source: str
    measure: str
    community: str
    place: str
    period: str
    n: int | None
    low: float | None = None
    high: float | None = None
    vintage: str | None = None
    suppressed: Literal[False] | str = False

    @property
    def is_missing(self) -> bool:
        """Nothing was reported for the period, as opposed to a zero and to a number withheld."""
        return self.n is None and self.low is None and self.high is None and self.suppressed is False


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One sentence computed from the rows, how sure it is, and what to keep in mind with it."""

    text: str
    confidence: Confidence
    caveats: tuple[str, ...] = ()
    about: str = ""
    """The code of the source whose figure it belongs beside; "told" for whom else people told; empty for neither."""


@dataclass(frozen=True, kw_only=True)
class SeriesNote:
    """A fact about a stretch of a series, with its source: a definition that changed, one offender, one spree.

    `measure` is empty for all of the source's measures. `language` is set where the text stands as somebody wrote it,
    and empty where it is in the reader's own; `cited_on` is the day of its citation, if that has one.
    """

    source: str
    measure: str
    period_from: str
    period_to: str
    text: str
    citation: str
    kind: str = Kind.OTHER.value
    language: str = ""
    cited_on: str = ""
    demonstration: bool = False


@dataclass(frozen=True, kw_only=True)
class SourceNote:
    """One source that the picture drew on. `name` is the code that rows carry; `rejects` were kept aside at import.

    `is_dated`: the vintage is the file's own date. Otherwise it is the day on which the file was read.
    """

    name: str
    title: str
    publisher: str
    licence: str
    vintage: str | None
    rows: int
    rejects: int = 0
    demonstration: bool = False
    is_dated: bool = True


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A whole picture, ready to be shown as text, page, SVG, PDF or JSON."""

    question: Question
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    notes: tuple[SeriesNote, ...]
    sources: tuple[SourceNote, ...]
    demonstration: bool
    drawn_on: date

    def of(self, measure: str, source: str | None = None) -> tuple[Row, ...]:
        """The rows of one measure (and one source), in the order they were computed."""
        return tuple(row for row in self.rows if row.measure == measure and source in (None, row.source))

    def to_json_dict(self) -> dict[str, Any]:
        """The stable form that `picture.schema.json` and docs/picture-json.md describe."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "demonstration": self.demonstration,
            "drawn_on": self.drawn_on.isoformat(),
            "question": asdict(self.question),
            "rows": [asdict(row) for row in self.rows],
            "findings": [{**asdict(finding), "caveats": list(finding.caveats)} for finding in self.findings],
            "notes": [asdict(note) for note in self.notes],
            "sources": [asdict(source) for source in self.sources],
        }
