from dataclasses import replace
from datetime import date, timedelta

from campaigns.emails.provenance import old_data_note, source_lines
from campaigns.tests.emails import samples


def test_sources_are_named_once_each_with_what_is_from_them_and_when() -> None:
    content = replace(
        samples.NO_ADDRESS,
        sales_source="RentCast",
        listings_source="RentCast",
        mortgage_rate=replace(samples.RATE, source=""),
    )

    assert source_lines(content) == (
        "Local market and homes for sale as of November 20, 2026; sales as of February 3, 2026: RentCast.",
    )


def test_old_data_is_told_with_its_newest_date() -> None:
    content = replace(samples.OFFLINE, mortgage_rate=None)

    assert old_data_note(content) == "Recorded sales through February 3, 2026, the latest in our data."


def test_old_data_is_told_only_after_forty_five_days() -> None:
    newest = date(2026, 2, 3)
    content = replace(samples.OFFLINE, mortgage_rate=None)

    assert old_data_note(replace(content, written_on=newest + timedelta(days=45))) == ""
    assert old_data_note(replace(content, written_on=newest + timedelta(days=46))) != ""


def test_old_home_value_is_told_where_no_sales_stand_beside_it() -> None:
    content = replace(samples.OFFLINE, market=None, sales=(), mortgage_rate=None)

    assert old_data_note(content) == "Home values through January 31, 2026, the latest in our data."


def test_mortgage_rate_is_told_to_be_old_after_ten_days() -> None:
    content = replace(samples.OFFLINE, home=None, market=None, sales=())
    week = samples.RATE.week_date

    assert old_data_note(replace(content, written_on=week + timedelta(days=10))) == ""
    told = old_data_note(replace(content, written_on=week + timedelta(days=11)))
    assert told == "Mortgage rates through October 1, 2026, the latest in our data."
