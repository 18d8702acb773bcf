"""What RentCast's answers are read as, whatever is in them."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import facts
from campaigns.models import PropertyData, payloads
from fetcher.faults import PassingFault
from fetcher.providers import rentcast_fields as field
from fetcher.providers import rentcast_parsing as parsing
from fetcher.tests.rentcast_payloads import payload

FIRST, LAST = date(2026, 5, 28), date(2026, 11, 24)
KING = "418 Larkspur Ln, Seattle, WA 98107"


def listings(*rows: Any) -> tuple[facts.ActiveListing, ...]:
    return parsing.read_listings("98107", rows, LAST).listings


def sales(*rows: Any) -> tuple[facts.RecentSale, ...]:
    return parsing.read_sales("98107", rows, FIRST, LAST).sales


def market(**changes: Any) -> facts.LocalMarketData | None:
    answer = payload("market")
    answer["saleData"] |= changes
    return parsing.read_market("98107", answer)


def test_record_tells_the_home_and_its_last_sale() -> None:
    (record,) = parsing.read_records(payload("record"))
    assert record.home == facts.PropertyData(
        formatted_address=KING,
        source="RentCast, public property records",
        purchase_price=812_500,
        purchase_date=date(2019, 6, 30),
        bedrooms=3,
        bathrooms=Decimal("2.5"),
        square_feet=1_980,
        year_built=1931,
    )
    assert (record.coordinates, record.property_type) == (facts.Coordinates(47.6701, -122.3702), "Single Family")


def test_owners_and_agents_never_leave_the_parser() -> None:
    rows = payload("record")
    rows[0] |= {"status": "Active", "price": 900_000, "lastSaleDate": "2026-10-01", **payload("listings")[0]}
    read = [parsing.read_records(rows), listings(*rows), sales(*rows), parsing.read_records(payload("sales"))]
    words = ["Examplowski", "Secret Harbor", "Individual", "98221", "LOT 7", "Testerby", "2065550100", "Buyerman"]
    assert len(listings(*rows)) == len(sales(*rows)) == 1
    assert [word for word in words if word in repr(read)] == []


@pytest.mark.parametrize(
    ("price", "told"), [(10, (None, None)), (0, (None, None)), (None, (None, date(2019, 6, 30)))], ids=str
)
def test_token_price_is_no_purchase_and_a_secret_one_leaves_the_day(price: int | None, told: Any) -> None:
    row = payload("record")[0] | {"lastSalePrice": price}
    (record,) = parsing.read_records([row])
    assert (record.home.purchase_price, record.home.purchase_date) == told


def test_value_has_its_range_and_counts_the_comparables_that_have_a_price() -> None:
    assert parsing.read_value(payload("value")) == parsing.ValueEstimate(1_104_000, 981_000, 1_227_000, 3)


@pytest.mark.parametrize("changes", [{"price": None}, {"price": "soon"}, {"comparables": []}], ids=str)
def test_value_without_price_or_comparables_is_none(changes: dict[str, Any]) -> None:
    assert parsing.read_value(payload("value") | changes) is None


@pytest.mark.parametrize(
    "changes", [{"priceRangeLow": None}, {"priceRangeHigh": 5}, {"priceRangeLow": 1_200_000}], ids=str
)
def test_range_that_is_half_or_lacks_the_value_is_left_out(changes: dict[str, Any]) -> None:
    estimate = parsing.read_value(payload("value") | changes)
    assert estimate == parsing.ValueEstimate(1_104_000, None, None, 3)


def test_value_whose_comparables_are_not_told_stands() -> None:
    assert parsing.read_value({"price": "1,104,000"}) == parsing.ValueEstimate(1_104_000, None, None, None)


def test_listings_are_homes_with_an_asking_price_each_once() -> None:
    assert parsing.read_listings("98107", payload("listings"), LAST) == facts.ActiveListings(
        zip_code="98107",
        as_of=date(2026, 11, 21),
        source="RentCast, asking prices of homes for sale",
        listings=(
            facts.ActiveListing(
                formatted_address="12 Larkspur Ln, Seattle, WA 98107",
                list_price=899_950,
                listed_date=date(2026, 10, 2),
                coordinates=facts.Coordinates(47.6712, -122.3695),
                bedrooms=3,
                bathrooms=Decimal("2.25"),
                square_feet=1_510,
                year_built=2012,
                days_on_market=49,
            ),
            facts.ActiveListing(formatted_address="31 Foxglove Way, Seattle, WA 98107", list_price=525_000),
        ),
    )


def test_no_listings_have_no_date() -> None:
    assert parsing.read_listings("98107", [], LAST).as_of is None


def test_listings_that_do_not_say_when_they_were_seen_are_of_the_day_of_asking() -> None:
    unseen = {"formattedAddress": "12 Larkspur Ln, Seattle, WA 98107", "price": 899_950}
    assert parsing.read_listings("98107", [unseen], LAST).as_of == LAST


def test_sales_have_a_real_price_and_a_day_of_the_window_newest_first() -> None:
    assert parsing.read_sales("98107", payload("sales"), FIRST, LAST) == facts.RecentSales(
        zip_code="98107",
        as_of=date(2026, 10, 1),
        source="RentCast, recorded sales of public property records",
        sales=(
            facts.RecentSale("5 Yarrow Ct, Apt 2, Seattle, WA 98107", 480_001, date(2026, 10, 1)),
            facts.RecentSale(
                formatted_address="9 Foxglove Way, Seattle, WA 98107",
                sale_price=1_190_000,
                sale_date=date(2026, 8, 14),
                coordinates=facts.Coordinates(47.6733, -122.3711),
                bedrooms=4,
                bathrooms=Decimal(2),
                square_feet=2_210,
                year_built=1988,
            ),
        ),
    )


def test_no_sales_are_dated_by_the_last_day_that_was_asked_for() -> None:
    assert parsing.read_sales("98107", [], FIRST, LAST).as_of == LAST


def test_market_sets_asking_prices_beside_those_three_months_earlier() -> None:
    assert market() == facts.LocalMarketData(
        zip_code="98107",
        as_of=date(2026, 11, 20),
        source="RentCast, statistics of asking prices",
        price_kind="asking",
        median_price=874_951,
        median_price_3_months_ago=860_000,
        median_price_per_sqft=Decimal("601.26"),
        median_price_per_sqft_3_months_ago=Decimal(590),
        average_days_on_market=35,
        average_days_on_market_3_months_ago=30,
        total_listings=101,
        total_listings_3_months_ago=122,
    )


@pytest.mark.parametrize("changes", [{"lastUpdatedDate": None}, {"medianPrice": None}, {"medianPrice": 12}], ids=str)
def test_market_without_a_day_or_a_median_is_none(changes: dict[str, Any]) -> None:
    assert market(**changes) is None


@pytest.mark.parametrize("sale_data", [None, [], "none", {}], ids=str)
def test_market_without_sale_data_is_none(sale_data: Any) -> None:
    assert parsing.read_market("98107", {"zipCode": "98107", "saleData": sale_data}) is None


@pytest.mark.parametrize(
    ("day", "month", "median"),
    [("2026-01-05", "2025-10", 700_000), ("2026-03-31", "2025-12", 710_000), ("2026-03-31", "2025-11", None)],
)
def test_three_months_earlier_is_that_calendar_month_and_no_other(day: str, month: str, median: int | None) -> None:
    found = market(lastUpdatedDate=day, history={month: {"medianPrice": median or 1_000_000}})
    assert found is not None
    assert found.median_price_3_months_ago == median


def test_month_of_history_is_found_by_its_date_too() -> None:
    found = market(history={"a": None, "b": {"date": "2026-08-01T00:00:00.000Z", "medianPrice": 650_000}})
    assert found is not None
    assert found.median_price_3_months_ago == 650_000


def test_median_days_on_market_are_not_called_an_average() -> None:
    found = market(averageDaysOnMarket=None)
    assert found is not None
    assert found.average_days_on_market is None


@pytest.mark.parametrize("answer", [{}, {"error": "x"}])
def test_search_that_is_no_list_is_passing(answer: Any) -> None:
    with pytest.raises(PassingFault, match=r"^RentCast's answer is not the list that it should be\.$"):
        parsing.rows_of(answer)


@pytest.mark.parametrize("read", [parsing.read_value, lambda answer: parsing.read_market("98107", answer)])
def test_thing_that_is_no_object_is_passing(read: Any) -> None:
    with pytest.raises(PassingFault, match=r"^RentCast's answer is not the object that it should be\.$"):
        read([])


@pytest.mark.parametrize(
    ("value", "dollars"),
    [
        (874_950, 874_950),
        (874_950.5, 874_951),
        (874_949.5, 874_950),
        ("$874,950.49", 874_950),
        (" 874950 ", 874_950),
        ("8749,50", None),
        ("1e6", None),
        ("٨٧٤٩٥٠", None),
        (9_999, None),
        (-874_950, None),
        (10**30, None),
        (True, None),
        ({"amount": 874_950}, None),
    ],
    ids=str,
)
def test_price_is_whole_dollars_rounded_half_up(value: Any, dollars: int | None) -> None:
    assert field.price(value) == dollars


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-02-11T00:00:00.000Z", date(2026, 2, 11)),
        ("2026-02-11T23:59:59-08:00", date(2026, 2, 11)),
        ("2026-02-11", date(2026, 2, 11)),
        ("2026-02-30", None),
        ("2026-02-111", None),
        ("0001-01-01", None),
        (20260211, None),
    ],
)
def test_day_is_the_one_that_is_written(value: Any, day: date | None) -> None:
    assert field.day(value) == day


def test_fraction_of_a_bedroom_is_left_out_and_of_a_bathroom_kept() -> None:
    (listing,) = listings({"formattedAddress": KING, "price": 500_000, "bedrooms": 2.5, "bathrooms": 1.75})
    assert (listing.bedrooms, listing.bathrooms) == (None, Decimal("1.75"))


def test_yes_is_no_number() -> None:
    (listing,) = listings({"formattedAddress": KING, "price": 500_000, "bedrooms": True})
    assert listing.bedrooms is None


def test_nowhere_is_no_place() -> None:
    assert field.coordinates({"latitude": 0, "longitude": 0.0}) is None


NAMES = sorted(
    {name for file in ("record", "listings", "sales") for row in payload(file) if isinstance(row, dict) for name in row}
    | {*payload("value"), *payload("market"), *payload("market")["saleData"]}
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(10_000, 2_000_000),
    st.floats(allow_nan=False),
    st.text(max_size=300),
    st.sampled_from(["", "2026-08", "2026-11-01T00:00:00.000Z", "9999-99-99", "1,000,000", "$5", "NaN", "Land", KING]),
)
JUNK = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from([*NAMES, "2026-08", "names"]), inner, max_size=8),
    ),
    max_leaves=8,
)
FACTS_OF = {
    "formattedAddress": "formatted_address",
    "price": "list_price",
    "listedDate": "listed_date",
    "daysOnMarket": "days_on_market",
    "bedrooms": "bedrooms",
    "bathrooms": "bathrooms",
    "latitude": "coordinates",
    "longitude": "coordinates",
    "squareFootage": "square_feet",
    "yearBuilt": "year_built",
}
ROWS = st.lists(st.one_of(st.dictionaries(st.sampled_from(NAMES), JUNK), JUNK), max_size=4)


@settings(max_examples=60, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS, answer=st.dictionaries(st.sampled_from(NAMES), JUNK), sale_data=JUNK)
def test_no_junk_breaks_the_parser_and_what_it_reads_can_be_stored(rows: Any, answer: Any, sale_data: Any) -> None:
    for record in parsing.read_records(rows):
        PropertyData(**asdict(record.home), cycle=1).clean_fields(exclude=["campaign"])
    found = [*listings(*rows), *sales(*rows)]
    assert [payloads.load(type(home), payloads.dump(home)) for home in found] == found
    parsing.read_value(answer)
    parsing.read_market("98107", {**answer, "saleData": sale_data})


JUNK_OF_EACH_KIND: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    10**40,
    1.5e300,
    "",
    "junk",
    "\x00",
    "9" * 500,
    [],
    [None],
    {},
    {"a": []},
)


@pytest.mark.parametrize("junk", JUNK_OF_EACH_KIND, ids=lambda junk: repr(junk)[:12])
def test_one_field_of_junk_costs_that_field_or_the_record(junk: Any) -> None:
    whole = payload("listings")[0]
    untouched = asdict(listings(whole)[0])
    for name in NAMES:
        for listing in listings(whole | {name: junk}):
            changed = {told for told, value in asdict(listing).items() if value != untouched[told]}
            assert changed <= {FACTS_OF.get(name)}
