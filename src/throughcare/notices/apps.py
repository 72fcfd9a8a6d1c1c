from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "throughcare.notices"
    label = "notices"
    verbose_name = "Notices"
