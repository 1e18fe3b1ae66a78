"""What partner organisations were told, as rows and sentences: the rings, whom else people told, and reporting effort.

Counts are of reports as people described them, not of findings or of people. Partners' lists are never matched, so
joint counts are ranges. They stand beside the effort made to hear people and are never called a rise or a fall.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.observatory.measures import words
from banyan.observatory.measures.joint import Range, Reported
from banyan.observatory.measures.notes import beside, caveat, qualifying, said_first
from banyan.observatory.measures.rings import RegionCount, as_shown, partner_regions, withhold
from banyan.observatory.measures.told import (
    NOTHING,
    Told,
    count_effort,
    count_effort_by_month,
    count_told_answers,
    count_told_by_month,
)
from banyan.observatory.rules.picture import EVERYONE, Finding, Question, Row, SeriesNote

SOURCE: Final = "community"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What one period says, small counts withheld."""

    period: str
    regions: tuple[RegionCount, ...]
    told: Told
    effort: dict[str, int]

    def range_of(self, region: str) -> Range | None:
        """A region's range, or None where it is withheld."""
        return next((found.range for found in self.regions if found.region == region), None)


def count_community(found: Reported) -> tuple[Counts, ...]:
    """What each period says, for those in which a partner took reports. In others nobody reported: not zero.

    Numbers of reports are to the nearest 5. What may be shown is judged by the exact ones all the same: whoever looks
    often sees one pass from 70 to 75, and knows it then. Months are judged beside their year, and a community beside
    everybody, since the same reader may ask for both.
    """
    is_by_month = any("-" in period for period in found.periods)
    counts = _months(found) if is_by_month else map(partial(_year, found), found.periods)
    return tuple(replace(one, regions=as_shown(one.regions)) for one in counts if one.regions or one.effort)


def _year(found: Reported, year: str) -> Counts:
    return Counts(
        period=year,
        regions=withhold(partner_regions(found.rings, year), partner_regions(found.rest_rings, year)),
        told=count_told_answers(found.told, year, rest=found.rest_told),
        effort=dict(count_effort(found.effort, year)),
    )


def _months(found: Reported) -> Iterator[Counts]:
    # Loads numpy, which a picture of official counts alone does without.
    from banyan.observatory.measures.months import regions_by_month

    for year in dict.fromkeys(period[:4] for period in found.periods):
        rings, told_rows, effort_rows, rest_rings, rest_told = (
            [row for row in rows if row.period.startswith(year)]
            for rows in (found.rings, found.told, found.effort, found.rest_rings, found.rest_told)
        )
        regions = regions_by_month(rings, year, rest=rest_rings)
        whole = {month for month, of in regions.items() if any(one.region == "all_harm" and one.range for one in of)}
        told = count_told_by_month(told_rows, year, rest=rest_told, within=whole)
        effort = count_effort_by_month(effort_rows, year)
        for month in (period for period in found.periods if period.startswith(year)):
            yield Counts(
                period=month,
                regions=regions.get(month, ()),
                told=told.get(month, NOTHING),
                effort=dict(effort.get(month, {})),
            )


def rows_of(counts: Counts, question: Question) -> Iterator[Row]:
    """The period's numbers as rows of the picture."""
    for region in counts.regions:
        yield _region_row(region, counts.period, question)
    if counts.regions:
        yield from _told_rows(counts, question)
    for cell, n in counts.effort.items():
        yield _row(question, f"effort_{cell}", counts.period, community=EVERYONE, n=n)


def _row(
    question: Question,
    measure: str,
    period: str,
    *,
    community: str | None = None,
    n: int | None = None,
    ends: tuple[float, float] | None = None,
    suppressed: str | bool = False,
) -> Row:
    low, high = ends or (None, None)
    return Row(
        source=SOURCE,
        measure=measure,
        community=community or question.community,
        place=question.place,
        period=period,
        n=n,
        low=low,
        high=high,
        suppressed=suppressed or False,  # type: ignore[arg-type]  # a code, or False
    )


def _region_row(region: RegionCount, period: str, question: Question) -> Row:
    measure = f"community_{region.region}"
    if region.range is None:
        return _row(question, measure, period, suppressed=region.suppressed)
    low, high = region.range.low, region.range.high
    return _row(question, measure, period, n=low if low == high else None, ends=(low, high))


def _told_rows(counts: Counts, question: Question) -> Iterator[Row]:
    told = counts.told
    for cell, n in told.counts.items():
        yield _row(question, f"told_{cell}", counts.period, n=n)
    for cell, reason in told.withheld.items():
        yield _row(question, f"told_{cell}", counts.period, suppressed=reason)
    for measure, share in (
        ("told_police_share", told.police_share),
        ("told_police_share_unanswered_both_ways", told.both_ways),
    ):
        if share is not None:
            yield _row(question, measure, counts.period, n=share.of, ends=(share.low, share.high))


def find_community(
    counts: Sequence[Counts], *, as_public: bool = False, notes: Sequence[SeriesNote] = ()
) -> tuple[Finding, ...]:
    """The findings of the latest period with a number that may be shown.

    `notes` are those that staff entered about the reports.
    """
    reported = [at for at in counts if at.regions]
    if not reported:
        return ()
    latest = next((at for at in reversed(reported) if at.range_of("all_harm") is not None), reported[-1])
    of_reports = [note for note in notes if not note.measure.startswith("told_")]
    found = [replace(_qualified(_acts(latest), of_reports, latest.period), about=SOURCE)]
    # The latest period may have too few answers to say whom people told; then the last one that has enough speaks.
    answered = [at for at in reported if at.told.police_share is not None]
    of_told = [note for note in notes if not note.measure.startswith("community_")]
    found += [_qualified(_police(at), of_told, at.period) for at in answered[-1:]]
    if len(reported) > 1:
        found.append(replace(_no_trend(reported), about=SOURCE))
    if not as_public:
        found[0] = replace(found[0], caveats=(*found[0].caveats, _kept()))
    rounded = _(
        "Numbers of people are rounded to the nearest 5, and some are hidden so that nobody can be singled out."
    )
    return tuple(replace(finding, caveats=(*finding.caveats, rounded)) for finding in found)


