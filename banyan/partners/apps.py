from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "banyan.partners"
    label = "partners"
