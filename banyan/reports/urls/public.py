from django.urls import path

from banyan.reports.views.public import paper, recordings, sending, steps, visits

app_name = "tell"
urlpatterns = [
    path("tell/check/", sending.check, name="check"),
    path("tell/kept/", sending.kept, name="kept"),
    path("tell/late/", sending.late, name="late"),
    path("tell/finish/", sending.finish, name="finish"),
    path("tell/<slug:code>/", steps.step, name="step"),
    path("tell/<slug:code>/recording/", recordings.recording, name="recording"),
    path("tell/<slug:code>/languages/", steps.languages, name="languages"),
    path("paper/", paper.paper, name="paper"),
    path("back/", visits.back, name="back"),
    path("back/all/", visits.reports, name="reports"),
    path("back/read/", visits.read, name="read"),
    path("back/aside/", visits.aside, name="aside"),
    path("back/languages/", visits.languages, name="visit_languages"),
    path("back/end/", visits.end, name="end"),
    path("back/<uuid:pk>/write/", visits.write, name="write"),
    path("back/<uuid:pk>/file/", visits.add_file, name="add_file"),
    path("back/<uuid:pk>/take-back/", visits.withdraw, name="withdraw"),
]
