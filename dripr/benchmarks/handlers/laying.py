"""The campaigns that the handlers work on: with homes whose values are paid for, and agents who send at any hour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from campaigns import facts
from campaigns.models import Campaign, CampaignStatus, HomeLookup, PropertyData, payloads
from campaigns.states import SUB_STATUSES
from dripr.benchmarks.databases import run, settle
from dripr.benchmarks.handlers.trial import CYCLE, assignments
from dripr.benchmarks.sqs import event_body
from fetcher.homes import home_key

ZIP_CODES = ("98103", "98107", "98115", "98117", "98118", "98125", "98133", "98144")
"""Of Seattle, whose data ships with dripr."""
VALUES = (1_180_000, 1_204_000, 1_236_000)
"""Of the cycles up to this one."""
HOME = facts.PropertyData(
    formatted_address="",
    current_value=VALUES[-1],
    value_low=1_098_000,
    value_high=1_374_000,
    as_of=date(2026, 2, 3),
    source="Estimate of the benchmark",
    bedrooms=3,
    square_feet=1_850,
    year_built=1926,
)
PLACE = facts.Coordinates(47.6712, -122.3801)


def lay_out_homes() -> None:
    """A lookup that is paid for, and the values of the cycles before, for every campaign; agents that never close."""
    run("UPDATE campaigns_agent SET sending_weekdays = '1234567', window_start = '0:00', window_end = '0:00'")
    run("UPDATE campaigns_agent SET observes_holidays = 0")
    campaigns = list(Campaign.objects.order_by("pk"))
    for number, campaign in enumerate(campaigns):
        zip_code = ZIP_CODES[number % len(ZIP_CODES)]
        campaign.formatted_address = f"{campaign.pk} Main St, Seattle, WA {zip_code}"
        campaign.zip_code = zip_code
    Campaign.objects.bulk_update(campaigns, ["formatted_address", "zip_code"])
    PropertyData.objects.bulk_create(row for campaign in campaigns for row in _earlier_values(campaign))
    HomeLookup.objects.bulk_create(_lookup(campaign, timezone.now()) for campaign in campaigns)


def lay_out(
    status: CampaignStatus,
    sub_status: str,
    columns: Mapping[str, str | None],
    ids: Sequence[int] = (),
) -> list[str]:
    """Every campaign, or those of `ids`, is in its running cycle at a status; returns their events.

    All sub-statuses are the one given; `columns` are set beside.
    """
    changes: dict[str, str | int | None] = {
        "campaign_status": status.value,
        "cycle": CYCLE,
        "enabled": 1,
        "requires_approval": 0,
        "paused_until": None,
        "error_from_status": "",
        "period": "2026-11-01",
        "cycle_due_datetime": "2026-11-03 20:00:00",
        "next_period": _soon().strftime("%Y-%m-01"),
        "next_send_datetime": _soon().strftime("%Y-%m-%d 20:00:00"),
        "following_send_datetime": (_soon() + timedelta(days=30)).strftime("%Y-%m-%d 20:00:00"),
        "send_due_datetime": None,
        "stalled_at": None,
        **dict.fromkeys(SUB_STATUSES, sub_status),
        **columns,
    }
    found = list(ids) or list(Campaign.objects.order_by("pk").values_list("pk", flat=True))
    numbers = ", ".join(map(str, found))
    run(f"UPDATE campaigns_campaign SET {assignments(list(changes))} WHERE id IN ({numbers})", *changes.values())  # noqa: S608 - numbers
    settle()
    return [event_body(pk, CYCLE, status.value) for pk in found]


def _soon() -> datetime:
    """When the next e-mail is planned: none of these cycles moves that."""
    return timezone.now() + timedelta(days=30)


def _earlier_values(campaign: Campaign) -> Iterator[PropertyData]:
    for cycle in range(1, CYCLE):
        yield PropertyData(
            campaign=campaign,
            cycle=cycle,
            formatted_address=campaign.formatted_address,
            current_value=VALUES[cycle - 1],
            as_of=date(2025, 8 + cycle, 3),
            source=HOME.source,
        )


def _lookup(campaign: Campaign, now: datetime) -> HomeLookup:
    address = campaign.formatted_address
    return HomeLookup(
        provider=settings.PROPERTY_PROVIDER,
        zip_code=campaign.zip_code,
        address_key=home_key(address),
        leased_until=now,
        fetched_at=now,
        is_known=True,
        canonical_address=address,
        latitude=PLACE.latitude,
        longitude=PLACE.longitude,
        home=payloads.dump(replace(HOME, formatted_address=address)),
    )
