"""The six core types of the Gender-Based Violence Information Management System.

They classify gender-based violence only, and keep the act apart from its context, as our kinds do.
"""

from datetime import date

from banyan.harms.rules.crosswalks.shape import Certainty, Crosswalk, own
from banyan.harms.rules.kinds import KINDS

CORE_TYPES = {
    "rape": "Rape",
    "sexual_assault": "Sexual assault",
    "physical_assault": "Physical assault",
    "forced_marriage": "Forced marriage",
    "denial_of_resources": "Denial of resources, opportunities or services",
    "psychological_abuse": "Psychological or emotional abuse",
}

KINDS_TO_GBVIMS = Crosswalk(
    name="kinds_to_gbvims",
    version="1",
    source="GBVIMS classification tool, core types of gender-based violence",
    certainty=Certainty.PUBLISHED,
    origin=own(KINDS),
    target=CORE_TYPES,
    valid_from=None,
    drawn_on=date(2026, 11, 23),
    unsure=frozenset(
        {"shunning", "institutional_discrimination", "workplace_abuse", "wage_theft", "school_bullying", "fraud"}
    ),
    mapping={
        "verbal_harassment": ("psychological_abuse",),
        "threats": ("psychological_abuse",),
        "online_harassment": ("psychological_abuse",),
        "stalking": ("psychological_abuse",),
        "physical_violence": ("physical_assault",),
        "sexual_violence": ("rape", "sexual_assault"),
        "robbery": (),
        "loss_to_violence": (),
        "shunning": ("psychological_abuse",),
        "denial_of_service": ("denial_of_resources",),
        "institutional_discrimination": ("denial_of_resources",),
        "policing_harm": (),
        "workplace_abuse": ("psychological_abuse", "denial_of_resources"),
        "wage_theft": ("denial_of_resources",),
        "school_bullying": ("psychological_abuse", "physical_assault"),
        "vandalism": (),
        "property_theft": (),
        "fraud": ("denial_of_resources",),
        "housing_harm": (),
        "arson_or_fire": (),
        "other": (),
    },
)
