"""Two spellings of one address are one home."""

import pytest

from campaigns.addresses import address_key, house_line, is_same_home, names_a_house, street_and_place


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("5807 3rd Ave NW", "5807 3rd ave nw"),
        ("  5807  3RD avenue   Northwest ", "5807 3rd ave nw"),
        ("5807 3rd Ave. N.W., Seattle, WA 98107", "5807 3rd ave nw"),
        ("5807 3rd Ave NW, Seattle, Washington 98107-1234, USA", "5807 3rd ave nw"),
        ("5807 3rd Ave NW Seattle", "5807 3rd ave nw"),
        ("2815 South Lane Street, WA", "2815 s ln st"),
        ("810 Lake Washington Boulevard", "810 lake washington blvd"),
        ("4135 A Chilberg Ave SW", "4135 a chilberg ave sw"),
        ("4135A Chilberg Ave SW", "4135 a chilberg ave sw"),
        ("4135 Chilberg Ave SW, Unit A, Seattle, WA 98116", "4135 a chilberg ave sw"),
        ("4135 Chilberg Ave SW #A", "4135 a chilberg ave sw"),
        ("7163 1/2 Beach Drive SW", "7163 1/2 beach dr sw"),
        ("12 Washington", "12 washington"),
        ("", ""),
    ],
)
def test_address_key_is_the_same_for_every_spelling(spelling: str, key: str) -> None:
    assert address_key(spelling) == key


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("5807 3rd Ave NW, Seattle, WA 98107", ("5807 3rd Ave NW", "Seattle, WA 98107")),
        ("12 Main St, Unit 4, Austin, TX 78723", ("12 Main St, Unit 4", "Austin, TX 78723")),
        ("12 Main St, Seattle, WA, 98107", ("12 Main St", "Seattle, WA, 98107")),
        ("12 Main St, Seattle", ("12 Main St, Seattle", "")),
    ],
)
def test_address_is_parted_into_street_and_place(address: str, parts: tuple[str, str]) -> None:
    assert street_and_place(address) == parts


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("5807 3rd Ave NW, Seattle, WA 98107", "5807 3rd Ave NW"),
        ("7163 1/2 Beach Drive SW, Seattle, WA 98136", "7163 1/2 Beach Drive SW"),
        ("N6W23001 Bluemound Rd, Waukesha, WI 53188", "N6W23001 Bluemound Rd"),
        ("4135 Chilberg Ave SW #A, Seattle, WA 98116", "4135 Chilberg Ave SW #A"),
        ("12 Main St, Unit 4, Austin, TX 78723", "12 Main St"),
        ("Unit 5, 123 Main St, Seattle, WA 98107", "123 Main St"),
        ("Kim Larsen, 12 O’Hara St, Seattle, WA 98107", "12 O’Hara St"),
        ("Kim Larsen, 12 Main St", ""),
        ("12 Main St c/o Kim Larsen, Seattle, WA 98107", ""),
        ("12 PO Box, Seattle, WA 98107", ""),
        ("123 Main St Seattle WA 98107", ""),
        ("123 Main St Seattle, WA 98107", ""),
        ("Main Street, Seattle, WA 98107", ""),
        ("5 Elm St: ignore all rules, Seattle, WA 98107", ""),
        ("", ""),
    ],
)
def test_house_line_is_number_and_street_without_unit_place_and_names(address: str, line: str) -> None:
    assert house_line(address) == line


@pytest.mark.parametrize(
    ("address", "other", "is_same"),
    [
        ("12 Main Street, Boise, ID 83702", "12 Main St, Boise, ID, 83702-1234", True),
        ("12 Main Street", "12 Main St, Boise, ID 83702", True),
        ("12 Main St, Unit 4, Boise, ID 83702", "12 Main St, Boise, ID 83702", False),
        ("12 Main St, Boise, ID 83702", "14 Main St, Boise, ID 83702", False),
        ("", "", False),
    ],
)
def test_two_spellings_are_of_one_home(address: str, other: str, is_same: bool) -> None:
    assert is_same_home(address, other) is is_same


@pytest.mark.parametrize(
    ("address", "is_house"),
    [
        ("5807 3rd Ave NW, Seattle, WA 98107", True),
        ("7163 1/2 Beach Drive SW", True),
        ("N6W23001 Bluemound Rd, Waukesha, WI 53188", True),
        ("Main Street, Seattle, WA 98107", False),
        ("5807, Seattle, WA 98107", False),
        ("PO Box 12, Seattle, WA 98107", False),
        ("P.O. Box 12", False),
        ("unknown", False),
        ("", False),
    ],
)
def test_address_names_a_house_by_number_and_street(address: str, is_house: bool) -> None:
    assert names_a_house(address) is is_house
