"""Mail that says "something is waiting", and nothing else: no name, no count, no organisation, no link."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation
from django.utils.translation import gettext as _

from banyan.people.models import Member


@dataclass(frozen=True, slots=True)
class Mails:
    """To how many addresses a mail went, and to which none did."""

    went: int
    failed: frozenset[str]

    def reached(self, members: Iterable[Member]) -> bool:
        """Whether one of them heard, or none of them wants mail."""
        wanted = _addresses(members).keys()
        return not wanted or not wanted <= self.failed


def tell_something_waits(*, members: Iterable[Member]) -> Mails:
    """Send one mail to each member who wants any. Call it outside a transaction: a mail server may take its time."""
    addresses = _addresses(members)
    failed = set(addresses)
    if addresses:
        with suppress(OSError), get_connection() as server:  # When it is away, so it is for all of them.
            failed -= {address for address, locale in addresses.items() if _went(server, address, locale)}
    return Mails(len(addresses) - len(failed), frozenset(failed))


def _addresses(members: Iterable[Member]) -> dict[str, str]:
    return {one.email: one.locale for one in members if one.is_active and one.wants_mail and one.email}


def _went(server: BaseEmailBackend, address: str, locale: str) -> bool:
    """That one address bounces doesn't keep the others from hearing."""
    with translation.override(locale):
        mail = EmailMessage(_("Something is waiting"), _("Something is waiting at the desk."), None, [address])
    mail.connection = server
    try:
        return bool(mail.send())
    except (OSError, ValueError):  # Refused by the server; or no address that could stand on an envelope.
        return False
