"""The public door: no login, no script needed, nothing from anybody else."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(  # The pages of a report first: each map is looked through before the next one.
        path("", include("banyan.reports.urls.public")),
        path("", include("banyan.site.urls.public")),
        path("", include("banyan.partners.urls.public")),
        path("", include("banyan.observatory.urls.public")),
    ),
    path("", include("banyan.site.urls.plain")),
]
