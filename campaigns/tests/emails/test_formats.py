from datetime import date
from decimal import Decimal

import pytest

from campaigns.emails import formats


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (formats.money(1_236_000), "$1,236,000"),
        (formats.money(Decimal("591.5")), "$592"),
        (formats.long_date(date(2026, 1, 31)), "January 31, 2026"),
        (formats.long_date(date(2026, 2, 3)), "February 3, 2026"),
        (formats.rate(Decimal("7.3")), "7.30%"),
        (formats.distance(0.43), "0.4 miles"),
        (formats.distance(0.02), "less than 0.1 miles"),
        (formats.distance(None), None),
        (formats.percent_change(1_236_000, 1_222_000), "Up 1.1%"),
        (formats.percent_change(995, 1_000), "Down 0.5%"),
        (formats.percent_change(100_001, 100_000), "Up less than 0.1%"),
        (formats.percent_change(5, 5), "Unchanged"),
        (formats.percent_change(5, None), None),
        (formats.point_change(Decimal("-0.1")), "Down 0.10"),
        (formats.size_facts(1, Decimal("1.0"), None), ["1 bed", "1 bath"]),
        (formats.size_facts(0, Decimal("2.50"), 1390), ["Studio", "2.5 baths", "1,390 sq ft"]),
        (formats.size_facts(None, Decimal("10.00"), None), ["10 baths"]),
        (formats.sentence_list(["a", "b", "c"]), "a, b and c"),
    ],
)
def test_format_writes_values_as_readers_expect(shown: object, expected: object) -> None:
    assert shown == expected


def test_one_line_takes_every_kind_of_line_break() -> None:
    assert formats.one_line("a\r\nb\x0bc\x85d\u2028e\x00f") == "a b c d e f"


def test_paragraphs_part_at_blank_lines_only() -> None:
    assert formats.paragraphs("\none\ntwo \n \n\nthree\n") == ("one two", "three")
