"""The report as a form to print, for those who would rather write by hand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.base.alike import render_alike
from banyan.base.clock import now
from banyan.base.languages import get_locale
from banyan.people.queries.coalition import day_here, get_coalition
from banyan.reports.forms.paper import list_parts
from banyan.reports.queries.intake import list_choices
from banyan.reports.queries.writing import way_back


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """Every question of the pages with boxes and lines, and where to hand it in. Nothing on it is anybody's own."""

    def blank() -> dict[str, Any]:
        today = day_here(now())
        spoken = get_locale(get_language() or "en").spoken
        parts = [
            {"code": part.code, "title": _(part.title), "questions": part.questions}
            for part in list_parts(place=get_coalition().place, today=today)
        ]
        return {"parts": parts, "partners": list_choices(on=today, languages=spoken, wants=())}

    return render_alike(
        request, "reports/public/paper.html", more=blank, way_back=way_back(cookies=request.COOKIES, now=now())
    )
