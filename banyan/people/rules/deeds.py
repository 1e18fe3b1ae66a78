"""Every deed that an audit trail can hold, in one sentence each, and the kinds that a trail is narrowed to.

As the page of permissions does, this one names the deeds of every area, so that whoever reads a trail reads sentences.
A house test finds a deed without one. `%(who)s` acted; `%(whom)s` is a colleague it was done to or for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from banyan.base.languages import mark


class Kind(StrEnum):
    REPORTS = "reports"
    TEAM = "team"
    SIGN_IN = "sign_in"
    KEYS = "keys"
    PICTURE = "picture"
    COALITION = "coalition"


KIND_WORDS: dict[Kind, str] = {
    Kind.REPORTS: mark("Reports"),
    Kind.TEAM: mark("The team and its roles"),
    Kind.SIGN_IN: mark("Signing in"),
    Kind.KEYS: mark("Keys and recovery"),
    Kind.PICTURE: mark("The picture and publications"),
    Kind.COALITION: mark("The coalition, its languages and places to find help"),
}


@dataclass(frozen=True, slots=True)
class Deed:
    kind: Kind
    sentence: str


def _deeds(kind: Kind, sentences: dict[str, str]) -> dict[str, Deed]:
    return {code: Deed(kind, sentence) for code, sentence in sentences.items()}


FAILED_SECOND = mark("Somebody knew the password of %(who)s and failed at the second factor.")
DEEDS: dict[str, Deed] = {
    **_deeds(
        Kind.REPORTS,
        {
            "reports.report.submit": mark("%(who)s sent or entered a report."),
            "reports.report.open": mark("%(who)s opened a report."),
            "reports.report.claim": mark("%(who)s took a report on."),
            "reports.report.let_go": mark("%(who)s let a report go, so that somebody else can take it on."),
            "reports.report.hand": mark("%(who)s handed a report to %(whom)s."),
            "reports.report.close": mark("%(who)s closed a report."),
            "reports.report.reopen": mark("%(who)s opened a closed report again."),
            "reports.report.reopen_by_person": mark("%(who)s sent something, and a closed report was open again."),
            "reports.report.withdraw": mark("%(who)s took a report back, with its words and files."),
            "reports.report.escalate": mark("%(who)s told whoever is on duty or backup that reports wait."),
            "reports.report.export": mark("%(who)s exported the coded list of reports."),
            "reports.report.search": mark("%(who)s searched the reports."),
            "reports.message.answer": mark("%(who)s wrote to the person who reported."),
            "reports.message.post": mark("%(who)s wrote a message to the organization."),
            "reports.contact.log": mark("%(who)s noted a contact with the person who reported."),
            "reports.first_look.record": mark("%(who)s looked for danger and noted it."),
            "reports.coding.correct": mark("%(who)s corrected how a report is coded."),
            "reports.attachment.add": mark("%(who)s added a file to a report."),
            "reports.attachment.open": mark("%(who)s opened a file of a report."),
            "reports.file.keep": mark("%(who)s put a file into a report that isn't sent yet."),
            "reports.file.await": mark("%(who)s went on with a report that isn't sent yet."),
            "reports.file.drop": mark("%(who)s took a file out of a report that isn't sent yet."),
            "reports.duty.set": mark("%(who)s changed the duty calendar."),
            "reports.protocol.write": mark("%(who)s wrote down what to do in danger."),
        },
    ),
    **_deeds(
        Kind.TEAM,
        {
            "people.member.invite": mark("%(who)s invited somebody to the team."),
            "people.invitation.withdraw": mark("%(who)s took an invitation back."),
            "people.invitation.void": mark("%(who)s made the open invitations of %(whom)s void."),
            "people.invitation.accept": mark("%(whom)s used an invitation and chose a password."),
            "people.member.remove": mark("%(who)s removed %(whom)s from the team."),
            "people.member.reset": mark("%(who)s let %(whom)s choose a new password."),
            "people.member.details": mark("%(who)s changed their own account's details."),
            "people.member.languages": mark("%(who)s set the languages in which %(whom)s serves people."),
            "people.role.grant": mark("%(who)s gave %(whom)s a role: %(role)s."),
            "people.role.end": mark("%(who)s ended a role of %(whom)s: %(role)s."),
            "people.organisation.edit": mark("%(who)s changed what the organization says about itself."),
        },
    ),
    **_deeds(
        Kind.SIGN_IN,
        {
            "people.session.start": mark("%(who)s signed in."),
            "people.session.refuse": FAILED_SECOND,
            "people.member.sign_out": mark("%(who)s signed %(whom)s out everywhere."),
            "people.password.change": mark("%(who)s changed their password."),
            "people.factor.totp": mark("%(who)s set up an app as second factor."),
            "people.factor.passkey": mark("%(who)s added a passkey."),
            "people.factor.remove_passkey": mark("%(who)s removed a passkey."),
            "people.factor.codes": mark("%(who)s made new backup codes."),
            "people.factor.demonstrate": mark("%(who)s set up a second factor for the demonstration."),
        },
    ),
    **_deeds(
        Kind.KEYS,
        {
            "people.key.create": mark("%(who)s made the organization's first key."),
            "people.key.turn": mark("%(who)s made a new version of the organization's key."),
            "people.key.turn_due": mark("%(who)s came by when a new version of the key was due."),
            "people.member.admit": mark("%(who)s gave %(whom)s the organization's key."),
            "people.recovery.renew": mark("%(who)s made a new recovery code."),
            "people.recovery.use": mark("%(who)s used the recovery code and holds the key again."),
            "reports.key.rewrap": mark("%(who)s sealed open reports to the newest key by visiting the desk."),
        },
    ),
    **_deeds(
        Kind.PICTURE,
        {
            "observatory.source.import": mark("%(who)s imported official numbers."),
            "observatory.note.enter": mark("%(who)s entered a note on a series of numbers."),
            "observatory.note.change": mark("%(who)s changed a note on a series of numbers."),
            "observatory.note.retire": mark("%(who)s retired a note on a series of numbers."),
            "observatory.publication.propose": mark("%(who)s proposed a picture for publication."),
            "observatory.publication.check": mark("%(who)s checked a proposed picture."),
            "observatory.publication.stop": mark("%(who)s noted that the check of a picture had stopped."),
            "observatory.publication.approve": mark("%(who)s approved a picture, and it was published."),
            "observatory.publication.decline": mark("%(who)s declined a picture."),
        },
    ),
    **_deeds(
        Kind.COALITION,
        {
            "people.coalition.found": mark("%(who)s set up the coalition."),
            "people.coalition.edit": mark("%(who)s changed what the coalition's pages say of it."),
            "people.interpreter.set": mark("%(who)s set who interprets."),
            "people.interpreter.remove": mark("%(who)s took an interpreter's contact away."),
            "people.partner.create": mark("%(who)s added an organization."),
            "people.partner.admit": mark("%(who)s recorded that an organization joined the coalition."),
            "people.partner.leave": mark("%(who)s recorded that an organization left the coalition."),
            "site.language.approve": mark("%(who)s approved a language's sentences, and it opened to the public."),
            "site.language.close": mark("%(who)s closed a language to the public."),
            "partners.listing.load": mark("%(who)s loaded the first places to find help."),
            "partners.listing.edit": mark("%(who)s changed a place to find help."),
            "partners.listing.check": mark("%(who)s checked a place to find help."),
        },
    ),
}
# What was refused is told by the permission it needed; these need a sentence of their own.
REFUSALS: dict[str, str] = {
    "people.session.refuse": FAILED_SECOND,
    "people.session.start": FAILED_SECOND,  # Lines from before it had a code of its own.
    "desk.not_found": mark("%(who)s asked for something that isn't there for them."),
}
RENAMED = mark("%(who)s changed what they are called.")  # Of changed details, what matters to others.
REFUSED_WITHOUT = mark("%(who)s asked for something without its permission and was refused: %(what)s")
REFUSED = mark("%(who)s asked for something and was refused.")
UNKNOWN = mark("%(who)s did something that this page has no sentence for.")
SENTENCES = frozenset({*DEEDS, *REFUSALS, "desk.denied"})  # The last is told by its permission alone.


def codes_of(kind: Kind) -> list[str]:
    """The codes of one kind of deed."""
    return [code for code, deed in DEEDS.items() if deed.kind is kind]


def untold(codes: Iterable[str]) -> set[str]:
    """Which of these codes no sentence tells."""
    return set(codes) - SENTENCES
