"""San Francisco's police hate-crime file (DataSF huqr-9p9x): its own strings, read into our codes."""

from datetime import date
from functools import partial

from banyan.harms.rules.bias import BASES
from banyan.harms.rules.crosswalks.shape import Certainty, Crosswalk, foreign, own
from banyan.harms.rules.kinds import KINDS

_SOURCE = "DataSF huqr-9p9x, police hate crimes, as of 2026-02-15 (PDDL)"
_inward = partial(
    Crosswalk,
    version="1",
    certainty=Certainty.PUBLISHED,
    valid_from=date(2001, 1, 1),
    drawn_on=date(2026, 11, 23),
)

_BIASES: dict[str, tuple[str, ...]] = {
    "Anti-Arab": ("arab",),
    "Anti-Asian": ("asian",),
    "Anti-Bisexual": ("bisexual",),
    "Anti-Black or African American": ("black",),
    "Anti-Catholic": ("catholic",),
    "Anti-Citizenship Status": ("citizenship",),
    "Anti-Female": ("female",),
    "Anti-Gay (Male)": ("gay",),
    "Anti-Gender Non-Conforming": ("gender_non_conforming",),
    "Anti-Hindu": ("hindu",),
    "Anti-Hispanic or Latino": ("latine",),
    "Anti-Islamic (Muslim)": ("muslim",),
    "Anti-Jewish": ("jewish",),
    "Anti-Lesbian": ("lesbian",),
    "Anti-Lesbian/Gay/Bisexual or Transgender (Mixed Group)": ("lgbt_group",),
    "Anti-Lesbian/Gay/Bisexual/Transgender": ("lgbt_group",),
    "Anti-Male": ("male",),
    "Anti-Mental Disability": ("mental_disability",),
    "Anti-Multiple Races (Group)": ("several_races",),
    "Anti-Multiple Religions (Group)": ("several_religions",),
    "Anti-Other Christian": ("other_christian",),
    "Anti-Other Race/Ethnicity/Ancestry": ("other_race",),
    "Anti-Other Religion": ("other_religion",),
    "Anti-Physical Disability": ("physical_disability",),
    "Anti-Protestant": ("protestant",),
    "Anti-Transgender": ("transgender",),
    "Anti-White": ("white",),
}

_OFFENCES: dict[str, tuple[str, ...]] = {
    "Aggravated Assault": ("physical_violence",),
    "Arson": ("arson_or_fire",),
    "Burglary": ("property_theft",),
    "Destruction/Damage/Vandalism": ("vandalism",),
    "Intimidation": ("threats",),
    "Larceny-Theft": ("property_theft",),
    "Robbery": ("robbery",),
    "Simple Assault": ("physical_violence",),
}

SF_BIAS_TO_BASES = _inward(
    name="san_francisco_bias_to_bases",
    source=_SOURCE + ", column most_serious_bias",
    origin=foreign(_BIASES),
    target=own(BASES),
    mapping=_BIASES,
)
SF_OFFENCES_TO_KINDS = _inward(
    name="san_francisco_offences_to_kinds",
    source=_SOURCE + ", column most_serious_ucr",
    origin=foreign(_OFFENCES),
    target=own(KINDS),
    mapping=_OFFENCES,
)
