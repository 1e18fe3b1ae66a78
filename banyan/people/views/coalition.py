"""The coalition's own facts and its interpreters, for the steward."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.base.clock import now
from banyan.base.statuses import status_of
from banyan.people.actions.coalition import CannotLeaveThere, NoSuchZone, edit_coalition
from banyan.people.actions.interpreters import NoNumber, remove_interpreter, set_interpreter
from banyan.people.forms.coalition import CoalitionForm, InterpreterForm
from banyan.people.queries.coalition import get_coalition
from banyan.people.queries.interpreters import get_interpreter, list_interpreters
from banyan.people.queries.viewers import DeskRequest


@require_http_methods(["GET", "POST"])
def coalition(request: DeskRequest) -> HttpResponse:
    """Name, place, time zone, way out; and who interprets which language."""
    interpreters = list_interpreters(viewer=request.viewer)
    form = CoalitionForm(request.POST or None, coalition=get_coalition())
    if request.method == "POST" and form.is_valid():
        try:
            edit_coalition(by=request.viewer, facts=form.facts(), now=now())
        except CannotLeaveThere as refused:
            form.add_error("leave_to", str(refused))
        except NoSuchZone as refused:
            form.add_error("timezone", str(refused))
        else:
            messages.success(request, _("Saved. It holds from now on."))
            return redirect("people:coalition")
    context = {"form": form, "interpreters": interpreters, "clock": timezone.localtime(now())}
    return render(request, "people/coalition.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def interpreter(request: DeskRequest, code: str) -> HttpResponse:
    """How somebody reaches an interpreter of one language; or that nobody interprets it any more."""
    slot = get_interpreter(viewer=request.viewer, language=code)
    if request.method == "POST" and request.POST.get("go") == "remove":
        remove_interpreter(by=request.viewer, language=code, now=now())
        messages.success(request, _("Taken away. The language's page says that there is none."))
        return redirect("people:coalition")
    form = InterpreterForm(request.POST or None, contact=slot.contact)
    if request.method == "POST" and form.is_valid():
        try:
            set_interpreter(by=request.viewer, language=code, contact=form.contact(), now=now())
        except NoNumber as refused:
            form.add_error("phone", str(refused))
        else:
            messages.success(request, _("Saved. People read it from now on. Call it once to be sure."))
            return redirect("people:coalition")
    return render(request, "people/interpreter.html", {"form": form, "slot": slot}, status=status_of(form))
