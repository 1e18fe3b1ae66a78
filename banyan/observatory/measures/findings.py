"""Sentences computed from official series, each with how sure it is. What would mislead is said first.

A statement about years that lie on two sides of a break in recording, or of which one is carried by a single group of
records, opens with that, and never says that something rose or fell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import log
from typing import Any

from django.utils.translation import gettext as _

from banyan.observatory.measures import words
from banyan.observatory.measures.breaks import Break, Change, crossed
from banyan.observatory.measures.clusters import Cluster, in_year, telling
from banyan.observatory.measures.comparison import CONFIDENCE, Comparison, compare
from banyan.observatory.measures.notes import beside, caveat, qualifying, said_first
from banyan.observatory.measures.official import Series
from banyan.observatory.rules.notes import Kind, touches
from banyan.observatory.rules.picture import EVERYONE, Confidence, Finding, Question, SeriesNote

FEW = 20
"""Below this, one record more or fewer is plainly visible in a comparison."""

MOST_NAMED = 3
"""Of many groups of records so many are named by their first and last number, the largest first."""

FRESH_MONTHS = 6
"""A year that ended less than so many months before the file was made may still lack records entered late."""

TOO_FEW = 10
"""Two counts that are both below this aren't compared: whatever they show, one person's acts could turn it round."""


Groups = tuple[Cluster, ...]


def size_of(groups: Groups) -> int:
    """How many records several groups hold."""
    return sum(cluster.size for cluster in groups)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """All that is known about one source's series, for the years and community asked about."""

    series: Series
    question: Question
    recorder: str
    counting_rule: str
    clusters: Sequence[Cluster] = ()
    breaks: Sequence[Break] = ()
    agencies: Mapping[int, int] = field(default_factory=dict)
    """How many smaller places have any record, by year; empty for a place that has none."""
    notes: Sequence[SeriesNote] = ()
    """What staff entered about this series."""

    def years(self) -> list[int]:
        """The years asked about that the source covers whole."""
        asked = range(self.question.since, self.question.until + 1)
        return [year for year in asked if self.series.is_covered(year) and not self.series.is_partial(year)]

    def count(self, year: int) -> int:
        """The count of a covered year."""
        return self.series.count(year) or 0

    def is_fresh(self, year: int) -> bool:
        """Whether the file was made so soon after the year that records entered late may be missing."""
        as_of = self.series.as_of
        return (as_of.year - year - 1) * 12 + as_of.month <= FRESH_MONTHS

    def groups(self, year: int) -> Groups:
        """The groups of records to tell of in a year, however small their share."""
        return telling(in_year(self.clusters, self.series.source, year), self.count(year))

    def material(self, named: Sequence[int]) -> dict[int, Groups]:
        """By year, the groups that carry much of that year's count."""
        found = {year: self.groups(year) for year in sorted(named)}
        return {
            year: groups
            for year, groups in found.items()
            if len(groups) > 1 or any(one.is_material(self.count(year)) for one in groups)
        }

    def decisive(self, first: int, last: int) -> dict[int, Groups]:
        """By year, the groups that matter to a change: much of a year's count, or the change would read otherwise."""
        found = self.material([first, last])
        others = {year: groups for year in (first, last) if year not in found and (groups := self.groups(year))}
        sizes = {year: size_of(groups) for year, groups in others.items()}
        if sizes and self.compared(first, last).direction != self.compared(first, last, without=sizes).direction:
            found |= others
        return dict(sorted(found.items()))

    def compared(self, first: int, last: int, *, without: Mapping[int, int] | None = None) -> Comparison:
        """Two years compared against how months vary in all whole years of the series, less so many records a year.

        The highest of many years is high partly by chance, so the more years were asked about, the more it takes.
        """
        less = without or {}
        counts = [self.count(year) - less.get(year, 0) for year in (first, last)]
        whole = [self.series.monthly(year) for year in self.series.years() if not self.series.is_partial(year)]
        picks = max(len(self.years()) - 1, 1)
        return compare(*counts, years=whole, confidence=1 - (1 - CONFIDENCE) / picks)


