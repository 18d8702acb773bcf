"""Creating the e-mail of a campaign's period: composed from what the cycle pinned, stored once, scheduled."""

from datetime import date, datetime
from enum import Enum
from zoneinfo import ZoneInfo

from django.db import transaction

from campaigns import plain, planning, steps, zip_codes
from campaigns.emails import unsubscribe
from campaigns.emails.compose import compose
from campaigns.emails.content import AgentCard, ComposedEmail, EmailContent
from campaigns.emails.holds import hold_reasons, needs_approval
from campaigns.emails.nearby import OwnHome, nearby_listings, nearby_sales
from campaigns.home_values import values_of_home
from campaigns.issue_intros import issue_keep_intro
from campaigns.models import Agent, Campaign, CampaignStatus, DeliveryStatus, Email, Step
from campaigns.retrying import retrying
from campaigns.states import Actor, Mail
from campaigns.transitions import campaign_change_status, campaign_lock, period_mail


class Creation(Enum):
    """What came of it, in the words of the log line."""

    CREATED = "created"
    WAITS_FOR_APPROVAL = "created, waits for approval"
    NOTHING_TO_SEND = "nothing to send"
    NOT_WANTED = "dropped"


class AgentIncomplete(Exception):
    """The agent lacks what the law wants in an e-mail."""


def create_email(campaign_id: int, cycle: int, now: datetime) -> Creation:
    """Create the e-mail of this cycle and decide when it may go.

    1. Compose from the pinned data, with no transaction open.
    2. Lock the campaign, check status and cycle again, and write the row: one for a campaign and period.
    3. Schedule it within the agent's window, or hand it to a person for approval (the campaign requires it, or the
       e-mail is held), in the same transaction.

    Harmless when repeated: a draft of this cycle is kept, and only the schedule or the move that is missing is made.
    Raises AgentIncomplete, in words for a person.
    """
    campaign = _campaign(campaign_id, cycle)
    if campaign is None:
        return Creation.NOT_WANTED
    if missing := campaign.agent.missing_for_sending:
        raise AgentIncomplete(f"Fill in {', '.join(missing)}: no e-mail may go without it.")
    content = email_content(campaign, now)
    if not _is_worth_sending(content):
        return _store(campaign, None, (), now)
    composed = compose(content)
    return _store(campaign, composed, hold_reasons(campaign, content, composed), now)


def schedule_email(campaign: Campaign, now: datetime) -> None:
    """Set when a locked campaign's draft may go: the agent's first open moment, never before its planned one."""
    earliest = max(now, campaign.cycle_due_datetime or now)
    campaign.send_due_datetime = planning.agent_window(campaign.agent).next_open(earliest)
    campaign.stalled_at = None
    plain.update(Campaign, {"id": campaign.pk}, {"send_due_datetime": campaign.send_due_datetime, "stalled_at": None})


def email_content(campaign: Campaign, now: datetime) -> EmailContent:
    """Everything that goes into the e-mail, from the campaign, its agent, and the data that its cycle pinned."""
    period = _period(campaign)
    property_data = campaign.property_data
    home = property_data.as_facts() if property_data and property_data.current_value else None
    sales = campaign.recent_sales.as_facts() if campaign.recent_sales else None
    listings = campaign.active_listings.as_facts() if campaign.active_listings else None
    own = own_home(campaign)
    return EmailContent(
        agent=agent_card(campaign.agent),
        recipient_first_name=campaign.first_name,
        period=period,
        written_on=now.astimezone(ZoneInfo(campaign.agent.time_zone)).date(),
        zip_code=campaign.zip_code,
        intro=campaign.intro,
        unsubscribe_url=unsubscribe.url(campaign.pk, period),
        home=home,
        home_report=campaign.home_report_analysis if home else "",
        home_values=values_of_home(campaign, property_data) if property_data and home else (),
        market=campaign.local_market_data.as_facts() if campaign.local_market_data else None,
        mortgage_rate=campaign.mortgage_rate.as_facts() if campaign.mortgage_rate else None,
        sales=nearby_sales(sales.sales, own) if sales else (),
        sales_as_of=sales.as_of if sales else None,
        sales_source=sales.source if sales else "",
        listings=nearby_listings(listings.listings, own) if listings else (),
        listings_as_of=listings.as_of if listings else None,
        listings_source=listings.source if listings else "",
    )


