"""What follows from the facts: the list of figures that a text may use, worked out by code and handed to the model.

Nothing is worked out from what is unknown; no share is taken of zero.
"""

from campaigns.addresses import house_line
from campaigns.facts import LocalMarketData, MortgageRate, PropertyData
from campaigns.guards.figure_list import Figure, Figures
from campaigns.guards.home_figures import home_figures
from campaigns.guards.market_figures import market_figures
from campaigns.guards.rate_figures import rate_figures


def intro_figures(market: LocalMarketData | None, rate: MortgageRate | None) -> Figures:
    """What an introduction may say: of the ZIP code's market, and of the national mortgage rates."""
    found: list[Figure] = []
    if market is not None:
        found += market_figures(market)
    if rate is not None:
        found += rate_figures(rate)
    return Figures(tuple(found), frozenset({market.zip_code} if market else ()))


def home_report_figures(home: PropertyData) -> Figures:
    """What a home report may say."""
    address = home.formatted_address
    passages = {address, address.partition(",")[0], house_line(address)} - {""}
    return Figures(tuple(dict.fromkeys(home_figures(home))), frozenset(passages))