def find_official(evidence: Evidence) -> tuple[Finding, ...]:
    """The findings of one official series, the plainest first."""
    years = evidence.years()
    found = [_recorded(evidence, years)] if years else []
    found += [_change(evidence, first, last) for first, last in _pairs(evidence, years)]
    return tuple(found + _gaps(evidence))


def _pairs(evidence: Evidence, years: Sequence[int]) -> list[tuple[int, int]]:
    """The changes worth a sentence: over the whole span, up to the highest year, and from it to the last."""
    if len(years) < 2:  # noqa: PLR2004 - one year can't be compared
        return []
    peak = max(years, key=evidence.count)
    pairs = [(years[0], years[-1]), (peak, years[-1]), (years[0], peak)]
    return list(dict.fromkeys((first, last) for first, last in pairs if first < last))


def _recorded(evidence: Evidence, years: Sequence[int]) -> Finding:
    peak = max(years, key=evidence.count)
    named = sorted({years[-1], peak, years[0]}, reverse=True)
    statement = _statement(evidence, named)
    clusters = evidence.material(named)
    first = _what_comes_first(evidence, named, clusters)
    caveats = (*first, *_caveats(evidence, named, clusters))
    return Finding(text=words.joined([*first, statement]), confidence="recorded", caveats=caveats)


def _statement(evidence: Evidence, named: Sequence[int]) -> str:
    facts: dict[str, Any] = {"recorder": evidence.recorder}
    facts |= {"counted": words.counted(evidence.question.community, evidence.count(named[0])), "year": named[0]}
    for at, year in enumerate(named[1:], start=2):
        facts |= {f"count{at}": words.number(evidence.count(year)), f"year{at}": year}
    return {
        1: _("%(recorder)s recorded %(counted)s in %(year)s."),
        2: _("%(recorder)s recorded %(counted)s in %(year)s and %(count2)s in %(year2)s."),
        3: _("%(recorder)s recorded %(counted)s in %(year)s, %(count2)s in %(year2)s and %(count3)s in %(year3)s."),
    }[len(named)] % facts


def _what_comes_first(evidence: Evidence, named: Sequence[int], clusters: Mapping[int, Groups]) -> list[str]:
    """The sentences that must stand before any statement about these years."""
    found = [_cluster_sentence(groups, evidence.count(year)) for year, groups in clusters.items()]
    years = [at.year for at in crossed(tuple(evidence.breaks), min(named), max(named))]
    if years:
        found.append(_("The way these records are kept changed in %(years)s.") % {"years": words.years(years)})
    found += [said_first(note) for note in _notes_first(evidence, named, clusters, years)]
    found += [_hollow_sentence(evidence, year) for year in named if evidence.series.hollow(year)]
    moved = _agencies_moved(evidence, min(named), max(named))
    if moved:
        found.append(moved)
    return list(dict.fromkeys(found))


def _notes_first(
    evidence: Evidence, named: Sequence[int], clusters: Mapping[int, Groups], told: Sequence[int]
) -> list[SeriesNote]:
    """The entered notes that say something new: not the same change of recording, nor the same group, again."""
    months = [f"{cluster.month:%Y-%m}" for groups in clusters.values() for cluster in groups]
    return [
        note
        for note in qualifying(evidence.notes, [str(year) for year in named])
        if not (note.kind == Kind.RECORDING and int(note.period_from[:4]) in told)
        and not (
            note.kind == Kind.CLUSTER and any(touches(note.period_from, note.period_to, month) for month in months)
        )
    ]


def _cluster_sentence(groups: Groups, count: int) -> str:
    cluster, several = groups[0], len(groups)
    if several > 1:
        facts = {"size": words.number(size_of(groups)), "count": words.number(count), "groups": words.number(several)}
        return _(
            "%(size)s of the %(count)s records from %(year)s are in %(groups)s groups, each of one kind and month and "
            "numbered almost one after another."
        ) % (facts | {"year": cluster.month.year})
    facts = {
        "size": words.number(cluster.size),
        "count": words.number(count),
        "year": str(cluster.month.year),
        "month": words.month(cluster.month),
        "kind": words.offence(cluster.offence),
    }
    if cluster.size >= count:
        return (
            _(
                "All %(count)s records from %(year)s are one group: records of %(kind)s from %(month)s, numbered "
                "almost one after another."
            )
            % facts
        )
    return (
        _(
            "%(size)s of the %(count)s records from %(year)s are one group: records of %(kind)s from %(month)s, "
            "numbered almost one after another."
        )
        % facts
    )


