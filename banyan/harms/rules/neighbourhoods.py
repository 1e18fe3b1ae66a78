"""Coarse places of a coalition: a town and its neighbourhoods, as its own open data names them."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A part of a town; names are proper names and aren't translated."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """A town or county that a coalition serves."""

    code: str
    name: str
    neighbourhoods: tuple[Neighbourhood, ...]
    source: str


def code_of(name: str) -> str:
    """Make the stable code of a name: lower case, words joined by underscores."""
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")


_SAN_FRANCISCO_NAMES = (
    "Bayview Hunters Point",
    "Bernal Heights",
    "Castro/Upper Market",
    "Chinatown",
    "Excelsior",
    "Financial District/South Beach",
    "Glen Park",
    "Golden Gate Park",
    "Haight Ashbury",
    "Hayes Valley",
    "Inner Richmond",
    "Inner Sunset",
    "Japantown",
    "Lakeshore",
    "Lincoln Park",
    "Lone Mountain/USF",
    "Marina",
    "McLaren Park",
    "Mission",
    "Mission Bay",
    "Nob Hill",
    "Noe Valley",
    "North Beach",
    "Oceanview/Merced/Ingleside",
    "Outer Mission",
    "Outer Richmond",
    "Pacific Heights",
    "Portola",
    "Potrero Hill",
    "Presidio",
    "Presidio Heights",
    "Russian Hill",
    "Seacliff",
    "South of Market",
    "Sunset/Parkside",
    "Tenderloin",
    "Treasure Island",
    "Twin Peaks",
    "Visitacion Valley",
    "West of Twin Peaks",
    "Western Addition",
)

SAN_FRANCISCO = Place(
    "san_francisco",
    "San Francisco",
    tuple(Neighbourhood(code_of(name), name) for name in _SAN_FRANCISCO_NAMES),
    "DataSF, Analysis Neighborhoods (41), 2024, PDDL",
)
PLACES: tuple[Place, ...] = (SAN_FRANCISCO,)


def get_place(name_or_code: str) -> Place | None:
    """Give the place of this name or code in any letter case, or None."""
    wanted = code_of(name_or_code)
    return next((place for place in PLACES if place.code == wanted), None)
