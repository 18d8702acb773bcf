"""The corpus of the guards is well formed: its facts load, its records are whole and many enough."""

from collections import Counter
from hashlib import sha256

import pytest

from campaigns.tests.guards.corpus import (
    CorpusText,
    FaultyText,
    FormText,
    WordingSentence,
    blind_correct_texts,
    blind_faulty_texts,
    blind_sentences,
    correct_texts,
    faulty_texts,
    form_sentences,
    form_texts,
    load_facts,
    placed_correct_texts,
    placed_faulty_texts,
    placed_unrevised_texts,
    second_blind_correct_texts,
    second_blind_faulty_texts,
    wording_sentences,
)

FEWEST_FAULTS = {
    "amount": 60,
    "percent": 50,
    "rounding": 50,
    "direction": 60,
    "role": 90,
    "date": 50,
    "spelled_out": 40,
    "sign": 20,
    "invented": 50,
    "features": 30,
    "arithmetic": 30,
    "disguised_digits": 20,
    "obeyed_instruction": 10,
}


FEWEST_BLIND_FAULTS = {
    "amount": 14,
    "percent": 14,
    "rounding": 14,
    "direction": 20,
    "role": 36,
    "date": 18,
    "spelled_out": 12,
    "sign": 6,
    "invented": 16,
    "features": 8,
    "arithmetic": 10,
    "disguised_digits": 4,
    "obeyed_instruction": 3,
}
SHORTEST_BLIND = {"intro": 60, "home_report": 80}
LONGEST_BLIND = {"intro": 130, "home_report": 170}


def has_the_facts_of_its_kind(text: CorpusText) -> bool:
    """An intro has a market, a rate or both; a home report has its home."""
    has_area = text.market is not None or text.rate is not None
    return (has_area, text.home is not None) == (text.kind == "intro", text.kind == "home_report")


def test_facts_are_many_and_named_after_what_they_hold() -> None:
    facts = load_facts()

    assert len(facts.markets) >= 35
    assert len(facts.rates) >= 8
    assert len(facts.homes) >= 25
    assert all(key.startswith(f"{market.zip_code}-{market.as_of:%Y-%m}") for key, market in facts.markets.items())
    assert all(key == rate.week_date.isoformat() for key, rate in facts.rates.items())


def test_facts_have_both_kinds_of_price() -> None:
    kinds = [market.price_kind for market in load_facts().markets.values()]

    assert kinds.count("sale") >= 25
    assert kinds.count("asking") >= 10


def test_correct_texts_are_many_and_have_ids_of_their_own() -> None:
    texts = correct_texts()

    assert len(texts) >= 520
    assert sum(text.kind == "intro" for text in texts) >= 250
    assert sum(text.kind == "home_report" for text in texts) >= 200
    assert len({text.id for text in texts}) == len(texts)
    assert len({text.text for text in texts}) == len(texts)


def test_each_correct_text_has_the_facts_of_its_kind() -> None:
    for text in correct_texts():
        assert has_the_facts_of_its_kind(text), text.id


def test_each_correct_text_has_the_length_and_form_of_a_text() -> None:
    for text in correct_texts():
        assert 40 <= len(text.text.split()) <= 150, text.id
        assert len(text.text.split("\n\n")) <= 3, text.id


def test_faulty_texts_are_many_of_each_kind_and_have_ids_of_their_own() -> None:
    texts = faulty_texts()
    counts = Counter(text.fault for text in texts)

    assert counts.keys() == FEWEST_FAULTS.keys()
    assert {fault: count for fault, count in counts.items() if count < FEWEST_FAULTS[fault]} == {}
    assert len({text.id for text in texts}) == len({text.text for text in texts}) == len(texts)


def test_each_faulty_text_has_the_facts_of_its_kind_and_its_fault_once() -> None:
    for text in faulty_texts():
        assert has_the_facts_of_its_kind(text), text.id
        assert text.found, text.id
        assert text.text.count(text.found) == 1, text.id
        assert len(text.text.split()) <= 150, text.id


def test_no_faulty_text_is_among_the_correct_ones() -> None:
    assert not {text.text for text in faulty_texts()} & {text.text for text in correct_texts()}


def test_blind_correct_texts_are_many_of_both_kinds() -> None:
    kinds = Counter(text.kind for text in blind_correct_texts())

    assert kinds == {"intro": 90, "home_report": 60}


def test_blind_faulty_texts_are_many_of_each_kind() -> None:
    counts = Counter(text.fault for text in blind_faulty_texts())

    assert counts.total() == 200
    assert counts.keys() == FEWEST_BLIND_FAULTS.keys()
    assert {fault: count for fault, count in counts.items() if count < FEWEST_BLIND_FAULTS[fault]} == {}


def test_each_blind_text_has_its_facts_and_the_length_and_form_that_the_prompts_ask_for() -> None:
    for text in blind_correct_texts() + blind_faulty_texts():
        assert has_the_facts_of_its_kind(text), text.id
        assert SHORTEST_BLIND[text.kind] <= len(text.text.split()) <= LONGEST_BLIND[text.kind], text.id
        assert 2 <= len(text.text.split("\n\n")) <= 3, text.id


def test_each_blind_faulty_text_has_its_fault_once() -> None:
    for text in blind_faulty_texts():
        assert text.found, text.id
        assert text.text.count(text.found) == 1, text.id


def test_no_blind_text_stands_in_another_set() -> None:
    blind = [text.text for text in blind_correct_texts() + blind_faulty_texts()]

    assert len(set(blind)) == len(blind)
    assert not set(blind) & {text.text for text in correct_texts() + faulty_texts()}
    assert len({text.id for text in blind_correct_texts() + blind_faulty_texts()}) == len(blind)


