from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "throughcare.agencies"
    label = "agencies"
    verbose_name = "Agencies"
