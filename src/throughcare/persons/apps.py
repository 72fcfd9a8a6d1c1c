from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "throughcare.persons"
    label = "persons"
    verbose_name = "Persons"
