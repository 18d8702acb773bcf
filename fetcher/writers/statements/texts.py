"""The statements that each kind of text may place."""

from datetime import date

from campaigns.addresses import house_line
from campaigns.facts import LocalMarketData, MortgageRate, PropertyData
from campaigns.guards.placing.statement import Statements
from campaigns.schedule import issue_number
from fetcher.writers.figure_words import Chooser
from fetcher.writers.prompt import as_data
from fetcher.writers.statements.home import home_statements
from fetcher.writers.statements.market import market_statements
from fetcher.writers.statements.rates import rate_statements

_SEASONS = ("winter", "spring", "summer", "autumn")


def intro_statements(
    market: LocalMarketData | None, rate: MortgageRate | None, month: date | None, *, leads_to_report: bool
) -> Statements:
    """Those of an introduction, in other words in each month; without one the data's own counts."""
    days = [*([market.as_of] if market else []), *([rate.week_date] if rate else [])]
    chooser = Chooser(market.zip_code if market else "", turn=issue_number(month or days[0]) if days else 0)
    found = [
        *(market_statements(market, chooser) if market else ()),
        *(rate_statements(rate, chooser) if rate else ()),
    ]
    return Statements.of(found, (season(day) for day in days), leads_to_report=leads_to_report)


def home_report_statements(home: PropertyData) -> Statements:
    """Those of a home report, which names the home by its street, or as "your home"."""
    street = street_of(home)
    chooser = Chooser(home.formatted_address, home.as_of)
    return Statements.of(home_statements(home, f"the home at {street}" if street else "your home", chooser))


def street_of(home: PropertyData) -> str:
    """House number and street, all that is told of an address; "" where they cannot be told from the rest of it."""
    return as_data(house_line(home.formatted_address))


def season(day: date) -> str:
    """Of the northern half of the world, by whole months."""
    return _SEASONS[day.month % 12 // 3]
