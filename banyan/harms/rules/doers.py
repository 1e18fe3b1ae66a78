"""Who did it, and whether they acted for themselves or for an institution."""

from banyan.base.languages import mark, mark_staff
from banyan.harms.rules.codes import Code

DOERS: tuple[Code, ...] = (
    Code("stranger", mark("A stranger"), staff_label=mark_staff("Stranger"), picture="person-unknown"),
    Code(
        "known_person",
        mark("Someone known, like a neighbor"),
        staff_label=mark_staff("Known person"),
        picture="person",
    ),
    Code(
        "partner_or_family", mark("A partner or family"), staff_label=mark_staff("Partner or family"), picture="family"
    ),
    Code("employer", mark("A boss or someone at work"), staff_label=mark_staff("Employer"), picture="tools"),
    Code("landlord", mark("A landlord or building manager"), staff_label=mark_staff("Landlord"), picture="key"),
    Code("business", mark("A shop or business"), staff_label=mark_staff("Business"), picture="shop"),
    Code("school", mark("A school, or someone at school"), staff_label=mark_staff("School"), picture="school-bag"),
    Code(
        "official_or_police",
        mark("Police or an official"),
        staff_label=mark_staff("Official or police"),
        picture="badge",
    ),
    Code(
        "institution", mark("An office, a bank, a hospital"), staff_label=mark_staff("Institution"), picture="building"
    ),
    Code("unknown", mark("I don't know"), staff_label=mark_staff("Unknown"), picture="question"),
)
CAPACITIES: tuple[Code, ...] = (
    Code("individual", mark("They acted on their own"), staff_label=mark_staff("Individual capacity")),
    Code("institutional", mark("It was their job, or the rules"), staff_label=mark_staff("Institutional capacity")),
    Code("unknown", mark("I don't know"), staff_label=mark_staff("Unknown")),
)
