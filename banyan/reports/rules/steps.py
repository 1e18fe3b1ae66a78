"""The pages of a report, in order. Their codes stand in addresses, so they say nothing about harm."""

from dataclasses import dataclass

from banyan.base.languages import mark


@dataclass(frozen=True, slots=True)
class Step:
    code: str
    title: str


STEPS = (
    Step("start", mark("What would help you now?")),
    Step("who", mark("Who did it happen to?")),
    Step("what", mark("What happened?")),
    Step("readers", mark("Who may read this?")),
    Step("words", mark("In your own words, if you want to")),
    Step("when", mark("When and where?")),
    Step("why", mark("A little more, if you want to")),
    Step("contact", mark("How can someone reach you?")),
)
CHECK = "check"
CODES = tuple(step.code for step in STEPS)


def after(code: str) -> str:
    """The page that follows; after the last one, the person checks their answers."""
    place = CODES.index(code) + 1
    return CODES[place] if place < len(CODES) else CHECK


def before(code: str) -> str | None:
    """The page that comes before, or None on the first."""
    place = len(CODES) if code == CHECK else CODES.index(code)
    return CODES[place - 1] if place else None
