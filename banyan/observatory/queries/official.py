"""What official sources say to a question: their counts, groups of records, breaks and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from banyan.harms.rules.neighbourhoods import get_place
from banyan.observatory.measures import words
from banyan.observatory.measures.breaks import Break, find_breaks
from banyan.observatory.measures.clusters import Cluster, largest_in_year, list_clusters
from banyan.observatory.measures.findings import Evidence, break_text
from banyan.observatory.measures.official import (
    Series,
    Span,
    count_official,
    count_places,
    list_namesakes,
    periods_of,
)
from banyan.observatory.rules.notes import Kind
from banyan.observatory.rules.picture import (
    OFFICIAL,
    WITHOUT_CLUSTER,
    Question,
    QuestionRefused,
    Row,
    SeriesNote,
    SourceNote,
)
from banyan.observatory.sources.catalogue import SOURCES, Source
from banyan.observatory.sources.engine import Engine, Frame, open_engine
from banyan.observatory.sources.notes import list_notes
from banyan.observatory.sources.profiles import read_profile
from banyan.observatory.sources.vintages import Vintage, list_sources, newest_vintage


@dataclass(frozen=True)
class Official:
    """Everything drawn from one official source."""

    evidence: Evidence
    vintage: Vintage
    source: Source

    def rows(self, question: Question) -> list[Row]:
        found = [
            self._row(question, OFFICIAL, name, self.evidence.series.count(year, month))
            for name, year, month in periods_of(question.since, question.until, question.by)
        ]
        return found + [less for row in found if (less := self._without(row, question)) is not None]

    def _without(self, row: Row, question: Question) -> Row | None:
        """The row less its period's largest group of records, where that carries much of it."""
        year, _dash, month = row.period.partition("-")
        groups = [cluster for cluster in self.evidence.clusters if not month or cluster.month.month == int(month)]
        largest = largest_in_year(groups, self.source.code, int(year))
        if row.n is None or largest is None or not largest.is_material(row.n):
            return None
        return self._row(question, WITHOUT_CLUSTER, row.period, row.n - largest.size)

    def _row(self, question: Question, measure: str, period: str, n: int | None) -> Row:
        return Row(
            source=self.source.code,
            measure=measure,
            community=question.community,
            place=question.place,
            period=period,
            n=n,
            vintage=self.vintage.manifest.vintage,
        )

    def notes(self, question: Question) -> list[SeriesNote]:
        """The notes that came with the source and those entered, and the breaks found in the file that none tells."""
        code = self.source.code
        shipped = list_notes(source=code, community=question.community, since=question.since, until=question.until)
        entered = [*shipped, *self.evidence.notes, *self._unfinished(question)]
        told = {note.period_from[:4] for note in entered}
        found = [
            SeriesNote(
                source=code,
                measure=OFFICIAL,
                period_from=str(at.year),
                period_to=str(question.until),
                text=break_text(at),
                citation=f"{self.source.citation}, {self.vintage.manifest.vintage}",
            )
            for at in self.evidence.breaks
            if at.is_strong and question.since < at.year <= question.until and str(at.year) not in told
        ]
        return [*entered, *found]

    def _unfinished(self, question: Question) -> list[SeriesNote]:
        """A note for each year that the file holds in part only, so that no chart shows it like a whole one."""
        series = self.evidence.series
        found = []
        for year in (at for at in range(question.since, question.until + 1) if series.is_covered(at)):
            if series.is_partial(year) and year >= series.last_month.year:
                text = _("not a whole year: the file ends in %(month)s")
                found.append(self._unfinished_note(year, text % {"month": words.month(series.last_month)}))
            elif series.is_partial(year):
                text = _("not a whole year: the file begins in %(month)s")
                found.append(self._unfinished_note(year, text % {"month": words.month(series.first_month)}))
            elif empty := series.hollow(year):
                first, last = (words.month(date(year, month, 1)) for month in empty)
                text = _("no record at all from %(first)s to %(last)s")
                found.append(self._unfinished_note(year, text % {"first": first, "last": last}))
        return found

    def _unfinished_note(self, year: int, text: str) -> SeriesNote:
        return SeriesNote(
            source=self.source.code,
            measure=OFFICIAL,
            period_from=str(year),
            period_to=str(year),
            text=text,
            citation=f"{self.source.citation}, {self.vintage.manifest.vintage}",
            kind=Kind.COVERAGE,
        )

    def source_note(self) -> SourceNote:
        manifest = self.vintage.manifest
        return SourceNote(
            name=self.source.code,
            title=_(self.source.title),
            publisher=_(self.source.publisher),
            licence=self.source.licence,
            vintage=manifest.vintage,
            rows=manifest.rows,
            rejects=manifest.rejects,
            demonstration=manifest.demonstration,
            is_dated=manifest.as_of_is_from_file,
        )


