"""Every text that the offline writer can give passes the figures guard."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from campaigns.emails.compose import compose
from campaigns.emails.content import EmailContent
from campaigns.emails.figures import email_complaints
from campaigns.emails.nearby import OwnHome, nearby_sales
from campaigns.facts import LocalMarketData, MortgageRate, PropertyData
from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figures import figure_complaints
from campaigns.tests.emails.samples import FULL
from fetcher.providers import market_provider, mortgage_rate_provider, property_provider, sales_provider
from fetcher.providers.offline import OfflineHome, homes
from fetcher.tests.offline_text import HOME, MARKET, RATE, markets, rates, repeatable, valued_homes
from fetcher.writers import generate_home_report_analysis, generate_intro


@repeatable
@given(st.none() | markets, st.none() | rates, st.integers(1, 10**9))
def test_offline_intro_passes_the_figures_guard(
    market: LocalMarketData | None, rate: MortgageRate | None, campaign_id: int
) -> None:
    text = generate_intro(market, rate, campaign_id)

    assert figure_complaints(text, intro_figures(market, rate)) == []


@repeatable
@given(valued_homes)
def test_offline_home_report_passes_the_figures_guard(home: PropertyData) -> None:
    text = generate_home_report_analysis(home)

    assert figure_complaints(text, home_report_figures(home)) == []


def test_offline_intro_of_each_campaign_passes_the_figures_guard() -> None:
    figures = intro_figures(MARKET, RATE)

    for campaign_id in range(400):
        assert figure_complaints(generate_intro(MARKET, RATE, campaign_id), figures) == []


def test_offline_home_report_of_another_home_is_stopped() -> None:
    text = generate_home_report_analysis(HOME).replace("$1,493,000", "$1,439,000")

    assert figure_complaints(text, home_report_figures(HOME)) != []


def test_email_on_shipped_data_passes_the_figures_guard() -> None:
    """What the demo sends: facts of the offline providers, texts of the offline writer, homes chosen nearby."""
    written_on = date(2026, 11, 23)
    rate = mortgage_rate_provider().mortgage_rate(written_on)

    for number, home in enumerate(homes()[::400]):
        content = shipped_content(home, rate, campaign_id=number + 1)
        assert email_complaints(compose(content).text, content) == []


def shipped_content(home: OfflineHome, rate: MortgageRate, campaign_id: int) -> EmailContent:
    known = property_provider().property_data(home.address, home.zip_code)
    market = market_provider().local_market(home.zip_code)
    sales = sales_provider().recent_sales(home.zip_code)
    own = OwnHome((home.address, home.formatted_address), known.coordinates, bedrooms=known.facts.bedrooms)
    return replace(
        FULL,
        zip_code=home.zip_code,
        home=known.facts if known.facts.current_value else None,
        home_report=generate_home_report_analysis(known.facts),
        intro=generate_intro(market, rate, campaign_id),
        market=market,
        mortgage_rate=rate,
        sales=nearby_sales(sales.sales, own),
        sales_as_of=sales.as_of,
        sales_source=sales.source,
        listings=(),
        listings_as_of=None,
    )
