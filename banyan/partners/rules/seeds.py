"""Where a coalition's list of help begins: widely published lines, each as its own site gives it.

Nobody of the coalition has checked them yet, and the page says so until somebody has.
"""

from dataclasses import dataclass
from datetime import date

from banyan.base.languages import mark_in
from banyan.people.rules.numbers import Reachable

SAN_FRANCISCO = "san_francisco"
COLLECTED_ON = date(2026, 11, 23)  # When these were last taken from those sites: change it with them.
DAY_AND_NIGHT = mark_in("emergency", "Day and night")


@dataclass(frozen=True, slots=True)
class Seed(Reachable):
    """One place to find help. `place` is a place's code; blank is everywhere in the country."""

    group: str
    name: str
    about: str
    source: str
    phone: str = ""
    text_to: str = ""
    text_word: str = ""
    website: str = ""
    hours: str = DAY_AND_NIGHT
    languages: tuple[str, ...] = ()
    place: str = ""


SEEDS: tuple[Seed, ...] = (
    Seed(
        "emergency",
        "911",
        mark_in(
            "emergency", "Police, fire and ambulance, when somebody is in danger now. Say the name of your language."
        ),
        "fcc.gov",
        phone="911",
        text_to="911",
        website="https://www.fcc.gov/general/9-1-1-and-e9-1-1-services",
    ),
    Seed(
        "crisis_line",
        "988 Suicide & Crisis Lifeline",
        mark_in("emergency", "For anybody who is in despair, or afraid for somebody. Interpreters for many languages."),
        "988lifeline.org",
        phone="988",
        text_to="988",
        website="https://988lifeline.org/",
        languages=("en", "es"),
    ),
    Seed(
        "crisis_line",
        "Crisis Text Line",
        mark_in("emergency", "Write with a trained volunteer when it is not safe to talk aloud."),
        "crisistextline.org",
        text_to="741741",
        text_word="HOME",
        website="https://www.crisistextline.org/",
        languages=("en", "es"),
    ),
    Seed(
        "crisis_line",
        "National Domestic Violence Hotline",
        mark_in("emergency", "When a partner or somebody in the family hurts, threatens or controls you."),
        "thehotline.org",
        phone="1-800-799-7233",
        text_to="88788",
        text_word="START",
        website="https://www.thehotline.org/",
        languages=("en", "es"),
    ),
    Seed(
        "crisis_line",
        "RAINN National Sexual Assault Hotline",
        mark_in("emergency", "After unwanted sexual contact, today or long ago."),
        "rainn.org",
        phone="1-800-656-4673",
        website="https://rainn.org/",
        languages=("en", "es"),
    ),
    Seed(
        "crisis_line",
        "The Trevor Project",
        mark_in("emergency", "For young people who are lesbian, gay, bisexual, trans, queer or questioning."),
        "thetrevorproject.org",
        phone="1-866-488-7386",
        text_to="678-678",
        text_word="START",
        website="https://www.thetrevorproject.org/",
        languages=("en",),
    ),
    Seed(
        "crisis_line",
        "Asian Women's Shelter",
        mark_in(
            "emergency",
            "Shelter and support after violence at home or trafficking, in many Asian languages and Arabic.",
        ),
        "sfaws.org",
        phone="1-877-751-0880",
        website="https://www.sfaws.org/",
        place=SAN_FRANCISCO,
    ),
    Seed(
        "crisis_line",
        "La Casa de las Madres",
        mark_in("emergency", "Shelter and support after violence at home."),
        "lacasa.org",
        phone="1-877-503-1850",
        website="https://www.lacasa.org/",
        languages=("en", "es"),
        place=SAN_FRANCISCO,
    ),
    Seed(
        "crisis_line",
        "San Francisco Women Against Rape",
        mark_in("emergency", "Support after unwanted sexual contact, for people of every gender."),
        "sfwar.org",
        phone="415-647-7273",
        website="https://www.sfwar.org/",
        languages=("en", "es"),
        place=SAN_FRANCISCO,
    ),
    Seed(
        "not_police",
        "CA vs Hate",
        mark_in(
            "emergency",
            "A state line for people who faced hate. It finds help near you, "
            "and does not tell the police unless you ask.",
        ),
        "cavshate.org",
        phone="1-833-866-4283",
        website="https://www.cavshate.org/",
        hours=mark_in("emergency", "Monday to Friday, 9 to 6; leave a message at other times"),
    ),
    Seed(
        "not_police",
        "Trans Lifeline",
        mark_in(
            "emergency",
            "Trans people answer trans people. They do not call the police or an ambulance unless you agree.",
        ),
        "translifeline.org",
        phone="1-877-565-8860",
        website="https://translifeline.org/",
        hours=mark_in("emergency", "See their website for the hours"),
        languages=("en", "es"),
    ),
    Seed(
        "not_police",
        "National Human Trafficking Hotline",
        mark_in(
            "emergency", "When somebody is made to work or to sell sex, or their papers or wages are kept from them."
        ),
        "humantraffickinghotline.org",
        phone="1-888-373-7888",
        text_to="233733",
        text_word="HELP",
        website="https://humantraffickinghotline.org/",
        languages=("en", "es"),
    ),
    Seed(
        "not_police",
        "StrongHearts Native Helpline",
        mark_in("emergency", "For Native people after violence at home or unwanted sexual contact."),
        "strongheartshelpline.org",
        phone="1-844-762-8483",
        website="https://strongheartshelpline.org/",
        languages=("en",),
    ),
    Seed(
        "not_police",
        "211",
        mark_in("emergency", "Finds food, a place to sleep, money and care near you. Interpreters for many languages."),
        "211.org",
        phone="211",
        website="https://www.211.org/",
    ),
    Seed(
        "not_police",
        "311",
        mark_in("emergency", "The city's own line: graffiti, unsafe places, and which office helps with what."),
        "sf.gov",
        phone="311",
        website="https://sf311.org/",
        place=SAN_FRANCISCO,
    ),
    Seed(
        "relay",
        "711",
        mark_in(
            "emergency",
            "A relay for people who are Deaf, hard of hearing or find it hard to speak: it passes on what is said.",
        ),
        "fcc.gov",
        phone="711",
        website="https://www.fcc.gov/consumers/guides/711-telecommunications-relay-service",
    ),
)


_ALWAYS = ("911", "988 Suicide & Crisis Lifeline", "Crisis Text Line", "711")
FIRST_LINES: tuple[Seed, ...] = tuple(seed for name in _ALWAYS for seed in SEEDS if seed.name == name)
"""What stands even on the page of a language that isn't open: danger, despair, writing instead of talking, relay."""


def seeds_for(place: str) -> tuple[Seed, ...]:
    """The lines of a place and of everywhere."""
    return tuple(seed for seed in SEEDS if seed.place in {"", place})
