import pytest
from django.conf import LazySettings
from django.core.checks import Error, run_checks

from fetcher.checks import check_providers

KEYS = ("RENTCAST_API_KEY", "FRED_API_KEY")


@pytest.fixture(autouse=True)
def no_keys(settings: LazySettings) -> None:
    for key in KEYS:
        setattr(settings, key, "")


def test_offline_providers_need_no_key() -> None:
    assert check_providers(None) == []


def test_missing_key_is_named_before_the_first_call(settings: LazySettings) -> None:
    settings.MORTGAGE_RATE_PROVIDER = "fred"
    assert run_checks() == [
        Error(
            "MORTGAGE_RATE_PROVIDER: fred needs a key, and FRED_API_KEY is empty.",
            "Set FRED_API_KEY in the environment, or choose another provider.",
            id="fetcher.E002",
        )
    ]


def test_key_that_several_providers_need_is_named_once(settings: LazySettings) -> None:
    settings.SALES_PROVIDER = settings.MARKET_PROVIDER = "rentcast"
    named = [found.msg for found in check_providers(None) if found.id == "fetcher.E002"]
    assert named == ["SALES_PROVIDER, MARKET_PROVIDER: rentcast needs a key, and RENTCAST_API_KEY is empty."]


def test_provider_with_its_key_is_fine(settings: LazySettings) -> None:
    settings.MORTGAGE_RATE_PROVIDER, settings.FRED_API_KEY = "fred", "a-key"
    assert check_providers(None) == []


def test_unknown_provider_is_an_error_that_names_the_others(settings: LazySettings) -> None:
    settings.MORTGAGE_RATE_PROVIDER = "fed"
    assert check_providers(None) == [
        Error(
            "MORTGAGE_RATE_PROVIDER is 'fed', and there is no such provider.",
            "Set it to one of: fred, offline.",
            id="fetcher.E001",
        )
    ]
