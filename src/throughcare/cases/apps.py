from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "throughcare.cases"
    label = "cases"
    verbose_name = "Cases"