def _hollow_sentence(evidence: Evidence, year: int) -> str:
    first, last = (date(year, month, 1) for month in evidence.series.hollow(year))
    facts = {"first": words.month(first), "last": words.month(last), "year": year}
    return _("There is no record at all from %(first)s to %(last)s, so %(year)s may be missing some.") % facts


def _agencies_moved(evidence: Evidence, first: int, last: int) -> str:
    """A sentence when the number of places with any record differs by a fifth or more between two years."""
    had, has = evidence.agencies.get(first), evidence.agencies.get(last)
    if not had or not has or 5 * abs(had - has) < max(had, has):
        return ""
    return _(
        "The number of places with any record went from %(had)s in %(first)s to %(has)s in %(last)s, so fewer or more "
        "of them may have reported."
    ) % {"had": words.number(had), "has": words.number(has), "first": first, "last": last}


def _change(evidence: Evidence, first: int, last: int) -> Finding:
    comparison = evidence.compared(first, last)
    clusters = evidence.decisive(first, last)
    before = _what_comes_first(evidence, [first, last], clusters)
    caveats = _caveats(evidence, [first, last], clusters)
    facts = {
        "first": first,
        "last": last,
        "had": words.number(comparison.first),
        "has": words.number(comparison.second),
    }
    if before:
        said = [*before, *_qualified(evidence, clusters, facts)]
        return Finding(text=words.joined(said), confidence="weak", caveats=(*before, *caveats))
    text, confidence = _unqualified(comparison)
    shared = _shared_sentence(evidence, comparison, first, last)
    if confidence == "strong" and (shared or evidence.is_fresh(last)):
        confidence = "moderate"
    caveats = (*([shared] if shared else []), *caveats)
    return Finding(text=text % facts, confidence=confidence, caveats=caveats)


def _shared_sentence(evidence: Evidence, comparison: Comparison, first: int, last: int) -> str:
    """What to know of a rise or fall that all records of the place share: recording as a whole may have moved."""
    had, has = evidence.series.total(first), evidence.series.total(last)
    others = had - comparison.first, has - comparison.second
    is_same_way = {"higher": others[1] > others[0], "lower": others[1] < others[0]}.get(comparison.direction, False)
    own, whole = (abs(log((b + 0.5) / (a + 0.5))) for a, b in ((comparison.first, comparison.second), others))
    if evidence.question.community == EVERYONE or not is_same_way or 2 * whole < own:
        return ""
    return _(
        "All records of this place, of whatever bias, went from %(had)s in %(first)s to %(has)s in %(last)s. So how "
        "much was written down may have changed, not only how much happened."
    ) % {"had": words.number(had), "has": words.number(has), "first": first, "last": last}


def _unqualified(comparison: Comparison) -> tuple[str, Confidence]:
    if comparison.first == comparison.second:
        return _("The recorded count was %(has)s both in %(first)s and in %(last)s."), "recorded"
    if max(comparison.first, comparison.second) < TOO_FEW:
        return (
            _(
                "The recorded count was %(had)s in %(first)s and %(has)s in %(last)s. Counts this small are too few to "
                "tell a rise or a fall from chance."
            ),
            "cannot_tell",
        )
    if comparison.direction == "unclear":
        return (
            _(
                "The recorded count was %(had)s in %(first)s and %(has)s in %(last)s. Months differ enough here that "
                "chance alone can explain this."
            ),
            "cannot_tell",
        )
    confidence: Confidence = "strong" if min(comparison.first, comparison.second) >= FEW else "moderate"
    if comparison.direction == "higher":
        return (
            _("The recorded count rose from %(had)s in %(first)s to %(has)s in %(last)s, more than chance explains."),
            confidence,
        )
    return (
        _("The recorded count fell from %(had)s in %(first)s to %(has)s in %(last)s, more than chance explains."),
        confidence,
    )


