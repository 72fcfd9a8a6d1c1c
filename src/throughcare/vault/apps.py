from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "throughcare.vault"
    label = "vault"
    verbose_name = "Vault"