def own_home(campaign: Campaign) -> OwnHome:
    """What homes nearby are compared with; of a no-address newsletter only the middle of its ZIP code."""
    known = campaign.property_data
    typed = (campaign.formatted_address, known.formatted_address if known else "")
    addresses = tuple(address for address in typed if address)
    if campaign.no_address_newsletter:
        zip_code = zip_codes.find(campaign.zip_code)
        return OwnHome(addresses, zip_code.coordinates if zip_code else None, is_own_place=False)
    if known is None:
        return OwnHome(addresses)
    return OwnHome(
        addresses,
        known.coordinates,
        bedrooms=known.bedrooms,
        bathrooms=known.bathrooms,
        square_feet=known.square_feet,
    )


def agent_card(agent: Agent) -> AgentCard:
    return AgentCard(
        name=agent.name,
        brokerage_name=agent.brokerage.name,
        email=agent.email,
        phone=agent.phone,
        licence_number=agent.licence_number,
        postal_address=agent.brokerage.postal_address,
        title=agent.title,
    )


def _period(campaign: Campaign) -> date:
    if campaign.period is None:
        raise ValueError(f"campaign {campaign.pk} has no period: it was never started")
    return campaign.period


def _campaign(campaign_id: int, cycle: int) -> Campaign | None:
    related = (
        "agent__brokerage",
        "property_data",
        "active_listings",
        "recent_sales",
        "local_market_data",
        "mortgage_rate",
    )
    campaign = Campaign.objects.select_related(*related).filter(pk=campaign_id).first()
    return campaign if steps.step_is_due(campaign, cycle, Step.EMAIL_CREATION) else None


def _is_worth_sending(content: EmailContent) -> bool:
    return bool(content.home or content.market or content.sales or content.listings)


@retrying
@transaction.atomic
def _store(read: Campaign, composed: ComposedEmail | None, reasons: tuple[str, ...], now: datetime) -> Creation:
    """Write the e-mail, if the campaign still stands where it was read."""
    campaign = campaign_lock(read.pk)
    if campaign is None or not steps.step_is_due(campaign, read.cycle, Step.EMAIL_CREATION):
        return Creation.NOT_WANTED
    mail = period_mail(campaign)
    if mail is Mail.SENDING:
        return Creation.NOT_WANTED
    (campaign.agent,) = plain.rows(Agent, {"id": campaign.agent_id})
    if mail is Mail.GONE or (mail is Mail.NONE and composed is None):
        reason = "this period's e-mail went out already" if mail is Mail.GONE else "no value, market, sales or listings"
        campaign_change_status(campaign, CampaignStatus.DORMANT, actor=Actor.EMAIL_CREATION, now=now, reason=reason)
        return Creation.NOTHING_TO_SEND
    if composed is not None and mail is Mail.NONE:
        draft = _write(campaign, composed, reasons, now)
        market = read.local_market_data.as_facts() if read.local_market_data else None
        issue_keep_intro(campaign, market.zip_code if market else campaign.zip_code, read.intro)
    else:
        draft = campaign.emails.get(period=_period(campaign))
    if needs_approval(campaign, draft):
        status = CampaignStatus.WAITING_FOR_MANUAL_APPROVAL
        campaign_change_status(campaign, status, actor=Actor.EMAIL_CREATION, now=now)
        return Creation.WAITS_FOR_APPROVAL
    if campaign.send_due_datetime is None:
        schedule_email(campaign, now)
    return Creation.CREATED


def _write(campaign: Campaign, composed: ComposedEmail, reasons: tuple[str, ...], now: datetime) -> Email:
    """Insert the period's row, or write it anew where a withdrawn or failed e-mail of the period stands."""
    period = _period(campaign)
    email = plain.first(Email, {"campaign_id": campaign.pk, "period": period})
    if email is None:
        email = Email(campaign=campaign, period=period)
    else:
        email.revision += 1
    email.cycle = campaign.cycle
    email.delivery_status = DeliveryStatus.READY_TO_SEND
    email.created = now
    email.sender_name = campaign.agent.name
    email.reply_to = campaign.agent.email
    email.to_name = campaign.recipient_name
    email.to_email = campaign.email
    email.subject = composed.subject[:255]
    email.text_body = composed.text
    email.html_body = composed.html
    email.hold_reasons = "\n".join(reasons)
    email.approved_at = None
    email.approved_by = None
    email.error = ""
    email.save()
    return email
