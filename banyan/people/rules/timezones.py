"""The time zones that a coalition may work in: those of the tz database that are named after a place."""

from functools import cache
from zoneinfo import available_timezones

UTC = "UTC"
# America first: most coalitions that publish in these languages work there.
REGIONS = (
    "America",
    "Pacific",
    "Africa",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
)


@cache
def list_zones() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each region with its zones by name. Reads the machine's own list once."""
    known = sorted(available_timezones())
    return tuple((region, tuple(one for one in known if one.startswith(f"{region}/"))) for region in REGIONS)


def is_zone(name: str) -> bool:
    """Whether this is one of them, or UTC."""
    return name == UTC or any(name in zones for _region, zones in list_zones())
