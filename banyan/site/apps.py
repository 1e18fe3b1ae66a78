from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "banyan.site"
    label = "site"
