from django.urls import path

from banyan.observatory.views import public

app_name = "picture"
urlpatterns = [
    path("picture/", public.pictures, name="list"),
    path("picture/<uuid:pk>/", public.picture, name="one"),
    path("picture/<uuid:pk>/svg/<slug:figure>/", public.file, {"kind": "svg"}, name="figure"),
    path("picture/<uuid:pk>/<slug:kind>/", public.file, name="file"),
]