def _qualified(finding: Finding, notes: Sequence[SeriesNote], period: str) -> Finding:
    """A finding about one period with what entered notes say of it: first what may mislead, then what to know."""
    first = list(dict.fromkeys(said_first(note) for note in qualifying(notes, [period])))
    caveats = (*first, *finding.caveats, *(caveat(note) for note in beside(notes, [period])))
    confidence = "weak" if first and finding.confidence == "moderate" else finding.confidence
    return replace(finding, text=words.joined([*first, finding.text]), confidence=confidence, caveats=caveats)


def _acts(counts: Counts) -> Finding:
    whole, acts = counts.range_of("all_harm"), counts.range_of("hate_acts")
    facts = {"period": words.period(counts.period)}
    if whole is None:
        text = _("In %(period)s too few people told partner organizations for a number to be shown safely.")
        return Finding(text=text % facts, confidence="cannot_tell", caveats=(_safely(),))
    facts |= {"all": _span(whole)}
    if acts is None:
        text = _(
            "In %(period)s partner organizations received %(all)s reports of harm. How many were hate acts isn't "
            "shown, because too few people are in some groups."
        )
        return Finding(text=text % facts, confidence="moderate", caveats=(_bounds(), _safely()))
    crimes = counts.range_of("hate_crimes")
    if crimes is None:
        text = _("In %(period)s partner organizations received %(all)s reports of harm, %(acts)s of hate acts.")
        return Finding(text=text % (facts | {"acts": _span(acts)}), confidence="moderate", caveats=(_bounds(),))
    text = _(
        "In %(period)s partner organizations received %(all)s reports of harm: %(acts)s described as hate acts, and "
        "%(crimes)s as hate crimes."
    )
    facts |= {"acts": _span(acts), "crimes": _span(crimes)}
    return Finding(text=text % facts, confidence="moderate", caveats=(_bounds(), _described(), *_effort(counts)))


def _span(found: Range) -> str:
    if found.low == found.high:
        return words.number(found.low)
    if not found.low:
        return _("up to %(high)s") % {"high": words.number(found.high)}
    return _("%(low)s to %(high)s") % {"low": words.number(found.low), "high": words.number(found.high)}


def _police(counts: Counts) -> Finding:
    share, both = counts.told.police_share, counts.told.both_ways
    if share is None:
        raise ValueError("There is no share to speak of.")
    facts = {
        "period": words.period(counts.period),
        "low": words.percent(share.low),
        "high": words.percent(share.high),
        "answered": words.number(share.of),
    }
    text = _(
        "Of the %(answered)s reports in %(period)s that say whom else the person told, %(low)s to %(high)s had been "
        "told to the police."
    )
    caveats = [
        _("This range covers chance error only. It says nothing of people who told nobody."),
    ]
    if both is not None and both.low != both.high:
        caveats.append(
            _("Counting those who didn't answer first as no and then as yes, the share is %(low)s to %(high)s.")
            % {"low": words.percent(both.low), "high": words.percent(both.high)}
        )
    return Finding(text=text % facts, confidence="moderate", caveats=tuple(caveats), about="told")


def _no_trend(reported: Sequence[Counts]) -> Finding:
    first, last = reported[0], reported[-1]
    open_first, open_last = (at.effort.get("organisations_open") for at in (first, last))
    if open_first and open_last and open_first != open_last:
        text = ngettext(
            "%(first_open)s organization took reports in %(first)s and %(last_open)s in %(last)s, so the numbers of "
            "reports don't show whether more or less harm happened.",
            "%(first_open)s organizations took reports in %(first)s and %(last_open)s in %(last)s, so the numbers of "
            "reports don't show whether more or less harm happened.",
            open_first,
        ) % {
            "first": words.period(first.period),
            "last": words.period(last.period),
            "first_open": words.number(open_first),
            "last_open": words.number(open_last),
        }
    else:
        text = _(
            "The numbers of reports to partner organizations don't show whether more or less harm happened: more "
            "reports may mean more trust."
        )
    return Finding(text=text, confidence="cannot_tell")


def _effort(counts: Counts) -> tuple[str, ...]:
    organisations, languages = (counts.effort.get(cell) for cell in ("organisations_open", "languages_open"))
    if not organisations or not languages:
        return ()
    facts = {"organisations": words.number(organisations), "languages": words.number(languages)}
    return (
        _("Partner organizations that took reports then: %(organisations)s. Languages for reporting: %(languages)s.")
        % facts,
    )


def _bounds() -> str:
    return _(
        "Partners' lists are never matched, to keep people safe. So the lower end counts the partner with the most "
        "reports, and the upper end counts them all."
    )


def _described() -> str:
    return _(
        "The lower end counts those who said yes, the upper end all who didn't say no. These are people's accounts, "
        "not legal findings."
    )


def _kept() -> str:
    """Said whether there are any or not: whoever a report was kept from reads it too."""
    return _("Reports that people kept from somebody are counted only in published pictures.")


def _safely() -> str:
    return _("Counts of fewer than 10 people aren't shown, nor numbers from which one could be worked out.")
