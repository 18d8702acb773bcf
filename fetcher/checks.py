"""What must be right about the sources of data before the first call to one."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from fetcher import providers


@register
def check_providers(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:  # noqa: ARG001
    """Each provider is one that exists, and has its key."""
    chosen = {setting: str(getattr(settings, setting)) for setting in providers.PROVIDERS}
    return [
        *(_unknown(setting, name) for setting, name in chosen.items() if name not in providers.PROVIDERS[setting]),
        *(
            _without_key(key, [setting for setting, other in chosen.items() if other == name])
            for name, key in providers.API_KEYS.items()
            if name in chosen.values() and not getattr(settings, key)
        ),
    ]


def _unknown(setting: str, name: str) -> Error:
    known = ", ".join(sorted(providers.PROVIDERS[setting]))
    return Error(
        f"{setting} is {name!r}, and there is no such provider.", f"Set it to one of: {known}.", id="fetcher.E001"
    )


def _without_key(key: str, used_by: list[str]) -> Error:
    name = str(getattr(settings, used_by[0]))
    return Error(
        f"{', '.join(used_by)}: {name} needs a key, and {key} is empty.",
        f"Set {key} in the environment, or choose another provider.",
        id="fetcher.E002",
    )
