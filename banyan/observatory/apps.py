from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    name = "banyan.observatory"
    label = "observatory"
