from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "dripr.accounts"
    verbose_name = "Accounts"
