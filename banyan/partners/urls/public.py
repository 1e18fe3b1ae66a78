from django.urls import path

from banyan.partners.views import public

app_name = "help"
urlpatterns = [path("help/", public.listings, name="list")]
