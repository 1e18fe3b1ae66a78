"""Who interprets for people whose language isn't open yet, or whom nobody here understands."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from banyan.base.privacy import INTERNAL, PUBLIC, Label
from banyan.people.rules.numbers import dialled

ANY = "any"


class InterpreterContact(models.Model):
    """How to reach an interpreter of one language of the public door, or (`any`) of every other one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    language = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    text_to = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=80, blank=True)

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "language": PUBLIC,
        "name": PUBLIC,
        "phone": PUBLIC,
        "text_to": PUBLIC,
        "hours": PUBLIC,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(phone="", text_to=""), name="interpreter_can_be_reached")
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.name}"

    @property
    def phone_address(self) -> str:
        """The number as a phone dials it."""
        return dialled(self.phone)

    @property
    def text_address(self) -> str:
        """The number as a phone writes to it."""
        return dialled(self.text_to)
