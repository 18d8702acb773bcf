"""What is not known to be harmless is left out; the statements stand."""

from campaigns.guards.placing.trimming import trimmed
from campaigns.tests.guards.placing import WORDS, placed

OPENING = "I sat at my desk with a mug of coffee, and here is what I read for you."
CLOSING = "Call me with any question, and we can go through it."


def test_faulty_sentence_is_left_out_and_the_rest_stays() -> None:
    rest = trimmed(placed(f"{OPENING} Things are heating up. [m1].\n\nOn rates, [r1]. {CLOSING}"), ["98107"], WORDS)
    assert rest.placed.plain == (
        f"{OPENING} Homes in 98107 sold for a median of $860,000.\n\n"
        f"On rates, Freddie Mac put the 30-year rate at 7.28%. {CLOSING}"
    )
    assert {each.found for each in rest.left_out} == {"heating", "up"}
    assert rest.complaints == ()


def test_statements_of_a_faulty_sentence_stand_alone() -> None:
    rest = trimmed(placed(f"{OPENING} Sadly, [m1], which hurt, and then [m3]. {CLOSING}"), ["98107"], WORDS)
    statements = "Homes in 98107 sold for a median of $860,000. The median price per square foot was $592."
    assert f". {statements} Call" in rest.placed.plain
    assert rest.complaints == ()


def test_sentence_between_statements_or_that_comments_on_one_is_left_out() -> None:
    text = f"{OPENING} [m1]. I read that with care. [m3].\n\n[r1]. That is what I like to see. {CLOSING}"
    rest = trimmed(placed(text), ["98107"], WORDS)
    assert {each.found for each in rest.left_out} >= {"I read that with care.", "That is what I like to see."}
    assert "care" not in rest.placed.plain


def test_text_of_which_little_is_left_cannot_go_out() -> None:
    rest = trimmed(placed("Things are heating up and buyers know. [m1]. Expect more."), ["98107"], WORDS)
    assert "0% of your own words could stay" in rest.complaints[-1].reason
    assert len(rest.complaints) == len(rest.left_out) + 1


def test_text_without_a_statement_cannot_go_out() -> None:
    assert "no statement" in trimmed(placed(OPENING), ["98107"], WORDS).complaints[0].reason
