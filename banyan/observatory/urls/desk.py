from django.urls import path

from banyan.observatory.views import desk

app_name = "observatory"
urlpatterns = [
    path("picture/", desk.picture, name="picture"),
    path("picture/svg/<slug:figure>/", desk.file, {"kind": "svg"}, name="figure"),
    path("picture/<slug:kind>/", desk.file, name="file"),
]
