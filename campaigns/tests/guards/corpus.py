"""The texts with which the guards are measured: JSON beside this module, read into frozen records."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from campaigns.facts import LocalMarketData, MortgageRate, PropertyData

FOLDER = Path(__file__).parent / "corpus"

Kind = Literal["intro", "home_report"]
Half = Literal["dev", "held_out"]
Batch = Literal["", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"]
Fact = TypeVar("Fact", LocalMarketData, MortgageRate, PropertyData)
Row = Mapping[str, Any]

DATES = frozenset({"as_of", "week_date", "previous_as_of", "purchase_date"})
DECIMALS = frozenset(
    {
        "median_price_per_sqft",
        "median_price_per_sqft_3_months_ago",
        "rate_30yr_pct",
        "rate_15yr_pct",
        "change_4_weeks",
        "change_3_months",
        "change_1_year",
        "bathrooms",
    }
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Named sets of facts, which the records of the corpus refer to."""

    markets: Mapping[str, LocalMarketData]
    rates: Mapping[str, MortgageRate]
    homes: Mapping[str, PropertyData]


@dataclass(frozen=True, slots=True)
class CorpusText:
    """A text and the facts it was written on: an intro has a market or a rate or both, a home report its home.

    `batch` names the author in the sets of several, and is empty elsewhere.
    """

    id: str
    kind: Kind
    text: str
    market: LocalMarketData | None = None
    rate: MortgageRate | None = None
    home: PropertyData | None = None
    batch: Batch = ""


@dataclass(frozen=True, slots=True)
class FaultyText(CorpusText):
    """A text with one known fault; `found` is the faulty passage, word for word, and stands in the text once.

    `half` is None where the set has no halves.
    """

    fault: str = ""
    found: str = ""
    half: Half | None = None


@dataclass(frozen=True, slots=True)
class WordingSentence:
    """A sentence for the wording guard; `rule` says why it is to be stopped, "" where it is harmless.

    Of a harmless sentence for the form guard `rule` says what it looks like.
    """

    id: str
    sentence: str
    stopped: bool
    rule: str
    half: Half


@dataclass(frozen=True, slots=True)
class BlindSentence(WordingSentence):
    """A sentence written by somebody who had not read the guard's rules; `batch` says with which others it was run."""

    batch: Literal["A", "B", "C"] = "A"


@dataclass(frozen=True, slots=True)
class FormText:
    """A text without facts; `fault` names what is wrong with its form, "" where nothing is."""

    id: str
    kind: Kind
    text: str
    fault: str
    half: Half


@cache
def load_facts() -> Facts:
    """Raises TypeError where a set lacks a field or has one too many."""
    raw = json.loads((FOLDER / "facts.json").read_text(encoding="utf-8"))
    return Facts(
        markets=MappingProxyType({key: _fact(LocalMarketData, row) for key, row in raw["markets"].items()}),
        rates=MappingProxyType({key: _fact(MortgageRate, row) for key, row in raw["rates"].items()}),
        homes=MappingProxyType({key: _fact(PropertyData, row) for key, row in raw["homes"].items()}),
    )


def correct_texts() -> tuple[CorpusText, ...]:
    """The texts in which every figure is true by the facts or follows from them."""
    return tuple(CorpusText(**_common(row)) for row in _rows("correct.jsonl"))


def faulty_texts() -> tuple[FaultyText, ...]:
    """The texts with one known fault each."""
    return tuple(
        FaultyText(**_common(row), fault=row["fault"], found=row["found"], half=row["half"])
        for row in _rows("faulty.jsonl")
    )


def blind_correct_texts() -> tuple[CorpusText, ...]:
    """True texts written after the figures guard, by someone who had seen neither it nor its corpora."""
    return tuple(CorpusText(**_common(row)) for row in _rows("blind_correct.jsonl"))


def blind_faulty_texts() -> tuple[FaultyText, ...]:
    """Texts like those of `blind_correct_texts`, with one known fault each."""
    return tuple(
        FaultyText(**_common(row), fault=row["fault"], found=row["found"]) for row in _rows("blind_faulty.jsonl")
    )


def placed_correct_texts() -> tuple[CorpusText, ...]:
    """Texts as a good model writes them: true statements placed by their keys, and words around them by the rules."""
    return tuple(CorpusText(**_common(row)) for row in _rows("placed_correct.jsonl"))


def placed_unrevised_texts() -> tuple[CorpusText, ...]:
    """Texts as a model gives them at once: true, and with the slips of somebody who looks at no list twice."""
    return tuple(CorpusText(**_common(row)) for row in _rows("placed_unrevised.jsonl"))


def placed_faulty_texts() -> tuple[FaultyText, ...]:
    """Texts with statements and one known fault each, beside a statement, in a sentence without one, or in a key."""
    return tuple(
        FaultyText(**_common(row), fault=row["fault"], found=row["found"]) for row in _rows("placed_faulty.jsonl")
    )


def second_blind_correct_texts() -> tuple[CorpusText, ...]:
    """True texts by four more authors who had seen neither the guard nor a corpus, in a batch each."""
    return tuple(CorpusText(**_common(row)) for row in _rows("blind2_correct.jsonl"))


def second_blind_faulty_texts() -> tuple[FaultyText, ...]:
    """Texts like those of `second_blind_correct_texts`, with one known fault each."""
    return tuple(
        FaultyText(**_common(row), fault=row["fault"], found=row["found"]) for row in _rows("blind2_faulty.jsonl")
    )


def wording_sentences() -> tuple[WordingSentence, ...]:
    """Sentences for the wording guard, to be stopped and harmless."""
    return tuple(WordingSentence(**row) for row in _rows("wording.jsonl"))


def blind_sentences() -> tuple[BlindSentence, ...]:
    """Sentences for the wording guard by another author, written blind, in three batches."""
    return tuple(BlindSentence(**row) for row in _rows("wording_blind.jsonl"))


def form_sentences() -> tuple[WordingSentence, ...]:
    """Sentences of one fault of form each, and harmless ones that look like it."""
    return tuple(WordingSentence(**row) for row in _rows("form_more.jsonl"))


def form_texts() -> tuple[FormText, ...]:
    """Texts for the form guard, well and badly formed."""
    return tuple(FormText(**row) for row in _rows("form.jsonl"))


def _rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").split("\n") if line.strip()]


def _common(row: Row) -> dict[str, Any]:
    """What all records share; raises KeyError for a key that facts.json does not have."""
    facts = load_facts()
    return {
        "id": row["id"],
        "kind": row["kind"],
        "text": row["text"],
        "market": facts.markets[row["market"]] if row["market"] else None,
        "rate": facts.rates[row["rate"]] if row["rate"] else None,
        "home": facts.homes[row["home"]] if row["home"] else None,
        "batch": row.get("batch", ""),
    }


def _fact(of: type[Fact], row: Row) -> Fact:
    missing = {field.name for field in fields(of)} - set(row)
    if missing:
        raise TypeError(f"facts.json: {of.__name__} lacks {sorted(missing)}")
    return of(**{name: _value(name, value) for name, value in row.items()})


def _value(name: str, value: Any) -> Any:
    read: Callable[[str], Any] | None = date.fromisoformat if name in DATES else Decimal if name in DECIMALS else None
    return value if value is None or read is None else read(value)
