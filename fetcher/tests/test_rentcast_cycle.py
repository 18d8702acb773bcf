"""A whole cycle on RentCast and FRED: what the reader is told, and what is never kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db import connection

from campaigns.events import StatusChangeEvent
from campaigns.models import (
    ActiveListings,
    Campaign,
    CampaignStatus,
    Email,
    LocalMarketData,
    PropertyData,
    RecentSales,
    SubStatus,
)
from campaigns.poller import poll_once
from campaigns.states import DATA_SUB_STATUSES
from campaigns.tests.factories import NOW, make_campaign
from fetcher import providers
from fetcher.providers.rentcast import RentCastProvider
from fetcher.queues import QUEUES
from fetcher.tests.http_server import Answer, ScriptedServer
from fetcher.tests.rentcast_payloads import payload

pytestmark = pytest.mark.django_db

PERSONAL = ("Examplowski", "Odette", "Bartholomew", "Secret Harbor", "Buyerman", "Thaddeus", "Testerby", "Wilhelmina")
WEEKS = {"2025-11-20": "6.30", "2026-08-20": "6.70", "2026-10-22": ".", "2026-10-29": "7.10", "2026-11-19": "7.02"}


@pytest.fixture
def email(http_server: ScriptedServer, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Email:
    """The e-mail of a campaign, after every handler has done its step with the composed answers."""
    _use_real_sources(settings, monkeypatch, http_server)
    waiting: dict[str, Any] = dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA)
    status = CampaignStatus.WAITING_FOR_DATA
    campaign = make_campaign(formatted_address="418 larkspur lane", campaign_status=status, **waiting)
    for steps in (("property", "sales", "listings", "local_market", "intro"), ("home_report",), ("email_creation",)):
        for step in steps:
            campaign.refresh_from_db()
            event = StatusChangeEvent(campaign.pk, 3, CampaignStatus(campaign.campaign_status))
            assert QUEUES[step].work(event, NOW) in {"done", "created"}, step
        poll_once(NOW, 100, lambda _step: False)
    return Email.objects.get()


def _use_real_sources(settings: LazySettings, monkeypatch: pytest.MonkeyPatch, server: ScriptedServer) -> None:
    rentcast = RentCastProvider(clock=lambda: NOW)
    for name in ("PROPERTY", "LISTINGS", "SALES", "MARKET"):
        setattr(settings, f"{name}_PROVIDER", "rentcast")
        monkeypatch.setitem(getattr(providers, f"{name}_PROVIDERS"), "rentcast", rentcast)
    settings.MORTGAGE_RATE_PROVIDER = "fred"
    settings.RENTCAST_API_KEY = settings.FRED_API_KEY = "the-key"
    settings.RENTCAST_BASE_URL, settings.FRED_BASE_URL = f"{server.url}/v1", f"{server.url}/fred"
    server.answer("/v1/properties", Answer.json(payload("record")), Answer.json(payload("sales")))
    for path, name in (("avm/value", "value"), ("listings/sale", "listings"), ("markets", "market")):
        server.answer(f"/v1/{path}", Answer.json(payload(name)))
    weeks = [{"date": day, "value": value} for day, value in WEEKS.items()]
    server.answer("/fred/series/observations", Answer.json({"observations": weeks}))


def everything_stored() -> str:
    """Every row of every table of ours."""
    rows = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("campaigns").get_models():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
            rows += cursor.fetchall()
    return repr(rows)


def test_owners_and_agents_are_nowhere_in_the_database(email: Email) -> None:
    stored = everything_stored()
    assert ("418 Larkspur Ln" in stored, email.subject in stored) == (True, True)
    assert [name for name in PERSONAL if name.lower() in stored.lower()] == []
    assert [name for name in PERSONAL if name in str([payload("record"), payload("sales"), payload("listings")])]


ASKING: dict[str, Callable[[Email], str]] = {
    "value": lambda _email: PropertyData.objects.get().source,
    "listings": lambda _email: ActiveListings.objects.get().source,
    "market": lambda _email: LocalMarketData.objects.get().source,
    "introduction": lambda email: email.campaign.intro,
    "market section": lambda email: section(email, "THE MARKET IN 98107"),
    "listings section": lambda email: section(email, "FOR SALE NEAR YOU"),
    "value section": lambda email: section(email, "ESTIMATED VALUE"),
}


def section(email: Email, heading: str) -> str:
    """The heading's part of the plain text, up to the next blank line but one."""
    return email.text_body.partition(heading)[2].split("\n\n\n")[0][:600]


@pytest.mark.parametrize("what", ASKING)
def test_asking_prices_are_called_so(email: Email, what: str) -> None:
    assert "asking" in ASKING[what](email).lower()


def test_recorded_sales_are_not_called_asking_prices(email: Email) -> None:
    assert "asking" not in RecentSales.objects.get().source
    assert "9 Foxglove Way: $1,190,000 sale price" in email.text_body


def test_email_tells_the_rate_with_its_week_and_changes_by_date(email: Email) -> None:
    mortgage = section(email, "MORTGAGE RATES")
    assert "week of November 19, 2026" in mortgage
    assert ("7.02%" in mortgage, "Up 0.32 in three months" in mortgage, "Up 0.72 in one year" in mortgage) == (
        True,
    ) * 3
    assert "in four weeks" in mortgage


def test_own_home_is_not_among_the_homes_nearby(email: Email) -> None:
    assert "418 Larkspur Ln:" not in email.text_body
    assert Campaign.objects.get().formatted_address == "418 larkspur lane"
