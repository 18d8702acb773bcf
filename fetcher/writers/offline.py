"""Texts without network or account: sentences chosen by a hash of campaign or home, filled with the data's figures."""

from campaigns.facts import LocalMarketData, MortgageRate, PropertyData
from fetcher.writers.offline_home_report import home_report_text
from fetcher.writers.offline_intro import intro_text


class OfflineWriter:
    """The same data, campaign and issue always give the same text; keeps nothing, so one object serves all threads."""

    is_free = True

    def generate_intro(
        self,
        local_market_data: LocalMarketData | None,
        mortgage_rate: MortgageRate | None,
        campaign_id: int,
        issue: int | None = None,
    ) -> str:
        """Two paragraphs, 60 to 130 words: the ZIP code's prices, and the mortgage rate."""
        return intro_text(local_market_data, mortgage_rate, campaign_id, issue)

    def generate_home_report_analysis(self, property_data: PropertyData) -> str:
        """Three paragraphs, 80 to 170 words, or "" where the home has no dated estimate."""
        return home_report_text(property_data)
