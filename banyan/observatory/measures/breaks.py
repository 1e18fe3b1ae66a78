"""Breaks in recording: years from which an agency filled in its form differently, found in a vintage's profile.

A column that was filled and is now empty, or the other way round, and a word of a list that vanishes or appears, show
that the form, the system or the rules changed that year. Counts on the two sides of such a year may not measure the
same thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final, Literal

from banyan.observatory.sources.profiles import Profile, YearProfile

WINDOW: Final = 3
"""Years pooled on either side, so that one odd year isn't taken for a change."""

LARGE_CHANGE: Final = 0.45
TOTAL_CHANGE: Final = 0.2
"""A smaller change is enough where a column becomes always empty or always filled."""

SURE: Final = 4.0
"""Standard errors: with dozens of columns and years, two would find breaks that are only chance."""

WORD_RECORDS: Final = 15
WORD_EXPECTED: Final = 10.0
FADED: Final = 0.1
"""A word must have been used so often on one side, be expected so often on the other, and be used there no more than
this share of what was expected."""

WORD_SHARE: Final = 0.1
BIAS_SHARE: Final = 0.005
SIZEABLE: Final = 0.2

BIAS_COLUMNS: Final = frozenset({"most_serious_bias", "bias", "bias_desc"})

Change = Literal["emptied", "filled", "words"]


@dataclass(frozen=True, kw_only=True)
class ColumnChange:
    """One column that changed: its share filled before and after.

    For words, `before` is the share of cells that held a word that vanished and `after` that of one that appeared.
    """

    column: str
    change: Change
    before: float
    after: float


@dataclass(frozen=True, kw_only=True)
class Break:
    """A year from which recording differs, and how. `is_strong` says that counts may not compare across it."""

    source: str
    year: int
    changes: tuple[ColumnChange, ...]

    @property
    def is_strong(self) -> bool:
        """A column began or ended, the list of biases changed, or much of two other lists did in the same year."""
        filling = any(change.change != "words" for change in self.changes)
        biases = any(c.column in BIAS_COLUMNS and max(c.before, c.after) >= BIAS_SHARE for c in self.changes)
        lists = sum(
            change.change == "words" and max(change.before, change.after) >= WORD_SHARE for change in self.changes
        )
        return filling or biases or lists > 1

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that changed, those that emptied first."""
        rank = {"emptied": 0, "filled": 1, "words": 2}
        return tuple(c.column for c in sorted(self.changes, key=lambda c: (rank[c.change], c.column)))


def find_breaks(source: str, profile: Profile) -> tuple[Break, ...]:
    """Every break in a vintage's profile, oldest first."""
    by_year: dict[int, list[ColumnChange]] = {}
    for column, years in profile.items():
        for year, change in _changes(column, years):
            by_year.setdefault(year, []).append(change)
    return tuple(
        Break(source=source, year=year, changes=tuple(sorted(changes, key=lambda change: change.column)))
        for year, changes in sorted(by_year.items())
    )


def crossed(breaks: tuple[Break, ...], first: int, last: int) -> tuple[Break, ...]:
    """The strong breaks between two years: those after the earlier one, up to and including the later one."""
    low, high = min(first, last), max(first, last)
    return tuple(found for found in breaks if found.is_strong and low < found.year <= high)


def _changes(column: str, years: Mapping[int, YearProfile]) -> Iterator[tuple[int, ColumnChange]]:
    filling = {year: change for year in sorted(years)[1:] if (change := _filling(column, years, year))}
    for year in _steepest({year: _step(years, year) for year in filling}):
        yield year, filling[year]
    turned = _turned_words(years)
    for year in sorted(set(turned) - set(filling)):
        yield year, _words(column, years, year, turned[year])


def _near(steps: Mapping[int, float], year: int) -> list[int]:
    return [at for at in range(year - WINDOW + 1, year + WINDOW) if at in steps]


def _steepest(steps: Mapping[int, float]) -> list[int]:
    """Of years close to each other, the one with the largest step: a form brought in during a year shows in two."""
    return [year for year in steps if all((steps[year], -year) >= (steps[at], -at) for at in _near(steps, year))]


