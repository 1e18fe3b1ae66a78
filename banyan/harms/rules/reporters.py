"""For whom a report is made, how it came, whether the person knows, and how many people it touched."""

from banyan.base.languages import mark, mark_staff
from banyan.harms.rules.codes import Code

REPORTERS: tuple[Code, ...] = (
    Code("self", mark("It happened to me"), staff_label=mark_staff("Self"), picture="person"),
    Code(
        "relative_or_friend",
        mark("It happened to family or a friend"),
        staff_label=mark_staff("Relative or friend"),
        picture="two-people",
    ),
    Code("witness", mark("I saw or heard it happen"), staff_label=mark_staff("Witness"), picture="eye"),
    Code(
        "community",
        mark("It happened to a group of us"),
        staff_label=mark_staff("Group or community"),
        picture="circle",
    ),
)
CHANNELS: tuple[Code, ...] = (
    Code("public_form", mark("The public pages"), staff_label=mark_staff("Public form")),
    Code("phone", mark("By phone"), staff_label=mark_staff("Phone")),
    Code("walk_in", mark("In person"), staff_label=mark_staff("Walk-in")),
    Code("hospital", mark("At a hospital"), staff_label=mark_staff("Hospital visit")),
    Code("outreach", mark("On the street with an outreach worker"), staff_label=mark_staff("Outreach")),
    Code("paper", mark("On paper"), staff_label=mark_staff("Paper form")),
)
"""How a report reached us; staff state it when they write for someone."""

AWARENESS: tuple[Code, ...] = (
    Code("knows_and_agrees", mark("They know and agree")),
    Code("knows_not_agreed", mark("They know, but have not said yes")),
    Code("does_not_know", mark("They don't know yet")),
    Code("cannot_be_asked", mark("They can't be asked right now")),
)
"""Whether the person spoken for knows of the report and agrees."""

RECEIPT_KEEPERS: tuple[Code, ...] = (
    Code("person", mark("They will keep it"), staff_label=mark_staff("The person harmed")),
    Code("reporter", mark("I will keep it"), staff_label=mark_staff("The one who reports")),
    Code("both", mark("Both of us"), staff_label=mark_staff("Both")),
    Code("nobody", mark("No one"), staff_label=mark_staff("Nobody")),
)
AFFECTED_BANDS: tuple[Code, ...] = (
    Code("from_2_to_9", mark("2 to 9 people")),
    Code("from_10_to_49", mark("10 to 49 people")),
    Code("from_50_to_199", mark("50 to 199 people")),
    Code("from_200", mark("200 people or more")),
    Code("not_sure", mark("I'm not sure"), staff_label=mark_staff("Not sure")),
)
"""People affected when a group or a whole community reports: a band, never a number."""
