"""A home's value that is far from the one before: a person looks at both before the e-mail goes."""

from collections.abc import Iterator

from django.conf import settings

from campaigns import facts, plain
from campaigns.emails import formats
from campaigns.emails.content import ComposedEmail, EmailContent
from campaigns.home_values import CycleValue, values_before
from campaigns.models import Campaign, Email
from campaigns.models.statuses import GONE_OUT, DeliveryStatus


def value_jump(campaign: Campaign, content: EmailContent, composed: ComposedEmail) -> Iterator[str]:  # noqa: ARG001
    """One reason where the value moved by more than PROPERTY_VALUE_JUMP_PERCENT since the last cycle; 0 is no limit."""
    home, limit = content.home, settings.PROPERTY_VALUE_JUMP_PERCENT
    if home is None or home.current_value is None or limit <= 0:
        return
    before = _value_before(campaign, home)
    if before is None or before.current_value is None:
        return
    if abs(home.current_value - before.current_value) * 100 > limit * before.current_value:
        change = formats.percent_change(home.current_value, before.current_value) or ""
        yield (
            f"The home's value is {change.lower()} since cycle {before.cycle}: {_told(before)} then, {_told(home)} now."
        )


def _value_before(campaign: Campaign, home: facts.PropertyData) -> CycleValue | None:
    """The value of the last e-mail that went out, else of the last cycle: one that nobody let go is no measure."""
    same = values_before(campaign, home.formatted_address, campaign.cycle)
    if not same:
        return None
    gone_or_going = {"campaign_id": campaign.pk, "delivery_status": (*GONE_OUT, DeliveryStatus.SENDING)}
    gone = {cycle for (cycle,) in plain.select(Email, ("cycle",), gone_or_going)}
    return next((row for row in same if row.cycle in gone), same[0])


def _told(home: facts.PropertyData | CycleValue) -> str:
    value = formats.money(home.current_value or 0)
    return f"{value} ({formats.long_date(home.as_of)})" if home.as_of else value
