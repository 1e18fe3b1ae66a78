"""Files of a report: the copy for reading, and the original where the person wanted it kept as evidence."""

from uuid import UUID

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from banyan.base.cleaning import RESPONSE_HEADERS
from banyan.base.clock import now
from banyan.people.queries.viewers import DeskRequest
from banyan.reports.actions.openings import OpenFile, open_file
from banyan.reports.queries.keys import get_report


@require_GET
def cleaned(request: DeskRequest, pk: UUID, file: UUID) -> HttpResponseBase:
    """The copy for reading."""
    found = get_report(viewer=request.viewer, pk=pk)
    return _hand_out(open_file(by=request.viewer, report=found, file=file, which="cleaned", now=now()))


@require_GET
def original(request: DeskRequest, pk: UUID, file: UUID) -> HttpResponseBase:
    """The untouched original, never shown in the browser."""
    found = get_report(viewer=request.viewer, pk=pk)
    return _hand_out(open_file(by=request.viewer, report=found, file=file, which="original", now=now()))


def _hand_out(file: OpenFile) -> HttpResponseBase:
    response = StreamingHttpResponse(file.content, content_type=file.media_type)
    for name, value in RESPONSE_HEADERS:
        response[name] = value
    response["Content-Encoding"] = "identity"  # Pictures and sound don't shrink; and a cut is seen by its length.
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name)
    if file.size is not None:
        response["Content-Length"] = str(file.size)
    return response
