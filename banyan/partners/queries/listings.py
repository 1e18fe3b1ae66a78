"""Where to find help. Public: whoever is in need may read it."""

from banyan.partners.models import HelpListing


def list_help(*, place: str) -> list[HelpListing]:
    """Everything shown for a place and for everywhere, in the coalition's order."""
    return list(HelpListing.objects.filter(is_shown=True, place__in=["", place]).order_by("group", "order", "name"))
