"""Who can open each sealed field, in a sentence. A field that isn't here stops the documents from being made."""

_READERS = (
    "whoever can read the report: members who hold its organisation's key (or the named ones, if it is kept from"
    " somebody), and the person with their receipt."
)

OPENERS = {
    "people.member.password": "nobody; it is Argon2id's hash, with which a password can be checked and not read.",
    "people.member.wrapped_private_key": "the member, with their password.",
    "people.organisationkey.recovery_wrap": "whoever holds the paper with the organisation's recovery code.",
    "people.keywrap.sealed": "the one member it is for, once their password has opened their own key.",
    "reports.receipt.wrapped_private_key": "the person, with their receipt.",
    "reports.report.content": f"its words: {_READERS}",
    "reports.report.key_for_person": "the person, with their receipt; it is the report's key, for them.",
    "reports.readkey.sealed": (
        "members who hold that version of the organisation's key, or the one named member; it is the report's key."
    ),
    "reports.draft.sealed": "the browser that wrote it; its key is in that browser's cookie and nowhere else.",
    "reports.sealedchunk.sealed": (
        "a piece of a file: whoever can read the report it is part of; before it is sent, the browser that added it."
    ),
    "reports.attachment.details": f"a file's name, type, hash and keys: {_READERS}",
    "reports.searchshard.sealed_key": "members who hold that version of the organisation's key.",
    "reports.searchshard.sealed": (
        "the search index: members who hold that version of the organisation's key. Restricted reports are never in it."
    ),
    "reports.message.body": f"a message: {_READERS}",
    "reports.contact.note": (
        "staff who can read the report. No page shows it to the person, though the key that their receipt opens is the"
        " same."
    ),
    "reports.firstlook.content": (
        "staff who can read the report. No page shows it to the person, though the key that their receipt opens is the"
        " same."
    ),
}
