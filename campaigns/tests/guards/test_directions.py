"""Words for which way things went."""

import pytest

from campaigns.guards.directions import directions_of, tied


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("prices rose", "up"),
        ("rates edged up", "up"),
        ("a higher median", "up"),
        ("up from last time", "up"),
        ("prices gave some ground", "down"),
        ("rates eased", "down"),
        ("down from last time", "down"),
        ("rates held steady", "flat"),
        ("the median hardly moved", "flat"),
        ("almost unchanged", "flat"),
        ("the median was unchanged", "same"),
    ],
)
def test_direction_word_is_found(text: str, way: str) -> None:
    assert {direction.way for direction in directions_of(text)} == {way}


@pytest.mark.parametrize(
    "text", ["to sum up", "it adds up to this", "this fall", "below, the figures", "one more thing"]
)
def test_turn_of_speech_is_no_direction(text: str) -> None:
    assert directions_of(text) == []


def test_direction_knows_that_it_is_denied() -> None:
    assert [direction.is_negated for direction in directions_of("Prices did not rise")] == [True]


@pytest.mark.parametrize(
    ("before", "behind", "way"),
    [
        ("the median rose by ", "", "up"),
        ("a gain of ", "", "up"),
        ("", " higher than before", "up"),
        ("", ", downward", "down"),
        ("which is ", " less than before", "down"),
        ("it shed ", "", "down"),
        ("it was ", " over the same span", None),
        ("the median was ", "", None),
    ],
)
def test_direction_beside_a_number_is_its_own(before: str, behind: str, way: str | None) -> None:
    assert tied(before, behind, len(behind)) == way
