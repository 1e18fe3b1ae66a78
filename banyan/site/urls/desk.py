from django.urls import path

from banyan.site.views import languages

app_name = "site"
urlpatterns = [
    path("languages/", languages.languages, name="languages"),
    path("languages/<slug:code>/", languages.language, name="language"),
]
