"""What sort of place it happened in. The exact place is sealed; this is what may be counted."""

from banyan.base.languages import mark, mark_staff
from banyan.harms.rules.codes import Code

PLACES: tuple[Code, ...] = (
    Code("home", mark("At home"), staff_label=mark_staff("Home"), picture="house"),
    Code("street", mark("On the street"), staff_label=mark_staff("Public street"), picture="street"),
    Code("transit", mark("On a bus or train, or at a stop"), staff_label=mark_staff("Transit"), picture="bus"),
    Code("business", mark("In a shop or restaurant"), staff_label=mark_staff("Business"), picture="shop"),
    Code("workplace", mark("At work"), staff_label=mark_staff("Workplace"), picture="tools"),
    Code("school", mark("At school"), staff_label=mark_staff("School"), picture="school-bag"),
    Code("university", mark("At a college"), staff_label=mark_staff("College or university"), picture="book"),
    Code("park", mark("In a park"), staff_label=mark_staff("Park"), picture="tree"),
    Code(
        "worship", mark("At a temple, church or mosque"), staff_label=mark_staff("Place of worship"), picture="temple"
    ),
    Code("government", mark("In a public office"), staff_label=mark_staff("Government building"), picture="building"),
    Code("detention", mark("In jail or being held"), staff_label=mark_staff("Detention"), picture="bars"),
    Code("online", mark("Online or by phone"), staff_label=mark_staff("Online"), picture="phone"),
    Code("other", mark("Somewhere else"), staff_label=mark_staff("Other"), picture="dots"),
)
