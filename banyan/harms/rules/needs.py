"""What would help someone now. The same codes say what an organisation offers."""

from banyan.base.languages import mark, mark_staff
from banyan.harms.rules.codes import Code

OFFERS: tuple[Code, ...] = (
    Code(
        "someone_to_talk_to",
        mark("Someone to talk to"),
        staff_label=mark_staff("Emotional support"),
        hint=mark("By phone, in person, or by writing here"),
        picture="speech",
    ),
    Code(
        "feeling_safe",
        mark("Feeling safe at home or on the street"),
        staff_label=mark_staff("Safety planning"),
        hint=mark("A safety plan, someone to walk with"),
        picture="shield",
    ),
    Code(
        "urgent_money",
        mark("Money for something urgent"),
        staff_label=mark_staff("Emergency financial help"),
        hint=mark("Food, rent, a lock, a broken window, a doctor"),
        picture="purse",
    ),
    Code(
        "papers_or_law",
        mark("Help with papers or the law"),
        staff_label=mark_staff("Legal help and claims"),
        hint=mark("A claim, an eviction notice, unpaid wages, immigration"),
        picture="papers",
    ),
    Code(
        "doctor_or_counsellor",
        mark("A doctor or a counselor"),
        staff_label=mark_staff("Health and mental health care"),
        picture="heart",
    ),
    Code(
        "go_with_me",
        mark("Someone to go with me"),
        staff_label=mark_staff("Accompaniment"),
        hint=mark("To the hospital, the police, a court or an office"),
        picture="two-people",
    ),
    Code(
        "interpreter",
        mark("Someone who speaks or signs my language"),
        staff_label=mark_staff("Interpreter"),
        picture="languages",
    ),
    Code(
        "place_to_stay",
        mark("A safe place to stay"),
        staff_label=mark_staff("Shelter and housing"),
        picture="bed",
    ),
    Code(
        "landlord_boss_or_business",
        mark("Help with a landlord, a boss or a shop"),
        staff_label=mark_staff("Tenant, worker and consumer advocacy"),
        picture="key",
    ),
    Code(
        "being_with_others",
        mark("Being with others who understand"),
        staff_label=mark_staff("Support group or healing circle"),
        picture="circle",
    ),
    Code(
        "speaking_up",
        mark("Speaking up, so that it stops"),
        staff_label=mark_staff("Community action and advocacy"),
        picture="megaphone",
    ),
)

ONLY_COUNTED = Code(
    "only_counted",
    mark("I only want it to be counted"),
    staff_label=mark_staff("Count only, no contact wanted"),
    hint=mark("No one will contact you"),
    picture="tally",
    stands_alone=True,
)
NOT_SURE = Code("not_sure", mark("I am not sure yet"), staff_label=mark_staff("Not sure yet"), picture="question")

NEEDS: tuple[Code, ...] = (*OFFERS, ONLY_COUNTED, NOT_SURE)
