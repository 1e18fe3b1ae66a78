"""What an action locks before it changes a team."""

from uuid import UUID

from banyan.people.models import Coalition, Organisation


def lock_home(organisation_id: UUID | None) -> None:
    """One change of a team at a time, the coalition's own staff among them. Before any of its members is locked.

    With None also: one new organisation at a time, so that two can't get one name.
    """
    if organisation_id is None:
        Coalition.objects.select_for_update().filter(pk=1).first()
    else:
        Organisation.objects.select_for_update().get(pk=organisation_id)
