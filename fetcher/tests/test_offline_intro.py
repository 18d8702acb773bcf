"""The offline introduction: its figures, its tone, its variety."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from campaigns.facts import LocalMarketData, MortgageRate
from fetcher.tests.offline_text import (
    DOWN,
    MARKET,
    RATE,
    UP,
    change_numbers,
    date_numbers,
    faults,
    markets,
    numbers_in,
    rates,
    repeatable,
)
from fetcher.writers import generate_intro
from fetcher.writers.repetition import repetition_complaints

CAMPAIGNS = range(200)
FALLING_RATE = replace(
    RATE, change_4_weeks=Decimal("-0.31"), change_3_months=Decimal("-0.40"), change_1_year=Decimal("-0.66")
)
FLAT_RATE = replace(
    RATE, change_4_weeks=Decimal("0.10"), change_3_months=Decimal("-0.10"), change_1_year=Decimal("0.00")
)
FALLING_MARKET = replace(MARKET, median_price=1_000_000, median_price_3_months_ago=1_040_000)
FLAT_MARKET = replace(MARKET, median_price=1_010_000, median_price_3_months_ago=1_000_000)


def test_intro_reads_like_this() -> None:
    assert generate_intro(MARKET, RATE, campaign_id=42) == (
        "When I look at 98107, I start with the median price. "
        "In the three months that ended on January 31, 2026, the median recorded sale price was $1,040,000. "
        "Set against $1,000,000 three months earlier, the median was higher by $40,000. "
        "Per square foot, the median came to about $592, compared with $575 three months earlier."
        "\n\n"
        "Nationally, the average 30-year fixed mortgage rate was 7.28% for the week of October 1, 2026, "
        "according to Freddie Mac. It had risen by 0.94 percentage points over a year. "
        "I'm glad to go through the details with you; just reply."
    )


def test_intro_without_any_data_reads_like_this() -> None:
    assert generate_intro(None, None, campaign_id=42) == (
        "I looked for solid home price figures for your area to share with you "
        "and did not find any I would put my name to. "
        "I'll keep checking, and when there is something worth sharing you will have it from me."
        "\n\n"
        "On mortgage rates I have nothing to add, as I have no published average with a date to go by. "
        "In the meantime, a reply to this email reaches me, and I'm happy to help where I can."
    )


@repeatable
@given(st.none() | markets, st.none() | rates, st.integers(1, 10**9))
def test_intro_is_well_formed_whatever_is_known(
    market: LocalMarketData | None, rate: MortgageRate | None, campaign_id: int
) -> None:
    assert faults(generate_intro(market, rate, campaign_id), "intro", paragraphs=2, words=range(60, 131)) == []


@repeatable
@given(st.none() | markets, st.none() | rates, st.integers(1, 10**9))
def test_intro_holds_only_figures_that_follow_from_its_data(
    market: LocalMarketData | None, rate: MortgageRate | None, campaign_id: int
) -> None:
    text = generate_intro(market, rate, campaign_id)

    assert numbers_in(text) <= market_numbers(market) | rate_numbers(rate)


@repeatable
@given(markets.filter(lambda market: bool(market.median_price)), rates, st.integers(1, 10**9))
def test_intro_tells_the_median_and_the_rate_each_with_its_date(
    market: LocalMarketData, rate: MortgageRate, campaign_id: int
) -> None:
    prices, mortgage = generate_intro(market, rate, campaign_id).split("\n\n")

    assert {f"${market.median_price:,}", *date_numbers(market.as_of)} <= numbers_in(prices)
    assert {f"{rate.rate_30yr_pct:.2f}%", *date_numbers(rate.week_date)} <= numbers_in(mortgage)


def test_intro_calls_each_figure_by_its_name() -> None:
    for campaign_id in CAMPAIGNS:
        prices, mortgage = generate_intro(MARKET, RATE, campaign_id).split("\n\n")
        assert re.search(r"\bmedian\b", prices)
        assert re.search(r"\b([Rr]ecorded|on record)\b", prices)
        assert "asking" not in prices
        assert re.search(r"\b(national average|Nationally, the average)\b.*\b30-year\b", mortgage) or re.search(
            r"national average of [\d.]+% on 30-year", mortgage
        )
        assert "for the week of October 1, 2026" in mortgage or "For the week of October 1, 2026" in mortgage
        assert "Freddie Mac" in mortgage


def test_intro_calls_asking_prices_asking_prices() -> None:
    asking = replace(MARKET, price_kind="asking", sales_count=3)

    for campaign_id in CAMPAIGNS:
        prices = generate_intro(asking, RATE, campaign_id).split("\n\n")[0]
        assert re.search(r"\bask(ing|ed)\b", prices)
        assert not re.search(r"\b(sold|sales|recorded)\b", prices)


def test_intro_of_rising_figures_never_says_they_fell() -> None:
    for campaign_id in CAMPAIGNS:
        text = generate_intro(MARKET, RATE, campaign_id)
        assert (bool(UP.search(text)), DOWN.search(text)) == (True, None), text


def test_intro_of_falling_figures_never_says_they_rose() -> None:
    for campaign_id in CAMPAIGNS:
        text = generate_intro(FALLING_MARKET, FALLING_RATE, campaign_id)
        assert (UP.search(text), bool(DOWN.search(text))) == (None, True), text


def test_intro_of_flat_figures_says_neither() -> None:
    for campaign_id in CAMPAIGNS:
        text = generate_intro(FLAT_MARKET, FLAT_RATE, campaign_id)
        assert (UP.search(text), DOWN.search(text)) == (None, None), text


def test_intro_just_outside_flat_has_a_direction() -> None:
    market = replace(MARKET, median_price=1_010_001, median_price_3_months_ago=1_000_000)
    rate = replace(RATE, change_4_weeks=Decimal("-0.11"), change_3_months=None, change_1_year=None)

    for campaign_id in CAMPAIGNS:
        prices, mortgage = generate_intro(market, rate, campaign_id).split("\n\n")
        assert UP.search(prices)
        assert DOWN.search(mortgage)


@pytest.mark.parametrize(("sales_count", "words"), [(1, "only one sale"), (14, "only 14 sales")])
def test_intro_warns_of_a_median_of_few_sales(sales_count: int, words: str) -> None:
    few = replace(MARKET, sales_count=sales_count)

    assert all(words in generate_intro(few, RATE, campaign_id) for campaign_id in CAMPAIGNS)


def test_intro_names_the_mix_of_homes_where_the_median_moved_much() -> None:
    moved = replace(MARKET, median_price_3_months_ago=1_300_000)

    assert all(re.search(r"\bmix\b|which homes are in it", generate_intro(moved, RATE, each)) for each in CAMPAIGNS)


def test_intro_is_the_same_every_time() -> None:
    assert generate_intro(MARKET, RATE, 7) == generate_intro(replace(MARKET), replace(RATE), 7)


def test_intro_differs_between_the_clients_of_one_zip_code() -> None:
    assert len({generate_intro(MARKET, RATE, campaign_id) for campaign_id in CAMPAIGNS}) >= 190


def test_intro_differs_between_two_months_in_more_than_its_figures() -> None:
    next_month = replace(MARKET, as_of=date(2026, 2, 28))

    openings = [
        [generate_intro(market, RATE, campaign_id).partition(".")[0] for market in (MARKET, next_month)]
        for campaign_id in CAMPAIGNS
    ]

    assert all(first != second for first, second in openings)


@pytest.mark.parametrize("market", [MARKET, FALLING_MARKET, FLAT_MARKET, None], ids=["up", "down", "flat", "none"])
@pytest.mark.parametrize("is_new", [True, False], ids=["new data", "same data"])
def test_intro_shares_little_with_that_of_the_issue_before(market: LocalMarketData | None, is_new: bool) -> None:
    next_market = market and replace(market, as_of=date(2026, 2, 28), median_price=1_020_500)
    next_data = (next_market, replace(RATE, week_date=date(2026, 10, 29))) if is_new else (market, RATE)
    for campaign_id in CAMPAIGNS:
        before = generate_intro(market, RATE, campaign_id, issue=100)
        after = generate_intro(*next_data, campaign_id, issue=101)
        assert repetition_complaints(after, [after], [before]) == []


def test_intro_of_one_issue_is_the_same_every_time() -> None:
    assert generate_intro(MARKET, RATE, 7, issue=100) == generate_intro(replace(MARKET), replace(RATE), 7, issue=100)


def test_writer_that_nobody_knows_is_refused_with_the_names() -> None:
    with override_settings(WRITER="nobody"), pytest.raises(ImproperlyConfigured) as refusal:
        generate_intro(MARKET, RATE, 1)

    assert str(refusal.value) == "WRITER is 'nobody'; it must be one of: bedrock, offline."


def market_numbers(market: LocalMarketData | None) -> set[str]:
    if market is None:
        return set()
    per_sqft = {
        f"${amount.quantize(Decimal(1), 'ROUND_HALF_UP'):,}"
        for amount in (market.median_price_per_sqft, market.median_price_per_sqft_3_months_ago)
        if amount is not None
    }
    counts = {
        f"{count:,}"
        for count in (
            market.average_days_on_market,
            market.average_days_on_market_3_months_ago,
            market.total_listings,
            market.total_listings_3_months_ago,
            market.sales_count,
        )
        if count is not None
    }
    medians = change_numbers(market.median_price_3_months_ago, market.median_price)
    return medians | per_sqft | counts | {market.zip_code} | date_numbers(market.as_of)


def rate_numbers(rate: MortgageRate | None) -> set[str]:
    if rate is None:
        return set()
    changes = (rate.change_4_weeks, rate.change_3_months, rate.change_1_year)
    points = {f"{abs(change):.2f}" for change in changes if change is not None}
    return points | {"30", f"{rate.rate_30yr_pct:.2f}%"} | date_numbers(rate.week_date)


def test_offline_figures_that_only_round_to_the_same_are_not_the_same() -> None:
    changed = replace(MARKET, median_price_per_sqft_3_months_ago=Decimal("592.4"))
    same = replace(MARKET, median_price_per_sqft_3_months_ago=MARKET.median_price_per_sqft)
    found = [[generate_intro(market, RATE, number) for number in range(40)] for market in (changed, same)]
    assert [any("the same as three months earlier" in text for text in texts) for texts in found] == [False, True]
