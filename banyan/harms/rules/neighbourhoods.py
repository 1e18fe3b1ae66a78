"""Coarse places of a coalition: a town and its neighbourhoods, as its own open data names them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A part of a town. Names are proper names and aren't translated; what a community itself calls it may be known."""

    code: str
    name: str

    def called(self, language: str) -> str:
        """Its name for readers of a language: as signs and staff have it, and then as their community has it."""
        own = OWN_NAMES.get(language, NO_NAMES).get(self.name)
        return f"{self.name} · {own}" if own else self.name


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


NO_NAMES: Mapping[str, str] = MappingProxyType({})
# What a community itself calls these places: as Chinese-language papers, broadcasters and residents of San Francisco
# write them (World Journal, Sing Tao, KTSF), El Tecolote in Spanish, and the city's Filipino cultural district; two
# where two are in use. A name that would only sound the English one out isn't here: nobody looks for it.
OWN_NAMES: Mapping[str, Mapping[str, str]] = {
    "zh-hant": {
        "Bayview Hunters Point": "灣景區",
        "Chinatown": "華埠／唐人街",
        "Financial District/South Beach": "金融區",
        "Golden Gate Park": "金門公園",
        "Inner Richmond": "內列治文區",
        "Inner Sunset": "內日落區",
        "Japantown": "日本城",
        "Mission": "米慎區／教會區",
        "Outer Richmond": "外列治文區",
        "Pacific Heights": "太平洋高地",
        "Russian Hill": "俄羅斯山",
        "South of Market": "市場南區",
        "Sunset/Parkside": "日落區",
        "Tenderloin": "田德隆區",
        "Treasure Island": "金銀島",
        "Visitacion Valley": "訪谷區",
    },
    "zh-hans": {
        "Bayview Hunters Point": "湾景区",
        "Chinatown": "唐人街／华埠",
        "Financial District/South Beach": "金融区",
        "Golden Gate Park": "金门公园",
        "Inner Richmond": "内列治文区",
        "Inner Sunset": "内日落区",
        "Japantown": "日本城",
        "Mission": "教会区／米慎区",
        "Outer Richmond": "外列治文区",
        "Pacific Heights": "太平洋高地",
        "Russian Hill": "俄罗斯山",
        "South of Market": "市场南区",
        "Sunset/Parkside": "日落区",
        "Tenderloin": "田德隆区",
        "Treasure Island": "金银岛",
        "Visitacion Valley": "访谷区",
    },
    "es": {"Chinatown": "Barrio Chino", "Mission": "La Misión"},
    "fil": {"South of Market": "SoMa Pilipinas"},
    "ar": {"Chinatown": "الحي الصيني"},
}

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
