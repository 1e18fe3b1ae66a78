"""`banyan invite`: let an organisation, or the coalition itself, in again when nobody is left who could invite."""

import json

import click

from banyan.cli import start_with_records

READS_NOTHING = (
    "Whoever accepts it keeps the team and reads nothing. To read reports they need their organisation's printed"
    " recovery code, or a colleague who holds the key and admits them. You can give them neither."
)


@click.command()
@click.option("--organisation", "name", help="The organisation's name, whole, whose administrator it will be.")
@click.option("--steward", is_flag=True, help="Instead: a new steward of the coalition.")
@click.option("--for", "person", default="Administrator", show_default=True, help="Who it is for.")
@click.option("--yes", is_flag=True, help="Don't ask whether you are sure.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, without asking.")
def invite(name: str | None, person: str, *, steward: bool, yes: bool, as_json: bool) -> None:
    """Invite a new administrator where the last one left, or lost password or second factor.

    Make sure by another way that the person is who they say: this hands them the organisation's team. It opens nothing
    that is sealed: a new administrator reads no report until a colleague who holds the key admits them, or they type in
    the organisation's printed recovery code. It is written down in the organisation's own audit trail as the operator's
    doing. The accounts that are there stay as they are; the new administrator can reset or remove them.
    """
    if steward == bool(name):
        raise click.UsageError("Say either --organisation NAME or --steward.")
    start_with_records()
    from banyan.base.audit import Operator
    from banyan.base.clock import now
    from banyan.people.actions.invitations import invite_member
    from banyan.people.models import Organisation
    from banyan.people.rules.permissions import Role

    organisation = Organisation.objects.filter(name__iexact=name).first() if name else None
    if name and organisation is None:
        known = ", ".join(Organisation.objects.order_by("name").values_list("name", flat=True)) or "none yet"
        raise click.ClickException(f"No organisation is called {name}. There are: {known}.")
    where = organisation.name if organisation else "the coalition"
    if not (yes or as_json):
        click.confirm(f"Have you made sure who {person} is, and that {where} wants this?", abort=True)
    role = Role.STEWARD if steward else Role.ADMINISTRATOR
    invited = invite_member(
        by=Operator("invite"), organisation=organisation, name=person, roles=frozenset({role}), now=now()
    )
    if as_json:
        expires = invited.invitation.expires_at.isoformat()
        click.echo(json.dumps({"for": where, "role": role.value, "path": invited.path, "expires_at": expires}))
        return
    click.echo(f"{person} opens this address once, within seven days, on this server:")
    click.echo(f"  {invited.path}")
    click.echo("Whoever accepts it keeps the coalition and reads no report." if steward else READS_NOTHING)
