from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "throughcare.identity"
    label = "identity"
    verbose_name = "Identity"