def list_official(
    question: Question, *, data: Path, engine: str, notes: Sequence[SeriesNote] = ()
) -> tuple[Official, ...]:
    """Everything that each official source says to a question; sources that say nothing of its time are left out.

    `notes` are those that staff entered, of any source.
    """
    vintages = {code: newest_vintage(data, code) for code in list_sources(data) if code in SOURCES}
    found = {code: vintage for code, vintage in vintages.items() if vintage is not None}
    if not found:
        return ()
    opened = open_engine(engine)
    counts = opened.read(vintage.counts for vintage in found.values())
    _check_place(opened, counts, question)
    series = count_official(
        opened,
        counts,
        place=question.place,
        community=question.community,
        spans={code: _span(vintage) for code, vintage in found.items()},
    )
    if not series and get_place(question.place) is None:  # Of the coalition's own, partners may know what no file does.
        text = _("No file here names a place called %(place)s. Please check how it is written.")
        raise QuestionRefused(text % {"place": question.place})
    asked = _preferred([one for one in series if _touches(one, question)])
    if not asked:
        return ()
    clusters = list_clusters(
        opened,
        opened.read(vintage.runs for vintage in found.values()),
        place=question.place,
        community=question.community,
        since=question.since,
        until=question.until,
    )
    agencies = count_places(opened, counts, question.place)
    return tuple(
        _one(one, question, found[one.source], clusters=clusters, agencies=agencies, notes=notes) for one in asked
    )


def _one(
    series: Series,
    question: Question,
    vintage: Vintage,
    *,
    clusters: Sequence[Cluster],
    agencies: Mapping[tuple[str, int], int],
    notes: Sequence[SeriesNote],
) -> Official:
    source = SOURCES[series.source]
    breaks: tuple[Break, ...] = find_breaks(series.source, read_profile(vintage.profile()))
    evidence = Evidence(
        series=series,
        question=question,
        recorder=_(source.recorder) % {"place": question.place},
        counting_rule=_(source.counting_rule),
        clusters=[cluster for cluster in clusters if cluster.source == series.source],
        breaks=breaks,
        agencies={year: n for (code, year), n in agencies.items() if code == series.source},
        notes=[note for note in notes if note.source == series.source],
    )
    return Official(evidence, vintage, source)


def _span(vintage: Vintage) -> Span:
    manifest = vintage.manifest
    first, last, as_of = (
        date.fromisoformat(text) for text in (manifest.first_month, manifest.last_month, manifest.as_of)
    )
    return Span(first, last, as_of)


def _preferred(series: Sequence[Series]) -> list[Series]:
    """Real series where there are any: made-up counts stand in for a file, and beside one they would only mislead."""
    real = [one for one in series if not SOURCES[one.source].is_demonstration]
    return real or list(series)


def _touches(series: Series, question: Question) -> bool:
    """Whether the source's time and the years asked about meet: else it has nothing to say, not even that it lacks."""
    return series.first_month.year <= question.until and question.since <= series.last_month.year


def _check_place(engine: Engine, counts: Frame, question: Question) -> None:
    namesakes = list_namesakes(engine, counts, question.place)
    if len(namesakes) > 1:
        raise QuestionRefused(
            _("%(count)s places are called %(place)s. Say which, for example “%(example)s”.")
            % {"count": len(namesakes), "place": question.place, "example": namesakes[0]}
        )
