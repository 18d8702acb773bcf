"""An existing database, adopted and given back, on the database that the suite runs on."""

from datetime import UTC, datetime
from itertools import product
from typing import Any

from campaigns import planning
from campaigns.migrations import _values as values
from campaigns.models import Agent, Campaign, StatusChange, SuppressedAddress
from campaigns.states import SUB_STATUSES
from campaigns.tests.migrations.scratch import ALIAS, Scratch, legacy_row

STATUSES = list(values.CAMPAIGN_STATUS)
LEGACY_SUB_STATUSES = (*values.DATA_SUB_STATUSES, values.LEGACY_INTRO_STATUS)
MOMENTS = (None, "2025-03-05 19:00:00", "2099-03-05 19:00:00")
ENUM = "ENUM('" + "', '".join(STATUSES) + "')"


def every_legacy_row() -> list[dict[str, object]]:
    """Campaign status × sub-status × address × texts × date; each row's five sub-statuses are that one."""
    combinations = product(STATUSES, values.SUB_STATUS, (0, 1), (None, "Hello."), (None, "Your home."), MOMENTS)
    return [
        legacy_row(
            pk,
            agent_id=1 + pk % 3,
            campaign_status=status,
            **dict.fromkeys(LEGACY_SUB_STATUSES, sub_status),
            no_address_newsletter=no_address,
            formatted_address=None if no_address else "5807 3rd Ave NW, Seattle, WA 98107",
            intro=intro,
            home_report_analysis=report,
            next_send_datetime=moment,
        )
        for pk, (status, sub_status, no_address, intro, report, moment) in enumerate(combinations, 1)
    ]


def aware(moment: object) -> datetime | None:
    return datetime.fromisoformat(str(moment)).replace(tzinfo=UTC) if moment else None


