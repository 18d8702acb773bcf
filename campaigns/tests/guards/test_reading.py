"""A sentence read: once for many texts, and with rules that are written in small letters."""

import re
from collections.abc import Iterator
from types import ModuleType

import pytest

from campaigns.guards import amounts, context, dates, directions, idioms, quantities, roles, sources, spans
from campaigns.guards.normal import small_letters
from campaigns.guards.reading import read
from campaigns.tests.guards.corpus import correct_texts, faulty_texts

TEXTS = [text.text for text in (*correct_texts(), *faulty_texts())]


def test_figure_found_for_one_text_is_not_that_of_the_next() -> None:
    sentence = "The median was $860,000."
    first, second = read(sentence), read(sentence)
    assert first.words is second.words

    assert first.parts[0] is not second.parts[0]


@pytest.mark.parametrize("text", ["The Median ROSE", "İSTANBUL, ı and Straße", "Λόγος – ΣΑΣ"])
def test_small_letters_stand_where_the_letters_stood(text: str) -> None:
    small = small_letters(text)

    assert len(small) == len(text)
    assert all(re.fullmatch(re.escape(one), other, re.IGNORECASE) for one, other in zip(small, text, strict=True))


def patterns_of(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    for name, value in vars(module).items():
        if isinstance(value, re.Pattern) and not value.flags & re.IGNORECASE:
            yield name, value


# what is looked for in the text as it is written
AS_WRITTEN = {"PLACE", "NO_PLACE", "LABEL", "IDENTITY", "MONEY", "DOLLARS", "TOKEN"}


@pytest.mark.parametrize(
    "module",
    [amounts, context, dates, directions, idioms, quantities, roles, sources, spans],
    ids=lambda module: module.__name__.rpartition(".")[2],
)
def test_patterns_that_are_looked_for_in_small_letters_have_no_capitals(module: ModuleType) -> None:
    """One with a capital would find nothing."""
    bare = {name: re.sub(r"\(\?P<\w+>|\\.", "", pattern.pattern) for name, pattern in patterns_of(module)}

    assert [name for name, words in bare.items() if name not in AS_WRITTEN and re.search("[A-Z]", words)] == []


def test_no_date_is_without_its_anchor() -> None:
    """Where there is no anchor, dates are not looked for."""
    found = [match[0] for text in TEXTS for match in dates.PATTERN.finditer(small_letters(text))]

    assert len(found) > 500
    assert all(dates.ANCHOR.search(text) for text in found)


def test_no_span_is_named_without_its_anchor() -> None:
    """Where there is no anchor, spans are not looked for."""
    found = [match[0] for text in TEXTS for match in spans.NAMED_PATTERN.finditer(small_letters(text))]

    assert len(found) > 100
    assert all(any(anchor in words for anchor in spans.ANCHORS) for words in found)
