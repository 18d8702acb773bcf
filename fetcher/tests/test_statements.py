"""What code says of the facts, clause by clause: each clause is true, and fit to go out by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.facts import LocalMarketData, MortgageRate, PropertyData
from campaigns.guards.complaint import Complaint
from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figure_list import Figures
from campaigns.guards.figures import figure_complaints
from campaigns.guards.form import prose_complaints
from campaigns.guards.placing.statement import Statement, Statements
from campaigns.guards.wording import wording_complaints
from fetcher.tests.offline_text import HOME, MARKET, RATE, markets, rates, repeatable, valued_homes
from fetcher.writers.statements.texts import home_report_statements, intro_statements

months = st.none() | st.dates(date(2020, 1, 1), date(2030, 12, 1))


def sentences(statements: Statements) -> Iterator[str]:
    """Each statement as a sentence, behind those that it needs; those that are told again otherwise, that way too."""
    by_about = {each.about: each for each in reversed([*statements.by_key.values()])}
    for statement in statements.by_key.values():
        before = [*chain(statement, by_about)]
        yield " ".join(sentence(each.words) for each in [*before, statement])
        first = next(each for each in statements.by_key.values() if each.subject == statement.subject)
        if statement.again:
            yield f"{sentence(first.words)} {sentence(statement.again)}"


def chain(statement: Statement, by_about: dict[str, Statement]) -> Iterator[Statement]:
    if needed := by_about.get(statement.needs):
        yield from chain(needed, by_about)
        yield needed


def sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def complaints(text: str, figures: Figures) -> list[Complaint]:
    return [*figure_complaints(text, figures), *wording_complaints(text, figures.passages), *prose_complaints(text)]


@repeatable
@given(markets, rates, months)
def test_each_statement_of_an_introduction_is_true_and_fit_to_go_out(
    market: LocalMarketData, rate: MortgageRate, month: date | None
) -> None:
    figures = intro_figures(market, rate)
    for text in sentences(intro_statements(market, rate, month, leads_to_report=True)):
        assert complaints(text, figures) == [], text


@repeatable
@given(valued_homes)
def test_each_statement_of_a_home_report_is_true_and_fit_to_go_out(home: PropertyData) -> None:
    figures = home_report_figures(home)
    for text in sentences(home_report_statements(home)):
        assert complaints(text, figures) == [], text


def test_statements_of_a_market_read_like_this() -> None:
    when = "in the three months to January 31, 2026"
    assert intro_statements(MARKET, None, date(2026, 11, 1), leads_to_report=True).lines() == [
        f"m1 (median sale price): the median home sold in 98107 {when}, had a recorded price of $1,040,000",
        f"m2 (median sale price): the median home sold in 98107 {when}, had a recorded price of $1,040,000, "
        "about 4.0% more than the $1,000,000 of three months earlier",
        f"m3 (recorded sales): there were 31 sales recorded in 98107 {when}",
        "m4 (median sale price per square foot): the median sale price in 98107 came to about $592 per square foot "
        f"{when}, against $575 three months earlier",
        "m5 (what a median is): the mix of homes alone can move a median, even when prices hold still",
    ]


def abouts(statements: Statements) -> list[str]:
    return [each.about for each in statements.by_key.values()]


def test_unknown_data_is_said_nothing_of() -> None:
    bare = replace(MARKET, median_price=None, median_price_per_sqft=None, sales_count=None)
    assert abouts(intro_statements(bare, None, None, leads_to_report=True)) == []
    assert abouts(intro_statements(None, RATE, None, leads_to_report=True))[0] == "30-year rate"


@pytest.mark.parametrize(("sales", "is_few"), [(14, True), (15, False), (None, False)])
def test_few_sales_are_told_as_few(sales: int | None, is_few: bool) -> None:
    found = abouts(intro_statements(replace(MARKET, sales_count=sales), None, None, leads_to_report=True))
    assert ("few sales" in found) == is_few


def test_next_month_says_the_same_in_other_words() -> None:
    november, december = (
        intro_statements(MARKET, RATE, date(2026, month, 1), leads_to_report=True) for month in (11, 12)
    )
    same = [key for key, each in november.by_key.items() if each.words == december.by_key[key].words]
    assert same == []


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ((None, None), ["no range"]),
        ((1_075_000, None), []),
        ((1_866_000, 1_075_000), []),
        ((1_600_000, 1_600_000), []),
        ((1_500_000, 1_600_000), []),
        ((1_075_000, 1_866_000), ["range", "width of the range"]),
    ],
)
def test_range_is_told_where_it_is_one_around_the_value(
    ends: tuple[int | None, int | None], expected: list[str]
) -> None:
    found = abouts(home_report_statements(replace(HOME, value_low=ends[0], value_high=ends[1])))
    assert [each for each in found if "range" in each] == expected


@pytest.mark.parametrize("day", [None, date(2026, 5, 1)], ids=["undated", "later than the estimate"])
def test_what_is_not_known_to_be_earlier_is_not_compared(day: date | None) -> None:
    found = abouts(home_report_statements(replace(HOME, previous_as_of=day, purchase_date=day)))
    assert {"previous estimate", "purchase", "nothing to compare"}.isdisjoint(found)


def test_estimates_that_are_equal_need_no_reason_to_differ() -> None:
    assert "why estimates differ" not in abouts(
        home_report_statements(replace(HOME, previous_value=HOME.current_value))
    )


def test_home_with_nothing_to_compare_says_so() -> None:
    bare = replace(HOME, previous_value=None, previous_as_of=None, purchase_price=None, purchase_date=None)
    assert "nothing to compare" in abouts(home_report_statements(bare))


def test_figures_that_only_round_to_the_same_are_not_the_same() -> None:
    market = replace(MARKET, median_price_per_sqft_3_months_ago=Decimal("592.4"))
    (line,) = (each for each in intro_statements(market, None, None, leads_to_report=True).lines() if "foot" in each)
    assert "same" not in line


def test_asking_prices_are_led_to_by_no_word_of_sales() -> None:
    statements = intro_statements(replace(MARKET, price_kind="asking"), None, None, leads_to_report=True)
    prices = [each for each in statements.by_key.values() if "price" in each.topics]
    assert [each.about for each in prices if "sale" in each.topics] == []


def test_home_without_a_dated_value_has_no_statements() -> None:
    assert abouts(home_report_statements(replace(HOME, as_of=None))) == []
    assert abouts(home_report_statements(replace(HOME, current_value=None))) == []


def test_estimate_from_other_homes_asking_prices_is_no_estimate_from_sales() -> None:
    source = "RentCast, estimate from asking prices of comparable homes"
    words = " ".join(home_report_statements(replace(HOME, source=source)).lines())
    assert "comparable homes" in words
    assert "comparable sales" not in words


def test_rate_that_hardly_moved_did_not_rise() -> None:
    words = " ".join(
        intro_statements(None, replace(RATE, change_4_weeks=Decimal("0.04")), None, leads_to_report=True).lines()[1:2]
    )
    assert "rose" not in words
    assert "higher" not in words
