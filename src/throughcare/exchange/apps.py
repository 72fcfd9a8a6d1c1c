from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "throughcare.exchange"
    label = "exchange"
    verbose_name = "Exchange"
