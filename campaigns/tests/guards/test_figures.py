"""The figures guard, sentence by sentence: what passes, and what is stopped for which kind of fault."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from campaigns.facts import LocalMarketData
from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figures import figure_complaints
from campaigns.tests.emails import samples

# 98107, three months to January 31, 2026: $860,000 after $1,034,500, $592 after $591 a square foot, 31 sales;
# week of October 1, 2026: 7.28 % and 6.50 %, up 0.42 in four weeks, up 0.70 in three months, down 0.06 in a year
INTRO = intro_figures(samples.MARKET, samples.RATE)
# as of November 20, 2026: $860,000 after $1,034,500 asked, 34 days after 28, 112 listings after 126
ASKING = intro_figures(samples.ASKING_MARKET, None)
# $1,236,000 ($1,098,000 to $1,374,000) as of January 31, 2026; $1,222,000 on October 31, 2025; bought for $645,000
HOME = home_report_figures(samples.HOME)

TRUE_OF_THE_AREA = [
    "The median sale price was $860,000 in the three months to January 31, 2026.",
    "The median was $0.86 million, down from $1.03M three months earlier.",
    "Sales had a median of about $860,000, nearly seventeen percent below the window before.",
    "The median fell 16.9%, or $174,500, from $1,034,500.",
    "Per square foot the median was little changed: $592, against $591 three months earlier.",
    "Thirty-one homes sold, roughly ten a month.",
    "Half of them sold for $860,000 or more.",
    "The 30-year average was 7.28 percent, a bit over seven and a quarter percent.",
    "Rates rose by 0.42 percentage points in four weeks, or 42 basis points.",
    "The 30-year rate was 0.06 of a point lower than a year earlier.",
    "At 6.50%, the 15-year average was 0.78 points lower than the 30-year average.",
    "Rates were not lower than four weeks earlier.",
    "One of the things to remember: on the one hand a median is one number, on the other it is the middle of many.",
    "If rates rise, buyers look at smaller homes.",
    "Reply today, or next week, whenever it suits you.",
]
TRUE_OF_THE_HOME = [
    "The estimate is $1,236,000, with a range from $1,098,000 to $1,374,000.",
    "The value is up $14,000, or 1.1%, from the previous estimate of October 31, 2025.",
    "Bought in May 2014 for $645,000, the home has nearly doubled in value.",
    "It has three bedrooms, two and a half baths and 1,840 square feet, and it was built in 1926.",
    "The home at 5807 3rd Ave NW is a hundred years old.",
    "Fourteen comparable homes went into it, or about $670 per square foot.",
]
FALSE_OF_THE_AREA = {
    "amount": "The median sale price was $806,000.",
    "percent": "The median fell 19.6%.",
    "rounded without a word": "The median fell 16%.",
    "rounded the wrong way": "The median was nearly $850,000.",
    "over for under": "The median was just over $870,000.",
    "in words": "Thirty-two homes sold.",
    "fraction": "The median fell by a quarter.",
    "multiple": "The number of sales doubled.",
    "sign": "The change of the median was plus 16.9%.",
    "direction with a number": "The median rose 16.9%.",
    "direction without a number": "Prices in 98107 rose over the three months.",
    "direction towards a level": "The median climbed to $860,000.",
    "direction of the rates": "Rates fell over the past four weeks.",
    "unchanged": "The median was unchanged.",
    "earlier as present": "The median sale price is $1,034,500.",
    "present as earlier": "Three months earlier the median was $860,000.",
    "average for median": "The average sale price was $860,000.",
    "asking for sale": "The median asking price was $860,000.",
    "county for ZIP": "In King County the median sale price was $860,000.",
    "city for ZIP": "The city's median sale price was $860,000.",
    "a place by name": "The median sale price in Seattle was $860,000.",
    "price per square foot as price": "The median sale price was $592.",
    "price as price per square foot": "The median price per square foot was $860,000.",
    "sales as listings": "There were 31 homes for sale.",
    "15 for 30 years": "The 15-year average was 7.28%.",
    "30 for 15 years": "The 30-year average was 6.50%.",
    "percent for points": "The rate rose by 0.42 percent in four weeks.",
    "points for percent": "The median fell 16.9 percentage points.",
    "span for span": "The rate rose by 0.42 points in a year.",
    "local for national": "The local 30-year average was 7.28%.",
    "level as change": "The rate rose 7.28%.",
    "month": "The median sale price was $860,000 in the three months to February 28, 2026.",
    "another figure's date": "The median sale price was $860,000 as of October 1, 2026.",
    "weekday": "The 30-year average was 7.28% on Friday, October 1, 2026.",
    "window": "In the twelve months to January 31, 2026, 31 homes sold.",
    "today": "The median sale price today is $860,000.",
    "this month": "This month the median sale price is $860,000.",
    "invented": "Homes drew 4 offers on average.",
    "inventory": "There are 2.1 months of inventory.",
    "another loan": "The 20-year fixed loan averaged 7.28%.",
    "extreme": "The lowest rate to be had was 7.28%.",
    "full-width digits": "The median sale price was $８０６，０００.",
    "letter for digit": "The median sale price was $86O,000.",
    "broken number": "The median sale price was $8,60,000.",
    "spaced digits": "The median sale price was 860 000 dollars.",
    "Roman digits": "XXXII homes sold.",
    "invisible character": "The median sale price was $80\u200b6,000.",
    "another alphabet": "The m\u0435dian sale price was $860,000.",
}
FALSE_OF_THE_HOME = {
    "low as high": "The high end of the range is $1,098,000.",
    "range turned": "The range runs from $1,374,000 to $1,098,000.",
    "end as value": "The estimate is $1,374,000.",
    "previous as purchase": "The home was bought for $1,222,000.",
    "purchase as previous": "The previous estimate was $645,000.",
    "previous as present": "The estimate stands at $1,222,000.",
    "since purchase as since previous": "The value is 91.6% above the previous estimate.",
    "direction": "The value has fallen since the previous estimate.",
    "rooms": "The home has four bedrooms.",
    "year built": "The home was built in 2014.",
    "year bought": "The home was bought in 1926 for $645,000.",
    "size": "The home has 1,480 square feet.",
    "age": "The home is ninety years old.",
    "owner's years": "The owner bought it 15 years ago for $645,000.",
    "assessed": "The assessed value is $1,236,000.",
    "rent": "It would rent for $4,200 a month.",
}
repeatable = settings(
    max_examples=300, derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.mark.parametrize("text", TRUE_OF_THE_AREA)
def test_true_sentence_of_the_area_passes(text: str) -> None:
    assert figure_complaints(text, INTRO) == []


@pytest.mark.parametrize("text", TRUE_OF_THE_HOME)
def test_true_sentence_of_the_home_passes(text: str) -> None:
    assert figure_complaints(text, HOME) == []


@pytest.mark.parametrize("text", FALSE_OF_THE_AREA.values(), ids=FALSE_OF_THE_AREA)
def test_false_sentence_of_the_area_is_stopped(text: str) -> None:
    assert figure_complaints(text, INTRO) != []


@pytest.mark.parametrize("text", FALSE_OF_THE_HOME.values(), ids=FALSE_OF_THE_HOME)
def test_false_sentence_of_the_home_is_stopped(text: str) -> None:
    assert figure_complaints(text, HOME) != []


def test_asking_prices_are_not_told_as_sales() -> None:
    assert figure_complaints("Sellers were asking a median of $860,000.", ASKING) == []
    assert figure_complaints("Homes sold for a median of $860,000.", ASKING) != []


def test_days_and_listings_go_their_own_ways() -> None:
    assert (
        figure_complaints("Homes spent 34 days on the market, up from 28; listings fell from 126 to 112.", ASKING) == []
    )
    assert figure_complaints("Homes spent 34 days on the market, down from 28.", ASKING) != []
    assert figure_complaints("The number of homes for sale grew to 112.", ASKING) != []


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("The median was $1.25M.", True),
        ("The median was $1,246,000.", True),
        ("The median was about $1.2 million.", True),
        ("The median was nearly $1.25 million.", True),
        ("The median was over $1.2 million.", True),
        ("The median was under $1.3 million.", True),
        ("The median was $1.24M.", False),
        ("The median was $1 million.", False),
        ("The median was about $1.3 million.", False),
        ("The median was over $1.25 million.", False),
        ("The median was nearly $1.24 million.", False),
    ],
)
def test_rounding_has_to_fit(text: str, passes: bool) -> None:
    figures = intro_figures(replace(samples.MARKET, median_price=1_246_000, median_price_3_months_ago=None), None)

    assert (figure_complaints(text, figures) == []) == passes


@pytest.mark.parametrize(
    ("text", "passes"),
    [("It rose 4.6%.", True), ("It rose about 5 %.", True), ("It rose 5%.", True), ("It rose 4 %.", False)],
)
def test_percent_is_rounded_as_shown(text: str, passes: bool) -> None:
    market = replace(samples.MARKET, median_price=1_046_000, median_price_3_months_ago=1_000_000)
    figures = intro_figures(market, None)

    assert (figure_complaints(f"The median sale price was $1,046,000. {text}", figures) == []) == passes


def test_complaint_names_the_sentence_and_the_nearest_figure() -> None:
    [complaint] = figure_complaints("Hello. The median sale price was $806,000.", INTRO)

    assert complaint.guard == "figures"
    assert complaint.found == "The median sale price was $806,000."
    assert complaint.reason == (
        "$806,000 is not in the data; "
        "nearest is median sale price in ZIP code 98107, three months to January 31, 2026: $860,000"
    )


def test_text_without_figures_passes_without_data() -> None:
    assert figure_complaints("I hope the fall has been kind to you. Just reply.", intro_figures(None, None)) == []


def told(market: LocalMarketData) -> str:
    return (
        f"The median sale price was ${market.median_price:,}, against ${market.median_price_3_months_ago:,} "
        f"three months earlier. There were {market.sales_count:,} recorded sales."
    )


@repeatable
@given(
    st.integers(100_000, 9_999_999),
    st.integers(100_000, 9_999_999),
    st.integers(10, 999),
    st.integers(0, 30),
    st.sampled_from("0123456789"),
)
def test_one_other_digit_in_a_true_text_is_found(now: int, then: int, sales: int, place: int, digit: str) -> None:
    assume(now != then)
    market = replace(
        samples.MARKET,
        median_price=now,
        median_price_3_months_ago=then,
        sales_count=sales,
        median_price_per_sqft=Decimal(600),
    )
    text, figures = told(market), intro_figures(market, None)
    digits = [index for index, character in enumerate(text) if character.isdigit()]
    changed_at = digits[place % len(digits)]
    changed = f"{text[:changed_at]}{digit}{text[changed_at + 1 :]}"

    assert figure_complaints(text, figures) == []
    assert (figure_complaints(changed, figures) == []) == (changed == text)
