from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Campaigns"

    def ready(self) -> None:
        # Django registers system checks when the apps are ready; importing the module is the registration.
        from campaigns import checks  # noqa: F401
