"""What a home was worth, cycle by cycle."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns import api
from campaigns.editing import campaign_add
from campaigns.emails.create import email_content
from campaigns.models import Campaign, PropertyData
from campaigns.tests.factories import NOW, make_agent, make_campaign

pytestmark = pytest.mark.django_db
HOME = "5807 3rd Ave NW, Seattle, WA 98107"


def make_valued(*rows: dict[str, object]) -> Campaign:
    """A campaign whose cycles have these rows, from the first on; the last is its own."""
    campaign = make_campaign(cycle=len(rows), formatted_address=HOME)
    made = None
    for number, row in enumerate(rows, 1):
        fields = {"formatted_address": HOME, "source": "an estimate", "as_of": date(2026, number, 3)} | row
        made = PropertyData.objects.create(campaign=campaign, cycle=number, **fields)
    Campaign.objects.filter(pk=campaign.pk).update(property_data=made)
    campaign.refresh_from_db()
    return campaign


def test_value_of_every_cycle_stays_and_can_be_read() -> None:
    campaign = make_valued({"current_value": 3}, {"current_value": None}, {"current_value": 5}, {"current_value": 4})
    assert [(value.as_of.month, value.value) for value in api.home_values(campaign.pk)] == [(1, 3), (3, 5), (4, 4)]
    assert email_content(campaign, NOW).home_values == api.home_values(campaign.pk)


def test_values_of_other_homes_and_sources_are_not_set_beside() -> None:
    campaign = make_valued(
        {"current_value": 1, "formatted_address": "12 Main St, Seattle, WA 98107"},
        {"current_value": 2, "source": "another source"},
        {"current_value": 3, "formatted_address": "5807 3rd Avenue Northwest"},
        {"current_value": 4},
    )
    assert [value.value for value in api.home_values(campaign.pk)] == [3, 4]


def test_cycles_of_one_estimate_are_told_once() -> None:
    campaign = make_valued(*({"current_value": 7, "as_of": date(2026, 2, 3)} for _ in range(3)))
    assert len(api.home_values(campaign.pk)) == 1


def test_campaign_without_values_has_none() -> None:
    assert api.home_values(make_campaign().pk) == ()


def test_program_cannot_add_a_campaign_with_an_unknown_zip_code() -> None:
    campaign = Campaign(
        agent=make_agent(), first_name="Kim", email="kim@clients.example", formatted_address=HOME, zip_code="98111"
    )
    with pytest.raises(ValidationError, match=r"98\d\d\d"):
        campaign_add(campaign, None, NOW)
    assert not Campaign.objects.exists()
