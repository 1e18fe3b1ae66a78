"""An organisation's hours, as the clock's rules want them."""

from banyan.base.briefly import briefly
from banyan.people.models import Organisation
from banyan.people.queries.coalition import zone_here
from banyan.reports.rules.clocks import Calendar


@briefly
def get_calendar(*, organisation: Organisation) -> Calendar:
    """The calendar of one organisation, in the coalition's time zone."""
    return Calendar(
        zone=zone_here(),
        hours={row.weekday: (row.opens_at, row.closes_at) for row in organisation.open_hours.all()},
        closed=frozenset(row.closed_on for row in organisation.closed_days.all()),
    )
