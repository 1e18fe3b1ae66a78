"""Whom someone told before us. The share who told the police is a headline measure; no answer is not "nobody"."""

from banyan.base.languages import mark
from banyan.harms.rules.codes import Code

TOLD: tuple[Code, ...] = (
    Code("police", mark("The police"), staff_label=mark("Police"), picture="badge"),
    Code("organisation", mark("A group that helps people"), staff_label=mark("Another organization"), picture="circle"),
    Code("hotline", mark("A phone help line"), staff_label=mark("Hotline"), picture="phone"),
    Code("employer", mark("A boss, or someone at work"), staff_label=mark("Employer"), picture="tools"),
    Code("landlord", mark("A landlord"), staff_label=mark("Landlord"), picture="key"),
    Code("school", mark("A school"), staff_label=mark("School"), picture="school-bag"),
    Code("friend", mark("A friend or family"), staff_label=mark("Friend or family"), picture="two-people"),
    Code("other", mark("Someone else"), staff_label=mark("Other"), picture="dots"),
    Code("nobody", mark("Nobody until now"), staff_label=mark("Nobody"), picture="person", stands_alone=True),
)
