"""Whether it was described as a crime, and who says so. Never a gate: help doesn't hang on it."""

from banyan.base.languages import mark, mark_staff
from banyan.harms.rules.codes import Code

ANSWERS: tuple[Code, ...] = (
    Code("yes", mark("Yes")),
    Code("no", mark("No")),
    Code("unknown", mark("I don't know"), staff_label=mark_staff("Unknown")),
    Code("not_asked", mark("Not asked")),
)
WHO_SAID: tuple[Code, ...] = (
    Code("person", mark("The person it happened to")),
    Code("witness", mark("Someone who saw or heard it"), staff_label=mark_staff("Witness")),
    Code("worker", mark("A worker who helped"), staff_label=mark_staff("Worker")),
    Code("police", mark("The police"), staff_label=mark_staff("Police")),
    Code("lawyer_or_court", mark("A lawyer or a court"), staff_label=mark_staff("Lawyer or court")),
)
