"""The pages of a report, in order. Their codes stand in addresses, so they say nothing about harm."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from banyan.base.languages import mark
from banyan.harms.rules.ages import MINOR_CODES


@dataclass(frozen=True, slots=True)
class Step:
    """One page. `page` is the number shown; a page that only some people see shares its neighbour's."""

    code: str
    title: str
    page: int


STEPS = (
    Step("start", mark("What would help you now?"), 1),
    Step("who", mark("Who did it happen to?"), 2),
    Step("them", mark("About the people it happened to"), 2),
    Step("young", mark("If you are under 18"), 2),
    Step("what", mark("What happened?"), 3),
    Step("readers", mark("Who may read this?"), 4),
    Step("words", mark("In your own words, if you want to"), 5),
    Step("when", mark("When and where?"), 6),
    Step("why", mark("A little more, if you want to"), 7),
    Step("contact", mark("How can someone reach you?"), 8),
)
PAGES = 8
CHECK = "check"
BY_CODE = {step.code: step for step in STEPS}
Answers = Mapping[str, Mapping[str, Any]]


def is_asked(code: str, answers: Answers) -> bool:
    """Whether this page is for this person: some are only for those who report for others, or who are young."""
    who = answers.get("who", {})
    if code == "them":
        return who.get("for_whom") in {"relative_or_friend", "witness", "community"}
    if code == "young":
        return who.get("for_whom", "self") in {"", "self"} and who.get("age_band") in MINOR_CODES
    return True


def path(answers: Answers) -> tuple[str, ...]:
    """The pages this person goes through."""
    return tuple(step.code for step in STEPS if is_asked(step.code, answers))


def opened(earlier: Answers, answers: Answers) -> str | None:
    """The page that a change of answers made this person's, if they haven't answered it before."""
    gone_through = path(earlier)
    return next((code for code in path(answers) if code not in gone_through and code not in answers), None)


def after(code: str, answers: Answers) -> str:
    """The page that follows; after the last one, the person checks their answers."""
    codes = [step.code for step in STEPS]
    rest = [later for later in codes[codes.index(code) + 1 :] if is_asked(later, answers)]
    return rest[0] if rest else CHECK


def before(code: str, answers: Answers) -> str | None:
    """The page that comes before, or None on the first."""
    codes = [step.code for step in STEPS]
    place = len(codes) if code == CHECK else codes.index(code)
    earlier = [one for one in codes[:place] if is_asked(one, answers)]
    return earlier[-1] if earlier else None
