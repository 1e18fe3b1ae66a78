"""How passwords are checked: as slowly as the vault opens a key, and never many at once."""

import threading
import unicodedata
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from banyan.people.models import Member
from banyan.people.rules.sessions import OTHERS_FIRST
from banyan.vault.passwords import LONGEST, TURNS

# Whoever comes while so many sign in is asked to try again: waiting would take a thread from those at work.
SIGN_INS_AT_ONCE = 2
_sign_ins = threading.BoundedSemaphore(SIGN_INS_AT_ONCE)


class SteadyArgon2(Argon2PasswordHasher):
    """Django's Argon2id at the vault's own cost: if it were cheaper, a thief would guess here instead.

    The password is brought to NFKC first, as the vault does, because keyboards write the same letters differently. A
    check takes as much memory as opening a key, so both wait for the same two turns.
    """

    time_cost, memory_cost = settings.BANYAN_PASSWORD_COST
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with TURNS:
            return str(super().encode(_spelled(password), salt))

    def verify(self, password: str, encoded: str) -> bool:
        with TURNS:
            return bool(super().verify(_spelled(password), encoded))


class DeskBackend(ModelBackend):
    """Checks few passwords at once; reads a member together with their organisation, which every desk page needs."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Member | None:
        """Whose password it is. Raises ValidationError, for the form to show, where too many are being checked."""
        if not _sign_ins.acquire(blocking=False):
            raise ValidationError(_(OTHERS_FIRST))
        try:
            found = super().authenticate(request, username=username, password=password, **kwargs)
        finally:
            _sign_ins.release()
        return found if isinstance(found, Member) else None

    def get_user(self, user_id: UUID | str) -> Member | None:
        member = Member.objects.select_related("organisation").filter(pk=user_id).first()
        return member if member is not None and self.user_can_authenticate(member) else None

    def get_user_permissions(self, *_args: Any, **_kwargs: Any) -> set[str]:
        """Django's own permissions aren't used; see banyan.people.rules.permissions."""
        return set()


def _spelled(password: str) -> str:
    """At most as much as the forms take: Django also hashes what nobody could have chosen, to take the same time."""
    return unicodedata.normalize("NFKC", password[:LONGEST])
