"""What the offline data answers, and that it never passes for newer than it is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from campaigns import facts
from fetcher import providers
from fetcher.providers.base import PermanentFault
from fetcher.providers.offline import OfflineProvider, homes, market_of_zip, sales_in_zip, value_home
from fetcher.providers.offline_market import MarketWindow
from fetcher.providers.offline_rates import rate_on
from fetcher.providers.offline_sales import SalesFile, shipped_sales
from fetcher.providers.weekly_rates import WeeklyRate
from fetcher.tests.test_valuation import HOME, twins

OFFLINE = OfflineProvider()
LAST_SALE = date(2026, 2, 3)


def test_property_data_values_a_shipped_home() -> None:
    lookup = OFFLINE.property_data("5807 3rd Avenue Northwest, Seattle, WA 98107", "98107")

    assert lookup.facts == facts.PropertyData(
        formatted_address="5807 3rd Ave NW, Seattle, WA 98107",
        current_value=1_249_000,
        value_low=1_024_000,
        value_high=1_536_000,
        as_of=LAST_SALE,
        source="dripr estimate from assessed values and recorded sales, King County Department of Assessments",
        purchase_price=1_250_000,
        purchase_date=date(2025, 8, 9),
        bedrooms=4,
        bathrooms=Decimal(2),
        square_feet=2_540,
        year_built=1926,
        comparables_count=8,
    )
    assert (lookup.coordinates, lookup.note) == (facts.Coordinates(47.671176, -122.361119), "")
    assert (lookup.is_known, lookup.canonical_address) == (True, "5807 3rd Ave NW, Seattle, WA 98107")


def test_property_data_of_an_unknown_home_has_no_value_and_says_why() -> None:
    lookup = OFFLINE.property_data("1  Nowhere Rd", "98107")

    assert lookup.facts == facts.PropertyData(formatted_address="1 Nowhere Rd")
    assert lookup.coordinates is None
    assert lookup.note == "the shipped data does not hold this address"
    assert (lookup.is_known, lookup.canonical_address) == (False, "")


def test_property_data_finds_a_home_only_in_its_own_zip_code() -> None:
    assert OFFLINE.property_data("5807 3rd Ave NW", "98103").facts.current_value is None
    assert OFFLINE.property_data("5807 3rd Ave NW", "98107-1234").facts.current_value == 1_249_000


def test_property_data_with_two_comparables_keeps_what_is_known() -> None:
    lookup = value_home(HOME.address, HOME.zip_code, SalesFile([HOME, *twins(1_000_000, 1_000_000)]))

    assert (lookup.facts.current_value, lookup.facts.comparables_count) == (None, None)
    assert (lookup.facts.square_feet, lookup.facts.purchase_price) == (2_000, 5_000_000)
    assert lookup.note == "fewer than 3 comparable sales in the shipped data"


def test_property_data_takes_sales_of_the_last_day_too() -> None:
    neighbors = [replace(sale, sale_date=LAST_SALE) for sale in twins(1_000_000, 1_000_000, 1_000_000)]

    lookup = value_home(HOME.address, HOME.zip_code, SalesFile([HOME, *neighbors]))

    assert (lookup.facts.current_value, lookup.facts.as_of) == (1_000_000, LAST_SALE)


def test_property_data_of_a_home_sold_twice_gives_the_later_purchase() -> None:
    known = OFFLINE.property_data("6849 26th Ave NE", "98115").facts

    assert (known.purchase_price, known.purchase_date) == (1_100_000, date(2026, 1, 30))


def test_recent_sales_are_newest_first_and_dated_by_the_file() -> None:
    recent = OFFLINE.recent_sales("98107")

    dates = [sale.sale_date for sale in recent.sales]
    assert (recent.as_of, recent.source) == (LAST_SALE, "recorded sales, King County Department of Assessments")
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == 78


def test_recent_sales_tell_address_price_and_home() -> None:
    assert OFFLINE.recent_sales("98107").sales[-1] == facts.RecentSale(
        formatted_address="5807 3rd Ave NW, Seattle, WA 98107",
        sale_price=1_250_000,
        sale_date=date(2025, 8, 9),
        coordinates=facts.Coordinates(47.671176, -122.361119),
        bedrooms=4,
        bathrooms=Decimal(2),
        square_feet=2_540,
        year_built=1926,
    )


def test_recent_sales_tell_a_deed_recorded_twice_once() -> None:
    again = replace(HOME, sale_date=date(2025, 9, 11))
    resold = replace(HOME, sale_date=date(2025, 12, 1), sale_price=6_000_000)

    recent = sales_in_zip("98103", SalesFile([HOME, again, resold]))

    assert [(sale.sale_date, sale.sale_price) for sale in recent.sales] == [
        (date(2025, 12, 1), 6_000_000),
        (date(2025, 9, 11), 5_000_000),
    ]


def test_recent_sales_of_an_unknown_zip_code_are_none() -> None:
    assert OFFLINE.recent_sales("90210").sales == ()


def test_active_listings_are_empty_and_undated() -> None:
    assert OFFLINE.active_listings("98107") == facts.ActiveListings(zip_code="98107", as_of=None, source="")


def test_local_market_sets_the_last_window_beside_that_of_three_months_earlier() -> None:
    assert OFFLINE.local_market("98107") == facts.LocalMarketData(
        zip_code="98107",
        as_of=date(2026, 1, 31),
        source="medians of recorded sales, King County Department of Assessments",
        price_kind="sale",
        median_price=860_000,
        median_price_3_months_ago=1_034_500,
        median_price_per_sqft=Decimal("591.6"),
        median_price_per_sqft_3_months_ago=Decimal("590.6"),
        sales_count=31,
    )


def test_local_market_of_an_unknown_zip_code_is_none() -> None:
    assert OFFLINE.local_market("90210") is None


@pytest.mark.parametrize(("number", "median_price"), [(4, None), (5, 1_200_000)])
def test_local_market_computes_a_missing_window_from_five_sales(number: int, median_price: int | None) -> None:
    prices = [1_000_000, 1_100_000, 1_200_000, 1_300_000, 1_400_000][:number]
    in_window = [replace(sale, sale_date=date(2025, 9, 1)) for sale in twins(*prices)]
    last = MarketWindow(date(2026, 1, 31), 20, 1_500_000, Decimal("700.0"))
    before_window = replace(HOME, sale_date=date(2025, 7, 31))

    market = market_of_zip("98103", {"98103": {last.end: last}}, SalesFile([before_window, *in_window]))

    assert market is not None
    assert (market.median_price, market.median_price_3_months_ago) == (1_500_000, median_price)


def test_local_market_computes_as_the_shipped_file_does() -> None:
    windows = {"ALL": {date(2026, 1, 31): MarketWindow(date(2026, 1, 31), 754, 930_000, Decimal("579.2"))}}

    for zip_code in {home.zip_code for home in homes()}:
        assert market_of_zip(zip_code, windows, shipped_sales()) == OFFLINE.local_market(zip_code)


def test_mortgage_rate_is_of_the_newest_week_not_after_the_day() -> None:
    assert OFFLINE.mortgage_rate(date(2026, 7, 29)) == facts.MortgageRate(
        week_date=date(2026, 7, 23),
        rate_30yr_pct=Decimal("6.58"),
        rate_15yr_pct=Decimal("5.96"),
        change_4_weeks=Decimal("0.09"),
        change_3_months=Decimal("0.35"),
        change_1_year=Decimal("-0.16"),
        source="Freddie Mac Primary Mortgage Market Survey(R)",
    )


def test_mortgage_rate_keeps_its_own_date_long_after() -> None:
    rate = OFFLINE.mortgage_rate(date(2031, 1, 1))

    assert (rate.week_date, rate.rate_30yr_pct, rate.rate_15yr_pct) == (date(2026, 10, 1), Decimal("7.28"), None)


def test_mortgage_rate_on_a_week_day_is_of_that_day() -> None:
    assert OFFLINE.mortgage_rate(date(2026, 7, 23)).week_date == date(2026, 7, 23)


@pytest.mark.parametrize(
    ("days_off", "change"), [(7, Decimal("0.50")), (8, None)], ids=["a week off", "more than a week off"]
)
def test_mortgage_rate_change_needs_a_week_within_seven_days(days_off: int, change: Decimal | None) -> None:
    last = WeeklyRate(date(2026, 3, 31), Decimal("6.50"), None)
    earlier = WeeklyRate(date(2026, 3, 3 + days_off), Decimal("6.00"), None)

    assert rate_on(date(2026, 4, 1), [earlier, last]).change_4_weeks == change


@pytest.mark.parametrize("seven_days_off", [date(2026, 2, 21), date(2026, 3, 7)])
def test_mortgage_rate_three_months_before_a_month_end_is_the_shorter_months_end(seven_days_off: date) -> None:
    last = WeeklyRate(date(2026, 5, 31), Decimal("6.50"), None)
    february = WeeklyRate(seven_days_off, Decimal("6.00"), None)

    assert rate_on(last.week_date, [february, last]).change_3_months == Decimal("0.50")


def test_mortgage_rate_before_the_first_week_is_a_permanent_fault() -> None:
    with pytest.raises(PermanentFault, match=r"hold no week on or before 1971-04-01\.$"):
        OFFLINE.mortgage_rate(date(1971, 4, 1))


def test_homes_can_be_looked_up_as_they_are_listed() -> None:
    every_fiftieth = homes()[::50]

    found = [OFFLINE.property_data(home.formatted_address, home.zip_code).facts for home in every_fiftieth]

    assert [known.formatted_address for known in found] == [home.formatted_address for home in every_fiftieth]


CHOSEN_PROVIDERS = {
    "PROPERTY_PROVIDER": providers.property_provider,
    "LISTINGS_PROVIDER": providers.listings_provider,
    "SALES_PROVIDER": providers.sales_provider,
    "MARKET_PROVIDER": providers.market_provider,
    "MORTGAGE_RATE_PROVIDER": providers.mortgage_rate_provider,
}


@pytest.mark.parametrize("setting", CHOSEN_PROVIDERS)
def test_provider_is_the_one_its_setting_names(setting: str) -> None:
    with override_settings(**{setting: "offline"}):
        assert isinstance(CHOSEN_PROVIDERS[setting](), OfflineProvider)


@pytest.mark.parametrize("setting", CHOSEN_PROVIDERS)
def test_provider_that_nobody_knows_is_refused_with_the_names(setting: str) -> None:
    with override_settings(**{setting: "nobody"}), pytest.raises(ImproperlyConfigured) as refusal:
        CHOSEN_PROVIDERS[setting]()

    known = ", ".join(sorted(providers.PROVIDERS[setting]))
    assert str(refusal.value) == f"{setting} is 'nobody'; it must be one of: {known}."
