"""The demonstration coalition: invented people and organisations, marked as such wherever they appear."""

import random
from dataclasses import dataclass
from datetime import date, time

from banyan.people.rules.permissions import Role

COALITION = "Lantern Coalition (demonstration)"
PASSWORD = "demonstration only, not secret"  # noqa: S105 - printed for everybody, on purpose
INTERPRETERS = ("Interpreter line (demonstration)", "555-0100")


@dataclass(frozen=True, slots=True)
class House:
    """An invented organisation."""

    name: str
    about: str
    phone: str
    languages: tuple[str, ...]
    offers: tuple[str, ...]
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: time = time(9)
    closes: time = time(18)


@dataclass(frozen=True, slots=True)
class Staff:
    """An invented member. `serves` are pairs of how (reads, speaks, signs) and language."""

    username: str
    name: str
    public_name: str
    house: int | None
    roles: tuple[Role, ...]
    serves: tuple[tuple[str, str], ...] = ()
    locale: str = "en"


HOUSES = (
    House(
        "Jade Lantern House (demonstration)",
        "Stands by people who were hurt, in Chinese and English.",
        "555-0101",
        ("yue", "yue-x-hoisan", "cmn", "zh-Hant", "zh-Hans", "en"),
        ("someone_to_talk_to", "feeling_safe", "urgent_money", "go_with_me", "interpreter", "being_with_others"),
        days=(0, 1, 2, 3, 4, 5),
    ),
    House(
        "Casa del Puente (demonstration)",
        "Helps with work, housing and papers, in Spanish and Mam.",
        "555-0102",
        ("es", "mam", "en"),
        ("papers_or_law", "landlord_boss_or_business", "urgent_money", "someone_to_talk_to"),
    ),
    House(
        "Harbour Circle (demonstration)",
        "Counseling and circles for Arab, Filipino and Vietnamese families.",
        "555-0103",
        ("ar", "ar-YE", "fil", "vi", "en", "ase"),
        ("doctor_or_counsellor", "being_with_others", "place_to_stay", "someone_to_talk_to", "speaking_up"),
        opens=time(10),
        closes=time(19),
    ),
)

STAFF = (
    Staff(
        "mei",
        "Mei Tam (demonstration)",
        "Mei",
        0,
        (Role.ADVOCATE,),
        (("speaks", "yue"), ("speaks", "yue-x-hoisan"), ("reads", "zh-Hant"), ("speaks", "en"), ("reads", "en")),
    ),
    Staff(
        "dana",
        "Dana Ortiz (demonstration)",
        "Dana",
        0,
        (Role.COORDINATOR, Role.ADMINISTRATOR),
        (("speaks", "en"), ("reads", "en"), ("speaks", "cmn"), ("reads", "zh-Hans")),
    ),
    Staff(
        "lucia",
        "Lucía Reyes (demonstration)",
        "Lucía",
        1,
        (Role.ADVOCATE, Role.ADMINISTRATOR),
        (("speaks", "es"), ("reads", "es"), ("speaks", "en")),
        "es",
    ),
    Staff(
        "amal",
        "Amal Haddad (demonstration)",
        "Amal",
        2,
        (Role.ADVOCATE, Role.ADMINISTRATOR),
        (("speaks", "ar"), ("reads", "ar"), ("speaks", "en"), ("signs", "ase")),
    ),
    Staff("sol", "Sol Rivera (demonstration)", "", None, (Role.STEWARD,)),
    Staff("nour", "Nour Khan (demonstration)", "", None, (Role.ANALYST,)),
)
# Whoever makes each organisation's key; they admit the others.
KEEPERS = {0: "dana", 1: "lucia", 2: "amal"}

