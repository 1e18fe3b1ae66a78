"""The coalition this server serves."""

from banyan.people.models import Coalition


def get_coalition() -> Coalition:
    """The coalition, or an unnamed one before set-up."""
    return Coalition.objects.first() or Coalition(name="", place="")
