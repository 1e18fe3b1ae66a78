"""The picture on the desk, with every filter in the address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from banyan.base.clock import now
from banyan.harms.rules.neighbourhoods import get_place
from banyan.observatory.forms.questions import QuestionForm
from banyan.observatory.queries.asking import ask_picture
from banyan.observatory.rules.picture import Picture, QuestionRefused
from banyan.observatory.views.showing import give_file, lay_out
from banyan.people.queries.coalition import day_here, get_coalition
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import PICTURE_PROPOSE


def _form(request: DeskRequest) -> QuestionForm:
    known = get_place(get_coalition().place)
    place, today = (known.name if known else ""), day_here(now())
    if request.GET:
        return QuestionForm(request.GET, today=today, place=place)
    return QuestionForm.first(today=today, place=place)


def _ask(request: DeskRequest, form: QuestionForm) -> Picture | None:
    """The picture that answers the form; None, with the reason on the form, where there is none."""
    if not form.is_valid():
        return None
    try:
        return ask_picture(viewer=request.viewer, question=form.question(), today=day_here(now()))
    except QuestionRefused as refusal:
        form.add_error("place", str(refusal))
        return None


@require_safe
def picture(request: DeskRequest) -> HttpResponse:
    """What officials recorded, what people told partners, and what may be said of both."""
    form = _form(request)
    drawn = _ask(request, form)
    if drawn is None:
        return render(request, "observatory/desk/picture.html", {"form": form}, status=422)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    shown = lay_out(drawn, address=reverse("observatory:picture"), query=query)
    shown |= {"asked": form.cleaned_data.items(), "may_propose": request.viewer.may(PICTURE_PROPOSE)}
    return render(request, "observatory/desk/picture.html", {"form": form, **shown})


@require_safe
def file(request: DeskRequest, kind: str, figure: str = "") -> HttpResponse:
    """The same picture as a file."""
    form = _form(request)
    drawn = _ask(request, form)
    if drawn is None:
        return render(request, "observatory/desk/picture.html", {"form": form}, status=422)
    return give_file(drawn, kind, figure)
