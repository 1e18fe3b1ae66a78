from django.urls import path

from banyan.site.views import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("safety/", pages.safety, name="safety"),
    path("protection/", pages.protection, name="protection"),
]
