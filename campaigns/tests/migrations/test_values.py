"""What becomes of each legacy row: every combination, as pure functions."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from typing import Any

import pytest

from campaigns.migrations import _values as values
from campaigns.migrations._plan_dates import ZONE
from campaigns.models import CampaignStatus, SubStatus
from campaigns.states import ALLOWANCE

SUB_STATUSES = (*values.DATA_SUB_STATUSES, values.INTRO_STATUS, values.REPORT_STATUS)  # of that time
NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)
PAST, FUTURE = datetime(2026, 11, 3, 20, tzinfo=UTC), datetime(2026, 12, 20, 20, tzinfo=UTC)
DATES = [None, PAST, FUTURE]


def legacy(**overrides: object) -> values.LegacyRow:
    fields: dict[str, object] = {
        "pk": 42,
        "email": "kim@clients.example",
        "formatted_address": "5807 3rd Ave NW, Seattle, WA 98107",
        "no_address_newsletter": False,
        "campaign_status": "DORMANT",
        "sub_statuses": ("DORMANT",) * 5,
        "has_intro": False,
        "has_report": False,
        "next_send_datetime": FUTURE,
        "created": datetime(2025, 1, 15, tzinfo=UTC),
    }
    return values.LegacyRow(**fields | overrides)  # type: ignore[arg-type]


@cache
def every_adopted_row() -> list[dict[str, Any]]:
    """Of each campaign status, sub-status of a data step and of the texts, address, texts and date."""
    rows = (
        legacy(
            campaign_status=status,
            sub_statuses=(sub, "READY_TO_CREATE_EMAIL", "FETCHING", "READY_TO_CREATE_EMAIL", texts),
            no_address_newsletter=no_address,
            has_intro=intro,
            has_report=report,
            next_send_datetime=moment,
        )
        for status, sub, texts, no_address, intro, report, moment in product(
            values.CAMPAIGN_STATUS,
            values.SUB_STATUS,
            values.SUB_STATUS,
            (False, True),
            (False, True),
            (False, True),
            DATES,
        )
    )
    return [values.adopted(row, NOW) for row in rows]


def subs(columns: dict[str, object]) -> tuple[object, ...]:
    return tuple(columns[name] for name in SUB_STATUSES)


def test_every_combination_is_one_that_the_machine_knows() -> None:
    for columns in every_adopted_row():
        assert columns["campaign_status"] in CampaignStatus.values
        assert set(subs(columns)) <= set(SubStatus.values)


def test_every_combination_has_a_next_date_after_its_period() -> None:
    for columns in every_adopted_row():
        assert columns["next_send_datetime"] > NOW
        assert columns["following_send_datetime"] > columns["next_send_datetime"]
        assert columns["period"] is None or columns["period"] < columns["next_period"]


def test_every_combination_at_work_has_a_period_and_can_stall() -> None:
    for columns in every_adopted_row():
        allowance = ALLOWANCE.get(columns["campaign_status"])
        assert columns["stalled_at"] == (NOW + allowance if allowance else None)
        if allowance:
            assert (columns["cycle"], columns["period"] is not None) == (1, True)


def test_every_combination_waits_for_something_or_is_ready() -> None:
    """Nothing at work, or restarted from ERROR, has a sub-status that nobody would ever change."""
    for columns in every_adopted_row():
        five = subs(columns)[:5]
        match columns["campaign_status"]:
            case "WAITING_FOR_DATA":
                assert set(five) <= {"WAITING_FOR_DATA", "READY"}
            case "ERROR":
                assert "DORMANT" not in five
                assert columns["error_from_status"] == "WAITING_FOR_DATA"
            case "WAITING_FOR_HOME_ANALYSIS":
                assert subs(columns) == ("READY",) * 5 + ("WAITING_FOR_DATA",)
            case "READY_TO_CREATE_EMAIL":
                assert subs(columns) == ("READY",) * 6


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("READY_TO_CREATE_EMAIL", "READY"),
        ("FETCHING", "WAITING_FOR_DATA"),
        ("SENT", "DORMANT"),
        ("DORMANT", "DORMANT"),
        ("WAITING_FOR_DATA", "WAITING_FOR_DATA"),
        ("ERROR", "ERROR"),
    ],
)
def test_sub_status_is_converted(old: str, new: str) -> None:
    assert subs(values.adopted(legacy(sub_statuses=(old,) * 5), NOW)) == (new,) * 5 + ("DORMANT",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("FETCHING", "WAITING_FOR_DATA"),
        ("SENT", "DORMANT"),
        ("DORMANT", "DORMANT"),
        ("WAITING_FOR_DATA", "WAITING_FOR_DATA"),
        ("WAITING_FOR_MANUAL_APPROVAL", "DORMANT"),
        ("READY_TO_SEND_EMAIL", "DORMANT"),
        ("UNSUBSCRIBED", "UNSUBSCRIBED"),
        ("ERROR", "ERROR"),
        ("dormant  ", "DORMANT"),
        ("Fetching ", "WAITING_FOR_DATA"),
    ],
)
def test_campaign_status_is_converted(old: str, new: str) -> None:
    assert values.adopted(legacy(campaign_status=old), NOW)["campaign_status"] == new


def test_waiting_for_data_waits_again_for_what_is_dormant() -> None:
    sub_statuses = ("DORMANT", "READY_TO_CREATE_EMAIL", "SENT", "FETCHING", "DORMANT")
    columns = values.adopted(legacy(campaign_status="WAITING_FOR_DATA", sub_statuses=sub_statuses), NOW)
    assert subs(columns) == ("WAITING_FOR_DATA", "READY", *("WAITING_FOR_DATA",) * 3, "DORMANT")


def test_waiting_for_data_with_an_error_becomes_error() -> None:
    sub_statuses = ("ERROR", "DORMANT", "FETCHING", "DORMANT", "READY_TO_CREATE_EMAIL")
    columns = values.adopted(legacy(campaign_status="FETCHING", sub_statuses=sub_statuses), NOW)
    assert (columns["campaign_status"], columns["error_from_status"]) == ("ERROR", "WAITING_FOR_DATA")
    assert subs(columns) == ("ERROR", *("WAITING_FOR_DATA",) * 3, "READY", "DORMANT")


@pytest.mark.parametrize(
    ("intro", "report", "no_address", "status"),
    [
        (True, True, False, "READY_TO_CREATE_EMAIL"),
        (True, False, True, "READY_TO_CREATE_EMAIL"),
        (True, False, False, "WAITING_FOR_HOME_ANALYSIS"),
        (False, True, False, "WAITING_FOR_DATA"),
        (False, False, True, "WAITING_FOR_DATA"),
    ],
)
def test_ready_to_create_email_goes_back_to_the_missing_text(
    *, intro: bool, report: bool, no_address: bool, status: str
) -> None:
    row = legacy(
        campaign_status="READY_TO_CREATE_EMAIL", has_intro=intro, has_report=report, no_address_newsletter=no_address
    )
    columns = values.adopted(row, NOW)
    assert columns["campaign_status"] == status
    assert columns["intro_status"] == ("READY" if intro else "WAITING_FOR_DATA")


@pytest.mark.parametrize("status", ["SENT", "READY_TO_SEND_EMAIL", "WAITING_FOR_MANUAL_APPROVAL"])
def test_period_that_may_have_been_mailed_is_not_had_again(status: str) -> None:
    first_of_november = datetime(2026, 11, 1, 19, tzinfo=UTC)  # this month's plan date is the third
    row = legacy(campaign_status=status, next_send_datetime=first_of_november)
    columns = values.adopted(row, first_of_november + timedelta(hours=1))
    assert (columns["period"], columns["next_period"]) == (date(2026, 11, 1), date(2026, 12, 1))


def test_dormant_with_a_past_date_gets_the_next_plan_date() -> None:
    columns = values.adopted(legacy(next_send_datetime=PAST), NOW)
    assert (columns["cycle"], columns["period"], columns["next_period"]) == (0, None, date(2026, 12, 1))
    assert columns["next_send_datetime"].astimezone(ZONE).date() == date(2026, 12, 1)


def test_date_to_come_is_kept_at_rest() -> None:
    columns = values.adopted(legacy(), NOW)
    assert (columns["next_send_datetime"], columns["next_period"]) == (FUTURE, date(2026, 12, 1))
    assert columns["following_send_datetime"].astimezone(ZONE).date() == date(2027, 1, 5)


def test_date_of_a_campaign_at_work_is_its_cycles() -> None:
    columns = values.adopted(legacy(campaign_status="FETCHING", next_send_datetime=PAST), NOW)
    assert (columns["period"], columns["cycle_due_datetime"]) == (date(2026, 11, 1), PAST)
    assert columns["next_period"] == date(2026, 12, 1)


@pytest.mark.parametrize("status", values.CAMPAIGN_STATUS)
@pytest.mark.parametrize("moment", [datetime(9999, 12, 31, 23, 59, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)])
def test_dates_at_the_ends_of_time_harm_nobody(status: str, moment: datetime) -> None:
    columns = values.adopted(legacy(campaign_status=status, next_send_datetime=moment), NOW)
    assert columns["next_send_datetime"] > NOW


def test_unsubscribed_is_disabled() -> None:
    columns = values.adopted(legacy(campaign_status="UNSUBSCRIBED"), NOW)
    assert (columns["enabled"], columns["cycle"]) == (False, 1)


def test_campaign_that_waited_for_approval_goes_on_needing_it() -> None:
    assert values.adopted(legacy(campaign_status="WAITING_FOR_MANUAL_APPROVAL"), NOW)["requires_approval"] is True


@pytest.mark.parametrize("email", [None, "", "  "])
def test_campaign_without_an_email_address_rests_and_is_disabled(email: str | None) -> None:
    columns = values.adopted(legacy(campaign_status="FETCHING", email=email), NOW)
    assert (columns["campaign_status"], columns["enabled"], columns["email"]) == ("DORMANT", False, "")


def test_unknown_status_is_an_error() -> None:
    with pytest.raises(KeyError):
        values.adopted(legacy(campaign_status="PAUSED"), NOW)