def _qualified(evidence: Evidence, clusters: Mapping[int, Groups], facts: Mapping[str, Any]) -> list[str]:
    """What may be said of a change that something else may explain: never that it is a rise or a fall."""
    said = [
        _(
            "So the recorded counts of %(had)s in %(first)s and %(has)s in %(last)s don't show by themselves whether "
            "more or less happened."
        )
        % facts
    ]
    if clusters:
        left = {year: evidence.count(year) - size_of(clusters[year]) for year in clusters}
        had, has = (left.get(facts[end], evidence.count(facts[end])) for end in ("first", "last"))
        without = {**facts, "had": words.number(had), "has": words.number(has)}
        several = _("Without these groups the counts are %(had)s in %(first)s and %(has)s in %(last)s.")
        one = _("Without this group the counts are %(had)s in %(first)s and %(has)s in %(last)s.")
        said.append((several if sum(map(len, clusters.values())) > 1 else one) % without)
    return said


def _gaps(evidence: Evidence) -> list[Finding]:
    series, question = evidence.series, evidence.question
    asked = range(question.since, question.until + 1)
    missing = [year for year in asked if not series.is_covered(year)]
    found = []
    if missing:
        facts = {"recorder": evidence.recorder, "years": words.years(missing)}
        text = _("%(recorder)s: no report for %(years)s. That isn't zero.") % facts
        found.append(Finding(text=text, confidence="recorded"))
    for year in (at for at in asked if series.is_covered(at) and series.is_partial(at)):
        facts = {
            "counted": words.counted(question.community, series.count(year) or 0),
            "first": words.month(series.first_month),
            "month": words.month(series.last_month),
            "date": words.in_full(series.as_of),
            "year": str(year),
        }
        ends = _(
            "%(year)s isn't complete in this file: it has %(counted)s so far, up to %(month)s. The file is from "
            "%(date)s. A part of a year isn't compared with whole years."
        )
        begins = _(
            "%(year)s isn't complete in this file: it has %(counted)s. This file begins in %(first)s. A part of a "
            "year isn't compared with whole years."
        )
        text = ends if year >= series.last_month.year else begins
        found.append(Finding(text=text % facts, confidence="recorded"))
    return found


def _caveats(evidence: Evidence, named: Sequence[int], clusters: Mapping[int, Groups]) -> tuple[str, ...]:
    found = [
        _("A recorded hate crime is one that somebody told officials and that they wrote down as one."),
        evidence.counting_rule,
    ]
    for cluster in (one for groups in clusters.values() for one in groups[:MOST_NAMED]):
        facts = {"first": cluster.first_record, "last": cluster.last_record}
        found.append(_("The group is records %(first)s to %(last)s. It may be one person's acts.") % facts)
    found += [break_text(at) for at in crossed(tuple(evidence.breaks), min(named), max(named))]
    found += [caveat(note) for note in beside(evidence.notes, [str(year) for year in named])]
    if max(evidence.count(year) for year in named) < FEW:
        found.append(_("These counts are small: one record more or fewer changes them visibly."))
    if evidence.series.as_of.year <= max(named) + 1:
        date_of_file = {"date": words.in_full(evidence.series.as_of), "year": max(named)}
        found.append(_("The file is from %(date)s; counts of %(year)s may still be revised.") % date_of_file)
    return tuple(found)


def break_text(at: Break) -> str:
    """What changed in a year's recording, in sentences, for a caveat or a note on the series."""
    sentences: dict[Change, str] = {
        "emptied": _("From %(year)s on these columns are empty or nearly so: %(columns)s."),
        "filled": _("From %(year)s on these columns are filled in: %(columns)s."),
        "words": _("From %(year)s on other words are used in these columns: %(columns)s."),
    }
    said = []
    for change, sentence in sentences.items():
        columns = [one.column for one in at.changes if one.change == change]
        if columns:
            said.append(sentence % {"year": at.year, "columns": words.listed(columns)})
    return words.joined(said)
