from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "throughcare.consent"
    label = "consent"
    verbose_name = "Consent"
