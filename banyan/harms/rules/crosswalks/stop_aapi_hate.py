"""The types and sites that Stop AAPI Hate published for 2020 (N = 2,583)."""

from datetime import date

from banyan.harms.rules.crosswalks.shape import Certainty, Crosswalk, own
from banyan.harms.rules.kinds import KINDS
from banyan.harms.rules.places import PLACES

TYPES = {
    "verbal_harassment": "Verbal harassment",
    "shunning": "Shunning",
    "physical_assault": "Physical assault",
    "coughed_or_spat_on": "Coughed or spat on",
    "online": "Online",
    "workplace_discrimination": "Workplace discrimination",
    "barred_from_establishment": "Barred from establishment",
    "vandalism": "Vandalism",
    "barred_from_transport": "Barred from transportation",
}
# Only the four largest sites were seen.
SITES = {"business": "Business", "public_street": "Public street", "park": "Park", "online": "Online"}

_SOURCE = "Stop AAPI Hate, national report, 2020 (N = 2,583)"
_VALID_FROM = date(2020, 3, 19)
_DRAWN_ON = date(2026, 11, 23)

KINDS_TO_STOP_AAPI_HATE = Crosswalk(
    name="kinds_to_stop_aapi_hate_2020",
    version="1",
    source=_SOURCE,
    certainty=Certainty.ONE_SOURCE,
    origin=own(KINDS),
    target=TYPES,
    valid_from=_VALID_FROM,
    drawn_on=_DRAWN_ON,
    unsure=frozenset({"threats"}),
    mapping={
        "verbal_harassment": ("verbal_harassment",),
        "threats": ("verbal_harassment",),
        "online_harassment": ("online",),
        "stalking": (),
        "physical_violence": ("physical_assault", "coughed_or_spat_on"),
        "sexual_violence": (),
        "robbery": (),
        "loss_to_violence": (),
        "shunning": ("shunning",),
        "denial_of_service": ("barred_from_establishment", "barred_from_transport"),
        "institutional_discrimination": (),
        "policing_harm": (),
        "workplace_abuse": ("workplace_discrimination",),
        "wage_theft": (),
        "school_bullying": (),
        "vandalism": ("vandalism",),
        "property_theft": (),
        "fraud": (),
        "housing_harm": (),
        "arson_or_fire": (),
        "other": (),
    },
)

PLACES_TO_STOP_AAPI_HATE = Crosswalk(
    name="places_to_stop_aapi_hate_2020",
    version="1",
    source=_SOURCE,
    certainty=Certainty.UNSURE,
    origin=own(PLACES),
    target=SITES,
    valid_from=_VALID_FROM,
    drawn_on=_DRAWN_ON,
    mapping={
        "home": (),
        "street": ("public_street",),
        "transit": (),
        "business": ("business",),
        "workplace": (),
        "school": (),
        "university": (),
        "park": ("park",),
        "worship": (),
        "government": (),
        "detention": (),
        "online": ("online",),
        "other": (),
    },
)
