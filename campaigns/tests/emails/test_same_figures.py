"""The HTML of an e-mail shows the figures of its plain text, in their order, and both texts as they are."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from campaigns.emails.compose import compose
from campaigns.emails.content import EmailContent
from campaigns.emails.same_figures import html_complaints, seen_text
from campaigns.tests.emails import samples

FULL = compose(samples.FULL)
PREVIEW, PAGE = seen_text(FULL.html)
VARIANTS = {
    **samples.SAMPLES,
    "no_range": replace(samples.FULL, home=replace(samples.HOME, value_low=None, value_high=None), home_values=()),
    "no_previous": replace(samples.FULL, home=replace(samples.HOME, previous_value=None, previous_as_of=None)),
    "no_details": replace(samples.FULL, home=replace(samples.HOME, bedrooms=None, bathrooms=None, square_feet=None)),
    "asking": replace(samples.FULL, market=samples.ASKING_MARKET, intro=samples.ASKING_INTRO),
    "no_changes": replace(
        samples.FULL, mortgage_rate=replace(samples.RATE, change_4_weeks=None, change_1_year=Decimal(0))
    ),
    "no_phone": replace(samples.FULL, agent=replace(samples.AGENT, phone="", licence_number="", title="")),
    "number_in_a_name": replace(
        samples.FULL, agent=replace(samples.AGENT, name="Dana 2nd", brokerage_name="Century 21")
    ),
}


def complaints(page: str) -> list[str]:
    return [str(complaint) for complaint in html_complaints(page, FULL, samples.FULL)]


@pytest.mark.parametrize("content", VARIANTS.values(), ids=VARIANTS.keys())
def test_both_parts_show_the_same(content: EmailContent) -> None:
    composed = compose(content)
    assert list(html_complaints(seen_text(composed.html)[1], composed, content)) == []


def test_reader_sees_words_and_no_tags_styles_or_padding() -> None:
    assert (
        " ".join(PREVIEW.split())
        == "Estimated value $1,236,000 as of January 31, 2026. Median sale price $860,000 in 98107."
    )
    assert "Salmon Bay Realty" in PAGE
    assert not re.search(r"[<>{}\u034f]|mso|style=", PAGE)


def test_no_digit_of_the_html_can_be_changed_unseen() -> None:
    digits = [found.start() for found in re.finditer(r"\d", PAGE)]
    changed = [f"{PAGE[:place]}{(int(PAGE[place]) + 1) % 10}{PAGE[place + 1 :]}" for place in digits]

    assert len(changed) > 500
    assert [page for page in changed if not complaints(page)] == []


@pytest.mark.parametrize(
    ("shown", "other"),
    [("$825,000", "$825,001"), ("$1,098,000", "$1,374,000"), ("7.28%", "6.50%"), ("$1,190,000", "$1,204,000")],
)
def test_figures_that_change_places_are_seen(shown: str, other: str) -> None:
    swapped = PAGE.replace(shown, "§").replace(other, shown).replace("§", other)
    assert swapped != PAGE
    assert complaints(swapped)


@pytest.mark.parametrize(
    "page",
    [
        PAGE.replace("Down 16.9%", "Up 16.9%"),
        PAGE.replace("Thirty-one homes", "Thirty homes"),
        PAGE.replace("$860,000", "", 1),
        f"{PAGE} Now $9,999,999.",
        "",
    ],
    ids=["direction", "text", "less", "more", "nothing"],
)
def test_html_that_says_something_else_is_seen(page: str) -> None:
    assert complaints(page)


def test_complaint_shows_the_line_of_the_plain_text() -> None:
    wrong = PAGE.replace("7.28%", "7.82%")
    assert complaints(wrong) == ["“30-year fixed: 7.28%”: the HTML does not show the figures of the plain text here"]
