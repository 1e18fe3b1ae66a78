"""The community's part of a picture for the public: only what passes disclosure control."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from banyan.base.audit import Operator
from banyan.disclosure.publish import protect, unheard
from banyan.disclosure.results import Published
from banyan.disclosure.tables import Cell, Table, TooLarge
from banyan.observatory.measures.community import SOURCE, Counts
from banyan.observatory.measures.joint import Reported
from banyan.observatory.measures.public import lasting, read_published, table_of
from banyan.observatory.queries.asking import TooManyNumbers
from banyan.observatory.queries.community import get_reported
from banyan.observatory.rules.picture import Finding, Question
from banyan.people.queries.viewers import Viewer


@dataclass(frozen=True)
class Protected:
    """What disclosure control made of a question.

    `tables` are the exact counts, year by year, and stay confidential. `published` is all that may be shown, or None.
    `counts` are read from it alone.
    """

    tables: tuple[Table, ...]
    published: Published | None
    counts: tuple[Counts, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What has to be said of it, in the language of whoever asks."""
        return (_withheld(),) if self.tables and self.published is None else ()


def protect_community(
    viewer: Viewer | Operator,
    question: Question,
    *,
    today: date,
    earlier: Sequence[Published] = (),
    heard: Callable[[int, int], None] = unheard,
) -> Protected:
    """What the public may see of partners' reports. `earlier` holds every publication before, oldest first.

    Years share no person's report, so each is a table of its own: seven small programs are solved in a fraction of
    one large one's time. `heard` is told how many numbers are checked, and of how many; it may raise to end the work.
    Raises `TooManyNumbers` when a year makes more numbers than can be checked.
    """
    found = get_reported(viewer, question, today)
    if not found.periods:
        return Protected((), None, ())
    tables = tuple(_tables(question, found, _spoken_of(earlier)))
    done, of = 0, sum(len(table.counts) for table in tables)

    def count(numbers: int) -> None:
        nonlocal done
        done += numbers
        heard(done, of)

    heard(done, of)
    outcomes = [protect(table, earlier=earlier, heard=count) for table in tables]
    this_year = f"{today:%Y}"
    passed = [outcome for outcome in outcomes if isinstance(outcome, Published)]
    if not passed:
        return Protected(tables, None, ())
    published = Published(
        title=f"{question.place}, {question.community}, {question.since}-{question.until} by {question.by}",
        figures={cell: figure for one in passed for cell, figure in one.figures.items()},
        relations=tuple(dict.fromkeys(said for one in passed for said in lasting(one.relations, unfinished=this_year))),
    )
    return Protected(tables, published, read_published(published, question, found))


def _spoken_of(earlier: Sequence[Published]) -> frozenset[Cell]:
    """The counts that readers know something of: figures, shown or hidden, and those they are made of."""
    relations = (relation for one in earlier for relation in one.relations)
    return frozenset().union(*(one.figures for one in earlier), *(relation.cells for relation in relations))


def _tables(question: Question, found: Reported, published: frozenset[Cell]) -> Iterator[Table]:
    for year in dict.fromkeys(period[:4] for period in found.periods):
        periods = [period for period in found.periods if period.startswith(year)]
        try:
            yield table_of(question, periods, found, published=published)
        except TooLarge:
            raise TooManyNumbers from None


def _withheld() -> Finding:
    text = _(
        "What people told partner organizations can't be shown to the public for this question without the risk of "
        "singling someone out."
    )
    return Finding(text=text, confidence="cannot_tell", about=SOURCE)
