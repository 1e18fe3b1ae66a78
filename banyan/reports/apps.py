from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "banyan.reports"
    label = "reports"
