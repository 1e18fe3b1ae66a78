"""A member's password, and the private key that only it opens."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.people.models import Member
from banyan.people.queries.proofs import member_key_binding, prove
from banyan.people.queries.viewers import Viewer
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import generate_key_pair
from banyan.vault.passwords import Cost, unwrap_private_key, wrap_private_key


class WrongPassword(Refused):
    says = _("This isn't your present password.")


def _cost() -> Cost:
    passes, memory_kib = settings.BANYAN_PASSWORD_COST
    return Cost(passes=passes, memory_kib=memory_kib)


def _give_new_key(member: Member, password: str) -> None:
    """Set a password together with a new key pair. Whatever was sealed to an older pair stays closed to them."""
    pair = generate_key_pair()
    member.set_password(password)
    member.public_key = pair.public
    member.public_key_proof = prove(pair.public, member_key_binding(member))
    member.wrapped_private_key = wrap_private_key(pair.private, password, member.pk, _cost())


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
    member.wrapped_private_key = wrap_private_key(private, new, member.pk, _cost())
    member.save(update_fields=["password", "wrapped_private_key"])
    audit.record(by=by, action="people.password.change", now=now, chain=by.chain, subject=member.pk)
    return member
