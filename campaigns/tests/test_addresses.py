"""Two spellings of one address are one home."""

import pytest

from campaigns.addresses import address_key


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
