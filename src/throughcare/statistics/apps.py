from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "throughcare.statistics"
    label = "statistics"
    verbose_name = "Statistics"
