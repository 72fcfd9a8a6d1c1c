from django.apps import AppConfig


class IdentificationConfig(AppConfig):
    name = "throughcare.identification"
    label = "identification"
    verbose_name = "Identification"
