"""How well a member's languages serve a person: what they speak or sign, and what they read, apart."""

from collections import defaultdict
from dataclasses import dataclass

from banyan.base.languages import Match, get_language, get_locale, match_languages
from banyan.people.models import Member, MemberLanguage
from banyan.reports.models import Report

RANK = {Match.EXACT: 0, Match.NEAR: 1, Match.NONE: 2}


@dataclass(frozen=True, slots=True)
class Serves:
    """The tags in which a member talks and reads."""

    talks: frozenset[str]
    reads: frozenset[str]

    @property
    def names(self) -> list[tuple[str, str]]:
        """Tag and own name of each language they talk in."""
        return [(tag, one.autonym) for tag in sorted(self.talks) if (one := get_language(tag))]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a report's languages fit a member: what to call them, and how near they are."""

    spoken: tuple[tuple[str, str], ...]  # Tag and own name.
    written: tuple[str, str]
    talk: Match | None  # None when the person didn't say what they speak.
    read: Match

    @property
    def best(self) -> Match:
        """Talking counts where the person said how; else the script they wrote in."""
        return self.talk if self.talk is not None else self.read

    @property
    def rank(self) -> int:
        return RANK[self.best]


def get_serves(*, member: Member) -> Serves:
    """The languages a member serves people in."""
    how: defaultdict[str, set[str]] = defaultdict(set)
    for row in MemberLanguage.objects.filter(member=member):
        how[row.how].add(row.tag)
    return Serves(talks=frozenset(how["speaks"] | how["signs"]), reads=frozenset(how["reads"]))


def fit_of(report: Report, serves: Serves) -> Fit:
    """How well a member's languages fit one report."""
    written = _written(report.written_in)
    return Fit(
        spoken=tuple((tag, found.autonym if (found := get_language(tag)) else tag) for tag in report.speaks),
        written=written,
        talk=match_languages(report.speaks, serves.talks) if report.speaks else None,
        read=match_languages([written[0]], serves.reads),
    )


def _written(code: str) -> tuple[str, str]:
    try:
        locale = get_locale(code)
    except KeyError:
        return code, code
    return locale.tag, locale.autonym
