"""Reads a picture's rows into what each figure draws, and says which figures a picture has.

A withheld number stays withheld: its row's value is never looked at. Counts of different official sources are never
added; each source has its own figure over time, and the first one is named beside the rings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from banyan.observatory.charts import labels
from banyan.observatory.charts.columns import Column
from banyan.observatory.charts.numbers import count, day, period
from banyan.observatory.charts.rings import Amount, Name
from banyan.observatory.charts.series import Note, Series, Strip
from banyan.observatory.charts.told import Answer, Told
from banyan.observatory.measures.notes import stretch
from banyan.observatory.rules.notes import CHANGES
from banyan.observatory.rules.picture import (
    OFFICIAL,
    WITHOUT_CLUSTER,
    Finding,
    Picture,
    Question,
    Row,
    SeriesNote,
    SourceNote,
)

_RINGS: Final[Mapping[Name, str]] = {
    "all_harm": "community_all_harm",
    "hate_acts": "community_hate_acts",
    "hate_crimes": "community_hate_crimes",
    "violence": "community_violence",
    "both": "community_hate_and_violence",
    "crimes_and_violence": "community_hate_crimes_with_violence",
}
_TOLD: Final = ("nobody", "friend", "police", "organisation", "hotline", "employer", "landlord", "school", "other")
_TOLD_MEASURES: Final = (*(f"told_{code}" for code in _TOLD), "told_answered", "told_unanswered", "told_police_share")
_EFFORT: Final = ("effort_organisations_open", "effort_languages_open")
_OVER_TIME: Final = "over-time"
_NOTABLE: Final = 5
"""A group of fewer records, or of less than a fifth of its period's, isn't drawn apart: it would explain nothing."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of a picture: its name in addresses, its title, and the lines that travel with it."""

    name: str
    title: str
    notes: tuple[str, ...]
    """How to read it."""
    closing: tuple[str, ...]
    """Its n, what is hidden, and where its numbers are from."""
    drawn: str
    """What the picture is about and when it was drawn, for a figure that leaves its page."""
    measures: tuple[str, ...]
    source: str | None = None
    """The official source of a figure over time."""
    sources: tuple[str, ...] = ("community",)
    """The codes of all sources that its numbers are from."""
    cited: tuple[str, ...] = ()
    """Where the notes on its series are from."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything that travels with the figure when it leaves its page."""
        return (*self.notes, *self.cited, *self.closing, self.drawn)


def figures_of(picture: Picture, language: str) -> tuple[Figure, ...]:
    """The figures that a picture's rows can fill, in reading order."""
    found = []
    sources = official_sources(picture) or ((None,) if picture.of("community_hate_acts") else ())
    # What officials recorded comes first, then what lies around it, and last what other sources add.
    found += [_over_time_figure(picture, source, is_first=True, language=language) for source in sources[:1]]
    if picture.of("community_all_harm"):
        found.append(_rings_figure(picture, language))
    if any(picture.of(f"told_{code}") for code in _TOLD):
        found.append(_told_figure(picture, language))
    found += [_over_time_figure(picture, source, is_first=False, language=language) for source in sources[1:]]
    return tuple(found)


def figure_of(picture: Picture, name: str, language: str) -> Figure:
    """One figure by its name; KeyError when the picture has no such figure."""
    return {figure.name: figure for figure in figures_of(picture, language)}[name]


def official_sources(picture: Picture) -> tuple[str, ...]:
    """The official sources of a picture, in the order of their first row, real ones before made-up ones."""
    made_up = {note.name for note in picture.sources if note.demonstration}
    return tuple(sorted(dict.fromkeys(row.source for row in picture.of(OFFICIAL)), key=made_up.__contains__))


def rings_of(picture: Picture) -> dict[Name, Amount]:
    """The regions of the signature figure in the latest period that partners' reports cover."""
    when = latest(picture, "community_all_harm")
    found: dict[Name, Amount] = {}
    for name, measure in _RINGS.items():
        row = _row(picture, measure, when)
        official = _official_at(picture, when) if name == "hate_crimes" else None
        low, high = _ends(row)
        found[name] = Amount(low=low, high=high, hidden=_is_hidden(row), official=official)
    return found


def series_of(picture: Picture, source: str | None, *, with_community: bool, language: str) -> Series:
    """One official source over time, with the community's own counts and reporting effort beside it."""
    with_community = with_community and bool(picture.of("community_hate_acts"))
    shown = ("community_hate_acts", *_EFFORT) if with_community else ()
    periods = tuple(sorted({row.period for row in picture.rows if row.source == source or row.measure in shown}))
    official = _columns(picture, OFFICIAL, periods, source) if source else ()
    named = {note.name: note for note in picture.sources}
    return Series(
        periods=periods,
        official_title=_("Hate crimes on record: %(source)s")
        % {"source": named[source].publisher if source in named else source or ""},
        official=_with_clusters(picture, official, source),
        community_title=_("Hate acts that people told partner organizations: low to high"),
        community=_columns(picture, "community_hate_acts", periods) if with_community else (),
        effort=tuple(
            Strip(title=labels.effort(measure), columns=_columns(picture, measure, periods))
            for measure in _EFFORT
            if with_community and picture.of(measure)
        ),
        notes=tuple(
            Note(
                period_from=note.period_from,
                period_to=note.period_to,
                text=labels.note_text(note, language),
                is_change=note.kind in CHANGES or not note.language,
                short=labels.doubt(note.kind),
            )
            for note in picture.notes
            if note.source == source and note.measure.startswith(OFFICIAL)
        ),
    )