_WORDS = {
    "en": "Demonstration. Somebody shouted at me on the way home, and I have not slept well since.",
    "zh-hant": "示範資料。有人在街上對我大喊,我之後一直睡不好。",
    "es": "Demostración. El dueño no me pagó dos semanas de trabajo.",
    "ar": "عرض توضيحي. صرخ أحدهم في وجهي في الحافلة.",
}
_KINDS = (
    "verbal_harassment", "verbal_harassment", "verbal_harassment", "threats", "physical_violence", "shunning",
    "denial_of_service", "vandalism", "property_theft", "robbery", "wage_theft", "wage_theft", "housing_harm",
    "online_harassment", "workplace_abuse", "school_bullying", "stalking", "fraud",
)  # fmt: skip
_NEIGHBOURHOODS = ("chinatown", "mission", "tenderloin", "sunset_parkside", "visitacion_valley", "excelsior")
# Whom each house mostly serves; every house serves some of everybody.
_COMMUNITIES = (
    (("asian", "black", "latine"), (8, 1, 1)),
    (("latine", "asian", "black"), (6, 3, 1)),
    (("asian", "arab_or_middle_eastern", "black"), (5, 4, 1)),
)
PEOPLE_A_YEAR = 150


@dataclass(frozen=True, slots=True)
class Telling:
    """One invented report."""

    house: int
    language: str
    answers: dict[str, dict[str, object]]


YEARS = 6
"""Since when the houses belong to the coalition, and take reports."""


def make_up_reports(today: date) -> list[Telling]:
    """Some hundreds of invented reports over the last six whole years, the same every time."""
    chance = random.Random(7)  # noqa: S311 - invented data must be the same every time
    told = []
    for year in range(today.year - YEARS, today.year):
        for _ in range(PEOPLE_A_YEAR + chance.randrange(-12, 30)):
            month = date(year, chance.randrange(1, 13), 1)
            told.append(_make_up(chance, month))
    return told


def make_up_waiting(today: date) -> list[Telling]:
    """The handful that waits on My day."""
    chance = random.Random(11)  # noqa: S311 - as above
    return [
        _make_up(chance, today.replace(day=1), house=house, safe=safe)
        for house, safe in ((0, "no"), (0, "yes"), (0, "not_sure"), (1, "yes"), (2, "not_sure"))
    ]


def _make_up(chance: random.Random, month: date, house: int | None = None, safe: str = "") -> Telling:
    where = chance.choices((0, 1, 2), weights=(5, 4, 4))[0] if house is None else house
    language = chance.choice((("zh-hant", "en"), ("es", "en"), ("ar", "en"))[where])
    bias = chance.choices(("yes", "perhaps", "not_sure", "no", ""), weights=(4, 2, 2, 3, 1))[0]
    community = chance.choices(*_COMMUNITIES[where])[0]
    bases = {"arab_or_middle_eastern": "arab"}.get(community, community)
    kinds = sorted({chance.choice(_KINDS) for _ in range(chance.choice((1, 1, 2)))})
    told = chance.choices(
        (["nobody"], ["friend"], ["police"], ["friend", "police"], ["organisation"], []), weights=(8, 6, 3, 1, 2, 3)
    )[0]
    answers: dict[str, dict[str, object]] = {
        "start": {"wants": [chance.choice(("someone_to_talk_to", "urgent_money", "papers_or_law", "feeling_safe"))]},
        "who": {"for_whom": "self", "age_band": chance.choice(("from_18_to_24", "from_25_to_59", "from_60"))},
        "what": {"kinds": kinds},
        "words": {"words": _WORDS[language]},
        "when": {
            "occasion": "month",
            "month": f"{month:%Y-%m}",
            "neighbourhood": chance.choice(_NEIGHBOURHOODS),
            "places": [chance.choice(("street", "transit", "business", "home", "workplace"))],
        },
        "why": {
            "bias": bias,
            "bases": [bases] if bias in {"yes", "perhaps"} else [],
            "crime": chance.choices(("yes", "no", "unknown", ""), weights=(2, 3, 3, 2))[0],
            "told": told,
            "communities": [community] if chance.random() < 0.8 else [],  # noqa: PLR2004 - four in five say
        },
        "contact": {"is_safe_now": safe, "speaks": [HOUSES[where].languages[0]], "channels": ["receipt"]},
    }
    return Telling(where, language, answers)
