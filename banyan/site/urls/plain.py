from django.urls import path

from banyan.site.views import leaving, pages

urlpatterns = [
    path("", pages.root, name="root"),
    path("leave/", leaving.leave, name="leave"),
]
