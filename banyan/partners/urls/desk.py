from django.urls import path

from banyan.partners.views import desk

app_name = "partners"
urlpatterns = [
    path("help/", desk.listings, name="listings"),
    path("help/new/", desk.add, name="add_listing"),
    path("help/<uuid:listing_id>/", desk.edit, name="listing"),
    path("help/<uuid:listing_id>/checked/", desk.checked, name="checked"),
]
