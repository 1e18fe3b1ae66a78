"""The desk door: everything under /desk/, for staff who are signed in."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/", include("banyan.reports.urls.desk")),
    path("desk/", include("banyan.partners.urls.desk")),
    path("desk/", include("banyan.observatory.urls.desk")),
    path("desk/", include("banyan.site.urls.desk")),
    path("desk/", include("banyan.people.urls")),
]
