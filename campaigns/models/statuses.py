"""The statuses. Their values are the contract with everything outside this repository."""

from django.db.models import TextChoices


class CampaignStatus(TextChoices):
    DORMANT = "DORMANT", "Dormant"
    WAITING_FOR_DATA = "WAITING_FOR_DATA", "Waiting for data"
    WAITING_FOR_HOME_ANALYSIS = "WAITING_FOR_HOME_ANALYSIS", "Waiting for home analysis"
    READY_TO_CREATE_EMAIL = "READY_TO_CREATE_EMAIL", "Ready to create e-mail"
    WAITING_FOR_MANUAL_APPROVAL = "WAITING_FOR_MANUAL_APPROVAL", "Waiting for manual approval"
    READY_TO_SEND_EMAIL = "READY_TO_SEND_EMAIL", "Ready to send e-mail"
    UNSUBSCRIBED = "UNSUBSCRIBED", "Unsubscribed"
    ERROR = "ERROR", "Error"


class SubStatus(TextChoices):
    DORMANT = "DORMANT", "Dormant"
    WAITING_FOR_DATA = "WAITING_FOR_DATA", "Waiting for data"
    READY = "READY", "Ready"
    ERROR = "ERROR", "Error"


class DeliveryStatus(TextChoices):
    READY_TO_SEND = "READY_TO_SEND", "Ready to send"
    SENDING = "SENDING", "Sending"
    FAILED = "FAILED", "Failed"
    EXPIRED = "EXPIRED", "Expired"
    SENT = "SENT", "Sent"
    DELIVERED = "DELIVERED", "Delivered"
    OPENED = "OPENED", "Opened"
    UNSUBSCRIBED = "UNSUBSCRIBED", "Unsubscribed"
    BOUNCED = "BOUNCED", "Bounced"
    SPAM_COMPLAINT = "SPAM_COMPLAINT", "Spam complaint"


class Step(TextChoices):
    """One piece of a cycle's work; the name is also that of its queue."""

    PROPERTY = "property", "Property data"
    LISTINGS = "listings", "Active listings"
    SALES = "sales", "Recent sales"
    LOCAL_MARKET = "local_market", "Local market data"
    INTRO = "intro", "Introduction"
    HOME_REPORT = "home_report", "Home report"
    EMAIL_CREATION = "email_creation", "E-mail creation"
    EMAIL_SENDING = "email_sending", "E-mail sending"


WORKING_STATUSES = frozenset(
    {
        CampaignStatus.WAITING_FOR_DATA,
        CampaignStatus.WAITING_FOR_HOME_ANALYSIS,
        CampaignStatus.READY_TO_CREATE_EMAIL,
        CampaignStatus.READY_TO_SEND_EMAIL,
    }
)

FROM_BAD_TO_WORSE = (
    DeliveryStatus.SENT,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.OPENED,
    DeliveryStatus.UNSUBSCRIBED,
    DeliveryStatus.BOUNCED,
    DeliveryStatus.SPAM_COMPLAINT,
)
"""News from outside: each is worse than those before it, and is never hidden by one of them that comes later."""

GONE_OUT = frozenset(FROM_BAD_TO_WORSE)
"""An e-mail in one of these was accepted by the mail service."""


def overtaken_by(news: DeliveryStatus) -> frozenset[DeliveryStatus]:
    """The statuses that a piece of news takes the place of: all on our side, and better news."""
    as_bad = FROM_BAD_TO_WORSE[FROM_BAD_TO_WORSE.index(news) :]
    return frozenset(DeliveryStatus) - frozenset(as_bad)
