"""The desk's pages about reports."""

from django.urls import path

from banyan.reports.views.desk import clocks, day, duty, entry, exports, files, report, search, trail

app_name = "reports"
urlpatterns = [
    path("", day.my_day, name="my_day"),
    path("alive/", day.alive, name="alive"),
    path("reports/", day.reports, name="reports"),
    path("reports/new/", entry.enter, name="enter"),
    path("reports/export/", exports.export, name="export"),
    path("reports/search/", search.search, name="search"),
    path("reports/clocks/", clocks.clocks, name="clocks"),
    path("reports/duty/", duty.duty, name="duty"),
    path("reports/danger/", duty.protocol, name="protocol"),
    path("reports/<uuid:pk>/", report.report, name="report"),
    path("reports/<uuid:pk>/files/<uuid:file>/", files.cleaned, name="file"),
    path("reports/<uuid:pk>/files/<uuid:file>/original/", files.original, name="original"),
    path("reports/<uuid:pk>/trail/", trail.trail, name="trail"),
    path("reports/<uuid:pk>/claim/", report.claim, name="claim"),
    path("reports/<uuid:pk>/let-go/", report.give_back, name="let_go"),
    path("reports/<uuid:pk>/answer/", report.answer, name="answer"),
    path("reports/<uuid:pk>/contact/", report.contact, name="contact"),
    path("reports/<uuid:pk>/look/", report.first_look, name="first_look"),
    path("reports/<uuid:pk>/coding/", report.coding, name="coding"),
    path("reports/<uuid:pk>/hand/", report.hand, name="hand"),
    path("reports/<uuid:pk>/close/", report.close, name="close"),
    path("reports/<uuid:pk>/reopen/", report.reopen, name="reopen"),
]
