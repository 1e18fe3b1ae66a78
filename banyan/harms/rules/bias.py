"""Whether it was done because of who someone is or is thought to be: the answer, the bases, how, and who said so."""

from banyan.base.languages import mark, mark_staff
from banyan.harms.rules.codes import Code, Group

ANSWERS: tuple[Code, ...] = (
    Code("yes", mark("Yes")),
    Code("perhaps", mark("Perhaps")),
    Code("not_sure", mark("I'm not sure"), staff_label=mark_staff("Not sure")),
    Code("no", mark("No")),
)
NOT_ASKED = Code("not_asked", mark("Not asked"))
ALL_ANSWERS: tuple[Code, ...] = (*ANSWERS, NOT_ASKED)
"""With the answer that only staff and the software give: the question was skipped or never put."""

ORIGIN: tuple[Code, ...] = (
    Code("asian", mark("Asian")),
    Code("pacific_islander", mark("Native Hawaiian or Pacific Islander")),
    Code("black", mark("Black or African American")),
    Code("latine", mark("Latino or Hispanic"), staff_label=mark_staff("Latine or Hispanic")),
    Code("arab", mark("Arab or Middle Eastern"), staff_label=mark_staff("Arab")),
    Code("native_american", mark("Native American or Alaska Native")),
    Code("white", mark("White")),
    Code("several_races", mark("A group of people of many races"), staff_label=mark_staff("Multiple races (group)")),
    Code(
        "other_race", mark("Another race or family origin"), staff_label=mark_staff("Other race, ethnicity or ancestry")
    ),
    Code("skin_color", mark("Skin color")),
    Code("national_origin", mark("The country someone comes from"), staff_label=mark_staff("National origin")),
    Code("caste", mark("Caste")),
    Code(
        "race_unstated",
        mark("Race or origin, and I'd rather not say which"),
        staff_label=mark_staff("Race, not stated"),
    ),
)
ARRIVAL: tuple[Code, ...] = (
    Code("immigration_status", mark("Being an immigrant or a refugee"), staff_label=mark_staff("Immigration status")),
    Code("citizenship", mark("Not being a citizen, or thought not to be"), staff_label=mark_staff("Citizenship")),
    Code("language", mark("Language or accent")),
)
RELIGION: tuple[Code, ...] = (
    Code("jewish", mark("Jewish")),
    Code("muslim", mark("Muslim")),
    Code("sikh", mark("Sikh")),
    Code("hindu", mark("Hindu")),
    Code("buddhist", mark("Buddhist")),
    Code("catholic", mark("Catholic")),
    Code("protestant", mark("Protestant")),
    Code("eastern_orthodox", mark("Eastern Orthodox")),
    Code("latter_day_saint", mark("Latter-day Saint (Mormon)")),
    Code("jehovahs_witness", mark("Jehovah's Witness")),
    Code("other_christian", mark("Another Christian church")),
    Code("other_religion", mark("Another faith"), staff_label=mark_staff("Other religion")),
    Code(
        "several_religions",
        mark("A group of people of many faiths"),
        staff_label=mark_staff("Multiple religions (group)"),
    ),
    Code("no_religion", mark("Having no religion"), staff_label=mark_staff("Atheism or agnosticism")),
    Code(
        "religion_unstated", mark("Faith, and I'd rather not say which"), staff_label=mark_staff("Religion, not stated")
    ),
)
GENDER: tuple[Code, ...] = (
    Code("female", mark("Being a woman or a girl"), staff_label=mark_staff("Female")),
    Code("male", mark("Being a man or a boy"), staff_label=mark_staff("Male")),
    Code("transgender", mark("Being transgender"), staff_label=mark_staff("Transgender")),
    Code(
        "gender_non_conforming", mark("How someone shows their gender"), staff_label=mark_staff("Gender non-conforming")
    ),
    Code("gender_unstated", mark("Gender, and I'd rather not say more"), staff_label=mark_staff("Gender, not stated")),
)
LOVE: tuple[Code, ...] = (
    Code("gay", mark("Being a gay man"), staff_label=mark_staff("Gay")),
    Code("lesbian", mark("Being a lesbian"), staff_label=mark_staff("Lesbian")),
    Code("bisexual", mark("Being bisexual"), staff_label=mark_staff("Bisexual")),
    Code("lgbt_group", mark("An LGBTQ group or place"), staff_label=mark_staff("LGBT (mixed group)")),
    Code("heterosexual", mark("Being straight"), staff_label=mark_staff("Heterosexual")),
    Code(
        "orientation_unstated",
        mark("Who someone loves, and I'd rather not say more"),
        staff_label=mark_staff("Sexual orientation, not stated"),
    ),
)
HEALTH: tuple[Code, ...] = (
    Code(
        "physical_disability",
        mark("A disability of the body, sight or hearing"),
        staff_label=mark_staff("Physical disability"),
    ),
    Code(
        "mental_disability",
        mark("A disability of the mind, or mental health"),
        staff_label=mark_staff("Mental disability"),
    ),
    Code(
        "disability_unstated",
        mark("A disability, and I'd rather not say which"),
        staff_label=mark_staff("Disability, not stated"),
    ),
    Code("medical_condition", mark("An illness or health problem"), staff_label=mark_staff("Medical condition")),
    Code("genetic_information", mark("Family health or genes"), staff_label=mark_staff("Genetic information")),
)
AGE_AND_FAMILY: tuple[Code, ...] = (
    Code("age", mark("Age, old or young"), staff_label=mark_staff("Age")),
    Code("marital_status", mark("Being married, single or divorced"), staff_label=mark_staff("Marital status")),
)
LIFE: tuple[Code, ...] = (
    Code("housing_status", mark("Having no home, or where someone lives"), staff_label=mark_staff("Housing status")),
    Code("political_affiliation", mark("Political views"), staff_label=mark_staff("Political affiliation")),
    Code("labor_dispute", mark("Taking a side in a fight for rights at work"), staff_label=mark_staff("Labor dispute")),
    Code("other", mark("Something else about who someone is"), staff_label=mark_staff("Other")),
)

GROUPS: tuple[Group, ...] = (
    Group("origin", mark("Race, skin color or family origin"), ORIGIN),
    Group("arrival", mark("Coming from another country, or language"), ARRIVAL),
    Group("religion", mark("Religion"), RELIGION),
    Group("gender", mark("Gender"), GENDER),
    Group("love", mark("Who someone loves"), LOVE),
    Group("health", mark("Disability or health"), HEALTH),
    Group("age_and_family", mark("Age or family"), AGE_AND_FAMILY),
    Group("life", mark("Home, work, politics or something else"), LIFE),
)
BASES: tuple[Code, ...] = (*ORIGIN, *ARRIVAL, *RELIGION, *GENDER, *LOVE, *HEALTH, *AGE_AND_FAMILY, *LIFE)

EXPRESSIONS: tuple[Code, ...] = (
    Code("explicit", mark("They said or showed it"), staff_label=mark_staff("Explicit")),
    Code("coded", mark("They used hints or hidden words"), staff_label=mark_staff("Coded")),
    Code("perceived", mark("I felt it, or it was clear from how they acted"), staff_label=mark_staff("Perceived")),
)
WHO_SAID: tuple[Code, ...] = (
    Code("person", mark("The person it happened to")),
    Code("witness", mark("Someone who saw or heard it"), staff_label=mark_staff("Witness")),
    Code("worker", mark("A worker who helped"), staff_label=mark_staff("Worker")),
)
