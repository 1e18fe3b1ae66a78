"""How passwords are checked: as slowly as the vault opens a key, and never many at once."""

import threading
import unicodedata
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import Argon2PasswordHasher

from banyan.people.models import Member

# Each check takes its memory for as long as it runs; twenty sign-ins at once must not take 1.3 GB.
_AT_ONCE = threading.BoundedSemaphore(2)


class SteadyArgon2(Argon2PasswordHasher):
    """Django's Argon2id at the vault's own cost: if it were cheaper, a thief would guess here instead.

    The password is brought to NFKC first, as the vault does, because keyboards write the same letters differently.
    """

    time_cost, memory_cost = settings.BANYAN_PASSWORD_COST
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _AT_ONCE:
            return str(super().encode(_spelled(password), salt))

    def verify(self, password: str, encoded: str) -> bool:
        with _AT_ONCE:
            return bool(super().verify(_spelled(password), encoded))


class DeskBackend(ModelBackend):
    """Reads a member together with their organisation, which every page of the desk needs."""

    def get_user(self, user_id: UUID | str) -> Member | None:
        member = Member.objects.select_related("organisation").filter(pk=user_id).first()
        return member if member is not None and self.user_can_authenticate(member) else None

    def get_user_permissions(self, *_args: Any, **_kwargs: Any) -> set[str]:
        """Django's own permissions aren't used; see banyan.people.rules.permissions."""
        return set()


def _spelled(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
