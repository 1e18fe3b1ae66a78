"""What every test of the public door starts from."""

import pytest

from banyan.people.models import Member
from banyan.site.models import LanguageApproval
from banyan.site.queries.languages import digest_of
from tests.factories import NOW, Personas, make_personas


@pytest.fixture
def people(db: None) -> Personas:
    """Two organisations whose staff may be named, everybody admitted but Rosa, and languages that somebody has read."""
    made = make_personas()
    for member in (made.mei, made.dana, made.tomas):
        Member.objects.filter(pk=member.pk).update(public_name=f"{member.name} (fictional)")
    LanguageApproval.objects.bulk_create(
        LanguageApproval(language=code, digest=digest_of(code), approved_by=made.dana, approved_at=NOW)
        for code in ("zh-hant", "es", "vi", "ar")
    )
    return made
