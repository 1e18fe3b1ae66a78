"""A member's password, and the private key that only it opens."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.people.models import Member
from banyan.people.queries.viewers import Viewer
from banyan.vault.errors import CannotOpen
from banyan.vault.passwords import Cost, unwrap_private_key, wrap_private_key


class WrongPassword(Refused):
    says = _("This isn't your present password.")


@action("people.password.change")
def change_password(*, by: Viewer, old: str, new: str, now: datetime) -> Member:
    """Replace the member's own password, and put their private key under the new one in the same transaction.

    Every other session of theirs ends. Raises WrongPassword.
    """
    member = Member.objects.select_for_update().get(pk=by.member.pk)
    if not member.check_password(old) or member.wrapped_private_key is None:
        raise WrongPassword
    try:
        private = unwrap_private_key(member.wrapped_private_key, old, member.pk)
    except CannotOpen:
        raise WrongPassword from None
    member.set_password(new)
    member.wrapped_private_key = wrap_private_key(private, new, member.pk, Cost(*settings.BANYAN_PASSWORD_COST))
    member.save(update_fields=["password", "wrapped_private_key"])
    audit.record(by=by, action="people.password.change", now=now, chain=by.chain, subject=member.pk)
    return member
