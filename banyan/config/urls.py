"""Which doors this process serves. Each has its own map: urls_public and urls_desk."""

from django.conf import settings
from django.urls import URLPattern, URLResolver

from banyan.config import urls_desk, urls_public

urlpatterns: list[URLPattern | URLResolver] = []
if settings.BANYAN_DOOR in {"both", "desk"}:
    urlpatterns += urls_desk.urlpatterns
if settings.BANYAN_DOOR in {"both", "public"}:
    urlpatterns += urls_public.urlpatterns

handler400 = "banyan.site.views.errors.bad_request"
handler403 = "banyan.site.views.errors.forbidden"
handler404 = "banyan.site.views.errors.not_found"
handler500 = "banyan.site.views.errors.server_error"
