"""The public door: no login, no script needed, nothing from anybody else."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("banyan.site.urls.plain")),
    *i18n_patterns(
        path("", include("banyan.site.urls.public")),
        path("", include("banyan.reports.urls.public")),
        path("", include("banyan.partners.urls.public")),
        path("", include("banyan.observatory.urls.public")),
    ),
]
