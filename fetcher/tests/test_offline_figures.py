"""Every text that the offline writer can give passes the figures guard."""

from hypothesis import given
from hypothesis import strategies as st

from campaigns.facts import LocalMarketData, MortgageRate, PropertyData
from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figures import figure_complaints
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
