from django.apps import AppConfig


class FetcherConfig(AppConfig):
    name = "fetcher"
    verbose_name = "Fetcher"
