"""The corpus of the guards is well formed: its facts load, its records are whole and many enough."""

from campaigns.tests.guards.corpus import correct_texts, load_facts


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

    assert len(texts) >= 300
    assert len({text.id for text in texts}) == len(texts)
    assert len({text.text for text in texts}) == len(texts)


def test_each_correct_text_has_the_facts_of_its_kind() -> None:
    for text in correct_texts():
        is_intro = text.kind == "intro"
        assert (text.market is not None or text.rate is not None) == is_intro, text.id
        assert (text.home is not None) == (text.kind == "home_report"), text.id


def test_each_correct_text_has_the_length_and_form_of_a_text() -> None:
    for text in correct_texts():
        assert 40 <= len(text.text.split()) <= 150, text.id
        assert len(text.text.split("\n\n")) <= 3, text.id
