"""Which page of the admin inspects which model."""

from django.contrib import admin

from campaigns import models
from campaigns.admin.agents import AgentAdmin, BrokerageAdmin
from campaigns.admin.area_data import (
    ActiveListingsAdmin,
    HomeLookupAdmin,
    LocalMarketDataAdmin,
    MortgageRateAdmin,
    PropertyDataAdmin,
    RecentSalesAdmin,
    SourceLeaseAdmin,
    SourceUsageAdmin,
)
from campaigns.admin.campaigns import CampaignAdmin
from campaigns.admin.delivery_news import DeliveryNewsAdmin
from campaigns.admin.emails import EmailAdmin
from campaigns.admin.failures import MessageFailureAdmin, StepFailureAdmin, StepLeaseAdmin
from campaigns.admin.notices import CampaignNoticeAdmin
from campaigns.admin.status_changes import StatusChangeAdmin
from campaigns.admin.suppressed import SuppressedAddressAdmin
from campaigns.admin.texts import IssueIntroAdmin, TextAttemptAdmin, TextUseAdmin, WrittenTextAdmin

admin.site.register(models.Brokerage, BrokerageAdmin)
admin.site.register(models.Agent, AgentAdmin)
admin.site.register(models.Campaign, CampaignAdmin)
admin.site.register(models.Email, EmailAdmin)
admin.site.register(models.DeliveryNews, DeliveryNewsAdmin)
admin.site.register(models.StatusChange, StatusChangeAdmin)
admin.site.register(models.StepFailure, StepFailureAdmin)
admin.site.register(models.StepLease, StepLeaseAdmin)
admin.site.register(models.MessageFailure, MessageFailureAdmin)
admin.site.register(models.SuppressedAddress, SuppressedAddressAdmin)
admin.site.register(models.PropertyData, PropertyDataAdmin)
admin.site.register(models.ActiveListings, ActiveListingsAdmin)
admin.site.register(models.RecentSales, RecentSalesAdmin)
admin.site.register(models.LocalMarketData, LocalMarketDataAdmin)
admin.site.register(models.MortgageRate, MortgageRateAdmin)
admin.site.register(models.SourceLease, SourceLeaseAdmin)
admin.site.register(models.SourceUsage, SourceUsageAdmin)
admin.site.register(models.WrittenText, WrittenTextAdmin)
admin.site.register(models.TextAttempt, TextAttemptAdmin)
admin.site.register(models.TextUse, TextUseAdmin)
admin.site.register(models.IssueIntro, IssueIntroAdmin)
admin.site.register(models.HomeLookup, HomeLookupAdmin)
admin.site.register(models.CampaignNotice, CampaignNoticeAdmin)
