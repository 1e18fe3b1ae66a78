"""The federal victim-assistance report (VOCA, OVC): types, ages, race and special classifications.

Rebuilt from public implementations, not from the official form. Forms change and a funder's own list comes first, so
each way has its version. It counts what was done as a crime: wage theft, eviction and hate that is no crime have no
home in it.
"""

from datetime import date

from banyan.harms.rules.ages import AGES, MINOR_CODES
from banyan.harms.rules.codes import find
from banyan.harms.rules.communities import COMMUNITIES
from banyan.harms.rules.crosswalks.shape import Certainty, Crosswalk, own
from banyan.harms.rules.kinds import KINDS
from banyan.harms.rules.rings import Region

VICTIMISATION_TYPES = {
    "01": "Adult Physical Assault (aggravated and simple)",
    "02": "Adult Sexual Assault",
    "03": "Adults Sexually Abused/Assaulted as Children",
    "04": "Arson",
    "05": "Bullying (verbal, cyber, physical)",
    "06": "Burglary",
    "07": "Child Physical Abuse or Neglect",
    "08": "Child Pornography",
    "09": "Child Sexual Abuse/Assault",
    "10": "Domestic and/or Family Violence",
    "11": "DUI/DWI Incidents",
    "12": "Elder Abuse or Neglect",
    "13": "Hate Crime: Racial/Religious/Gender/Sexual Orientation/Other (explain)",
    "14": "Human Trafficking: Labor",
    "15": "Human Trafficking: Sex",
    "16": "Identity Theft/Fraud/Financial Crime",
    "17": "Kidnapping (noncustodial)",
    "18": "Kidnapping (custodial)",
    "19": "Mass Violence (domestic/international)",
    "20": "Other Vehicular Victimization (e.g. hit and run)",
    "21": "Robbery",
    "22": "Stalking/Harassment",
    "23": "Survivors of Homicide Victims",
    "24": "Teen Dating Victimization",
    "25": "Terrorism (domestic/international)",
    "26": "Other (explain)",
}
AGE_BANDS = {
    "0-12": "0-12",
    "13-17": "13-17",
    "18-24": "18-24",
    "25-59": "25-59",
    "60+": "60 and older",
    "not_reported": "Not Reported",
    "not_tracked": "Not Tracked",
}
RACES = {
    "american_indian": "American Indian/Alaska Native",
    "asian": "Asian",
    "black": "Black/African American",
    "hispanic": "Hispanic/Latino",
    "pacific_islander": "Native Hawaiian & Other Pacific Islander",
    "white": "White Non-Latino/Caucasian",
    "other": "Some Other Race",
    "multiple": "Multiple Races",
    "not_reported": "Not Reported",
    "not_tracked": "Not Tracked",
}
SPECIAL_CLASSIFICATIONS = {
    "deaf": "Deaf/Hard of Hearing",
    "homeless": "Homeless",
    "immigrant": "Immigrants/Refugees/Asylum Seekers",
    "lgbtq": "LGBTQ",
    "veteran": "Veterans",
    "disability": "Victims with Disabilities: Cognitive/Physical/Mental",
    "limited_english": "Victims with Limited English Proficiency",
    "other": "Other (explain)",
}

_SOURCE = "OVC performance measures for VOCA subgrantees, as public implementations show them"
_DRAWN_ON = date(2026, 11, 23)

KINDS_TO_VOCA = Crosswalk(
    name="kinds_to_voca_types",
    version="1",
    source=_SOURCE + ", question 5A",
    certainty=Certainty.TWO_SOURCES,
    origin=own(KINDS),
    target=VICTIMISATION_TYPES,
    valid_from=None,
    drawn_on=_DRAWN_ON,
    # Harassment, threats and damage count only as crimes; a theft only as a burglary; a fire only when it was set.
    unsure=frozenset({"verbal_harassment", "threats", "vandalism", "property_theft", "arson_or_fire", "other"}),
    mapping={
        "verbal_harassment": ("22",),
        "threats": ("22",),
        "online_harassment": ("05", "22"),
        "stalking": ("22",),
        "physical_violence": ("01", "07", "10", "12", "24"),
        "sexual_violence": ("02", "03", "09", "10", "12", "15", "24"),
        "robbery": ("21",),
        "loss_to_violence": ("23",),
        "shunning": (),
        "denial_of_service": (),
        "institutional_discrimination": (),
        "policing_harm": (),
        "workplace_abuse": (),
        "wage_theft": (),
        "school_bullying": ("05",),
        "vandalism": ("26",),
        "property_theft": ("06",),
        "fraud": ("16",),
        "housing_harm": (),
        "arson_or_fire": ("04",),
        "other": ("26",),
    },
)

