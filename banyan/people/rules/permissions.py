"""Every permission, in one sentence each, and which role holds it. The permission page in docs/ is made from this."""

from dataclasses import dataclass
from enum import StrEnum

from banyan.base.languages import mark


class Role(StrEnum):
    ADVOCATE = "advocate"
    OUTREACH = "outreach_worker"
    ORGANISER = "organiser"
    ANALYST = "analyst"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "organisation_administrator"
    STEWARD = "coalition_steward"


ROLE_TITLES: dict[Role, str] = {
    Role.ADVOCATE: mark("Advocate"),
    Role.OUTREACH: mark("Outreach worker"),
    Role.ORGANISER: mark("Organiser"),
    Role.ANALYST: mark("Analyst"),
    Role.COORDINATOR: mark("Coordinator"),
    Role.ADMINISTRATOR: mark("Administrator"),
    Role.STEWARD: mark("Steward"),
}
# Shown to whoever gives a role, and on the permission page.
ROLE_SENTENCES: dict[Role, str] = {
    Role.ADVOCATE: mark("Opens reports to the organization and answers the people who sent them."),
    Role.OUTREACH: mark("Walks and visits, and enters reports for people met there."),
    Role.ORGANISER: mark("Holds gatherings."),
    Role.ANALYST: mark("Reads the picture and drafts what may be published. Belongs to the coalition."),
    Role.COORDINATOR: mark("An advocate who also keeps the clocks, the duty calendar and the help pages."),
    Role.ADMINISTRATOR: mark("Keeps the team and the organization's profile. Reads no report by this role."),
    Role.STEWARD: mark("Keeps the coalition: its partners, its own staff, its languages. Reads no report."),
}


class Reach(StrEnum):
    """Whom a permission touches. Each says it, because an organisation that left keeps only the first kind."""

    OWN = "one's own organization"
    COALITION = "the coalition"


@dataclass(frozen=True, slots=True)
class Permission:
    code: str
    reach: Reach
    sentence: str


REPORT_LIST = Permission(
    "reports.report.list", Reach.OWN, mark("See that reports to one's own organization wait, and their clocks.")
)
REPORT_OPEN = Permission("reports.report.open", Reach.OWN, mark("Open a report to one's own organization and read it."))
REPORT_CLAIM = Permission(
    "reports.report.claim", Reach.OWN, mark("Take a report on, hand it to a colleague, and let it go.")
)
REPORT_ANSWER = Permission(
    "reports.report.answer", Reach.OWN, mark("Write to the person, and record a contact with them.")
)
REPORT_CODE = Permission(
    "reports.report.code", Reach.OWN, mark("Correct how a report is coded; every version is kept.")
)
REPORT_CLOSE = Permission("reports.report.close", Reach.OWN, mark("Close a report with a reason, and open it again."))
REPORT_ENTER = Permission(
    "reports.report.enter", Reach.OWN, mark("Enter a report for someone by phone, walk-in or visit.")
)
REPORT_SEARCH = Permission("reports.report.search", Reach.OWN, mark("Search one's own organization's sealed reports."))
REPORT_EXPORT = Permission(
    "reports.report.export", Reach.OWN, mark("Export the list of one's own organization's reports.")
)
DUTY_SET = Permission(
    "reports.duty.set", Reach.OWN, mark("Set who is on duty, who backs them up, and what to do in danger.")
)
COALITION_CLOCKS = Permission(
    "reports.clock.count", Reach.COALITION, mark("See the coalition's clocks and counts, never a single report.")
)
TEAM_LIST = Permission("people.member.list", Reach.OWN, mark("See who belongs to one's own organization."))
TEAM_INVITE = Permission(
    "people.member.invite", Reach.OWN, mark("Invite a member to one's own organization, and take an invitation back.")
)
TEAM_ROLES = Permission(
    "people.member.roles", Reach.OWN, mark("Give a member of one's own organization a role, and end it.")
)
TEAM_LANGUAGES = Permission(
    "people.member.languages", Reach.OWN, mark("Set which languages a member of one's own organization serves in.")
)
TEAM_ADMIT = Permission(
    "people.member.admit", Reach.OWN, mark("Give a member the organization's key; needs to hold it oneself.")
)
TEAM_REMOVE = Permission(
    "people.member.remove", Reach.OWN, mark("Remove a member, reset their sign-in, or sign them out everywhere.")
)
RECOVERY_SET = Permission(
    "people.recovery.set", Reach.OWN, mark("Make the organization's first key, and a new printed recovery code.")
)
AUDIT_READ = Permission("people.audit.read", Reach.OWN, mark("Read one's own organization's audit trail."))
ORGANISATION_EDIT = Permission(
    "people.organisation.edit", Reach.OWN, mark("Set one's own organization's languages, offers and hours.")
)
PARTNER_ADMIT = Permission(
    "people.partner.admit",
    Reach.COALITION,
    mark("Admit an organization to the coalition and invite its first administrator, or record that it left."),
)
HELP_EDIT = Permission(
    "partners.help.edit", Reach.COALITION, mark("Keep the list of places to find help, and when each was checked.")
)
LANGUAGE_APPROVE = Permission(
    "site.language.approve", Reach.COALITION, mark("Approve a language's sentences, and so open it to the public.")
)
PICTURE_READ = Permission("observatory.picture.read", Reach.COALITION, mark("Read the picture on the desk."))
PICTURE_PROPOSE = Permission(
    "observatory.publication.propose", Reach.COALITION, mark("Propose a picture for publication.")
)
PICTURE_APPROVE = Permission(
    "observatory.publication.approve", Reach.COALITION, mark("Approve a publication that somebody else proposed.")
)
COALITION_EDIT = Permission(
    "people.coalition.edit",
    Reach.COALITION,
    mark("Set the coalition's name, place and time zone, where leaving leads, and who interprets."),
)
NOTE_KEEP = Permission(
    "observatory.note.keep",
    Reach.COALITION,
    mark("Enter, change and retire the notes on a source's records that stand in the picture."),
)

