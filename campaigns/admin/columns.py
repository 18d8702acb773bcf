"""Columns that several lists and pages show alike."""

from typing import Protocol

from django.contrib import admin
from django.utils.safestring import SafeString

from campaigns.admin.badges import campaign_pill, delivery_pill
from campaigns.admin.base import campaign_link
from campaigns.models import Email, StatusChange


class OfCampaign(Protocol):
    """A row that belongs to a campaign."""

    @property
    def campaign_id(self) -> int: ...


class CampaignColumn:
    """The campaign's number, as a link."""

    @admin.display(description="Campaign")
    def campaign_column(self, row: OfCampaign) -> SafeString:
        return campaign_link(row.campaign_id)


class MoveColumns:
    """Where a move led from and to."""

    @admin.display(description="From")
    def move_from(self, change: StatusChange) -> SafeString:
        return campaign_pill(change.from_status)

    @admin.display(description="To")
    def move_to(self, change: StatusChange) -> SafeString:
        return campaign_pill(change.to_status)


class DeliveryColumn:
    """What became of an e-mail."""

    @admin.display(description="Delivery")
    def delivery(self, email: Email) -> SafeString:
        return delivery_pill(email.delivery_status)
