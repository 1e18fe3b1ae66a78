from typing import ClassVar

from django.db import models

from banyan.base.privacy import INTERNAL, SEALED, Label


class Draft(models.Model):
    """A short-lived sealed row whose key is only in a cookie: an unsent report, or somebody's visit with a receipt.

    Lives in the store of its own, unaudited and in no backup. `name` is derived from the cookie's key and leads
    back to nothing.
    """

    name = models.CharField(max_length=64, primary_key=True)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField()

    Privacy: ClassVar[dict[str, Label]] = {"name": INTERNAL, "sealed": SEALED, "expires_at": INTERNAL}

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="draft_expiry")]

    def __str__(self) -> str:
        return "draft"
