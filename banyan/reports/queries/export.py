"""The coded list of reports as a table: codes in words, nothing that anybody wrote."""

from django.db.models import Count
from django.utils.translation import gettext as _

from banyan.people.queries.coalition import day_here
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_EXPORT
from banyan.reports.models import Coding, Report
from banyan.reports.queries.desk import Filters, filter_reports
from banyan.reports.queries.facts import CODED, coded_words
from banyan.reports.queries.words import word_of, word_of_code, words_of_codes
from banyan.reports.rules.spreadsheets import csv_line
from banyan.reports.rules.work import CLOSE_REASONS, STATES


def count_export(*, viewer: Viewer, filters: Filters) -> dict[str, int]:
    """How many reports an export would hold, for each audit chain that their organisation has."""
    viewer.must(REPORT_EXPORT)
    found = filter_reports(viewer=viewer, filters=filters).order_by().values_list("is_restricted").annotate(Count("pk"))
    own = viewer.member.organisation
    counts = {Report(organisation=own, is_restricted=restricted).chain: count for restricted, count in found}
    return {viewer.chain: 0} | counts


def get_export(*, viewer: Viewer, filters: Filters) -> str:
    """The CSV, its heading first. Opens with the mark that makes spreadsheets read it as UTF-8."""
    viewer.must(REPORT_EXPORT)
    heads = [_("Report"), _("State"), _("Received on"), _("By way of"), _("Wants"), _("Written in"), _("Speaks")]
    heads += [_("First try on"), _("Reached on"), _("Closed on"), _("Why closed")]
    heads += [label() for label, _vocabulary in CODED.values()]
    found = filter_reports(viewer=viewer, filters=filters).values("pk")
    codings = Coding.objects.filter(report__in=found, report__organisation=viewer.organisation_id, is_current=True)
    rows = codings.select_related("report").defer("report__content").order_by("report__received_at", "report_id")
    return "\ufeff" + csv_line(heads) + "".join(csv_line(_cells(coding)) for coding in rows)


def _cells(coding: Coding) -> list[object]:
    report = coding.report
    moments = (report.first_attempt_at, report.first_reached_at, report.closed_at)
    return [
        str(report),
        word_of(STATES, report.state),
        day_here(report.received_at).isoformat(),
        word_of_code("channels", report.channel),
        words_of_codes("needs", report.wants),
        report.written_in,
        "; ".join(report.speaks),
        *(day_here(moment).isoformat() if moment else "" for moment in moments),
        word_of(CLOSE_REASONS, report.closed_reason) if report.closed_reason else "",
        *(coded_words(name, getattr(coding, name)) for name in CODED),
    ]
