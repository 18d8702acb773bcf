"""Plain statements read and write what the ORM would."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django.db import OperationalError, connection, models, transaction
from pytest_django import DjangoAssertNumQueries

from campaigns import plain
from campaigns.models import (
    Agent,
    Campaign,
    DeliveryNews,
    Email,
    HomeLookup,
    PropertyData,
    StatusChange,
    SuppressedAddress,
)
from campaigns.tests.factories import NOW, make_agent, make_campaign, make_email, make_status_change, make_suppressed
from dripr.tests.at_once import run_at_once

pytestmark = pytest.mark.django_db


def columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def make_property_data(campaign: Campaign, **values: Any) -> PropertyData:
    return PropertyData.objects.create(campaign=campaign, **values)


def test_rows_are_as_the_orm_reads_them(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    campaign = make_campaign(agent=make_agent(window_end=time(0)), paused_until=NOW)
    make_property_data(campaign, cycle=3, bathrooms=Decimal("2.25"), as_of=date(2026, 2, 3), latitude=47.5)
    make_email(campaign=campaign, approved_at=NOW)
    make_status_change(campaign=campaign)
    HomeLookup.objects.create(leased_until=NOW, home={"a": [1, None]}, zip_code="98107")
    for model in (Campaign, Agent, PropertyData, Email, StatusChange, HomeLookup):
        expected = model._default_manager.get()
        with django_assert_num_queries(1):
            found = plain.first(model, {"id": expected.pk})
            assert found is not None
            assert columns(found) == columns(expected)


def test_columns_left_out_are_read_when_asked_for() -> None:
    expected = make_campaign(first_name="Kim")
    found = plain.first(Campaign, {"id": expected.pk}, only=("cycle", "id"))
    assert found is not None
    assert (found.get_deferred_fields() >= {"first_name", "campaign_status"}, found.first_name) == (True, "Kim")


def test_conditions_are_a_value_one_of_several_or_none() -> None:
    ids = [make_campaign(cycle=cycle, paused_until=until).pk for cycle, until in ((1, NOW), (2, None), (3, None))]

    def found(**where: object) -> set[int]:
        return {pk for (pk,) in plain.select(Campaign, ("id",), where)}

    assert found(cycle=2) == {ids[1]}
    assert found(cycle=(1, 2, 9)) == set(ids[:2])
    assert found(cycle=()) == set()
    assert found(paused_until=None) == set(ids[1:])
    assert found(paused_until=NOW, cycle=(1, 2)) == {ids[0]}


def test_address_is_compared_as_it_is_stored() -> None:
    make_suppressed(email="Kim@Clients.example ")
    assert len(plain.rows(SuppressedAddress, {"email": (" kim@CLIENTS.example",)})) == 1


def test_update_tells_how_many_rows_met_the_conditions_even_if_they_were_so_before() -> None:
    campaign = make_campaign(cycle=3)
    make_campaign(cycle=4)
    for expected in (1, 1):
        changes = {"first_name": "100 % “Ö'Hara”", "paused_until": NOW, "period": None}
        assert plain.update(Campaign, {"cycle": 3, "id": campaign.pk}, changes) == expected
    assert plain.update(Campaign, {"cycle": 9}, {"first_name": "nobody"}) == 0
    campaign.refresh_from_db()
    assert (campaign.first_name, campaign.paused_until, campaign.period) == ("100 % “Ö'Hara”", NOW, None)


def test_news_is_inserted_once() -> None:
    values = {"email_id": make_email().pk, "event_type": "Delivery", "occurred_at": NOW, "words": "250 ok"}
    assert [plain.insert_once(DeliveryNews, values) for _ in range(2)] == [True, False]
    assert DeliveryNews.objects.get().words == "250 ok"


def test_row_is_inserted_only_while_the_other_is_as_expected() -> None:
    campaign = make_campaign(cycle=3)
    given = make_property_data(campaign, cycle=1, current_value=1)
    values = columns(given) | {"cycle": 3, "bathrooms": Decimal("1.5")}
    del values["id"]
    assert plain.insert_if(PropertyData, values, Campaign, {"id": campaign.pk, "cycle": 4}) is None
    key = plain.insert_if(PropertyData, values, Campaign, {"id": campaign.pk, "cycle": 3})
    found = PropertyData.objects.get(cycle=3)
    assert (found.pk, columns(found)) == (key, values | {"id": key})


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite locks whole databases")
def test_row_that_is_looked_at_for_an_insert_stays_locked() -> None:
    campaign = make_campaign(cycle=3)
    values = {"email": "kim@clients.example", "agent_id": None, "scope": "all", "reason": "", "created": NOW}

    def locks() -> str:
        try:
            with transaction.atomic():
                Campaign.objects.select_for_update(nowait=True).get(pk=campaign.pk)
        except OperationalError:
            return "held by another"
        return "free"

    with transaction.atomic():
        assert plain.insert_if(SuppressedAddress, values, Campaign, {"id": campaign.pk})
        assert run_at_once([locks]) == ["held by another"]
    assert run_at_once([locks]) == ["free"]


def test_rows_come_with_those_that_point_to_them() -> None:
    with_two, without = make_campaign(cycle=2), make_campaign(cycle=5)
    for cycle in (1, 2):
        make_property_data(with_two, cycle=cycle, as_of=date(2026, cycle, 3))
    linked = plain.Linked(PropertyData, ("cycle", "as_of"), "campaign_id")

    def found(campaign: Campaign) -> set[object]:
        return set(plain.select_with(Campaign, ("cycle",), {"id": campaign.pk}, linked))

    assert found(with_two) == {((2,), (1, date(2026, 1, 3))), ((2,), (2, date(2026, 2, 3)))}
    assert found(without) == {((5,), None)}
