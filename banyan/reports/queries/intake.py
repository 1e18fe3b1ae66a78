"""What the person is shown while they choose whom to tell."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from banyan.base.briefly import briefly
from banyan.base.languages import Match, get_language, match_languages
from banyan.harms.queries import get_labels
from banyan.people.models import Member, Organisation
from banyan.people.queries.invitations import being_reset
from banyan.people.queries.organisations import list_organisations_for_reports
from banyan.people.queries.proofs import is_public_name_proven
from banyan.people.queries.team import list_nameable, list_readers
from banyan.reports.queries.calendars import get_calendar
from banyan.reports.queries.languages import RANK
from banyan.reports.rules.clocks import Calendar


@dataclass(frozen=True, slots=True)
class Readers:
    """Whether they may be named or not: who could be given a report now, and who could come to read one."""

    can: frozenset[UUID]
    could: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Choice:
    """An organisation that could be told, how well it fits, and whom of its staff a person could name."""

    organisation: Organisation
    tags: tuple[str, ...]
    languages: tuple[str, ...]
    offers: tuple[str, ...]
    match: Match
    staff: tuple[tuple[UUID, str], ...]
    readers: Readers
    calendar: Calendar

    @property
    def can_do(self) -> str:
        """What it offers, in the reader's language."""
        return get_labels("needs", self.offers)


def list_choices(*, on: date, languages: Iterable[str], wants: Iterable[str]) -> list[Choice]:
    """Organisations that take reports, the best fitting first: language before offers, then name. Public."""
    spoken, wanted = tuple(languages), frozenset(wants)
    found = [_matched(one, spoken) for one in _list_open(on=on)]
    return sorted(
        found, key=lambda one: (RANK[one.match], -len(wanted & set(one.offers)), one.organisation.name.casefold())
    )


@briefly
def _list_open(*, on: date) -> tuple[Choice, ...]:
    """Where somebody of the staff isn't called as they call themselves, nobody could choose who shouldn't read."""
    reset = frozenset(being_reset())
    found = [(one, list_nameable(one)) for one in list_organisations_for_reports(on=on)]
    return tuple(_choice(one, staff, reset) for one, staff in found if all(map(is_public_name_proven, staff)))


def _matched(choice: Choice, spoken: tuple[str, ...]) -> Choice:
    return replace(choice, match=match_languages(spoken, choice.tags))


def _choice(organisation: Organisation, nameable: list[Member], reset: frozenset[UUID]) -> Choice:
    tags = tuple(row.tag for row in organisation.languages.all())
    return Choice(
        organisation=organisation,
        tags=tags,
        languages=tuple(found.autonym for tag in tags if (found := get_language(tag))),
        offers=tuple(row.need for row in organisation.offers.all()),
        match=Match.NONE,
        staff=tuple((one.pk, one.public_name) for one in nameable if one.public_name),
        readers=Readers(
            can=frozenset(one.pk for one in list_readers(organisation)),
            could=frozenset(one.pk for one in nameable) - reset,
        ),
        calendar=get_calendar(organisation=organisation),
    )
