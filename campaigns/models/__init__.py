from campaigns.models.agent import Agent, Brokerage
from campaigns.models.area_data import (
    ActiveListings,
    LocalMarketData,
    MortgageRate,
    PropertyData,
    RecentSales,
    SourceLease,
)
from campaigns.models.campaign import Campaign
from campaigns.models.delivery_news import DeliveryNews
from campaigns.models.email import Email, SuppressedAddress
from campaigns.models.home_lookup import HomeLookup
from campaigns.models.issue_intro import IssueIntro
from campaigns.models.message_failure import MessageFailure
from campaigns.models.notice import CampaignNotice, NoticeKind
from campaigns.models.source_usage import SourceUsage
from campaigns.models.status_change import StatusChange, StepFailure, StepLease
from campaigns.models.statuses import CampaignStatus, DeliveryStatus, Step, SubStatus
from campaigns.models.written_text import TextAttempt, TextKind, TextUse, WrittenText

__all__ = [
    "ActiveListings",
    "Agent",
    "Brokerage",
    "Campaign",
    "CampaignNotice",
    "CampaignStatus",
    "DeliveryNews",
    "DeliveryStatus",
    "Email",
    "HomeLookup",
    "IssueIntro",
    "LocalMarketData",
    "MessageFailure",
    "MortgageRate",
    "NoticeKind",
    "PropertyData",
    "RecentSales",
    "SourceLease",
    "SourceUsage",
    "StatusChange",
    "Step",
    "StepFailure",
    "StepLease",
    "SubStatus",
    "SuppressedAddress",
    "TextAttempt",
    "TextKind",
    "TextUse",
    "WrittenText",
]