def _first_large(steps: Mapping[int, float]) -> list[int]:
    """Of years close to each other, the first with a sizeable step: use of a new word grows for some years."""
    large = {
        year: step for year, step in steps.items() if step >= SIZEABLE * max(steps[at] for at in _near(steps, year))
    }
    return [year for year in large if min(_near(large, year)) == year]


def _rate(profile: YearProfile) -> float:
    return profile.filled / profile.records if profile.records else 0.0


def _before(years: Mapping[int, YearProfile], year: int) -> list[YearProfile]:
    return [years[at] for at in range(year - WINDOW, year) if at in years]


def _after(years: Mapping[int, YearProfile], year: int) -> list[YearProfile]:
    return [years[at] for at in range(year, year + WINDOW) if at in years]


def _step(years: Mapping[int, YearProfile], year: int) -> float:
    before = max((at for at in years if at < year), default=year)
    return abs(_rate(years[year]) - _rate(years[before]))


def _filling(column: str, years: Mapping[int, YearProfile], year: int) -> ColumnChange | None:
    before, after = _before(years, year), _after(years, year)
    had, has = sum(p.records for p in before), sum(p.records for p in after)
    if not had or not has:
        return None
    old, new = sum(p.filled for p in before) / had, sum(p.filled for p in after) / has
    middle = (old + new) / 2
    lasts = all((_rate(p) > middle) == (new > middle) for p in after)
    held = all((_rate(p) > middle) == (old > middle) for p in before)
    needed = TOTAL_CHANGE if new in {0.0, 1.0} else LARGE_CHANGE
    pooled = (old * had + new * has) / (had + has)
    error = sqrt(pooled * (1 - pooled) * (1 / had + 1 / has)) or 1.0
    if not (lasts and held and abs(new - old) >= needed and abs(new - old) / error >= SURE):
        return None
    return ColumnChange(column=column, change="emptied" if new < old else "filled", before=old, after=new)


def _turned_words(years: Mapping[int, YearProfile]) -> dict[int, list[str]]:
    """The words that appear or vanish, by the year from which they do."""
    by_year: dict[int, list[str]] = {}
    for word in sorted({word for profile in years.values() for word in profile.values}):
        steps = {year: _word_step(years, year, word) for year in sorted(years)[1:] if _turns(years, year, word)}
        for year in _first_large(steps):
            by_year.setdefault(year, []).append(word)
    return by_year


def _turns(years: Mapping[int, YearProfile], year: int, word: str) -> bool:
    sides = [(n.get(word, 0), sum(n.values())) for n in (_pooled(_before(years, year)), _pooled(_after(years, year)))]
    (used, among), (used_elsewhere, elsewhere) = sorted(sides, reverse=True, key=lambda side: side[0] / max(side[1], 1))
    if not among or not elsewhere or not _word_step(years, year, word):
        return False
    expected = used / among * elsewhere
    return used >= WORD_RECORDS and expected >= WORD_EXPECTED and used_elsewhere <= FADED * expected


def _share(profile: YearProfile, word: str) -> float:
    return profile.values.get(word, 0) / max(profile.filled, 1)


def _word_step(years: Mapping[int, YearProfile], year: int, word: str) -> float:
    last = max(at for at in years if at < year)
    return abs(_share(years[year], word) - _share(years[last], word))


def _words(column: str, years: Mapping[int, YearProfile], year: int, turned: list[str]) -> ColumnChange:
    before, after = _pooled(_before(years, year)), _pooled(_after(years, year))
    had, has = sum(before.values()), sum(after.values())
    appeared = {word for word in turned if after.get(word, 0) / has > before.get(word, 0) / had}
    vanished = set(turned) - appeared
    lost, won = sum(before[word] for word in vanished) / had, sum(after[word] for word in appeared) / has
    return ColumnChange(column=column, change="words", before=lost, after=won)


def _pooled(profiles: list[YearProfile]) -> dict[str, int]:
    pooled: dict[str, int] = {}
    for profile in profiles:
        for word, n in profile.values.items():
            pooled[word] = pooled.get(word, 0) + n
    return pooled
