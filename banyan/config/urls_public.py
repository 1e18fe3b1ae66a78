"""The public door: no login, no script needed, nothing from anybody else."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("banyan.site.urls")),
]
