from django.apps import AppConfig


class LinkingConfig(AppConfig):
    name = "throughcare.linking"
    label = "linking"
    verbose_name = "Linking"
