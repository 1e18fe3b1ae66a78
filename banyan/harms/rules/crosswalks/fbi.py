"""The FBI's hate-crime master file, 2009-2020: its own strings, read into our codes."""

from datetime import date
from functools import partial

from banyan.harms.rules.bias import BASES
from banyan.harms.rules.crosswalks.shape import Certainty, Crosswalk, foreign, own
from banyan.harms.rules.kinds import KINDS

_SOURCE = "FBI hate crime master file, 2009-2020 (public domain)"
_inward = partial(
    Crosswalk,
    version="1",
    certainty=Certainty.PUBLISHED,
    valid_from=date(2009, 1, 1),
    drawn_on=date(2026, 11, 23),
)

_BIASES: dict[str, tuple[str, ...]] = {
    "Anti-Black or African American": ("black",),
    "Anti-Hispanic or Latino": ("latine",),
    "Anti-Arab": ("arab",),
    "Anti-Asian": ("asian",),
    "Anti-American Indian or Alaska Native": ("native_american",),
    "Anti-Native Hawaiian or Other Pacific Islander": ("pacific_islander",),
    "Anti-White": ("white",),
    "Anti-Other Race/Ethnicity/Ancestry": ("other_race",),
    "Anti-Multiple Races, Group": ("several_races",),
    "Anti-Jewish": ("jewish",),
    "Anti-Protestant": ("protestant",),
    "Anti-Other Religion": ("other_religion",),
    "Anti-Islamic (Muslim)": ("muslim",),
    "Anti-Catholic": ("catholic",),
    "Anti-Multiple Religions, Group": ("several_religions",),
    "Anti-Atheism/Agnosticism": ("no_religion",),
    "Anti-Buddhist": ("buddhist",),
    "Anti-Sikh": ("sikh",),
    "Anti-Other Christian": ("other_christian",),
    "Anti-Hindu": ("hindu",),
    "Anti-Eastern Orthodox (Russian, Greek, Other)": ("eastern_orthodox",),
    "Anti-Jehovah's Witness": ("jehovahs_witness",),
    "Anti-Church of Jesus Christ": ("latter_day_saint",),
    "Anti-Physical Disability": ("physical_disability",),
    "Anti-Mental Disability": ("mental_disability",),
    "Anti-Female": ("female",),
    "Anti-Male": ("male",),
    "Anti-Gender Non-Conforming": ("gender_non_conforming",),
    "Anti-Transgender": ("transgender",),
    "Anti-Gay (Male)": ("gay",),
    "Anti-Lesbian (Female)": ("lesbian",),
    "Anti-Bisexual": ("bisexual",),
    "Anti-Heterosexual": ("heterosexual",),
    "Anti-Lesbian, Gay, Bisexual, or Transgender (Mixed Group)": ("lgbt_group",),
}

_OFFENCES_BY_KIND: dict[tuple[str, ...], tuple[str, ...]] = {
    ("physical_violence",): ("Aggravated Assault", "Simple Assault"),
    ("threats",): ("Extortion/Blackmail", "Intimidation", "Kidnapping/Abduction"),
    ("sexual_violence",): (
        "Fondling",
        "Human Trafficking, Commercial Sex Acts",
        "Incest",
        "Rape",
        "Sexual Assault With An Object",
        "Sodomy",
        "Statutory Rape",
    ),
    ("robbery",): ("Robbery",),
    ("loss_to_violence",): ("Murder and Nonnegligent Manslaughter",),
    ("arson_or_fire",): ("Arson",),
    ("vandalism",): ("Destruction/Damage/Vandalism of Property",),
    ("property_theft",): (
        "All Other Larceny",
        "Burglary/Breaking & Entering",
        "Motor Vehicle Theft",
        "Pocket-picking",
        "Purse-snatching",
        "Shoplifting",
        "Theft From Building",
        "Theft From Coin-Operated Machine or Device",
        "Theft From Motor Vehicle",
        "Theft of Motor Vehicle Parts or Accessories",
    ),
    ("fraud",): (
        "Counterfeiting/Forgery",
        "Credit Card/Automated Teller Machine Fraud",
        "Embezzlement",
        "False Pretenses/Swindle/Confidence Game",
        "Hacking/Computer Invasion",
        "Identity Theft",
        "Impersonation",
        "Welfare Fraud",
        "Wire Fraud",
    ),
    ("other",): (
        "Animal Cruelty",
        "Assisting or Promoting Prostitution",
        "Betting/Wagering",
        "Bribery",
        "Drug Equipment Violations",
        "Drug/Narcotic Violations",
        "Gambling Equipment Violations",
        "Negligent Manslaughter",
        "Pornography/Obscene Material",
        "Prostitution",
        "Purchasing Prostitution",
        "Stolen Property Offenses",
        "Weapon Law Violations",
    ),
    (): ("Not Specified",),
}

_OFFENCES = {string: codes for codes, strings in _OFFENCES_BY_KIND.items() for string in strings}

FBI_BIAS_TO_BASES = _inward(
    name="fbi_bias_to_bases",
    source=_SOURCE + ", bias",
    origin=foreign(_BIASES),
    target=own(BASES),
    mapping=_BIASES,
)
FBI_OFFENCES_TO_KINDS = _inward(
    name="fbi_offences_to_kinds",
    source=_SOURCE + ", offense",
    origin=foreign(_OFFENCES),
    target=own(KINDS),
    # Abduction and blackmail have no kind of their own; both work by force or by threat.
    unsure=frozenset({"Extortion/Blackmail", "Kidnapping/Abduction"}),
    mapping=_OFFENCES,
)
