"""The offline home report: its figures, its tone, its variety."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given

from campaigns.facts import PropertyData
from fetcher.providers import property_provider
from fetcher.providers.offline import homes
from fetcher.tests.offline_text import (
    DOWN,
    HOME,
    UP,
    change_numbers,
    date_numbers,
    faults,
    numbers_in,
    repeatable,
    valued_homes,
)
from fetcher.writers import generate_home_report_analysis

STREETS = [f"{number} Pine St, Seattle, WA 98103" for number in range(100, 300)]


def reports(**changes: object) -> list[str]:
    """The report of one home at two hundred addresses."""
    home = replace(HOME, **changes)  # type: ignore[arg-type] # tests give each field its own type
    return [generate_home_report_analysis(replace(home, formatted_address=street)) for street in STREETS]


def test_home_report_reads_like_this() -> None:
    assert generate_home_report_analysis(HOME) == (
        "By the estimate as of February 3, 2026, the home at 5807 3rd Ave NW was valued at $1,493,000. "
        "It comes with a range of $1,075,000 to $1,866,000, since no two homes are quite alike. "
        "The figure was worked out from the home's assessed value and 8 comparable sales, so it is an estimate from "
        "public records, not an appraisal."
        "\n\n"
        "As of November 30, 2025, the estimate stood at $1,440,000; the newer one is about 3.7% higher. "
        "Records show a purchase for $1,250,000 on August 9, 2025, and the estimate is about 19% higher. "
        "When a sale is this recent, the price actually paid is the stronger evidence of the two."
        "\n\n"
        "The data says nothing about upkeep or improvements, and either can move a price a good deal. "
        "Each new sale adds to the picture, and a later estimate may differ in either direction."
    )


@pytest.mark.parametrize("unknown", [{"current_value": None}, {"as_of": None}], ids=["no value", "no date"])
def test_home_report_without_a_dated_value_is_empty(unknown: dict[str, None]) -> None:
    assert set(reports(**unknown)) == {""}


@repeatable
@given(valued_homes)
def test_home_report_is_well_formed_whatever_is_known(home: PropertyData) -> None:
    assert faults(generate_home_report_analysis(home), "home_report", paragraphs=3, words=range(80, 171)) == []


@repeatable
@given(valued_homes)
def test_home_report_holds_only_figures_that_follow_from_its_data(home: PropertyData) -> None:
    assert numbers_in(generate_home_report_analysis(home)) <= home_numbers(home)


@repeatable
@given(valued_homes)
def test_home_report_tells_value_and_date_first(home: PropertyData) -> None:
    first = generate_home_report_analysis(home).split("\n\n")[0]

    assert {f"${home.current_value:,}", *date_numbers(home.as_of)} <= numbers_in(first)


def test_home_report_says_that_it_is_no_appraisal_and_gives_the_range() -> None:
    for text in reports():
        assert "an estimate from public records, not an appraisal" in text
        assert "$1,075,000 to $1,866,000" in text


def test_home_report_names_the_assessed_value_where_it_was_used() -> None:
    for text in reports():
        assert "the home's assessed value and 8 comparable sales" in text
    for text in reports(source="an estimate from recorded sales"):
        assert "assessed" not in text
        assert "an estimate from recorded sales, not an appraisal" in text


def test_home_report_without_comparables_names_the_assessed_value_alone() -> None:
    for text in reports(comparables_count=None):
        assert "an estimate from its assessed value, not an appraisal" in text


def test_home_report_claims_no_recorded_sales_of_another_source() -> None:
    for text in reports(source="a model", purchase_price=None):
        assert "a computed estimate, not an appraisal" in text
        assert "sales" not in text.split("\n\n")[0]


def test_home_report_compares_with_the_previous_value_and_the_purchase_by_date() -> None:
    for text in reports():
        assert {"$1,440,000", "$1,250,000"} <= numbers_in(text)
        assert "November 30, 2025" in text
        assert "August 9, 2025" in text


def test_home_report_of_a_risen_value_never_says_it_fell() -> None:
    for text in reports():
        assert (bool(UP.search(text)), DOWN.search(text)) == (True, None), text


def test_home_report_of_a_fallen_value_never_says_it_rose() -> None:
    for text in reports(previous_value=1_600_000, purchase_price=1_700_000):
        assert (UP.search(text), bool(DOWN.search(text))) == (None, True), text


@pytest.mark.parametrize("old", [1_493_000, 1_480_000, 1_507_000], ids=["same", "a little less", "a little more"])
def test_home_report_of_a_flat_value_says_neither(old: int) -> None:
    for text in reports(previous_value=old, purchase_price=old):
        assert (UP.search(text), DOWN.search(text)) == (None, None), text


@pytest.mark.parametrize("change", [{"previous_as_of": None}, {"purchase_date": None}], ids=["previous", "purchase"])
def test_home_report_leaves_out_a_price_without_its_date(change: dict[str, None]) -> None:
    price = "$1,440,000" if "previous_as_of" in change else "$1,250,000"

    assert all(price not in text for text in reports(**change))


@pytest.mark.parametrize("dated", ["previous_as_of", "purchase_date"])
def test_home_report_compares_with_nothing_of_a_later_date(dated: str) -> None:
    price = "$1,440,000" if dated == "previous_as_of" else "$1,250,000"
    assert all(price not in text for text in reports(**{dated: date(2026, 5, 1)}))


def test_home_report_gives_no_range_that_does_not_enclose_the_value() -> None:
    assert all("$1,600,000" not in text for text in reports(value_low=1_500_000, value_high=1_600_000))


def test_home_report_reads_a_gap_after_a_recent_purchase_as_the_estimates_limit() -> None:
    recent, long_ago = HOME.as_of, date(2015, 5, 1)
    assert recent is not None

    soon = reports(purchase_date=recent - timedelta(days=364))
    late = reports(purchase_date=long_ago)

    assert all("sale" in text.split("\n\n")[1] for text in soon)
    assert all("sale" not in text.split("\n\n")[1] for text in late)


@pytest.mark.parametrize(
    ("bedrooms", "bathrooms", "words"),
    [
        (1, Decimal("1.0"), "one bedroom, one bathroom and 2,540 square feet"),
        (4, Decimal("1.75"), "4 bedrooms, 1.75 bathrooms and 2,540 square feet"),
        (None, Decimal("0.75"), "0.75 bathrooms and 2,540 square feet"),
        (3, None, "3 bedrooms and 2,540 square feet"),
    ],
)
def test_home_report_counts_rooms_in_good_english(bedrooms: int | None, bathrooms: Decimal | None, words: str) -> None:
    texts = reports(bedrooms=bedrooms, bathrooms=bathrooms, previous_value=None)

    assert all(f"a home with {words}" in text or f"the home has {words}" in text for text in texts)


def test_home_report_is_the_same_every_time() -> None:
    assert reports() == reports()


def test_home_report_differs_between_homes_in_more_than_the_address() -> None:
    texts = [text.replace(street.partition(",")[0], "") for text, street in zip(reports(), STREETS, strict=True)]

    assert len(set(texts)) >= 190


def test_home_report_of_every_hundredth_shipped_home_is_well_formed() -> None:
    for home in homes()[::100]:
        known = property_provider().property_data(home.address, home.zip_code).facts
        text = generate_home_report_analysis(known)
        assert text == "" or faults(text, "home_report", paragraphs=3, words=range(80, 171)) == []


def home_numbers(home: PropertyData) -> set[str]:
    amounts = {f"${amount:,}" for amount in (home.value_low, home.value_high) if amount}
    counts = {f"{count:,}" for count in (home.bedrooms, home.square_feet, home.comparables_count) if count}
    return (
        amounts
        | counts
        | {str(home.year_built), f"{home.bathrooms or 0:f}", f"{int(home.bathrooms or 0)}"}
        | change_numbers(home.previous_value, home.current_value)
        | change_numbers(home.purchase_price, home.current_value)
        | date_numbers(home.as_of, home.previous_as_of, home.purchase_date)
        | numbers_in(home.formatted_address)
    )
