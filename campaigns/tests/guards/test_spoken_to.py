"""A text goes to many readers: it speaks to none of them by name, and is signed by nobody."""

import pytest

from campaigns.guards.spoken_to import names_spoken_to

SPOKEN_TO = (
    "{}, prices moved up.",
    "I hope that you are well, {}.",
    "As you may know, {}, a median is a middle value.",
    "Thanks, {}.",
    "The figures are below. Dear {}, the range is wide.",
    "The figures are below.\n\nYour agent, {}.",
)


@pytest.mark.parametrize("place", SPOKEN_TO)
@pytest.mark.parametrize("name", ["Sarah", "Emily", "Thomas", "Kwame", "Niamh", "Xochitl"])
def test_name_is_found_where_somebody_is_spoken_to_also_a_rare_one(name: str, place: str) -> None:
    assert len(list(names_spoken_to(place.format(name)))) == 1


@pytest.mark.parametrize("name", ["Sarah", "Emily Chen", "Thomas and Anna"])
def test_common_name_is_found_at_the_head_of_a_sentence_and_alone(name: str) -> None:
    assert list(names_spoken_to(f"{name}: prices moved up.")) == [f"{name}:"]
    assert list(names_spoken_to(f"The figures are below.\n\n{name}")) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "April, May and June were counted together.",
        "Locally, little moved. Kitchens, roofs and gardens do not count.",
        "Wallpaper, paint and a roof may matter.",
        "Homes in Ballard, Fremont and Wallingford vary.",
        "The survey, Freddie Mac's, is national.",
        "Sales were counted in the fall, November.",
        "5807 3rd Ave NW, Seattle, WA 98107 is the address.",
        "Prices on Madison St and Jackson St vary. Will they go on? Mark the range.",
        "",
    ],
)
def test_months_places_and_words_with_which_sentences_begin_are_no_names_spoken_to(text: str) -> None:
    assert list(names_spoken_to(text)) == []
