"""The organisations that make up the coalition."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404

from banyan.base.briefly import briefly
from banyan.people.models import Organisation, OrganisationKey, OrganisationLanguage, PartnerMembership
from banyan.people.queries.coalition import belonging
from banyan.people.queries.proofs import is_name_proven, is_organisation_key_proven
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import PARTNER_ADMIT


def _with_profile(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    return organisations.prefetch_related("languages", "offers", "open_hours", "closed_days")


def list_organisations_for_reports(*, on: date) -> list[Organisation]:
    """Partners of that day that take reports and have a key to seal them to, with languages, offers and hours.

    Public: whoever reports chooses among them, by name. An organisation isn't listed whose newest key, or whose name,
    isn't what this server stored.
    """
    found = _with_profile(Organisation.objects.filter(takes_reports=True)).filter(
        Exists(belonging(on=on).filter(organisation=OuterRef("pk")))
    )
    keys = Prefetch("keys", OrganisationKey.objects.select_related("organisation").order_by("-version"))
    listed = found.prefetch_related(keys).order_by("name", "pk")
    named = [one for one in listed if is_name_proven(one)]
    return [one for one in named if (versions := list(one.keys.all())) and is_organisation_key_proven(versions[0])]


@briefly
def list_partners_speaking(*, tags: tuple[str, ...], on: date) -> tuple[Organisation, ...]:
    """Partners of that day that can serve somebody in one of these languages, whether they take reports or not.

    Public: their names, telephones and languages stand on the page of a language that isn't open.
    """
    current = belonging(on=on)
    speak = OrganisationLanguage.objects.filter(organisation=OuterRef("pk"), tag__in=tags)
    found = Organisation.objects.filter(Exists(current.filter(organisation=OuterRef("pk"))), Exists(speak))
    return tuple(one for one in found.prefetch_related("languages").order_by("name", "pk") if is_name_proven(one))


def get_own_organisation(*, viewer: Viewer) -> Organisation:
    """The viewer's organisation with its profile; the coalition's own staff have none."""
    if viewer.organisation_id is None:
        raise Http404
    return _with_profile(Organisation.objects.filter(pk=viewer.organisation_id)).get()


def list_own_languages(*, viewer: Viewer) -> list[str]:
    """The tags of the languages that the viewer's organisation serves people in."""
    return [row.tag for row in get_own_organisation(viewer=viewer).languages.all()]


def list_partners(*, viewer: Viewer) -> list[Organisation]:
    """Every organisation there ever was, with its memberships, for whoever admits them."""
    viewer.must(PARTNER_ADMIT)
    dated = Prefetch("memberships", PartnerMembership.objects.order_by("-joined_on"))
    return list(Organisation.objects.prefetch_related(dated).order_by("name", "pk"))


def get_partner(*, viewer: Viewer, organisation_id: UUID) -> Organisation:
    """One organisation, for whoever admits them."""
    viewer.must(PARTNER_ADMIT, subject=organisation_id)
    found = Organisation.objects.filter(pk=organisation_id).first()
    if found is None:
        raise Http404
    return found