_TEAM = frozenset({TEAM_LIST, PICTURE_READ})
_REPORTS = frozenset(
    {
        REPORT_LIST,
        REPORT_OPEN,
        REPORT_CLAIM,
        REPORT_ANSWER,
        REPORT_CODE,
        REPORT_CLOSE,
        REPORT_ENTER,
        REPORT_SEARCH,
    }
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADVOCATE: _TEAM | _REPORTS,
    Role.OUTREACH: _TEAM | {REPORT_ENTER},
    Role.ORGANISER: _TEAM,
    Role.ANALYST: _TEAM | {PICTURE_PROPOSE, NOTE_KEEP},
    Role.COORDINATOR: _TEAM
    | _REPORTS
    | {
        REPORT_EXPORT,
        DUTY_SET,
        TEAM_ADMIT,
        TEAM_LANGUAGES,
        HELP_EDIT,
        LANGUAGE_APPROVE,
        PICTURE_PROPOSE,
        PICTURE_APPROVE,
    },
    Role.ADMINISTRATOR: _TEAM
    | {
        TEAM_INVITE,
        TEAM_ROLES,
        TEAM_LANGUAGES,
        TEAM_ADMIT,
        TEAM_REMOVE,
        RECOVERY_SET,
        AUDIT_READ,
        ORGANISATION_EDIT,
        DUTY_SET,
    },
    # The coalition's own staff are the steward's team: they belong to no organisation and hold nobody's key.
    Role.STEWARD: frozenset(
        {
            TEAM_LIST,
            TEAM_INVITE,
            TEAM_ROLES,
            TEAM_REMOVE,
            AUDIT_READ,
            COALITION_CLOCKS,
            PARTNER_ADMIT,
            COALITION_EDIT,
            HELP_EDIT,
            LANGUAGE_APPROVE,
            PICTURE_READ,
            PICTURE_PROPOSE,
            PICTURE_APPROVE,
        }
    ),
}

# The steward and the coalition's analysts belong to no organisation; every other role is held within one.
COALITION_ROLES = frozenset({Role.STEWARD, Role.ANALYST})


def permissions_of(roles: frozenset[Role], *, belongs: bool = True) -> frozenset[Permission]:
    """Everything that somebody with these roles may do; where their organisation doesn't belong, only within it."""
    held = frozenset[Permission]().union(*(PERMISSIONS[role] for role in roles))
    return held if belongs else frozenset(one for one in held if one.reach is Reach.OWN)


def roles_with(*permissions: Permission) -> list[str]:
    """The codes of the roles that hold one of these permissions."""
    return [role.value for role, held in PERMISSIONS.items() if not held.isdisjoint(permissions)]


def role_fits(role: Role, *, in_organisation: bool) -> bool:
    """Whether somebody of an organisation, or of the coalition's own staff, may hold this role."""
    return (role not in COALITION_ROLES) == in_organisation


def all_permissions() -> tuple[Permission, ...]:
    """Every permission on this page, in the page's order."""
    return tuple(value for value in globals().values() if isinstance(value, Permission))


def permission_page(made: str) -> str:
    """docs/permissions.md, made from this file; `made` says how."""
    lines = [
        "# Who may do what",
        "",
        f"Made from `banyan/people/rules/permissions.py` {made}",
        "Being permitted to open a report isn't enough: somebody who holds the key must have admitted the member too.",
        "",
        "## Roles",
        "",
        *(f"- **{role.value}**: {sentence}" for role, sentence in ROLE_SENTENCES.items()),
        "",
        "The steward and the analyst belong to the coalition and to no organization; for them *one's own organization*",
        "means the coalition's own staff and its own audit trail.",
        "",
        "## Permissions",
        "",
        "Whose organization left the coalition keeps what reaches one's own organization, and nothing else.",
        "",
        "| permission | what it allows | reaches | who holds it |",
        "|---|---|---|---|",
    ]
    for permission in all_permissions():
        holders = ", ".join(role.value for role in Role if permission in PERMISSIONS[role])
        lines.append(f"| `{permission.code}` | {permission.sentence} | {permission.reach.value} | {holders} |")
    return "\n".join([*lines, ""])
