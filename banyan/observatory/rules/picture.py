"""What a drawn picture holds: its question, rows, findings, notes and sources, and their stable JSON form."""

from __future__ import annotations

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

OFFICIAL, WITHOUT_CLUSTER = "official_incidents", "official_incidents_without_largest_cluster"
"""Measures that much else asks for by name; docs/picture-json.md tells of all of them."""


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
