"""The corpus of the guards is well formed: its facts load, its records are whole and many enough."""

from campaigns.tests.guards.corpus import load_facts


def test_facts_are_many_and_name_what_they_hold() -> None:
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
