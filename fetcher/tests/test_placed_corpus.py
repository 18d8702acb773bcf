"""Statements that a model places: none of a thousand faulty texts goes out with its fault, and true ones do go out."""

import pytest

from campaigns.guards.placing.placed import read_placed
from campaigns.guards.placing.trimming import words_of
from campaigns.tests.guards.corpus import (
    CorpusText,
    placed_correct_texts,
    placed_faulty_texts,
    placed_unrevised_texts,
)
from fetcher.tests.placed_texts import goes_out_with, judged, statements_of

MOST_REFUSED = 0.02
LEAST_WORDS_KEPT = 0.88
LEAST_WHOLE = 0.58


@pytest.mark.parametrize("batch", "ABCDEFGHIJKL")
def test_no_text_goes_out_with_its_fault(batch: str) -> None:
    texts = [text for text in placed_faulty_texts() if text.batch == batch]
    assert len(texts) >= 60
    assert [text.id for text in texts if goes_out_with(text, text.found)] == []


def test_true_texts_go_out_nearly_whole() -> None:
    texts = placed_correct_texts()
    shares, refused = [], []
    for text in texts:
        rest, complaints = judged(text)
        refused += [text.id] if complaints else []
        shares.append(words_of(rest.placed) / words_of(read_placed(text.text, statements_of(text)[0])))
    assert len(texts) >= 500
    assert len(refused) < MOST_REFUSED * len(texts), refused
    assert sum(shares) > LEAST_WORDS_KEPT * len(texts)
    assert sum(share == 1 for share in shares) > LEAST_WHOLE * len(texts)


@pytest.mark.parametrize(("batch", "most"), [("A", 22), ("B", 5), ("C", 14)])
def test_most_texts_of_somebody_who_looks_nothing_up_go_out_in_part(batch: str, most: int) -> None:
    found = [judged(text) for text in placed_unrevised_texts() if text.batch == batch]
    assert sum(bool(complaints) for _, complaints in found) <= most


def test_typographic_apostrophes_change_no_verdict() -> None:
    texts = [text for text in (*placed_faulty_texts(), *placed_correct_texts()) if "'" in text.text]
    assert len(texts) > 300
    assert [text.id for text in texts if verdict(text) != verdict(text, "’")] == []


def verdict(text: CorpusText, apostrophe: str = "'") -> tuple[int, int]:
    changed = CorpusText(text.id, text.kind, text.text.replace("'", apostrophe), text.market, text.rate, text.home)
    rest, _ = judged(changed)
    return len(rest.left_out), words_of(rest.placed)
