"""The dimensions of "Shades of Hate" (Stop AAPI Hate, 2023). Only part of it was seen, so all of it is unsure."""

from datetime import date

from banyan.harms.rules.bias import EXPRESSIONS
from banyan.harms.rules.crosswalks.shape import Certainty, Crosswalk, own
from banyan.harms.rules.doers import CAPACITIES
from banyan.harms.rules.kinds import KINDS
from banyan.harms.rules.reporters import REPORTERS

HOW = {"explicit": "Explicit", "coded": "Coded", "perceived": "Perceived"}
WHO_DID_IT = {"individual": "Individual", "institutional": "Institutional"}
WHO_REPORTS = {
    "oneself": "Oneself",
    "relative_or_friend": "Relative or friend",
    "someone_else": "Someone else",
    "community": "A community",
}
# The list goes on; the rest wasn't seen.
WHAT = {"harassment": "Harassment", "physical": "Physical"}

_SOURCE = "Stop AAPI Hate, Shades of Hate, 2023 (partly seen)"
_VALID_FROM = date(2023, 1, 1)
_DRAWN_ON = date(2026, 11, 23)

EXPRESSIONS_TO_SHADES = Crosswalk(
    name="bias_expressions_to_shades_of_hate_2023",
    version="1",
    source=_SOURCE,
    certainty=Certainty.UNSURE,
    origin=own(EXPRESSIONS),
    target=HOW,
    valid_from=_VALID_FROM,
    drawn_on=_DRAWN_ON,
    mapping={"explicit": ("explicit",), "coded": ("coded",), "perceived": ("perceived",)},
)

CAPACITIES_TO_SHADES = Crosswalk(
    name="capacities_to_shades_of_hate_2023",
    version="1",
    source=_SOURCE,
    certainty=Certainty.UNSURE,
    origin=own(CAPACITIES),
    target=WHO_DID_IT,
    valid_from=_VALID_FROM,
    drawn_on=_DRAWN_ON,
    mapping={"individual": ("individual",), "institutional": ("institutional",), "unknown": ()},
)

REPORTERS_TO_SHADES = Crosswalk(
    name="reporters_to_shades_of_hate_2023",
    version="1",
    source=_SOURCE,
    certainty=Certainty.UNSURE,
    origin=own(REPORTERS),
    target=WHO_REPORTS,
    valid_from=_VALID_FROM,
    drawn_on=_DRAWN_ON,
    mapping={
        "self": ("oneself",),
        "relative_or_friend": ("relative_or_friend",),
        "witness": ("someone_else",),
        "community": ("community",),
    },
)

_KINDS_SEEN = {
    "verbal_harassment": ("harassment",),
    "online_harassment": ("harassment",),
    "stalking": ("harassment",),
    "threats": ("harassment",),
    "physical_violence": ("physical",),
}

KINDS_TO_SHADES = Crosswalk(
    name="kinds_to_shades_of_hate_2023",
    version="1",
    source=_SOURCE,
    certainty=Certainty.UNSURE,
    origin=own(KINDS),
    target=WHAT,
    valid_from=_VALID_FROM,
    drawn_on=_DRAWN_ON,
    unsure=frozenset(_KINDS_SEEN),
    mapping={kind.code: _KINDS_SEEN.get(kind.code, ()) for kind in KINDS},
)
