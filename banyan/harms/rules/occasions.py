"""How exactly someone can say when it happened."""

from banyan.base.languages import mark, mark_staff
from banyan.harms.rules.codes import Code

OCCASIONS: tuple[Code, ...] = (
    Code("day", mark("I know the day"), staff_label=mark_staff("Date"), picture="calendar-day"),
    Code("month", mark("I know the month"), staff_label=mark_staff("Month"), picture="calendar"),
    Code("year", mark("I only know the year"), staff_label=mark_staff("Year"), picture="calendar-year"),
    Code("ongoing", mark("It is still going on"), staff_label=mark_staff("Ongoing"), picture="repeat"),
    Code("not_sure", mark("I'm not sure"), staff_label=mark_staff("Not sure"), picture="question"),
)
