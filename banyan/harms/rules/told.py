"""Whom someone told before us. The share who told the police is a headline measure; no answer is not "nobody"."""

from banyan.base.languages import mark, mark_staff
from banyan.harms.rules.codes import Code

TOLD: tuple[Code, ...] = (
    Code("police", mark("The police"), staff_label=mark_staff("Police"), picture="badge"),
    Code(
        "organisation",
        mark("A group that helps people"),
        staff_label=mark_staff("Another organization"),
        picture="circle",
    ),
    Code("hotline", mark("A phone help line"), staff_label=mark_staff("Hotline"), picture="phone"),
    Code("employer", mark("A boss, or someone at work"), staff_label=mark_staff("Employer"), picture="tools"),
    Code("landlord", mark("A landlord"), staff_label=mark_staff("Landlord"), picture="key"),
    Code("school", mark("A school"), staff_label=mark_staff("School"), picture="school-bag"),
    Code("friend", mark("A friend or family"), staff_label=mark_staff("Friend or family"), picture="two-people"),
    Code("other", mark("Someone else"), staff_label=mark_staff("Other"), picture="dots"),
    Code("nobody", mark("Nobody until now"), staff_label=mark_staff("Nobody"), picture="person", stands_alone=True),
)