def told_of(picture: Picture) -> Told:
    """Whom else people told, in the latest period that has answers."""
    when = latest(picture, "told_answered")
    answers = []
    for code in _TOLD:
        row = _row(picture, f"told_{code}", when)
        if row is None or row.is_missing:
            continue
        is_police = code == "police"
        answers.append(
            Answer(
                label=labels.told(code),
                count=None if _is_hidden(row) else row.n,
                hidden=_is_hidden(row),
                is_official=is_police,
                interval=_shares(_row(picture, "told_police_share", when)) if is_police else None,
                both_ways=_shares(_row(picture, "told_police_share_unanswered_both_ways", when)) if is_police else None,
            )
        )
    return Told(
        answers=tuple(answers),
        answered=_ends(_row(picture, "told_answered", when))[1],
        unanswered=_ends(_row(picture, "told_unanswered", when))[1],
    )


def latest(picture: Picture, measure: str) -> str | None:
    """The latest period with a number of this measure, or with a withheld one where no number is shown."""
    rows = [row for row in picture.of(measure) if not row.is_missing]
    shown = [row.period for row in rows if not _is_hidden(row)]
    return max(shown or [row.period for row in rows], default=None)


def picture_from_json(data: Mapping[str, Any]) -> Picture:
    """The picture that `Picture.to_json_dict` wrote."""
    return Picture(
        question=Question(**data["question"]),
        rows=tuple(Row(**row) for row in data["rows"]),
        findings=tuple(Finding(**{**finding, "caveats": tuple(finding["caveats"])}) for finding in data["findings"]),
        notes=tuple(SeriesNote(**note) for note in data["notes"]),
        sources=tuple(SourceNote(**source) for source in data["sources"]),
        demonstration=data["demonstration"],
        drawn_on=date.fromisoformat(data["drawn_on"]),
    )


def _rings_figure(picture: Picture, language: str) -> Figure:
    when = latest(picture, "community_all_harm")
    numbers = {"period": period(when, language) if when else labels.years(picture.question, language)}
    return Figure(
        name="rings",
        title=_titled(_("Harm is wider than crime"), picture, numbers["period"]),
        notes=(
            _("Reports to partner organizations, %(period)s, as people described them; not legal findings.") % numbers,
            _("Low: people who said yes. High: everyone who did not say no."),
            *(
                [_("A low of 0 can mean that it is hidden.")]
                if any(amount.is_up_to for amount in rings_of(picture).values())
                else []
            ),
        ),
        closing=(
            *_size(
                _("Reports to partner organizations, %(period)s: n = %(n)s."),
                numbers,
                _ends(_row(picture, "community_all_harm", when))[1],
                language,
            ),
            *_closing(picture, ("community",), language),
        ),
        cited=_cited(picture, tuple(_RINGS.values()), ("community",), language),
        drawn=_drawn(picture, language),
        measures=tuple(_RINGS.values()),
    )


def _over_time_figure(picture: Picture, source: str | None, *, is_first: bool, language: str) -> Figure:
    measures = [OFFICIAL, WITHOUT_CLUSTER] if source else []
    title = _("What was recorded, and what people told us")
    if is_first:
        measures += ["community_hate_acts", *_EFFORT]
    else:
        title = _("What another source recorded")
    notes = [_("Recorded counts as published. A gap means that nobody reported; it is not zero.")]
    has_community = is_first and bool(picture.of("community_hate_acts"))
    if has_community:
        notes.append(_("More reports may mean more open doors, so reporting effort is shown beside them."))
    sources = (*([source] if source else []), *(["community"] if has_community else []))
    return Figure(
        name=f"{_OVER_TIME}-{source}" if source else _OVER_TIME,
        title=_titled(title, picture, labels.years(picture.question, language)),
        notes=tuple(notes),
        cited=_cited(picture, tuple(measures), sources, language),
        closing=(*_recorded(picture, source, language), *_closing(picture, sources, language)),
        drawn=_drawn(picture, language),
        measures=tuple(measures),
        source=source,
        sources=sources,
    )


def _told_figure(picture: Picture, language: str) -> Figure:
    when = latest(picture, "told_answered")
    numbers = {"period": period(when, language) if when else labels.years(picture.question, language)}
    return Figure(
        name="told",
        title=_titled(_("Whom else did people tell?"), picture, numbers["period"]),
        notes=(
            _("Among people who reported to partner organizations, %(period)s. One person may have told several.")
            % numbers,
            _("People who tell no one at all are not here."),
        ),
        closing=(
            *_size(
                _("Reports with an answer, %(period)s: n = %(n)s."),
                numbers,
                _ends(_row(picture, "told_answered", when))[1],
                language,
            ),
            *_closing(picture, ("community",), language),
        ),
        cited=_cited(picture, _TOLD_MEASURES, ("community",), language),
        drawn=_drawn(picture, language),
        measures=_TOLD_MEASURES,
    )


