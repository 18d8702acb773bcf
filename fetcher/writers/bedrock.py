"""Texts by a model on Amazon Bedrock, each paid for once and looked over by the guards before it leaves."""

from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from campaigns.addresses import house_line
from campaigns.facts import LocalMarketData, MortgageRate, PropertyData
from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figure_list import Figures, prompt_lines
from campaigns.models import Agent, Campaign
from fetcher.writers.asking import Asked
from fetcher.writers.base import Written
from fetcher.writers.caution import caution_lines
from fetcher.writers.offline import OfflineWriter
from fetcher.writers.prompt import as_data, as_lines, load
from fetcher.writers.store import written_once

NO_VOICE = "- no notes: plain, warm and brief"
LONGEST_NOTE = 2000
_SEASONS = ("winter", "spring", "summer", "autumn")


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
        """One text for an agent, a period and a market's snapshot; another for newsletters without an address."""

        def offline() -> str:
            return self._offline.generate_intro(local_market_data, mortgage_rate, campaign_id, issue)

        if local_market_data is None and mortgage_rate is None:
            return Written(offline())  # without figures there is nothing to pay for
        return written_once(intro_asked(local_market_data, mortgage_rate, campaign_id), offline, self._clock)

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
    is_newsletter = campaign is not None and campaign.no_address_newsletter
    figures = intro_figures(market, rate)
    lines = prompt_lines(figures)
    if market is not None:
        lines += [
            *caution_lines(market),
            f"season of the market figures: {season(market.as_of)}",
            f"source of the market figures: {market.source}",
        ]
    if rate is not None:
        lines += [
            f"season of the mortgage rates: {season(rate.week_date)}",
            f"source of the mortgage rates: {rate.source}",
        ]
    return Asked(
        "intro",
        load("intro", "intro_without_address" if is_newsletter else "intro"),
        model_id(),
        {"data": as_lines(lines), "voice": voice(campaign.agent if campaign else None)},
        figures,
        agent_id=campaign.agent_id if campaign else None,
        zip_code=market.zip_code if market else (campaign.zip_code if campaign else ""),
        period=campaign.period if campaign else None,
    )


def home_report_asked(home: PropertyData) -> Asked:
    """What the model is asked for a home report: of the address house number and street alone, where they are plain."""
    figures = home_report_figures(home)
    street = as_data(house_line(home.formatted_address))
    variables = {"data": _home_data(home, figures), **({"street": street} if street else {})}
    prompt = load("home_report", "home_report" if street else "home_report_without_address")
    return Asked("home_report", prompt, model_id(), variables, figures)


def _home_data(home: PropertyData, figures: Figures) -> str:
    return as_lines([*prompt_lines(figures), f"source of the estimate: {home.source}"])


def voice(agent: Agent | None) -> str:
    """How the agent writes, as data: notes and sample sentences that staff entered."""
    if agent is None:
        return NO_VOICE
    notes = {"style": agent.style_notes, "sentences in this agent's manner": agent.sample_sentences}
    lines = [f"- {name}: {as_data(text, LONGEST_NOTE)}" for name, text in notes.items() if text.strip()]
    return "\n".join(lines) or NO_VOICE


def season(day: date) -> str:
    """Of the northern half of the world, by whole months."""
    return _SEASONS[day.month % 12 // 3]


def model_id() -> str:
    if not settings.BEDROCK_MODEL_ID:
        raise ImproperlyConfigured("WRITER is bedrock and BEDROCK_MODEL_ID is empty: set it, or choose another writer.")
    model: str = settings.BEDROCK_MODEL_ID
    return model
