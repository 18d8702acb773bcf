"""A home's value: who may be compared, and what comes out of few sales and of many."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fetcher.providers.comparables import weighted_median
from fetcher.providers.offline_sales import RecordedSale, shipped_sales
from fetcher.providers.valuation import ENOUGH_SALES, Estimate, Market, estimate_value

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
    assessed_value=900_000,
)


def twins(*prices: int) -> list[RecordedSale]:
    """Sales of other parcels that are in all else like HOME."""
    return [
        replace(HOME, parcel_id=f"{number:010}", address=f"{number} Oak St", sale_price=price)
        for number, price in enumerate(prices, start=2)
    ]


def valued(pool: list[RecordedSale]) -> Estimate | None:
    return estimate_value(HOME, Market(pool))


def test_estimate_of_equal_comparables_is_their_median() -> None:
    estimate = valued(twins(900_000, 1_000_000, 1_500_000))

    assert estimate is not None
    assert (estimate.rounded, estimate.low, estimate.high) == (1_000_000, 800_000, 1_250_000)


def test_estimate_rounds_to_thousands() -> None:
    estimate = valued(twins(1_000_499, 1_000_499, 1_000_499))

    assert estimate is not None
    assert estimate.value == pytest.approx(1_000_499)
    assert (estimate.rounded, estimate.low, estimate.high) == (1_000_000, 800_000, 1_251_000)


def test_estimate_never_uses_the_homes_own_sale() -> None:
    pool = [HOME, replace(HOME, sale_date=date(2025, 12, 1)), *twins(1_000_000, 1_000_000, 1_000_000)]

    estimate = valued(pool)

    assert estimate is not None
    assert HOME.parcel_id not in {sale.parcel_id for sale in estimate.comparables}


@pytest.mark.parametrize(("number", "has_value"), [(0, False), (2, False), (3, True)])
def test_estimate_needs_three_comparables(number: int, has_value: bool) -> None:
    estimate = valued(twins(*[1_000_000] * number))

    assert (estimate is not None) == has_value


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

    assert valued(pool) is None


def test_estimate_stays_in_the_narrow_ring_where_it_holds_five() -> None:
    far = [replace(sale, latitude=47.66 + 1.0 / 69, parcel_id=f"9{sale.parcel_id[1:]}") for sale in twins(1, 1, 1)]

    estimate = valued([*far, *twins(*[1_000_000] * 5)])

    assert estimate is not None
    assert len(estimate.comparables) == 5


def test_estimate_widens_the_ring_until_it_holds_five() -> None:
    far = [replace(sale, latitude=47.66 + 1.0 / 69, parcel_id=f"9{sale.parcel_id[1:]}") for sale in twins(1, 1, 1)]

    estimate = valued([*far, *twins(*[1_000_000] * 4)])

    assert estimate is not None
    assert len(estimate.comparables) == 7


def test_estimate_takes_the_eight_most_alike() -> None:
    older = [replace(sale, year_built=1940, parcel_id=f"9{sale.parcel_id[1:]}") for sale in twins(1, 1, 1)]

    estimate = valued([*older, *twins(*[1_000_000] * 8)])

    assert estimate is not None
    assert {sale.year_built for sale in estimate.comparables} == {1950}
    assert len(estimate.comparables) == 8


def test_estimate_of_few_sales_blends_prices_and_assessed_value() -> None:
    """A home a tenth larger than its comparables, assessed at a tenth less, where homes sell for 5/4 of theirs."""
    others = [replace(sale, square_feet=2_200, assessed_value=800_000) for sale in twins(*[1_000_000] * 3)]
    home = replace(HOME, square_feet=2_420, assessed_value=720_000)

    estimate = estimate_value(home, Market(others))

    assert estimate is not None
    assert estimate.value == pytest.approx((1_000_000 * 1.1**0.6) ** 0.4 * (720_000 * 1.25) ** 0.6)


def test_estimate_of_many_sales_rests_on_the_regression_and_a_tenth_on_prices() -> None:
    """A thousand homes like this one sold for 10/9 of what they are assessed at; this one is assessed at a tenth more.

    The regression knows no other assessed value than theirs: it takes their ratio for this one.
    """
    home = replace(HOME, assessed_value=990_000)

    estimate = estimate_value(home, Market(twins(*[1_000_000] * ENOUGH_SALES)))

    assert estimate is not None
    assert estimate.value == pytest.approx(1_000_000**0.1 * 1_100_000**0.9, rel=0.001)
    assert (estimate.low, estimate.high) == (round(estimate.value * 0.82, -3), round(estimate.value * 1.23, -3))


def test_estimate_of_many_sales_never_uses_the_homes_own_sale() -> None:
    sales = shipped_sales().sales[:600]
    changed = [replace(sales[0], sale_price=2 * sales[0].sale_price), *sales[1:]]

    first, second = (estimate_value(sales[0], Market(pool)) for pool in (sales, changed))

    assert first is not None
    assert second is not None
    assert second.value == pytest.approx(first.value, rel=1e-9)


def test_weighted_median_is_where_half_the_weight_is_reached() -> None:
    assert weighted_median([(30.0, 1.0), (10.0, 5.0), (20.0, 1.0)]) == 10.0


@settings(derandomize=True, database=None, deadline=None)
@given(st.lists(st.tuples(st.floats(1, 1e7), st.floats(0.01, 1)), min_size=1))
def test_weighted_median_has_at_most_half_the_weight_on_either_side(pairs: list[tuple[float, float]]) -> None:
    middle = weighted_median(pairs)

    half = sum(weight for _, weight in pairs) / 2 * (1 + 1e-9)
    assert sum(weight for value, weight in pairs if value < middle) <= half
    assert sum(weight for value, weight in pairs if value > middle) <= half
