from django.urls import path

from banyan.observatory.views import desk, publications

app_name = "observatory"
urlpatterns = [
    path("publications/", publications.publications, name="publications"),
    path("publications/propose/", publications.propose, name="propose"),
    path("publications/<uuid:pk>/", publications.publication, name="publication"),
    path("picture/", desk.picture, name="picture"),
    path("picture/svg/<slug:figure>/", desk.file, {"kind": "svg"}, name="figure"),
    path("picture/<slug:kind>/", desk.file, name="file"),
]