def expected(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    known = values.LegacyRow(
        row["id"],
        row["email"],
        row["formatted_address"],
        bool(row["no_address_newsletter"]),
        row["campaign_status"],
        tuple(row[column] for column in LEGACY_SUB_STATUSES),
        bool(row["intro"]),
        bool(row["home_report_analysis"]),
        aware(row["next_send_datetime"]),
        aware(row["created"]),
    )
    return values.adopted(known, now)


def test_every_legacy_combination_is_adopted(scratch: Scratch) -> None:
    scratch.make_legacy_table()
    legacy_rows = every_legacy_row()
    scratch.insert(legacy_rows)

    scratch.adopt()

    campaigns = Campaign.objects.using(ALIAS).in_bulk()
    history = {change.campaign_id: change for change in StatusChange.objects.using(ALIAS)}
    for row in legacy_rows:
        campaign = campaigns[row["id"]]
        for column, value in expected(row, campaign.status_since).items():
            assert getattr(campaign, column) == value, (row, column)
        change = history.pop(campaign.pk, None)
        assert (change is None) == (campaign.campaign_status == "DORMANT")
        if change:
            told = (change.from_status, change.to_status, change.cycle, change.reason, change.published_at)
            assert told == (campaign.campaign_status, campaign.campaign_status, 1, "adopted", None)
    assert history == {}


def test_every_legacy_combination_goes_back_to_what_the_old_system_knows(scratch: Scratch) -> None:
    scratch.make_legacy_table()
    legacy_rows = every_legacy_row()
    scratch.insert(legacy_rows)
    scratch.adopt()

    scratch.migrate("campaigns", "0001")

    returned = scratch.rows()
    assert len(returned) == len(legacy_rows)
    assert set(returned[0]) == set(legacy_rows[0])
    for before, after in zip(legacy_rows, returned, strict=True):
        assert after["campaign_status"] in values.CAMPAIGN_STATUS
        assert {after[column] for column in LEGACY_SUB_STATUSES} <= set(values.SUB_STATUS)
        for column in ("agent_id", "first_name", "email", "zip_code", "no_address_newsletter"):
            assert after[column] == before[column], column


def test_adopting_again_after_going_back_changes_no_status(scratch: Scratch) -> None:
    """But for an introduction whose home report is missing: the old system's one status for both becomes waiting."""
    scratch.make_legacy_table()
    scratch.insert(every_legacy_row())
    scratch.adopt()
    first = {row["id"]: row for row in scratch.rows()}

    scratch.migrate("campaigns", "0001")
    scratch.migrate("campaigns")

    columns = ("campaign_status", *SUB_STATUSES)
    changed = [
        first[row["id"]] for row in scratch.rows() if any(row[name] != first[row["id"]][name] for name in columns)
    ]
    known = [("READY", "Hello.", "", 0)] * len(changed)
    told = ("intro_status", "intro", "home_report_analysis", "no_address_newsletter")
    assert [tuple(row[name] for name in told) for row in changed] == known


def test_enum_columns_become_plain_ones(scratch: Scratch) -> None:
    if scratch.connection.vendor == "sqlite":
        checked = " CHECK (campaign_status IN ('" + "', '".join(STATUSES) + "'))"
        scratch.make_legacy_table(f"VARCHAR(40){checked}")
    else:
        scratch.make_legacy_table(ENUM)
    scratch.insert([legacy_row(1, campaign_status="FETCHING", property_status="READY_TO_CREATE_EMAIL")])

    scratch.adopt()

    row = scratch.row(1)
    assert (row["campaign_status"], row["property_status"]) == ("WAITING_FOR_DATA", "READY")


def test_agent_numbers_become_agents_that_nobody_can_send_for(scratch: Scratch) -> None:
    scratch.make_legacy_table()
    scratch.insert([legacy_row(1, agent_id=7), legacy_row(2, agent_id=812), legacy_row(3, agent_id=7)])

    scratch.adopt()

    agents = Agent.objects.using(ALIAS).select_related("brokerage").order_by("pk")
    assert [agent.pk for agent in agents] == [7, 812]
    assert {agent.brokerage.name for agent in agents} == {"To be filled in (adopted)"}
    assert all(len(agent.missing_for_sending) == 4 for agent in agents)


def test_unsubscribed_address_stays_so_for_its_agent(scratch: Scratch) -> None:
    scratch.make_legacy_table()
    gone = {"campaign_status": "UNSUBSCRIBED", "email": " Kim@Clients.Example "}
    scratch.insert([legacy_row(1, agent_id=7, **gone), legacy_row(2, agent_id=7, **gone), legacy_row(3, agent_id=8)])

    scratch.adopt()

    suppressed = SuppressedAddress.objects.using(ALIAS).get()
    assert (suppressed.email, suppressed.scope, suppressed.agent_id) == ("kim@clients.example", "7", 7)
    assert [row["enabled"] for row in scratch.rows()] == [0, 0, 1]


def test_nulls_and_letter_case_are_put_right(scratch: Scratch) -> None:
    scratch.make_legacy_table()
    nothing = dict.fromkeys(["first_name", "last_name", "email", "formatted_address", "zip_code", "created"])
    scratch.insert([legacy_row(1, campaign_status="fetching ", property_status="Sent", **nothing)])

    scratch.adopt()

    row = scratch.row(1)
    texts = ("first_name", "last_name", "email", "formatted_address", "zip_code", "intro", "home_report_analysis")
    assert [row[name] for name in texts] == [""] * 7
    assert (row["campaign_status"], row["enabled"], row["no_address_newsletter"]) == ("DORMANT", 0, 1)
    assert row["created"] is not None


def test_dates_are_those_of_the_calendar(scratch: Scratch) -> None:
    """The frozen plan of the migration is the plan that a person's edit would compute today."""
    scratch.make_legacy_table()
    scratch.insert([legacy_row(pk, next_send_datetime=None) for pk in range(1, 6)])
    scratch.adopt()
    for campaign in Campaign.objects.using(ALIAS):
        kept = [getattr(campaign, column) for column in planning.DATE_COLUMNS]

        planning.recompute_dates(campaign, campaign.status_since)

        assert [getattr(campaign, column) for column in planning.DATE_COLUMNS] == kept


def test_nobody_is_mailed_twice_or_against_their_will_after_going_back(scratch: Scratch) -> None:
    scratch.make_legacy_table()
    scratch.insert([legacy_row(pk) for pk in range(1, 6)])
    scratch.adopt()
    rows = Campaign.objects.using(ALIAS)
    now = datetime.now(UTC)
    period = now.date().replace(day=1)
    rows.update(campaign_status="READY_TO_SEND_EMAIL", period=period, cycle=1)
    rows.get(pk=1).emails.using(ALIAS).create(campaign_id=1, period=period, cycle=1, delivery_status="SENDING")
    SuppressedAddress.objects.using(ALIAS).create(email="kim2@clients.example", scope="all")
    SuppressedAddress.objects.using(ALIAS).create(email="kim3@clients.example", scope="7", agent_id=7)
    rows.filter(pk=4).update(enabled=False)

    scratch.migrate("campaigns", "0001")

    statuses = [row["campaign_status"] for row in scratch.rows()]
    assert statuses == ["DORMANT", "UNSUBSCRIBED", "UNSUBSCRIBED", "DORMANT", "READY_TO_SEND_EMAIL"]
    assert scratch.row(4)["next_send_datetime"] is None


def test_row_at_work_has_its_old_date_again_after_going_back(scratch: Scratch) -> None:
    scratch.make_legacy_table()
    moment = datetime(2025, 3, 5, 19)  # noqa: DTZ001 -- as the column holds it
    scratch.insert([legacy_row(1, campaign_status="FETCHING", next_send_datetime=str(moment))])
    scratch.adopt()
    scratch.migrate("campaigns", "0001")
    assert scratch.row(1)["next_send_datetime"] == moment
