"""Statements for the tests of what stands around them."""

from campaigns.guards.placing.placed import PlacedText, read_placed
from campaigns.guards.placing.statement import Statement, Statements
from campaigns.guards.placing.vocabulary import Vocabulary, vocabulary

SALE, RATE = frozenset({"market", "price", "sale"}), frozenset({"rate"})
STATEMENTS = Statements.of(
    [
        Statement("market", "price", "homes in 98107 sold for a median of $860,000", SALE, place="98107"),
        Statement("market", "price", "the median price in 98107 was $860,000, about 17% less than before", SALE),
        Statement(
            "market",
            "square foot",
            "in the three months to January 31, 2026, the median price per square foot was $592",
            SALE | {"square foot"},
            "the median price per square foot was $592",
        ),
        Statement("market", "few sales", "the median rests on only 12 sales", SALE, needs="price", is_dated=False),
        Statement("rates", "30-year rate", "Freddie Mac put the 30-year rate at 7.28%", RATE),
        Statement("rates", "remark", "that is a national average", RATE, needs="30-year rate", is_remark=True),
    ],
    ["winter"],
    leads_to_report=True,
)
WORDS: Vocabulary = vocabulary("intro", leads_to_report=True, seasons=frozenset({"winter"}))
HOME_WORDS: Vocabulary = vocabulary("home_report")


def placed(text: str) -> PlacedText:
    return read_placed(text, STATEMENTS)
