"""Opening a language to the public."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.base.briefly import forget_on_commit
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import LANGUAGE_APPROVE
from banyan.site.models import LanguageApproval
from banyan.site.queries.languages import digest_of, is_drafted, is_open, list_sentences


class ChangedMeanwhile(Refused):
    says = _("These sentences changed while you were reading. Please read them again.")


class NotTranslated(Refused):
    says = _("Some of these sentences are not translated yet.")


@action("site.language.approve")
def approve_language(*, by: Viewer, language: str, digest: str, now: datetime) -> LanguageApproval:
    """Say that these very sentences were read and are right; the language opens."""
    by.must(LANGUAGE_APPROVE, subject=language)
    if digest != digest_of(language):
        raise ChangedMeanwhile
    sentences = list_sentences(language)
    if not sentences or not all(one.said for one in sentences):
        raise NotTranslated
    approval, _made = LanguageApproval.objects.get_or_create(
        language=language, digest=digest, defaults={"approved_by": by.member, "approved_at": now}
    )
    forget_on_commit(is_open, is_drafted)
    audit.record(by=by, action="site.language.approve", now=now, subject=language, details={"digest": digest})
    return approval


@action("site.language.close")
def close_language(*, by: Viewer, language: str, now: datetime) -> None:
    """Take a language's approval back: the door shows the interpreter's contact again."""
    by.must(LANGUAGE_APPROVE, subject=language)
    LanguageApproval.objects.filter(language=language).delete()
    forget_on_commit(is_open, is_drafted)
    audit.record(by=by, action="site.language.close", now=now, subject=language)
