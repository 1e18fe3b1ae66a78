from django.urls import path

from banyan.observatory.views import desk, desk_notes, publications

app_name = "observatory"
urlpatterns = [
    path("publications/", publications.publications, name="publications"),
    path("publications/propose/", publications.propose, name="propose"),
    path("publications/<uuid:pk>/", publications.publication, name="publication"),
    path("picture/notes/", desk_notes.notes, name="notes"),
    path("picture/notes/new/", desk_notes.add, name="add_note"),
    path("picture/notes/<uuid:note_id>/", desk_notes.note, name="note"),
    path("picture/", desk.picture, name="picture"),
    path("picture/svg/<slug:figure>/", desk.file, {"kind": "svg"}, name="figure"),
    path("picture/<slug:kind>/", desk.file, name="file"),
]
