"""Passages of code's own: blanked where they stand whole, also broken over lines; streets that head a home's lines."""

import pytest

from campaigns.guards.passages import Passages, Place


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("in 98107 now", "in _____ now"),
        ("at 12 Elm St.", "at _________."),
        ("at 12\n  Elm St, 98107", "at ___________, _____"),
        ("call (206) 555-0143!", "call ______________!"),
        ("98107-1234", "_____-1234"),
        ("198107, 98107a and 98107_", "198107, 98107a and 98107_"),
        ("at 12 ElmSt, 12Elm St", "at 12 ElmSt, 12Elm St"),
    ],
)
def test_whole_passages_are_blanked(text: str, blanked: str) -> None:
    assert Passages(["98107", "12 Elm St", "(206) 555-0143", " "]).blanked(text) == blanked


def test_longest_of_the_passages_that_begin_at_one_place_is_meant() -> None:
    assert Passages(["12 Elm", "12 Elm St", "Elm St, Kent"]).blanked("12 Elm St, Kent") == "_________, Kent"


def test_passage_is_found_in_the_characters_that_the_guard_reads() -> None:
    assert Passages(["12\u00a0Elm\u2011St"]).blanked("12 Elm-St") == "_________"


def test_street_heads_its_lines_where_it_begins_one_and_a_colon_follows() -> None:
    homes = Passages(["12 Elm St", "12 Elm St, Unit B"])
    text = "of 12 Elm St: no\n12 Elm St, Unit B: $5\n12 Elm St, too\n12 Elm\nSt: $6"

    assert list(homes.heads(text)) == [Place(17, 34, "12 Elm St, Unit B"), Place(54, 63, "12 Elm St")]
