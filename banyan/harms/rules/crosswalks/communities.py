"""Our own coarse communities for counting: which of them a bias is aimed at."""

from collections.abc import Iterable
from datetime import date

from banyan.harms.rules.bias import BASES
from banyan.harms.rules.codes import UnknownCodeError, codes_of
from banyan.harms.rules.communities import COMMUNITIES
from banyan.harms.rules.crosswalks.shape import Certainty, Crosswalk, own

# A basis that names no community of ours leads to none.
BASES_TO_COMMUNITIES = Crosswalk(
    name="bias_bases_to_communities",
    version="1",
    source="Ours",
    certainty=Certainty.PUBLISHED,
    origin=own(BASES),
    target=own(COMMUNITIES),
    valid_from=None,
    drawn_on=date(2026, 11, 23),
    mapping={
        "asian": ("asian",),
        "pacific_islander": ("pacific_islander",),
        "black": ("black",),
        "latine": ("latine",),
        "arab": ("arab_or_middle_eastern",),
        "native_american": ("native_american",),
        "white": ("white",),
        "several_races": ("multiple_races",),
        "other_race": ("other_race",),
        "skin_color": (),
        "national_origin": (),
        "caste": (),
        "race_unstated": (),
        "immigration_status": ("immigrant",),
        "citizenship": ("immigrant",),
        "language": (),
        "jewish": ("jewish",),
        "muslim": ("muslim",),
        "sikh": ("sikh",),
        "hindu": ("hindu",),
        "buddhist": ("buddhist",),
        "catholic": ("christian",),
        "protestant": ("christian",),
        "eastern_orthodox": ("christian",),
        "latter_day_saint": ("christian",),
        "jehovahs_witness": ("christian",),
        "other_christian": ("christian",),
        "other_religion": ("other_faith",),
        "several_religions": ("other_faith",),
        "no_religion": ("other_faith",),
        "religion_unstated": (),
        "female": ("women",),
        "male": ("men",),
        "transgender": ("transgender",),
        "gender_non_conforming": ("transgender",),
        "gender_unstated": (),
        "gay": ("lgbtq",),
        "lesbian": ("lgbtq",),
        "bisexual": ("lgbtq",),
        "lgbt_group": ("lgbtq",),
        "heterosexual": (),
        "orientation_unstated": (),
        "physical_disability": ("disabled",),
        "mental_disability": ("disabled",),
        "disability_unstated": ("disabled",),
        "medical_condition": (),
        "genetic_information": (),
        "age": (),
        "marital_status": (),
        "housing_status": ("unhoused",),
        "political_affiliation": (),
        "labor_dispute": (),
        "other": (),
    },
)


def communities_of_bases(bases: Iterable[str]) -> tuple[str, ...]:
    """Give the communities that bias bases are aimed at, in our order; raises UnknownCodeError for a foreign one."""
    found: set[str] = set()
    for base in bases:
        if base not in BASES_TO_COMMUNITIES.mapping:
            raise UnknownCodeError(base)
        found.update(BASES_TO_COMMUNITIES.mapping[base])
    return tuple(code for code in codes_of(COMMUNITIES) if code in found)
