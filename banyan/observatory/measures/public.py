"""The community's numbers on their way to the public: a table for disclosure control, and back what it lets through.

A cell is named by what it counts and narrowed by place, community, year and month, so that the same count has the same
name in every publication and the attacker may lay all of them over one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from banyan.disclosure.results import Published
from banyan.disclosure.tables import Cell, Relation, Table
from banyan.harms.rules.rings import Standing
from banyan.observatory.measures.community import Counts
from banyan.observatory.measures.joint import FigureRow, Range, Reported, by_organisation
from banyan.observatory.measures.rings import (
    CELL_NAMES,
    PROTECTED,
    REGIONS,
    RegionCount,
    as_shown,
    read_cell,
    standing_of,
)
from banyan.observatory.measures.told import (
    ANSWERED,
    ANSWERS,
    CELLS,
    NOBODY,
    UNANSWERED,
    Told,
    count_effort,
    shares_of,
)
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

    @property
    def known(self) -> dict[Cell, int]:
        """Every count in it, shown or not."""
        return {**self.counts, **self.background}

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


def table_of(
    question: Question, periods: Sequence[str], reported: Reported, *, published: AbstractSet[Cell] = frozenset()
) -> Table:
    """The exact counts as a table for `disclosure.publish.protect`, with all that a reader knows of their relations.

    `published` are the cells that earlier publications speak of. `reported` counts by month. Every period has the same
    cells, whoever told or didn't: were there none for a month without reports, a hidden number couldn't be zero.
    `TooLarge` when there are more than 600 cells, as a question by month over many years has.
    """
    draft = _Draft()
    for period in periods:
        _add_period(draft, question, period, reported)
    for year in dict.fromkeys(period[:4] for period in periods):
        _add_up(draft, _beside(question, year, periods, reported), published)
    return Table(
        title=f"{question.place}, {question.community}, {question.since}-{question.until} by {question.by}",
        counts=draft.counts,
        relations=tuple(dict.fromkeys(draft.relations)),
        contributions=draft.contributions,
        lower_bounds=frozenset(draft.lower_bounds),
        background=draft.background,
    )


def lasting(relations: Iterable[Relation], *, unfinished: str) -> Iterator[Relation]:
    """Those that stay true: a year that isn't over has more months later than those that add up to it now."""
    for relation in relations:
        is_of_months = {"month" in dict(cell.narrowed) for cell in relation.cells}
        years = {dict(cell.narrowed)["year"] for cell in relation.cells}
        if len(is_of_months) == 1 or unfinished not in years:
            yield relation


def _beside(question: Question, year: str, periods: Sequence[str], reported: Reported) -> _Draft:
    """The months of a year that is asked about, or the year of such months: what other publications may hold."""
    draft = _Draft()
    for period in [month for month in reported.months if month.startswith(year)] if year in periods else [year]:
        _add_period(draft, question, period, reported)
    return draft


def _add_up(draft: _Draft, beside: _Draft, published: AbstractSet[Cell]) -> None:
    """Say of each number of which earlier publications speak, of any community, how months add up to the year.

    Each report falls in exactly one month. One that doesn't say when it happened falls in the month in which it came.
    A community's months lie within everybody's year, so what was said of either matters to the other.
    """
    of_year: dict[Cell, set[Cell]] = {}
    for cell in (*draft.known, *beside.known):
        of_year.setdefault(_without("month", cell), set()).add(cell)
    spoken = {_without("community", cell) for cell in published}
    added: set[Cell] = set()
    for cells in of_year.values():
        others = cells & beside.known.keys()
        if any(_without("community", cell) in spoken for cell in others):
            added |= others
    draft.background |= {cell: n for cell, n in beside.known.items() if cell in added}
    draft.contributions |= {cell: by for cell, by in beside.contributions.items() if cell in added}
    draft.lower_bounds |= beside.lower_bounds & added
    draft.relations += [relation for relation in beside.relations if relation.cells <= added]
    figures = draft.counts.keys() | beside.counts.keys()
    for year, cells in of_year.items():
        if cells & added and len(cells) > 1:
            months = sorted(cells - {year})
            draft.relations += _sum_of(year, months, is_bound=year in draft.lower_bounds)
            if year in figures - draft.lower_bounds:  # The rest of a year is a group too, where both have a number.
                draft.relations += [Relation.within(month, year) for month in months]


def _sum_of(year: Cell, months: Sequence[Cell], *, is_bound: bool) -> Iterator[Relation]:
    """A year's largest partner needn't be any month's, so of lower ends the year's is only at most their sum."""
    if is_bound:
        yield Relation(((year, -1), *((month, 1) for month in months)), 0, None)
        yield from (Relation.order(month, year) for month in months)
        return
    yield Relation.parts(year, months)


def _without(dimension: str, cell: Cell) -> Cell:
    return Cell(cell.measure, tuple(pair for pair in cell.narrowed if pair[0] != dimension))


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
    answered, nobody, answers = cells[ANSWERED], cells[NOBODY], [cells[cell] for cell in ANSWERS]
    draft.relations += [Relation.within(answer, answered) for answer in answers]
    # Everybody knows that whoever answered gave at least one answer, and that "nobody" stands alone.
    alone = [((answered, -1), (nobody, 1), (answer, 1)) for answer in answers if answer is not nobody]
    facts = [Relation(((answered, -1), *((answer, 1) for answer in answers)), 0, None)]
    facts += [Relation(terms, None, 0) for terms in alone]
    draft.relations += [fact for fact in facts if fact.holds(draft.counts)]


def _effort_cell(cell: str, question: Question, period: str) -> Cell:
    """Reports come in for everyone, whatever community was asked about."""
    return cell_of(f"effort_{cell}", replace(question, community=EVERYONE), period)


def _add_effort(draft: _Draft, question: Question, period: str, effort: Sequence[FigureRow]) -> None:
    partners = by_organisation(effort, period)
    for cell in _COUNTED_EFFORT:
        by = {str(name): cells.get(cell, 0) for name, cells in partners.items()}
        draft.add(_effort_cell(cell, question, period), by)


def read_published(published: Published, question: Question, reported: Reported) -> tuple[Counts, ...]:
    """What may be shown of each period, read from the publication alone: rounded counts, and shares worked out of them.

    From `reported` only what counts no people is taken: organisations that were open, and their languages.
    """
    return tuple(
        Counts(
            period=period,
            regions=as_shown([_region(published, question, period, region) for region in REGIONS]),
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
    return Told(counts, {cell: PROTECTED for cell, n in values.items() if n is None}, *shares_of(counts))


def _published_effort(published: Published, question: Question, period: str) -> Iterator[tuple[str, int]]:
    for cell in _COUNTED_EFFORT:
        shown = _value(published, _effort_cell(cell, question, period))
        if shown is not None:
            yield cell, shown
