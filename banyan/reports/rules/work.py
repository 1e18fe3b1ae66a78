"""The codes of what staff do with a report, and their words."""

from banyan.base.languages import mark, mark_staff
from banyan.harms.rules.codes import Code
from banyan.reports.rules.states import CloseReason, State

STATES: tuple[Code, ...] = (
    Code(State.WAITING, mark("Waiting")),
    Code(State.CLAIMED, mark("In progress")),
    Code(State.CLOSED, mark("Closed")),
    Code(State.WITHDRAWN, mark("Taken back by the person")),
)
REACHED = "reached"
OUTCOMES: tuple[Code, ...] = (
    Code(REACHED, mark("I reached them")),
    Code("attempted", mark("I tried")),
)
HANDED = "handed"  # Not a contact with the person: a note that went with a report to the colleague it was handed to.
NOTED: tuple[Code, ...] = (*OUTCOMES, Code(HANDED, mark_staff("Handed to a colleague")))
WRITTEN_HERE = "message"
HOWS: tuple[Code, ...] = (
    Code("phone", mark("Phone")),
    Code("text", mark("Text message")),
    Code(WRITTEN_HERE, mark("Written here")),
    Code("in_person", mark("In person")),
    Code("email", mark("E-mail")),
    Code("wechat", "WeChat"),
    Code("whatsapp", "WhatsApp"),
    Code("other", mark("Another way")),
)
DANGERS: tuple[Code, ...] = (
    Code("self", mark("They may hurt themselves")),
    Code("others", mark("Somebody may hurt them")),
    Code("child", mark("A child may be in danger")),
)
CONFLICTS: tuple[Code, ...] = (
    Code("none_found", mark("I looked: the one who harmed is not served here")),
    Code("possible", mark("Possible: the one who harmed may be served here")),
    Code("not_checked", mark("Not checked yet")),
)
FILE_NOTES: tuple[Code, ...] = (  # How a copy for reading differs from what was sent: the codes of base.cleaning.
    Code("scaled_down", mark_staff("Made smaller")),
    Code("first_picture_only", mark_staff("Only the first of several pictures")),
    Code("pages_are_pictures", mark_staff("Its pages are pictures: no text to search or copy")),
    Code("hidden_parts_removed", mark_staff("Hidden parts were taken out")),
    Code("trailing_data_removed", mark_staff("What stood after its end was taken out")),
)
WHYS: tuple[Code, ...] = (
    Code("person_told_us", mark("The person told us more")),
    Code("read_again", mark("Somebody read it again")),
    Code("wrong_choice", mark("A wrong choice was made")),
    Code("new_facts", mark("New facts came from elsewhere")),
)
CLOSE_REASONS: tuple[Code, ...] = (
    Code(CloseReason.HELPED, mark("They got the help they wanted")),
    Code(CloseReason.HANDED_OVER, mark("Handed over, with their consent")),
    Code(CloseReason.ONLY_COUNTED, mark("They only wanted it counted")),
    Code(CloseReason.NOT_REACHED, mark("Not reached after several tries")),
    Code(CloseReason.PERSON_ASKED, mark("They asked us to stop")),
    Code(CloseReason.NOT_FOR_US, mark("Not something we can help with")),
    Code(CloseReason.NOT_A_REPORT, mark("Not a report, such as a test or an advertisement")),
)
QUIET_AFTER_DAYS = 7
