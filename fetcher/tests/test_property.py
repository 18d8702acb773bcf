"""The home's valuation: paid for once, of the home that the campaign has; and addresses that nobody knows."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from campaigns import facts
from campaigns.events import StatusChangeEvent
from campaigns.models import Campaign, CampaignNotice, CampaignStatus, HomeLookup, PropertyData, SubStatus
from campaigns.states import DATA_SUB_STATUSES
from campaigns.tests.factories import NOW, make_campaign
from fetcher import providers
from fetcher.faults import PassingFault
from fetcher.handlers import property as property_handler
from fetcher.providers.base import PermanentFault, PropertyLookup
from fetcher.retry import NotReadyYet

pytestmark = pytest.mark.django_db
TYPED, CANONICAL = "418 larkspur lane, Boise, ID 83702", "418 Larkspur Ln, Boise, ID 83702"
UNKNOWN = PropertyLookup(facts.PropertyData(TYPED), note="RentCast does not know this address", is_known=False)
WAITING: dict[str, Any] = {
    "campaign_status": CampaignStatus.WAITING_FOR_DATA,
    **dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA),
}
A_DAY = timedelta(days=1)


class Counting:
    """A source that is paid by the call."""

    def __init__(self) -> None:
        self.calls = 0
        self.fault: Exception | None = None
        self.answer = PropertyLookup(
            facts.PropertyData(CANONICAL, 1_104_000, 981_000, 1_227_000, date(2026, 11, 24), "an estimate"),
            facts.Coordinates(43.6, -116.2),
            canonical_address=CANONICAL,
        )
        self.meanwhile: Callable[[], object] = lambda: None

    def property_data(self, address: str, zip_code: str) -> PropertyLookup:  # noqa: ARG002
        self.calls += 1
        self.meanwhile()
        if self.fault:
            raise self.fault
        return self.answer


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Counting:
    counting = Counting()
    monkeypatch.setitem(providers.PROPERTY_PROVIDERS, "counting", counting)
    settings.PROPERTY_PROVIDER = "counting"
    return counting


def make_waiting(**overrides: Any) -> Campaign:
    return make_campaign(**WAITING | {"formatted_address": TYPED, "zip_code": "83702"} | overrides)


def handle(campaign: Campaign, now: datetime = NOW) -> str:
    done = property_handler.handle(StatusChangeEvent(campaign.pk, campaign.cycle, campaign.campaign_status), now)
    campaign.refresh_from_db()
    return done


def start_cycle(campaign: Campaign) -> None:
    """As the poller does it, as far as this step can tell."""
    Campaign.objects.filter(pk=campaign.pk).update(cycle=campaign.cycle + 1, property_data=None, **WAITING)
    campaign.refresh_from_db()


def test_value_is_stored_with_its_range_and_its_own_date() -> None:
    campaign = make_campaign(**WAITING)
    assert handle(campaign) == "done"
    found = campaign.property_data
    assert found is not None
    assert found.value_low < found.current_value < found.value_high  # type: ignore[operator]
    assert (str(found.as_of), campaign.property_status) == ("2026-02-03", "READY")


def test_canonical_address_is_kept_beside_the_typed_one(source: Counting) -> None:
    campaign = make_waiting()
    handle(campaign)
    assert campaign.property_data is not None
    assert (campaign.formatted_address, campaign.property_data.formatted_address) == (TYPED, CANONICAL)
    assert HomeLookup.objects.get().canonical_address == CANONICAL


# --- Paid for once ----------


def test_home_is_paid_for_once_for_all_its_campaigns_however_they_spell_it(source: Counting) -> None:
    for address in (TYPED, "418 Larkspur Ln, Boise, ID, 83702", "418 LARKSPUR LANE, BOISE, ID 83702"):
        campaign = make_waiting(formatted_address=address)
        handle(campaign)
        found = campaign.property_data
        assert found is not None
        assert (found.current_value, found.as_of, found.latitude) == (1_104_000, date(2026, 11, 24), 43.6)
    assert source.calls == 1


def test_another_unit_of_the_house_is_another_home(source: Counting) -> None:
    for address in (TYPED, "418 Larkspur Ln, Unit 2, Boise, ID 83702"):
        handle(make_waiting(formatted_address=address))
    assert source.calls == 2


def test_same_street_in_another_city_of_the_zip_code_is_another_home(source: Counting) -> None:
    for address in (TYPED, "418 Larkspur Ln, Garden City, ID 83702"):
        handle(make_waiting(formatted_address=address))
    assert source.calls == 2


def test_same_street_in_another_zip_code_is_another_home(source: Counting) -> None:
    for zip_code in ("83702", "83703"):
        handle(make_waiting(zip_code=zip_code))
    assert source.calls == 2


def test_value_is_paid_for_again_after_the_freshness_period_only(source: Counting, settings: LazySettings) -> None:
    settings.PROPERTY_FRESH_FOR = 25 * A_DAY
    campaign = make_waiting()
    calls = []
    for days in (0, 24, 26, 49, 52):
        handle(campaign, NOW + days * A_DAY)
        calls.append(source.calls)
        start_cycle(campaign)
    assert calls == [1, 1, 2, 2, 3]
    assert PropertyData.objects.count() == 5


def test_restart_after_a_crash_before_the_result_was_written_is_not_paid_for_again(source: Counting) -> None:
    campaign = make_waiting()
    handle(campaign)
    PropertyData.objects.all().delete()
    Campaign.objects.update(**WAITING)
    campaign.refresh_from_db()
    handle(campaign)
    assert (source.calls, PropertyData.objects.count()) == (1, 1)


def test_unknown_address_is_paid_for_once_too(source: Counting) -> None:
    source.answer = UNKNOWN
    for _ in range(2):
        handle(make_waiting())
    assert source.calls == 1


def test_source_that_is_down_is_stood_in_for_by_the_last_value_with_its_own_date(
    source: Counting, settings: LazySettings
) -> None:
    settings.PROPERTY_OLDEST, settings.SOURCE_DOWN_AFTER = 60 * A_DAY, timedelta(minutes=10)
    campaign = make_waiting()
    handle(campaign)
    start_cycle(campaign)
    source.fault = PassingFault("HTTP 503")
    with pytest.raises(PassingFault):
        handle(campaign, NOW + 30 * A_DAY)
    assert handle(campaign, NOW + 30 * A_DAY + timedelta(minutes=10)) == "done"
    assert campaign.property_data is not None
    assert campaign.property_data.as_of == date(2026, 11, 24)


def test_value_that_is_too_old_stands_in_for_nothing(source: Counting, settings: LazySettings) -> None:
    settings.PROPERTY_OLDEST = 60 * A_DAY
    handle(make_waiting())
    source.fault = PassingFault("HTTP 503")
    for minutes in (0, 10, 20):
        with pytest.raises(PassingFault):
            handle(make_waiting(), NOW + 60 * A_DAY + timedelta(minutes=minutes))


@pytest.mark.django_db(transaction=True)
def test_many_campaigns_of_one_home_at_once_cost_one_call(source: Counting) -> None:
    campaigns, begun = [make_waiting() for _ in range(6)], threading.Barrier(6)
    outcomes = []

    def run(campaign: Campaign) -> None:
        begun.wait()
        try:
            outcomes.append(handle(campaign))
        except NotReadyYet:
            outcomes.append("not ready yet")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(campaign,)) for campaign in campaigns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (source.calls, len(outcomes), set(outcomes) <= {"done", "not ready yet"}) == (1, 6, True)


# --- The value before ----------


def test_value_of_the_last_cycle_is_known() -> None:
    campaign = make_campaign(**WAITING)
    earlier = date(2025, 12, 31)
    PropertyData.objects.create(campaign=campaign, cycle=2, current_value=1_000_000, as_of=earlier)
    handle(campaign)
    found = PropertyData.objects.get(cycle=3)
    assert (found.previous_value, found.previous_as_of) == (1_000_000, earlier)


@pytest.mark.parametrize(
    "row",
    [{"as_of": date(2026, 2, 3)}, {"as_of": date(2025, 12, 31), "formatted_address": "12 Main St, Seattle, WA 98107"}],
    ids=["same date", "another home"],
)
def test_value_of_the_same_date_or_of_another_home_is_no_previous_one(row: dict[str, Any]) -> None:
    campaign = make_campaign(**WAITING)
    PropertyData.objects.create(campaign=campaign, cycle=2, current_value=1_000_000, **row)
    handle(campaign)
    assert PropertyData.objects.get(cycle=3).previous_value is None


# --- Addresses that lead to no value ----------


def test_no_address_newsletter_has_no_property_data_and_is_ready_at_once(source: Counting) -> None:
    campaign = make_waiting(no_address_newsletter=True, formatted_address="")
    handle(campaign)
    assert (campaign.property_status, campaign.property_data, source.calls) == ("READY", None, 0)


def test_unknown_address_makes_a_no_address_newsletter_and_tells_staff(
    source: Counting, caplog: pytest.LogCaptureFixture
) -> None:
    source.answer = UNKNOWN
    campaign = make_waiting()
    assert handle(campaign) == "done"
    assert (campaign.no_address_newsletter, campaign.property_status, campaign.property_data) == (True, "READY", None)
    assert (campaign.campaign_status, campaign.formatted_address) == ("WAITING_FOR_DATA", TYPED)
    notice = CampaignNotice.objects.get()
    assert (notice.campaign_id, notice.cycle, notice.kind, notice.seen_at) == (campaign.pk, 3, "ADDRESS_UNKNOWN", None)
    assert notice.words.startswith("RentCast does not know this address. No home value is sent")
    assert ("unknown address" in caplog.text, "larkspur" in caplog.text.lower()) == (True, False)


def test_offline_data_without_the_home_makes_a_no_address_newsletter_too(caplog: pytest.LogCaptureFixture) -> None:
    campaign = make_campaign(**WAITING, formatted_address="1 Nowhere Rd, Seattle, WA 98107")
    handle(campaign)
    assert (campaign.no_address_newsletter, campaign.property_status) == (True, "READY")
    assert CampaignNotice.objects.get().words.startswith("the shipped data does not hold this address")
    assert "Nowhere" not in caplog.text


def test_known_home_without_a_value_stays_a_campaign_with_an_address(source: Counting) -> None:
    home = replace(source.answer.facts, current_value=None, value_low=None, value_high=None)
    source.answer = replace(source.answer, facts=home, note="too few comparable homes")
    campaign = make_waiting()
    handle(campaign)
    assert (campaign.no_address_newsletter, CampaignNotice.objects.count()) == (False, 0)
    assert (campaign.property_data and campaign.property_data.note) == "too few comparable homes"


@pytest.mark.parametrize("address", ["Larkspur Lane, Boise, ID 83702", "PO Box 12, Boise, ID 83702", "unknown"])
def test_address_that_names_no_house_stops_with_words_and_is_not_paid_for(source: Counting, address: str) -> None:
    campaign = make_waiting(formatted_address=address)
    with pytest.raises(PermanentFault, match="names no house"):
        handle(campaign)
    assert (source.calls, campaign.no_address_newsletter) == (0, False)


def test_address_that_was_edited_meanwhile_is_looked_up_again(source: Counting) -> None:
    source.answer = UNKNOWN
    campaign = make_waiting()
    source.meanwhile = lambda: Campaign.objects.update(formatted_address="420 Larkspur Ln, Boise, ID 83702")
    with pytest.raises(NotReadyYet):
        handle(campaign)
    campaign.refresh_from_db()
    assert (campaign.no_address_newsletter, CampaignNotice.objects.count()) == (False, 0)
    handle(campaign)
    assert (source.calls, campaign.no_address_newsletter) == (2, True)
