"""Kinds of harm: what was done. Who did it, where and why are facts of their own."""

from dataclasses import dataclass

from banyan.base.languages import mark, mark_staff
from banyan.harms.rules.codes import Code, Group


@dataclass(frozen=True, slots=True)
class HarmKind(Code):
    """A kind of act. `is_violence` follows the figure's rule, whoever did it and wherever it happened."""

    is_violence: bool = False
    is_open: bool = False
    """What was done isn't named, so whether it was violence can't be told from this answer."""


WORDS: tuple[HarmKind, ...] = (
    HarmKind(
        "verbal_harassment",
        mark("Called names, insulted or yelled at"),
        staff_label=mark_staff("Verbal harassment"),
        picture="speech-sharp",
    ),
    HarmKind(
        "threats",
        mark("Threatened or scared on purpose"),
        staff_label=mark_staff("Threats and intimidation"),
        picture="fist-raised",
        is_violence=True,
    ),
    HarmKind(
        "online_harassment",
        mark("Attacked or bothered online or by phone"),
        staff_label=mark_staff("Online harassment"),
        picture="phone",
    ),
    HarmKind(
        "stalking",
        mark("Followed or watched again and again"),
        staff_label=mark_staff("Stalking"),
        picture="footsteps",
    ),
)
BODY: tuple[HarmKind, ...] = (
    HarmKind(
        "physical_violence",
        mark("Hit, pushed, spat on or hurt"),
        staff_label=mark_staff("Physical violence"),
        hint=mark("With or without a weapon, by anyone"),
        picture="hand",
        is_violence=True,
    ),
    HarmKind(
        "sexual_violence",
        mark("Touched or forced in a sexual way"),
        staff_label=mark_staff("Sexual violence"),
        hint=mark("You don't have to say more than this"),
        picture="boundary",
        is_violence=True,
    ),
    HarmKind(
        "robbery",
        mark("Robbed by force or with a threat"),
        staff_label=mark_staff("Robbery"),
        picture="bag-pulled",
        is_violence=True,
    ),
    HarmKind(
        "loss_to_violence",
        mark("Lost someone to violence"),
        staff_label=mark_staff("Loss of someone to violence"),
        hint=mark("Someone was killed: family, a friend, a neighbor"),
        picture="candle",
        is_violence=True,
    ),
)
LEFT_OUT: tuple[HarmKind, ...] = (
    HarmKind(
        "shunning",
        mark("Avoided or shut out by people"),
        staff_label=mark_staff("Avoidance and shunning"),
        picture="turned-away",
    ),
    HarmKind(
        "denial_of_service",
        mark("Refused service or kept out of a place"),
        staff_label=mark_staff("Denial of service or access"),
        hint=mark("A shop, a bus, a clinic, a taxi"),
        picture="door-closed",
    ),
    HarmKind(
        "institutional_discrimination",
        mark("Treated unfairly by an office, a bank, a hospital or its rules"),
        staff_label=mark_staff("Institutional discrimination"),
        picture="building",
    ),
    HarmKind(
        "policing_harm",
        mark("Harmed by police or immigration officers"),
        staff_label=mark_staff("Policing or immigration-enforcement harm"),
        picture="badge",
    ),
)
WORK_AND_SCHOOL: tuple[HarmKind, ...] = (
    HarmKind(
        "workplace_abuse",
        mark("Treated badly or unfairly at work"),
        staff_label=mark_staff("Workplace discrimination or abuse"),
        picture="tools",
    ),
    HarmKind(
        "wage_theft",
        mark("Not paid, or paid too little, for work"),
        staff_label=mark_staff("Wage theft"),
        picture="coins-missing",
    ),
    HarmKind(
        "school_bullying",
        mark("Bullied at school"),
        staff_label=mark_staff("School bullying"),
        picture="school-bag",
    ),
)
HOME_AND_THINGS: tuple[HarmKind, ...] = (
    HarmKind(
        "vandalism",
        mark("A home, a shop, a car or things were damaged"),
        staff_label=mark_staff("Vandalism and graffiti"),
        hint=mark("A broken window, paint, hateful words on a wall"),
        picture="window-broken",
    ),
    HarmKind(
        "property_theft",
        mark("Things were stolen, or someone broke in"),
        staff_label=mark_staff("Property theft and burglary"),
        picture="lock-open",
    ),
    HarmKind(
        "fraud",
        mark("Cheated or tricked out of money"),
        staff_label=mark_staff("Fraud and financial abuse"),
        picture="hook",
    ),
    HarmKind(
        "housing_harm",
        mark("Pushed out of home, or bothered by a landlord"),
        staff_label=mark_staff("Eviction, displacement and housing harassment"),
        picture="house",
    ),
    HarmKind(
        "arson_or_fire",
        mark("A fire"),
        staff_label=mark_staff("Arson or fire"),
        hint=mark("Set on purpose, or you don't know"),
        picture="flame",
    ),
)
OTHER: tuple[HarmKind, ...] = (
    HarmKind(
        "other",
        mark("Something else, or hard to say"),
        staff_label=mark_staff("Other"),
        picture="dots",
        is_open=True,
    ),
)

GROUPS: tuple[Group, ...] = (
    Group("words", mark("Words, threats and being followed"), WORDS),
    Group("body", mark("Someone was hurt or robbed"), BODY),
    Group("left_out", mark("Shut out or treated unfairly"), LEFT_OUT),
    Group("work_and_school", mark("At work or at school"), WORK_AND_SCHOOL),
    Group("home_and_things", mark("Home, money and things"), HOME_AND_THINGS),
    Group("other", mark("Something else"), OTHER),
)
KINDS: tuple[HarmKind, ...] = (*WORDS, *BODY, *LEFT_OUT, *WORK_AND_SCHOOL, *HOME_AND_THINGS, *OTHER)

VIOLENT_CODES: frozenset[str] = frozenset(kind.code for kind in KINDS if kind.is_violence)
OPEN_CODES: frozenset[str] = frozenset(kind.code for kind in KINDS if kind.is_open)
