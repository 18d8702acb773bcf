"""The comparable-sales method: who may be compared, what comes out, and how good it is on the shipped sales."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fetcher.providers.offline_sales import RecordedSale, SalesFile, shipped_sales
from fetcher.providers.valuation import estimate_value, weighted_median

BEFORE = date(2026, 2, 1)
HOME = RecordedSale(
    parcel_id="0000000001",
    sale_date=date(2025, 9, 1),
    sale_price=5_000_000,
    address="1 Pine St",
    city="Seattle",
    state="WA",
    zip_code="98103",
    latitude=47.66,
    longitude=-122.34,
    bedrooms=3,
    bathrooms=Decimal(2),
    square_feet=2_000,
    lot_square_feet=5_000,
    year_built=1950,
)


def twins(*prices: int) -> list[RecordedSale]:
    """Sales of other parcels that are in all else like HOME."""
    return [
        replace(HOME, parcel_id=f"{number:010}", address=f"{number} Oak St", sale_price=price)
        for number, price in enumerate(prices, start=2)
    ]


def test_estimate_of_equal_comparables_is_their_median() -> None:
    estimate = estimate_value(HOME, twins(900_000, 1_000_000, 1_500_000), BEFORE)

    assert estimate is not None
    assert (estimate.rounded, estimate.low, estimate.high) == (1_000_000, 720_000, 1_250_000)


def test_estimate_rounds_to_thousands() -> None:
    estimate = estimate_value(HOME, twins(1_000_499, 1_000_499, 1_000_499), BEFORE)

    assert estimate is not None
    assert (estimate.value, estimate.rounded, estimate.low, estimate.high) == (1_000_499, 1_000_000, 720_000, 1_251_000)


def test_estimate_never_uses_the_homes_own_sale() -> None:
    pool = [HOME, replace(HOME, sale_date=date(2025, 12, 1)), *twins(1_000_000, 1_000_000, 1_000_000)]

    estimate = estimate_value(HOME, pool, BEFORE)

    assert estimate is not None
    assert HOME.parcel_id not in {sale.parcel_id for sale in estimate.comparables}


@pytest.mark.parametrize(("number", "has_value"), [(0, False), (2, False), (3, True)])
def test_estimate_needs_three_comparables(number: int, has_value: bool) -> None:
    estimate = estimate_value(HOME, twins(*[1_000_000] * number), BEFORE)

    assert (estimate is not None) == has_value


def test_estimate_uses_only_sales_before_the_day() -> None:
    pool = twins(1_000_000, 1_000_000, 1_000_000)
    pool[0] = replace(pool[0], sale_date=BEFORE)

    assert estimate_value(HOME, pool, BEFORE) is None
    assert estimate_value(HOME, pool, BEFORE + timedelta(days=1)) is not None


@pytest.mark.parametrize(
    "unlike",
    [
        {"latitude": 47.66 + 3.1 / 69},
        {"longitude": -122.34 + 3.1 / 46},
        {"square_feet": 2_801},
        {"square_feet": 1_199},
        {"bedrooms": 6},
        {"year_built": 2031},
    ],
    ids=["too far north", "too far east", "too large", "too small", "too many bedrooms", "too new"],
)
def test_estimate_leaves_out_a_home_too_unlike(unlike: dict[str, float]) -> None:
    pool = twins(1_000_000, 1_000_000, 1_000_000)
    pool[0] = replace(pool[0], **unlike)  # type: ignore[arg-type] # each value has its field's type

    assert estimate_value(HOME, pool, BEFORE) is None


def test_estimate_stays_in_the_narrow_ring_where_it_holds_five() -> None:
    far = [replace(sale, latitude=47.66 + 1.0 / 69, parcel_id=f"9{sale.parcel_id[1:]}") for sale in twins(1, 1, 1)]

    estimate = estimate_value(HOME, [*far, *twins(*[1_000_000] * 5)], BEFORE)

    assert estimate is not None
    assert len(estimate.comparables) == 5


def test_estimate_widens_the_ring_until_it_holds_five() -> None:
    far = [replace(sale, latitude=47.66 + 1.0 / 69, parcel_id=f"9{sale.parcel_id[1:]}") for sale in twins(1, 1, 1)]

    estimate = estimate_value(HOME, [*far, *twins(*[1_000_000] * 4)], BEFORE)

    assert estimate is not None
    assert len(estimate.comparables) == 7


def test_estimate_takes_the_eight_most_alike() -> None:
    older = [replace(sale, year_built=1940, parcel_id=f"9{sale.parcel_id[1:]}") for sale in twins(1, 1, 1)]

    estimate = estimate_value(HOME, [*older, *twins(*[1_000_000] * 8)], BEFORE)

    assert estimate is not None
    assert {sale.year_built for sale in estimate.comparables} == {1950}
    assert len(estimate.comparables) == 8


def test_estimate_scales_a_price_to_the_homes_area() -> None:
    larger = [replace(sale, square_feet=2_400) for sale in twins(1_000_000, 1_000_000, 1_000_000)]

    estimate = estimate_value(HOME, larger, BEFORE)

    assert estimate is not None
    assert estimate.value == pytest.approx(1_000_000 * (2_000 / 2_400) ** 0.6)


def test_weighted_median_is_where_half_the_weight_is_reached() -> None:
    assert weighted_median([(30.0, 1.0), (10.0, 5.0), (20.0, 1.0)]) == 10.0


@settings(derandomize=True, database=None, deadline=None)
@given(st.lists(st.tuples(st.floats(1, 1e7), st.floats(0.01, 1)), min_size=1))
def test_weighted_median_has_at_most_half_the_weight_on_either_side(pairs: list[tuple[float, float]]) -> None:
    middle = weighted_median(pairs)

    half = sum(weight for _, weight in pairs) / 2 * (1 + 1e-9)
    assert sum(weight for value, weight in pairs if value < middle) <= half
    assert sum(weight for value, weight in pairs if value > middle) <= half


def test_valuation_reaches_its_measured_error_on_the_shipped_sales() -> None:
    """Each sale from December 2025 on, valued from earlier sales alone; the data's own README measured 12.7 %."""
    sales = shipped_sales()
    errors = back_test_errors(sales, date(2025, 12, 1))

    assert len(errors) == 460
    assert median(abs(error) for error in errors) == pytest.approx(0.127, abs=0.002)
    assert sum(abs(error) <= 0.20 for error in errors) / len(errors) == pytest.approx(0.67, abs=0.01)


def test_range_holds_four_of_five_true_prices_on_the_shipped_sales() -> None:
    sales = shipped_sales()
    inside = 0
    subjects = [sale for sale in sales.sales if sale.sale_date >= date(2025, 12, 1)]

    for subject in subjects:
        estimate = estimate_value(subject, sales.sales, subject.sale_date)
        inside += estimate is not None and estimate.low <= subject.sale_price <= estimate.high

    assert inside / len(subjects) == pytest.approx(0.80, abs=0.02)


def back_test_errors(sales: SalesFile, start: date) -> list[float]:
    """Estimate over price, less one, of every sale from a day on that could be valued."""
    subjects = [sale for sale in sales.sales if sale.sale_date >= start]
    estimates = [(subject, estimate_value(subject, sales.sales, subject.sale_date)) for subject in subjects]
    return [estimate.value / subject.sale_price - 1 for subject, estimate in estimates if estimate is not None]
