"""The coalition this server serves."""

from banyan.base.briefly import briefly
from banyan.people.models import Coalition


@briefly
def get_coalition() -> Coalition:
    """The coalition, or an unnamed one before set-up."""
    return Coalition.objects.first() or Coalition(name="", place="")
