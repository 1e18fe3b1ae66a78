"""California's civil-rights bases: the Unruh Act, and those that the Bane Act adds. Check with counsel."""

from datetime import date

from banyan.harms.rules.bias import BASES
from banyan.harms.rules.crosswalks.shape import Certainty, Crosswalk, own

UNRUH_BASES = {
    "sex": "Sex",
    "race": "Race",
    "color": "Color",
    "religion": "Religion",
    "ancestry": "Ancestry",
    "national_origin": "National origin",
    "disability": "Disability",
    "medical_condition": "Medical condition",
    "genetic_information": "Genetic information",
    "marital_status": "Marital status",
    "sexual_orientation": "Sexual orientation",
    "citizenship": "Citizenship",
    "primary_language": "Primary language",
    "immigration_status": "Immigration status",
}
BANE_BASES = {
    **UNRUH_BASES,
    "political_affiliation": "Political affiliation",
    "age": "Age",
    "labor_dispute": "Position in a labor dispute",
}

_TO_UNRUH: dict[str, tuple[str, ...]] = {
    "asian": ("race",),
    "pacific_islander": ("race",),
    "black": ("race",),
    "latine": ("race", "ancestry", "national_origin"),
    "arab": ("race", "ancestry", "national_origin"),
    "native_american": ("race", "ancestry"),
    "white": ("race",),
    "several_races": ("race",),
    "other_race": ("race", "ancestry", "national_origin"),
    "skin_color": ("color",),
    "national_origin": ("national_origin",),
    "caste": ("ancestry",),
    "race_unstated": ("race", "ancestry", "national_origin"),
    "immigration_status": ("immigration_status",),
    "citizenship": ("citizenship",),
    "language": ("primary_language",),
    "jewish": ("religion", "ancestry"),
    "muslim": ("religion",),
    "sikh": ("religion",),
    "hindu": ("religion",),
    "buddhist": ("religion",),
    "catholic": ("religion",),
    "protestant": ("religion",),
    "eastern_orthodox": ("religion",),
    "latter_day_saint": ("religion",),
    "jehovahs_witness": ("religion",),
    "other_christian": ("religion",),
    "other_religion": ("religion",),
    "several_religions": ("religion",),
    "no_religion": ("religion",),
    "religion_unstated": ("religion",),
    "female": ("sex",),
    "male": ("sex",),
    "transgender": ("sex",),
    "gender_non_conforming": ("sex",),
    "gender_unstated": ("sex",),
    "gay": ("sexual_orientation",),
    "lesbian": ("sexual_orientation",),
    "bisexual": ("sexual_orientation",),
    "lgbt_group": ("sexual_orientation", "sex"),
    "heterosexual": ("sexual_orientation",),
    "orientation_unstated": ("sexual_orientation",),
    "physical_disability": ("disability",),
    "mental_disability": ("disability",),
    "disability_unstated": ("disability",),
    "medical_condition": ("medical_condition",),
    "genetic_information": ("genetic_information",),
    "age": (),
    "marital_status": ("marital_status",),
    "housing_status": (),
    "political_affiliation": (),
    "labor_dispute": (),
    "other": (),
}
# Whether these words cover gender identity, accent or caste is a lawyer's question.
_UNSURE = frozenset({"caste", "transgender", "gender_non_conforming", "gender_unstated", "language"})
_DRAWN_ON = date(2026, 11, 23)

BASES_TO_UNRUH = Crosswalk(
    name="bias_bases_to_unruh",
    version="1",
    source="California, Unruh Civil Rights Act, Civil Code section 51",
    certainty=Certainty.PUBLISHED,
    origin=own(BASES),
    target=UNRUH_BASES,
    valid_from=date(2016, 1, 1),
    drawn_on=_DRAWN_ON,
    unsure=_UNSURE,
    mapping=_TO_UNRUH,
)

BASES_TO_BANE = Crosswalk(
    name="bias_bases_to_bane",
    version="1",
    source="California, Bane Act and the statutes read with it; the added bases come from one secondary source",
    certainty=Certainty.ONE_SOURCE,
    origin=own(BASES),
    target=BANE_BASES,
    valid_from=None,
    drawn_on=_DRAWN_ON,
    unsure=_UNSURE,
    mapping={
        **_TO_UNRUH,
        "age": ("age",),
        "political_affiliation": ("political_affiliation",),
        "labor_dispute": ("labor_dispute",),
    },
)