_REGION_LABELS = {region.value: region.value.replace("_", " ") for region in Region}

REGIONS_TO_VOCA = Crosswalk(
    name="regions_to_voca_types",
    version="1",
    source=_SOURCE + ", question 5A",
    certainty=Certainty.TWO_SOURCES,
    origin=_REGION_LABELS,
    target=VICTIMISATION_TYPES,
    valid_from=None,
    drawn_on=_DRAWN_ON,
    # A hate act that wasn't described as a crime has no home in this report, however much it hurt.
    mapping={region: ("13",) if region == Region.HATE_CRIMES else () for region in _REGION_LABELS},
)

AGES_TO_VOCA = Crosswalk(
    name="ages_to_voca",
    version="1",
    source=_SOURCE + ", question 4C",
    certainty=Certainty.TWO_SOURCES,
    origin=own(AGES),
    target=AGE_BANDS,
    valid_from=None,
    drawn_on=_DRAWN_ON,
    mapping={
        "from_0_to_12": ("0-12",),
        "from_13_to_17": ("13-17",),
        "from_18_to_24": ("18-24",),
        "from_25_to_59": ("25-59",),
        "from_60": ("60+",),
    },
)

_RACE_OF = {
    "asian": ("asian",),
    "pacific_islander": ("pacific_islander",),
    "black": ("black",),
    "latine": ("hispanic",),
    # The list has no place for Arab and Middle Eastern people; the person says which of these they want, if any.
    "arab_or_middle_eastern": ("other", "white"),
    "native_american": ("american_indian",),
    "white": ("white",),
    "multiple_races": ("multiple",),
    "other_race": ("other",),
}

COMMUNITIES_TO_VOCA_RACES = Crosswalk(
    name="communities_to_voca_races",
    version="1",
    source=_SOURCE + ", question 4A",
    certainty=Certainty.ONE_SOURCE,
    origin=own(COMMUNITIES),
    target=RACES,
    valid_from=None,
    drawn_on=_DRAWN_ON,
    mapping={community.code: _RACE_OF.get(community.code, ()) for community in COMMUNITIES},
)

_SPECIAL_OF = {
    "lgbtq": ("lgbtq",),
    "transgender": ("lgbtq",),
    "disabled": ("disability", "deaf"),
    "immigrant": ("immigrant",),
    "unhoused": ("homeless",),
}

COMMUNITIES_TO_VOCA_SPECIAL = Crosswalk(
    name="communities_to_voca_special_classifications",
    version="1",
    source=_SOURCE + ", question 5C",
    certainty=Certainty.TWO_SOURCES,
    origin=own(COMMUNITIES),
    target=SPECIAL_CLASSIFICATIONS,
    valid_from=None,
    drawn_on=_DRAWN_ON,
    # Filled from what is learned in service; nobody is asked their status or disability for the report's sake.
    unsure=frozenset({"lgbtq", "transgender"}),
    mapping={community.code: _SPECIAL_OF.get(community.code, ()) for community in COMMUNITIES},
)

_ADULT_TYPES = frozenset({"01", "02", "03"})
_CHILD_TYPES = frozenset({"07", "09"})
_ELDER_AGES = frozenset({"from_60"})
_TEEN_AGES = frozenset({"from_13_to_17", "from_18_to_24"})


def types_for_age(types: tuple[str, ...], age: str | None) -> tuple[str, ...]:
    """Keep the types that the person's age band leaves possible; an age not told keeps them all.

    Raises UnknownCodeError for a band that isn't ours.
    """
    if age is None:
        return types
    find(AGES, age)
    ruled_out = set(_ADULT_TYPES if age in MINOR_CODES else _CHILD_TYPES)
    if age not in _ELDER_AGES:
        ruled_out.add("12")
    if age not in _TEEN_AGES:
        ruled_out.add("24")
    return tuple(code for code in types if code not in ruled_out)
