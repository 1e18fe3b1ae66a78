"""Mail that says "something is waiting", and nothing else: no name, no count, no organisation, no link."""

from collections.abc import Iterable
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from banyan.people.models import Member


def tell_something_waits(*, members: Iterable[Member]) -> int:
    """Queue one mail to each member who wants any, to leave once what was done is on the disk. Returns how many."""
    addresses = {one.email: one.locale for one in members if one.is_active and one.wants_mail and one.email}
    for address, locale in addresses.items():
        # Robust: that one address bounces doesn't keep the others from hearing.
        transaction.on_commit(partial(_send, address, locale), robust=True)
    return len(addresses)


def _send(address: str, locale: str) -> None:
    with translation.override(locale):
        send_mail(_("Something is waiting"), _("Something is waiting at the desk."), None, [address])
