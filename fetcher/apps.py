from django.apps import AppConfig


class FetcherConfig(AppConfig):
    name = "fetcher"
    verbose_name = "Fetcher"

    def ready(self) -> None:
        # Django registers system checks when the apps are ready; importing the module is the registration.
        from fetcher import checks, writer_checks  # noqa: F401
