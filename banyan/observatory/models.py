from typing import ClassVar
from uuid import uuid4

from django.db import models

from banyan.base.privacy import INTERNAL, PERSONAL, PUBLIC, Label
from banyan.observatory.rules.notes import Kind
from banyan.observatory.rules.publications import DECIDED, UNDRAWN, State
from banyan.people.models import Member

_DECIDED = sorted(state.value for state in DECIDED)
_UNDRAWN = sorted(state.value for state in UNDRAWN)


class Publication(models.Model):
    """A picture that somebody proposed: while it is checked, as it passed disclosure control, and what was decided.

    `pictures` holds the picture in every language, as docs/picture-json.md describes; null until it passed. `table` is
    what readers know of partners' reports from it, for the audit of every later one; null where it shows none of them.
    `checked_beside` are the keys of the publications whose tables it was laid over in its check. `refusal` says in
    every language why it can't be published. Approved, it is the public's for good.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    question = models.JSONField()
    pictures = models.JSONField(null=True)
    table = models.JSONField(null=True)
    checked_beside = models.JSONField(default=list)
    refusal = models.JSONField(null=True)
    proposed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    Privacy: ClassVar[dict[str, Label]] = {
        "id": PUBLIC,
        "state": INTERNAL,
        "question": PUBLIC,
        "pictures": PUBLIC,
        "table": PUBLIC,
        "checked_beside": INTERNAL,
        "refusal": INTERNAL,
        "proposed_by": PERSONAL,
        "proposed_at": INTERNAL,
        "decided_by": PERSONAL,
        "decided_at": PUBLIC,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]), name="publication_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
                name="decided_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=_DECIDED, decided_by__isnull=False, decided_at__isnull=False)
                | (~models.Q(state__in=_DECIDED) & models.Q(decided_by__isnull=True, decided_at__isnull=True)),
                name="decision_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=_UNDRAWN, pictures__isnull=True, table__isnull=True)
                | (~models.Q(state__in=_UNDRAWN) & models.Q(pictures__isnull=False)),
                name="drawn_once_it_passed",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.REFUSED.value, refusal__isnull=False)
                | (~models.Q(state=State.REFUSED.value) & models.Q(refusal__isnull=True)),
                name="refusal_is_said",
            ),
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state=State.CHECKING.value), name="one_checked_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question['place']}, {self.question['since']}-{self.question['until']}, {self.state}"


class NoteVersion(models.Model):
    """A note on a stretch of a source's series, as somebody wrote it. Versions are added, never changed.

    The newest version of a `note` is the one that holds; the public reads it in every picture it touches. Empty
    `measure`, `community` or `place` means all of them, an empty `period_to` that it is still so.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    note = models.UUIDField(default=uuid4, editable=False)
    version = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=40)
    measure = models.CharField(max_length=60, blank=True)
    community = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=80, blank=True)
    period_from = models.CharField(max_length=7)
    period_to = models.CharField(max_length=7, blank=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    text = models.TextField()
    citation = models.CharField(max_length=300)
    cited_on = models.DateField()
    language = models.CharField(max_length=16)
    is_retired = models.BooleanField(default=False)
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    Privacy: ClassVar[dict[str, Label]] = {
        "id": INTERNAL,
        "note": INTERNAL,
        "version": INTERNAL,
        "source": PUBLIC,
        "measure": PUBLIC,
        "community": PUBLIC,
        "place": PUBLIC,
        "period_from": PUBLIC,
        "period_to": PUBLIC,
        "kind": PUBLIC,
        "text": PUBLIC,
        "citation": PUBLIC,
        "cited_on": PUBLIC,
        "language": PUBLIC,
        "is_retired": INTERNAL,
        "written_by": PERSONAL,
        "written_at": INTERNAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "version"], name="note_version_once"),
            models.CheckConstraint(condition=models.Q(kind__in=[kind.value for kind in Kind]), name="note_kind_known"),
            models.CheckConstraint(condition=~models.Q(text="") & ~models.Q(citation=""), name="note_says_and_cites"),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.period_from}, version {self.version}"