@pytest.mark.parametrize(
    ("batch", "correct", "faulty"), [("A", 120, 140), ("B", 120, 140), ("C", 110, 150), ("D", 110, 140)]
)
def test_each_second_blind_batch_is_whole(batch: str, correct: int, faulty: int) -> None:
    counts = Counter(text.fault for text in second_blind_faulty_texts() if text.batch == batch)

    assert sum(text.batch == batch for text in second_blind_correct_texts()) == correct
    assert counts.total() == faulty
    assert counts.keys() == FEWEST_FAULTS.keys()


def test_each_second_blind_text_has_its_facts_its_form_and_its_fault_once() -> None:
    texts = second_blind_correct_texts() + second_blind_faulty_texts()
    others = correct_texts() + faulty_texts() + blind_correct_texts() + blind_faulty_texts()

    assert len({text.id for text in texts}) == len({text.text for text in texts}) == len(texts)
    assert not {text.text for text in texts} & {text.text for text in others}
    for text in texts:
        assert has_the_facts_of_its_kind(text), text.id
        assert SHORTEST_BLIND[text.kind] <= len(text.text.split()) <= LONGEST_BLIND[text.kind], text.id
        assert 2 <= len(text.text.split("\n\n")) <= 3, text.id
    for faulty in second_blind_faulty_texts():
        assert faulty.found, faulty.id
        assert faulty.text.count(faulty.found) == 1, faulty.id


PLACED_BATCHES = {
    "A": 135,
    "B": 135,
    "C": 135,
    "D": 135,
    "E": 110,
    "F": 110,
    "G": 120,
    "H": 120,
    "I": 80,
    "J": 80,
    "K": 60,
    "L": 60,
}


def test_placed_texts_are_many_of_each_author() -> None:
    assert Counter(text.batch for text in placed_faulty_texts()) == PLACED_BATCHES
    assert Counter(text.batch for text in placed_correct_texts()) == {
        "A": 130,
        "B": 130,
        "C": 130,
        "D": 130,
        "E": 80,
        "F": 60,
    }
    assert Counter(text.batch for text in placed_unrevised_texts()) == {"A": 80, "B": 60, "C": 60}


def test_each_placed_text_has_its_facts_an_id_of_its_own_and_its_fault_once() -> None:
    faulty, correct = placed_faulty_texts(), (*placed_correct_texts(), *placed_unrevised_texts())
    assert len({text.id for text in (*faulty, *correct)}) == len(faulty) + len(correct)
    assert [text.id for text in (*faulty, *correct) if not has_the_facts_of_its_kind(text)] == []
    assert [text.id for text in faulty if text.text.count(text.found) != 1] == []


def test_wording_sentences_are_many_and_of_both_kinds() -> None:
    sentences = wording_sentences()
    stopped = sum(sentence.stopped for sentence in sentences)

    assert stopped >= 180
    assert len(sentences) - stopped >= 180
    assert len({sentence.id for sentence in sentences}) == len(sentences)
    assert len({sentence.sentence.casefold() for sentence in sentences}) == len(sentences)


def test_each_stopped_sentence_names_the_rule_it_breaks() -> None:
    sentences = (*wording_sentences(), *blind_sentences())

    assert [sentence.id for sentence in sentences if sentence.stopped != bool(sentence.rule)] == []


@pytest.mark.parametrize(("batch", "fewest"), [("A", 120), ("B", 120), ("C", 75)])
def test_each_blind_batch_is_half_to_be_stopped_and_half_harmless(batch: str, fewest: int) -> None:
    sentences = [sentence for sentence in blind_sentences() if sentence.batch == batch]
    stopped = sum(sentence.stopped for sentence in sentences)

    assert stopped >= fewest
    assert len(sentences) - stopped >= fewest


def test_blind_sentences_have_ids_of_their_own_and_stand_nowhere_else() -> None:
    blind = {sentence.sentence.casefold() for sentence in blind_sentences()}

    assert len({sentence.id for sentence in blind_sentences()}) == len(blind) == len(blind_sentences())
    assert blind & {sentence.sentence.casefold() for sentence in wording_sentences()} == set()


def test_form_texts_are_many_and_of_both_kinds() -> None:
    texts = form_texts()
    bad = sum(bool(text.fault) for text in texts)

    assert bad >= 60
    assert len(texts) - bad >= 60
    assert len({text.id for text in texts}) == len({text.text for text in texts}) == len(texts)


def test_form_sentences_are_many_of_both_kinds_and_none_twice() -> None:
    sentences = form_sentences()
    stopped = sum(sentence.stopped for sentence in sentences)

    assert stopped >= 240
    assert len(sentences) - stopped >= 180
    assert len({sentence.id for sentence in sentences}) == len({each.sentence for each in sentences}) == len(sentences)


@pytest.mark.parametrize(
    "records",
    [faulty_texts(), wording_sentences(), blind_sentences(), form_texts(), form_sentences()],
    ids=["faulty", "wording", "blind", "form", "form_more"],
)
def test_records_are_dev_or_held_out_by_a_hash_of_their_id(
    records: tuple[FaultyText | WordingSentence | FormText, ...],
) -> None:
    def half(record_id: str) -> str:
        return "held_out" if int(sha256(record_id.encode()).hexdigest(), 16) % 2 else "dev"

    assert [record.id for record in records if record.half != half(record.id)] == []
    assert 0.4 < sum(record.half == "dev" for record in records) / len(records) < 0.6
