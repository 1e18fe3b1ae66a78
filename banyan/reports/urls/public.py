from django.urls import path

from banyan.reports.views.public import sending, steps

app_name = "tell"
urlpatterns = [
    path("tell/check/", sending.check, name="check"),
    path("tell/kept/", sending.kept, name="kept"),
    path("tell/finish/", sending.finish, name="finish"),
    path("tell/<slug:code>/", steps.step, name="step"),
]
