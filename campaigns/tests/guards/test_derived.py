"""The list of figures that follows from the facts."""

import re
from dataclasses import replace
from decimal import Decimal

from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figure_list import Figures, figure_lines
from campaigns.guards.figures import figure_complaints
from campaigns.tests.emails.samples import HOME, MARKET, RATE


def test_figures_of_a_market_read_like_this() -> None:
    lines = figure_lines(intro_figures(replace(MARKET, median_price_per_sqft=None), None))

    change = "change of the median sale price in ZIP code 98107 from October 31, 2025 to January 31, 2026"
    assert lines == [
        "median sale price in ZIP code 98107, three months to January 31, 2026: $860,000",
        "median sale price in ZIP code 98107, three months to October 31, 2025: $1,034,500",
        f"{change}: down $174,500",
        f"{change}, in percent: down 16.9%",
        "median sale price per square foot in ZIP code 98107, three months to October 31, 2025: $591 per square foot",
        "recorded sales in ZIP code 98107, three months to January 31, 2026: 31",
        "date of the market figures: January 31, 2026",
        "date three months before the market figures: October 31, 2025",
        "start of the three months: November 1, 2025",
        "start of the three months before those: August 1, 2025",
    ]


def test_figures_of_the_rates_hold_levels_changes_and_the_gap() -> None:
    lines = figure_lines(intro_figures(None, RATE))

    assert "national average 30-year fixed mortgage rate, week of October 1, 2026: 7.28%" in lines
    assert "30-year rate above the 15-year rate, week of October 1, 2026: 0.78 percentage points" in lines
    assert "change of the 30-year rate over one year: down 0.06 percentage points" in lines
    assert "30-year rate four weeks before the week of October 1, 2026: 6.86%" in lines


def test_figures_of_a_home_compare_with_estimate_and_purchase() -> None:
    lines = figure_lines(home_report_figures(HOME))

    assert "estimated value of the home, January 31, 2026: $1,236,000" in lines
    change = "change of the value of the home from the {} to the estimate of January 31, 2026"
    assert f"{change.format('previous estimate of October 31, 2025')}: up $14,000" in lines
    assert f"{change.format('purchase of May 12, 2014')}, in percent: up 91.6%" in lines
    assert "low end of the range of the estimate: $1,098,000" in lines


def test_figures_of_what_is_unknown_or_zero_are_left_out() -> None:
    nothing = replace(MARKET, median_price=0, median_price_3_months_ago=0, median_price_per_sqft=None, sales_count=None)
    names = [figure.name for figure in intro_figures(nothing, None).figures]

    assert not [name for name in names if "percent" in name or "multiple" in name]
    assert intro_figures(None, None) == Figures()


def test_figures_of_equal_values_are_unchanged() -> None:
    lines = figure_lines(intro_figures(replace(MARKET, median_price_3_months_ago=MARKET.median_price), None))

    change = "change of the median sale price in ZIP code 98107 from October 31, 2025 to January 31, 2026"
    assert f"{change}: unchanged" in lines


def test_figures_join_without_doubles() -> None:
    market = intro_figures(MARKET, None)

    assert market | market == market
    assert (market | home_report_figures(HOME)).passages == {"98107", HOME.formatted_address, "5807 3rd Ave NW"}


def test_shares_may_be_told_but_are_not_suggested() -> None:
    figures = home_report_figures(HOME)

    assert [figure for figure in figures.figures if figure.is_minor]
    assert not [line for line in figure_lines(figures) if "in percent of" in line and "range" not in line]


def test_values_without_a_date_have_no_span() -> None:
    undated = replace(HOME, as_of=None, previous_as_of=None, purchase_date=None)

    assert not [figure for figure in home_report_figures(undated).figures if figure.unit in {"date", "months"}]
    assert Decimal(1_236_000) in {figure.value for figure in home_report_figures(undated).figures}


UNEVEN = replace(
    MARKET,
    median_price_per_sqft=Decimal("591.60"),
    median_price_per_sqft_3_months_ago=Decimal("575.40"),
    sales_count=31,
)
"""Its rounded figures per square foot lie $17 apart, the exact ones $16."""


def test_lines_show_no_lengths_of_time_no_monthly_parts_and_no_change_per_square_foot_in_dollars() -> None:
    shown = "\n".join([*figure_lines(intro_figures(UNEVEN, RATE)), *figure_lines(home_report_figures(HOME))])
    assert not re.search(r"\d months$|10\.33|up \$16 per square foot", shown, re.MULTILINE)
    for line in ("$592 per square foot", "$575 per square foot", "in percent: up 2.8%"):
        assert line in shown


def test_what_no_line_shows_may_still_be_said() -> None:
    text = "There were about 10 recorded sales a month, and the median rose by $16 per square foot over three months."
    assert figure_complaints(text, intro_figures(UNEVEN, RATE)) == []
