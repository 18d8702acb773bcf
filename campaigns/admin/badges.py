"""Statuses as people read them: a colour, and always the words as well."""

from types import MappingProxyType

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, SubStatus
from campaigns.states import SUB_STATUSES

CAMPAIGN_TONES = MappingProxyType(
    {
        CampaignStatus.DORMANT: "quiet",
        CampaignStatus.WAITING_FOR_DATA: "busy",
        CampaignStatus.WAITING_FOR_HOME_ANALYSIS: "busy",
        CampaignStatus.READY_TO_CREATE_EMAIL: "busy",
        CampaignStatus.WAITING_FOR_MANUAL_APPROVAL: "asks",
        CampaignStatus.READY_TO_SEND_EMAIL: "good",
        CampaignStatus.UNSUBSCRIBED: "off",
        CampaignStatus.ERROR: "bad",
    }
)
DELIVERY_TONES = MappingProxyType(
    {
        DeliveryStatus.READY_TO_SEND: "busy",
        DeliveryStatus.SENDING: "asks",
        DeliveryStatus.FAILED: "bad",
        DeliveryStatus.EXPIRED: "quiet",
        DeliveryStatus.SENT: "good",
        DeliveryStatus.DELIVERED: "good",
        DeliveryStatus.OPENED: "good",
        DeliveryStatus.UNSUBSCRIBED: "off",
        DeliveryStatus.BOUNCED: "bad",
        DeliveryStatus.SPAM_COMPLAINT: "bad",
    }
)
_SUB_TONES = MappingProxyType(
    {SubStatus.DORMANT: "quiet", SubStatus.WAITING_FOR_DATA: "busy", SubStatus.READY: "good", SubStatus.ERROR: "bad"}
)
_SUB_SIGNS = MappingProxyType(
    {SubStatus.DORMANT: "–", SubStatus.WAITING_FOR_DATA: "…", SubStatus.READY: "✓", SubStatus.ERROR: "✕"}
)
_SUB_NAMES = ("Property", "Listings", "Sales", "Market", "Intro", "Report")


def pill(text: str, tone: str) -> SafeString:
    return format_html('<span class="pill pill-{}">{}</span>', tone, text)


def campaign_pill(status: str) -> SafeString:
    known = CampaignStatus(status)
    return pill(known.label, CAMPAIGN_TONES[known])


def delivery_pill(status: str) -> SafeString:
    known = DeliveryStatus(status)
    return pill(known.label, DELIVERY_TONES[known])


def sub_status_marks(campaign: Campaign) -> SafeString:
    """The six sub-statuses in a row of small marks: initial and sign, the whole words on pointing at one."""
    marks = []
    for column, name in zip(SUB_STATUSES, _SUB_NAMES, strict=True):
        status = SubStatus(getattr(campaign, column))
        words = f"{name}: {status.label.lower()}"
        marks.append((_SUB_TONES[status], words, words, name[0], _SUB_SIGNS[status]))
    row = format_html_join(
        "", '<span class="mark pill-{}" title="{}" role="img" aria-label="{}">{}<b>{}</b></span>', marks
    )
    return format_html('<span class="marks">{}</span>', row)


def sub_status_words(campaign: Campaign) -> SafeString:
    """The six sub-statuses in words."""
    pairs = [
        (_SUB_TONES[status], name, status.label)
        for column, name in zip(SUB_STATUSES, _SUB_NAMES, strict=True)
        for status in [SubStatus(getattr(campaign, column))]
    ]
    return format_html_join(" ", '<span class="pill pill-{}">{}: {}</span>', pairs)
