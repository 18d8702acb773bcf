from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.addresses import address_key
from campaigns.emails.nearby import MOST_SHOWN, OwnHome, nearby_listings, nearby_sales, unlikeness
from campaigns.facts import ActiveListing, Coordinates, RecentSale

PLACE = Coordinates(47.6712, -122.3611)
OWN = OwnHome(("5807 3rd Avenue Northwest, Seattle, WA 98107", "5807 3rd Ave NW, Seattle, WA 98107"), PLACE)
LIKE = replace(OWN, bedrooms=3, bathrooms=Decimal(2), square_feet=1800)
FOOT = 1 / 364_800
"""In degrees of latitude."""


def sale(number: int, north: float | None = 0.001, **changes: Any) -> RecentSale:
    place = None if north is None else Coordinates(PLACE.latitude + north, PLACE.longitude)
    sold = RecentSale(f"{number} 3rd Ave NW, Seattle, WA 98107", 900_000 + number, date(2026, 1, number), place)
    return replace(sold, **changes)


def alike(number: int, **changes: Any) -> RecentSale:
    return sale(number, **{"bedrooms": 3, "bathrooms": Decimal(2), "square_feet": 1800, **changes})


def shown(sales: Sequence[RecentSale], own: OwnHome) -> list[int]:
    """The numbers of the sales that are shown, as `sale` wrote them into the prices."""
    return [nearby.sale.sale_price - 900_000 for nearby in nearby_sales(sales, own)]


def test_nearest_sales_come_first_with_their_distance() -> None:
    found = nearby_sales([sale(1, 0.02), sale(2, 0.01)], OWN)
    assert [nearby.sale.sale_price for nearby in found] == [900_002, 900_001]
    assert found[0].distance_miles == pytest.approx(0.69, abs=0.01)


@pytest.mark.parametrize(
    "unlike",
    [{"bedrooms": 5}, {"bathrooms": Decimal("3.5")}, {"square_feet": 2400}, {"square_feet": 1300}],
    ids=["bedrooms", "bathrooms", "larger", "smaller"],
)
def test_of_homes_as_near_the_most_alike_comes_first(unlike: dict[str, Any]) -> None:
    assert shown([alike(2, **unlike), alike(1)], LIKE) == [1, 2]


def test_home_that_is_much_more_alike_comes_before_one_somewhat_nearer() -> None:
    assert shown([alike(2, north=0.004, square_feet=4000), alike(1, north=0.007)], LIKE) == [1, 2]


def test_step_of_each_kind_is_as_unlike_as_any_other() -> None:
    half_a_mile = 0.5 / 69.0934
    assert unlikeness(LIKE, alike(1, north=0.0)) == 0
    assert unlikeness(LIKE, alike(1, north=half_a_mile)) == pytest.approx(1, abs=0.001)
    assert unlikeness(LIKE, alike(1, north=0.0, square_feet=2250)) == pytest.approx(1)
    assert unlikeness(LIKE, alike(1, north=0.0, bedrooms=6)) == 4
    assert unlikeness(LIKE, alike(1, north=0.0, bathrooms=Decimal("3.5"))) == 1


def test_what_is_unknown_of_a_home_counts_as_two_steps_and_of_the_readers_not_at_all() -> None:
    assert unlikeness(LIKE, alike(1, north=None, square_feet=0)) == 4 + 4
    assert unlikeness(OwnHome(), sale(1)) == 0


@pytest.mark.parametrize(
    "address",
    ["5807  3rd ave nw Seattle WA 98107", "5807 3rd Ave NW", "5807 3rd Avenue NW, Seattle, WA 98107"],
)
def test_own_home_is_known_by_its_address_in_any_spelling(address: str) -> None:
    assert shown([sale(1, formatted_address=address), sale(2)], OWN) == [2]


def test_own_home_is_known_by_a_place_within_ten_feet() -> None:
    assert shown([sale(1, 9 * FOOT), sale(2, 12 * FOOT)], OWN) == [2]


def test_home_sold_twice_is_shown_once_with_its_newest_sale() -> None:
    older = sale(1, formatted_address="2 3RD AVE NORTHWEST, Seattle, WA 98107")
    assert shown([older, sale(2)], OWN) == [2]


def test_home_without_a_place_is_shown_last_and_without_distance() -> None:
    found = nearby_sales([sale(9, None), sale(1, 0.01)], OWN)
    assert [nearby.sale.sale_price for nearby in found] == [900_001, 900_009]
    assert found[1].distance_miles is None


def test_where_the_own_place_is_unknown_likeness_counts_and_no_distance_is_told() -> None:
    placeless = replace(LIKE, place=None)
    assert shown([alike(9, bedrooms=6), alike(1)], placeless) == [1, 9]
    assert nearby_sales([alike(1)], placeless)[0].distance_miles is None


def test_where_nothing_is_known_of_the_own_home_the_newest_come_first() -> None:
    assert shown([sale(2), sale(3), sale(1)], OwnHome()) == [3, 2, 1]


def test_newsletter_without_address_chooses_by_the_middle_of_its_zip_code_and_tells_no_distance() -> None:
    found = nearby_sales([sale(2, 0.02), sale(1, 0.0)], OwnHome(place=PLACE, is_own_place=False))
    assert [(nearby.sale.sale_price, nearby.distance_miles) for nearby in found] == [(900_001, None), (900_002, None)]


def test_listings_are_chosen_as_sales_are() -> None:
    far, near = (
        ActiveListing(f"{number} Elm St, Seattle, WA 98107", 800_000, None, Coordinates(47.6712 + north, -122.3611))
        for number, north in ((1, 0.03), (2, 0.01))
    )
    own = ActiveListing("5807 3rd Ave NW, Seattle, WA 98107", 900_000)
    assert [nearby.listing for nearby in nearby_listings([far, own, near], OWN)] == [near, far]


def spelled(number: int, spelling: str) -> str:
    return f"{number} {spelling}, Seattle, WA 98107" if number else ""


addresses = st.builds(
    spelled, st.integers(0, 8), st.sampled_from(["3rd Ave NW", "3rd Avenue Northwest", "3RD AVE. N.W."])
)
places = st.none() | st.builds(
    lambda north, east: Coordinates(PLACE.latitude + north * FOOT, PLACE.longitude + east * FOOT),
    st.integers(-30, 30),
    st.integers(-9000, 9000),
)
homes = {
    "bedrooms": st.none() | st.integers(0, 6),
    "bathrooms": st.none() | st.sampled_from([Decimal(0), Decimal("1.75"), Decimal(3)]),
    "square_feet": st.none() | st.integers(0, 4000),
}
sold_homes = st.builds(
    RecentSale,
    addresses,
    st.integers(1, 3),
    st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    coordinates=places,
    **homes,
)
own_homes = st.builds(OwnHome, st.lists(addresses.filter(bool), max_size=2).map(tuple), places, st.booleans(), **homes)


@given(st.lists(sold_homes, max_size=12), own_homes, st.randoms(use_true_random=False))
def test_choice_never_holds_the_own_home_nor_one_home_twice_and_knows_no_order(
    sales: list[RecentSale], own: OwnHome, random: Any
) -> None:
    found = nearby_sales(sales, own)
    keys = [address_key(nearby.sale.formatted_address) for nearby in found]
    assert len(keys) == len(set(keys)) <= MOST_SHOWN
    assert set(keys).isdisjoint(map(address_key, own.addresses))
    assert all(nearby.distance_miles is None or nearby.distance_miles * 5280 > 10 for nearby in found)
    random.shuffle(sales)
    assert nearby_sales(sales, own) == found
