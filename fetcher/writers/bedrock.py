"""Texts by a model on Amazon Bedrock, each paid for once and looked over by the guards before it leaves."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from campaigns.facts import LocalMarketData, MortgageRate, PropertyData
from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.placing.vocabulary import told_words
from campaigns.models import Agent, Campaign
from fetcher.writers.asking import Asked
from fetcher.writers.base import Written
from fetcher.writers.offline import OfflineWriter
from fetcher.writers.prompt import as_data, as_lines, load
from fetcher.writers.statements.texts import home_report_statements, intro_statements, street_of
from fetcher.writers.store import written_once

NO_VOICE = "- no notes: plain, warm and brief"
LONGEST_NOTE = 2000


class BedrockWriter:
    """Keeps nothing, so one object serves all threads. Where a text is not to be had, the offline writer's is used."""

    is_free = False

    def __init__(self, clock: Callable[[], datetime] = timezone.now) -> None:
        self._clock = clock
        self._offline = OfflineWriter()

    def generate_intro(
        self,
        local_market_data: LocalMarketData | None,
        mortgage_rate: MortgageRate | None,
        campaign_id: int,
        issue: int | None = None,
    ) -> str:
        return self.write_intro(local_market_data, mortgage_rate, campaign_id, issue).text

    def generate_home_report_analysis(self, property_data: PropertyData) -> str:
        return self.write_home_report(property_data).text

    def write_intro(
        self,
        local_market_data: LocalMarketData | None,
        mortgage_rate: MortgageRate | None,
        campaign_id: int,
        issue: int | None = None,
    ) -> Written:
        """One text for an agent, a period and a market's snapshot; another for newsletters without an address.

        Where nothing can be said of market and rates there is nothing to pay for.
        """

        def offline() -> str:
            return self._offline.generate_intro(local_market_data, mortgage_rate, campaign_id, issue)

        asked = intro_asked(local_market_data, mortgage_rate, campaign_id)
        if not asked.statements.by_key:
            return Written(offline())
        return written_once(asked, offline, self._clock)

    def write_home_report(self, property_data: PropertyData) -> Written:
        """One text for a home; none, and nothing is paid for, where there is no dated estimate."""
        if not property_data.current_value or property_data.as_of is None:
            return Written("")

        def offline() -> str:
            return self._offline.generate_home_report_analysis(property_data)

        return written_once(home_report_asked(property_data), offline, self._clock)


def intro_asked(market: LocalMarketData | None, rate: MortgageRate | None, campaign_id: int) -> Asked:
    """What the model is asked for an introduction; of the campaign only agent, period and kind go into it."""
    campaign = Campaign.objects.select_related("agent").filter(pk=campaign_id).first()
    leads_to_report = campaign is None or not campaign.no_address_newsletter
    period = campaign.period if campaign else None
    statements = intro_statements(market, rate, period, leads_to_report=leads_to_report)
    lines = [*statements.lines(), f"season of the data: {' and '.join(sorted(statements.seasons))}"]
    return Asked(
        "intro",
        load(
            "intro",
            "intro" if leads_to_report else "intro_without_address",
            told_words("intro", leads_to_report=leads_to_report),
        ),
        model_id(),
        {"data": as_lines(lines), "voice": voice(campaign.agent if campaign else None)},
        intro_figures(market, rate),
        statements,
        agent_id=campaign.agent_id if campaign else None,
        zip_code=market.zip_code if market else (campaign.zip_code if campaign else ""),
        period=period,
    )


def home_report_asked(home: PropertyData) -> Asked:
    """What the model is asked for a home report."""
    street = street_of(home)
    statements = home_report_statements(home)
    return Asked(
        "home_report",
        load("home_report", "home_report" if street else "home_report_without_address", told_words("home_report")),
        model_id(),
        {"data": as_lines(statements.lines())},
        home_report_figures(home),
        statements,
    )


def voice(agent: Agent | None) -> str:
    """How the agent writes, as data: notes and sample sentences that staff entered."""
    if agent is None:
        return NO_VOICE
    notes = {"style": agent.style_notes, "sentences in this agent's manner": agent.sample_sentences}
    lines = [f"- {name}: {as_data(text, LONGEST_NOTE)}" for name, text in notes.items() if text.strip()]
    return "\n".join(lines) or NO_VOICE


def model_id() -> str:
    if not settings.BEDROCK_MODEL_ID:
        raise ImproperlyConfigured("WRITER is bedrock and BEDROCK_MODEL_ID is empty: set it, or choose another writer.")
    model: str = settings.BEDROCK_MODEL_ID
    return model
