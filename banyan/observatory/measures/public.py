"""The community's numbers on their way to the public: a table for disclosure control, and back what it lets through.

A cell is named by what it counts and narrowed by place, community, year and month, so that the same count has the same
name in every publication and the attacker may lay all of them over one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from banyan.disclosure.results import Published
from banyan.disclosure.tables import Cell, Relation, Table
from banyan.harms.rules.rings import Standing
from banyan.observatory.measures.community import Counts
from banyan.observatory.measures.joint import FigureRow, Range, Reported, by_organisation
from banyan.observatory.measures.rings import CELL_NAMES, PROTECTED, REGIONS, RegionCount, read_cell, standing_of
from banyan.observatory.measures.told import ANSWERED, CELLS, POLICE, UNANSWERED, Told, count_effort, shares_of
from banyan.observatory.rules.picture import EVERYONE, Question

WITHIN = (
    *((region, "all_harm") for region in REGIONS if region != "all_harm"),
    ("hate_crimes", "hate_acts"),
    ("hate_and_violence", "hate_acts"),
    ("hate_and_violence", "violence"),
    ("hate_only", "hate_acts"),
    ("violence_only", "violence"),
    ("hate_crimes_with_violence", "hate_crimes"),
    ("hate_crimes_with_violence", "hate_and_violence"),
)
"""Which region lies inside which: (inner, outer), for their upper ends."""


def _like(cell: str) -> tuple[str, ...]:
    """The regions whose upper end counts a small cell."""
    return tuple(region for region in REGIONS if standing_of(read_cell(cell), region) is not Standing.NO)


_PARTS = tuple(
    tuple(cell for cell in CELL_NAMES if _like(cell) == regions) for regions in dict.fromkeys(map(_like, CELL_NAMES))
)
"""The small cells, together where every upper end counts them together: no number shown tells those apart."""

_COUNTED_EFFORT = ("reports_by_staff", "reports_by_web")


@dataclass
class _Draft:
    """A table as it grows, period by period."""

    counts: dict[Cell, int] = field(default_factory=dict)
    contributions: dict[Cell, Mapping[str, int]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    lower_bounds: set[Cell] = field(default_factory=set)
    background: dict[Cell, int] = field(default_factory=dict)

    def add(self, cell: Cell, by: Mapping[str, int], *, is_shown: bool = True) -> None:
        """A sum over partners."""
        (self.counts if is_shown else self.background)[cell] = sum(by.values())
        self.contributions[cell] = by


def cell_of(measure: str, question: Question, period: str) -> Cell:
    """The name of one count: `measure` in a period, for the question's community.

    Not by place: a coalition has one, and however it is spelled, or called later, these are the same reports.
    """
    year, _dash, month = period.partition("-")
    narrowed = {"year": year}
    if month:
        narrowed["month"] = month
    if question.community != EVERYONE:
        narrowed["community"] = question.community
    return Cell.of(measure, **narrowed)


def table_of(question: Question, periods: Sequence[str], reported: Reported) -> Table:
    """The exact counts as a table for `disclosure.publish.protect`, with all that a reader knows of their relations.

    Every period has the same cells, whoever told or didn't: were there none for a month without reports, a hidden
    number couldn't be zero.
    `TooLarge` when there are more than 600 cells, as a question by month over many years has.
    """
    draft = _Draft()
    for period in periods:
        _add_period(draft, question, period, reported)
    draft.relations += _wider(draft)
    return Table(
        title=f"{question.place}, {question.community}, {question.since}-{question.until} by {question.by}",
        counts=draft.counts,
        relations=tuple(draft.relations),
        contributions=draft.contributions,
        lower_bounds=frozenset(draft.lower_bounds),
        background=draft.background,
    )


def _add_period(draft: _Draft, question: Question, period: str, reported: Reported) -> None:
    partners = {str(name): cells for name, cells in by_organisation(reported.rings, period).items()}
    seen = {str(name): cells for name, cells in by_organisation(reported.seen, period).items()}
    _add_regions(draft, question, period, partners, seen)
    _add_answers(draft, question, period, reported.told)
    if any(month.startswith(period) for month in reported.open_months):
        _add_effort(draft, question, period, reported.effort)


def _add_regions(
    draft: _Draft,
    question: Question,
    period: str,
    partners: Mapping[str, Mapping[str, int]],
    seen: Mapping[str, Mapping[str, int]],
) -> None:
    """Each region's two ends; the attacker knows the parts of which they are sums.

    The lower end is the largest partner's own count, of which its people know something. So it counts only what all
    of them may see.
    """
    parts = {part: cell_of(f"community_part_{part[0]}", question, period) for part in _PARTS}
    for part, named in parts.items():
        by = {name: sum(cells.get(cell, 0) for cell in part) for name, cells in partners.items()}
        draft.add(named, by, is_shown=False)
    for region in REGIONS:
        high, low = _ends(question, period, region)
        reaches = [part for part in _PARTS if region in _like(part[0])]
        sure = [cell for cell in CELL_NAMES if standing_of(read_cell(cell), region) is Standing.YES]
        draft.add(
            high,
            {name: sum(cells.get(c, 0) for part in reaches for c in part) for name, cells in partners.items()},
        )
        draft.relations.append(Relation.parts(high, [parts[part] for part in reaches]))
        by = {name: sum(cells.get(c, 0) for c in sure) for name, cells in seen.items()}
        draft.counts[low] = max(by.values(), default=0)
        draft.contributions[low] = by
        draft.lower_bounds.add(low)
        draft.relations.append(Relation.order(low, high))
    for inner, outer in WITHIN:
        draft.relations.append(Relation.within(_ends(question, period, inner)[0], _ends(question, period, outer)[0]))


def _ends(question: Question, period: str, region: str) -> tuple[Cell, Cell]:
    name = f"community_{region}"
    return cell_of(f"{name}_high", question, period), cell_of(f"{name}_low", question, period)


def _add_answers(draft: _Draft, question: Question, period: str, told: Sequence[FigureRow]) -> None:
    partners = by_organisation(told, period)
    cells = {cell: cell_of(f"told_{cell}", question, period) for cell in CELLS}
    for cell, named in cells.items():
        draft.add(named, {str(name): by.get(cell, 0) for name, by in partners.items()})
    everyone = _ends(question, period, "all_harm")[0]
    draft.relations.append(Relation.parts(everyone, [cells[ANSWERED], cells[UNANSWERED]]))
    answers = [named for cell, named in cells.items() if cell not in {ANSWERED, UNANSWERED}]
    draft.relations += [Relation.within(answer, cells[ANSWERED]) for answer in answers]


def _effort_cell(cell: str, question: Question, period: str) -> Cell:
    """Reports come in for everyone, whatever community was asked about."""
    return cell_of(f"effort_{cell}", replace(question, community=EVERYONE), period)


def _add_effort(draft: _Draft, question: Question, period: str, effort: Sequence[FigureRow]) -> None:
    partners = by_organisation(effort, period)
    for cell in _COUNTED_EFFORT:
        by = {str(name): cells.get(cell, 0) for name, cells in partners.items()}
        draft.add(_effort_cell(cell, question, period), by)


def _wider(draft: _Draft) -> Iterator[Relation]:
    """How these cells lie inside ones that other publications may hold: all communities, and whole years."""
    for cell in set(draft.counts) - draft.lower_bounds:
        narrowed = dict(cell.narrowed)
        for left_out in {"community", "month"} & narrowed.keys():
            rest = {name: word for name, word in narrowed.items() if name != left_out}
            yield Relation.within(cell, Cell.of(cell.measure, **rest))


def read_published(published: Published, question: Question, reported: Reported) -> tuple[Counts, ...]:
    """What may be shown of each period, read from the publication alone: rounded counts, and shares worked out of them.

    From `reported` only what counts no people is taken: organisations that were open, and their languages.
    """
    return tuple(
        Counts(
            period=period,
            regions=tuple(_region(published, question, period, region) for region in REGIONS),
            told=_told(published, question, period),
            effort={**count_effort(reported.doors, period), **dict(_published_effort(published, question, period))},
        )
        for period in reported.periods
    )


def _value(published: Published, cell: Cell) -> int | None:
    """The number to show: None where it is hidden, and where its whole year was refused."""
    figure = published.figures.get(cell)
    return None if figure is None else figure.shown


def _region(published: Published, question: Question, period: str, region: str) -> RegionCount:
    high, low = (_value(published, cell) for cell in _ends(question, period, region))
    if high is None:
        return RegionCount(region, None, PROTECTED)
    return RegionCount(region, Range(min(low or 0, high), high))


def _told(published: Published, question: Question, period: str) -> Told:
    values = {cell: _value(published, cell_of(f"told_{cell}", question, period)) for cell in CELLS}
    counts = {cell: n for cell, n in values.items() if n is not None}
    # Rounding may make of nearly everyone everyone, which a public share never says.
    is_everyone = counts.get(POLICE, 0) >= counts.get(ANSWERED, 0)
    shares = (None, None) if is_everyone else shares_of(counts)
    return Told(counts, {cell: PROTECTED for cell, n in values.items() if n is None}, *shares)


def _published_effort(published: Published, question: Question, period: str) -> Iterator[tuple[str, int]]:
    for cell in _COUNTED_EFFORT:
        shown = _value(published, _effort_cell(cell, question, period))
        if shown is not None:
            yield cell, shown