def _titled(title: str, picture: Picture, when: str) -> str:
    """A figure's title with where, of whom and when: it may leave its page."""
    asked = picture.question
    return " · ".join((title, labels.place(asked.place), labels.community(asked.community), when))


def notes_of(picture: Picture, measures: tuple[str, ...], sources: tuple[str, ...]) -> tuple[SeriesNote, ...]:
    """The notes on a figure's numbers: on one of its measures, or on all that a source of its own counts."""
    return tuple(
        note for note in picture.notes if note.source in sources and (not note.measure or note.measure in measures)
    )


def _cited(picture: Picture, measures: tuple[str, ...], sources: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Where a figure's notes are from; with their words, where the drawing itself doesn't carry them."""
    said = []
    for note in notes_of(picture, measures, sources):
        cited = f"{labels.citation(note, language).rstrip('.')}."
        is_drawn = note.source != "community"
        said.append(cited if is_drawn else f"{stretch(note)}: {labels.note_text(note, language)} {cited}")
    return tuple(dict.fromkeys(said))


def _closing(picture: Picture, sources: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The lines every figure ends with: what is rounded and hidden, and where the numbers are from."""
    wanted = [note for note in picture.sources if note.name in sources]
    said = []
    if "community" in sources:
        said.append(labels.protection(picture))
    if wanted:
        listed = "; ".join(labels.source_line(note, language) for note in wanted)
        said.append(_("Source: %(sources)s.") % {"sources": listed})
    return tuple(said)


def _drawn(picture: Picture, language: str) -> str:
    drawn = _("%(subject)s. Drawn on %(date)s by Banyan.")
    return drawn % {"subject": labels.subject(picture.question, language), "date": day(picture.drawn_on, language)}


def _size(sentence: str, facts: Mapping[str, str], reports: int | None, language: str) -> tuple[str, ...]:
    """How many reports a figure rests on, each counted; nothing where that is withheld or unknown."""
    return () if reports is None else (sentence % {**facts, "n": count(reports, language)},)


def _recorded(picture: Picture, source: str | None, language: str) -> tuple[str, ...]:
    """How many incidents an official series holds in all: counts of one source and place, each incident once."""
    if source is None:
        return ()
    counts = [_ends(row)[1] for row in picture.of(OFFICIAL, source)]
    facts = {"years": labels.years(picture.question, language), "n": count(sum(n or 0 for n in counts), language)}
    return (_("Incidents on record, %(years)s: n = %(n)s.") % facts,)


def _row(picture: Picture, measure: str, when: str | None, source: str | None = None) -> Row | None:
    """The row of a measure in a period, the question's own community before any other."""
    rows = [row for row in picture.of(measure, source) if row.period == when]
    rows.sort(key=lambda row: row.community != picture.question.community)
    return rows[0] if rows else None


def _is_hidden(row: Row | None) -> bool:
    return row is not None and row.suppressed is not False


def _ends(row: Row | None) -> tuple[int | None, int | None]:
    """A row's low and high as whole counts; nothing for a row that is absent or withheld."""
    if row is None or _is_hidden(row):
        return None, None
    low = row.low if row.low is not None else row.n
    high = row.high if row.high is not None else row.n
    return (None if low is None else round(low)), (None if high is None else round(high))


def _shares(row: Row | None) -> tuple[float, float] | None:
    if row is None or _is_hidden(row) or row.low is None or row.high is None:
        return None
    return row.low, row.high


def _official_at(picture: Picture, when: str | None) -> int | None:
    """What the first official source counted in a period."""
    sources = official_sources(picture)
    return _ends(_row(picture, OFFICIAL, when, sources[0]))[1] if sources else None


def _columns(picture: Picture, measure: str, periods: tuple[str, ...], source: str | None = None) -> tuple[Column, ...]:
    columns = []
    for code in periods:
        row = _row(picture, measure, code, source)
        low, high = _ends(row)
        columns.append(Column(period=code, low=low, high=high, hidden=_is_hidden(row)))
    return tuple(columns)


def _with_clusters(picture: Picture, official: tuple[Column, ...], source: str | None) -> tuple[Column, ...]:
    """The columns with their largest group of records, where the picture tells the count without it."""
    found = []
    for column in official:
        row = _row(picture, WITHOUT_CLUSTER, column.period, source)
        rest = _ends(row)[1]
        cluster = max(column.high - rest, 0) if column.high is not None and rest is not None else 0
        if column.high is None or cluster < max(_NOTABLE, column.high / 5):
            cluster = 0
        found.append(
            Column(period=column.period, low=column.low, high=column.high, cluster=cluster, hidden=column.hidden)
        )
    return tuple(found)
