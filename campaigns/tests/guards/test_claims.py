"""What a model names beside each number is held against what it writes, sentence by sentence and on whole texts."""

import pytest

from campaigns.guards.claims.checks import claim_complaints
from campaigns.guards.claims.marks import read_claims
from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figure_list import Figures
from campaigns.guards.text import marked_text_complaints
from campaigns.tests.emails import samples
from campaigns.tests.guards.corpus import CorpusText, FaultyText, marked_correct_texts, marked_faulty_texts

# 98107, three months to January 31, 2026: m1 $860,000, m2 $1,034,500 before, m4 down 16.9 %, m5 $592, m6 $591 a square
# foot, m9 31 sales, m11 the date; week of October 1, 2026: r1 7.28 %, r3 6.50 % (15-year), r4 0.78 between,
# r5 up 0.42 in four weeks, r9 up 0.70 in three months, r13 down 0.06 in a year
INTRO = intro_figures(samples.MARKET, samples.RATE)
# m1 $860,000 asked, m9 34 days, m13 112 for sale
ASKING = intro_figures(samples.ASKING_MARKET, None)
# h1 $1,236,000; h2 $1,222,000 before; h5 bought for $645,000; h7 up 91.6 % since; h12 to h13 the range
HOME = home_report_figures(samples.HOME)

TRUE = [
    (INTRO, "The median sale price was [m1: $860,000] in the three months to [m11: January 31, 2026]."),
    (INTRO, "Half of the [m9: thirty-one homes] sold for [m1: about $860,000] or more."),
    (INTRO, "The median sale price was [m1: $0.86 million]. Three months earlier it was [m2: $1,034,500]."),
    (
        INTRO,
        "The median sale price fell [m4: 16.9%] from [m2: about $1.03 million] three months before.",
    ),
    (INTRO, "Sold homes had a median of [m5: $592 per square foot], which was [m6: $591] in the fall."),
    (INTRO, "The 30-year average was [r1: 7.28%], [r5: up 0.42 points] over four weeks."),
    (INTRO, "The 30-year average was [r1: 7.28%] and the 15-year [r3: 6.50%], [r4: 0.78 points] lower."),
    (ASKING, "Sellers asked a median of [m1: $860,000], and homes were on the market for [m9: 34 days] on average."),
    (HOME, "The estimate is [h1: $1,236,000], [h7: 91.6% above] the purchase price of [h5: $645,000]."),
    (HOME, "The range goes from [h12: $1,098,000] to [h13: $1,374,000]."),
    (
        INTRO,
        "The square foot held its price. Its median sale price edged [m8: up 0.2%] in three months, to [m5: $592].",
    ),
    (
        INTRO,
        "The pool is a small one of [m9: 31] recorded sales, at a median of [m1: $860,000]. I went to open houses.",
    ),
    (INTRO, "Three months earlier, buyers had paid more: the median sale price was [m2: $1,034,500] then."),
    (HOME, "For each year of ownership since the purchase, the value grew by [h10: $50,412]."),
    (HOME, "The price at the purchase had been lower. You paid [h5: $645,000]."),
]
FALSE = {
    "bare number": (INTRO, "The median sale price was $860,000."),
    "bare percentage": (INTRO, "The median sale price fell 16.9% from [m2: $1,034,500] three months before."),
    "bare date": (INTRO, "The median sale price was [m1: $860,000] in the three months to January 31, 2026."),
    "bare number in words": (INTRO, "The median of thirty-one sales was [m1: $860,000]."),
    "key of another line": (INTRO, "The median sale price was [m2: $860,000]."),
    "key of another line with its number": (INTRO, "The median sale price was [m2: $1,034,500]."),
    "rounding": (INTRO, "The median sale price was [m1: just over $860,000]."),
    "unit": (INTRO, "The 30-year average was [r1: 7.28%], [r5: up 0.42 percent] over four weeks."),
    "sign": (INTRO, "The median sale price was [m4: up 16.9%] from three months before."),
    "asked for sold": (INTRO, "The median asking price was [m1: $860,000]."),
    "sold for asked": (ASKING, "The typical home asked for less than before and went for [m1: $860,000]."),
    "average for median": (INTRO, "On average a home sold for [m1: $860,000]."),
    "not said that it is a median": (INTRO, "A home sold for [m1: $860,000]."),
    "another place": (INTRO, "Homes all over town sold for a median of [m1: $860,000]."),
    "another group of homes": (INTRO, "Condos sold at a median of [m1: $860,000]."),
    "an extreme": (INTRO, "At its peak the 30-year average reached [r1: 7.28%]."),
    "for sale for sold": (INTRO, "[m9: 31 homes] were left without a buyer."),
    "sold for for sale": (ASKING, "[m13: 112 homes] found a buyer."),
    "another loan": (INTRO, "The 15-year average was [r1: 7.28%]."),
    "loan not named": (INTRO, "The 15-year average is a comfort. Rates were [r1: 7.28%]."),
    "another span": (INTRO, "The 30-year average rose by [r5: 0.42 points] over three months."),
    "span not named": (INTRO, "The 30-year average rose by [r5: 0.42 points]."),
    "another's earlier date": (INTRO, "The 30-year average is up by [r5: 0.42 points] from [r11: July 2026]."),
    "the smaller of two called the larger": (
        HOME,
        "The estimate of [h1: $1,236,000] is less than the [h5: $645,000] that you paid in [h31: May 2014].",
    ),
    "the earlier of two called the larger": (
        INTRO,
        "The median sale price improved to [m1: $860,000] from [m2: $1,034,500] three months earlier.",
    ),
    "a change in words of its own": (HOME, "The estimate falls short of the purchase price by [h6: $591,000]."),
    "the width of the range for one side": (HOME, "The range is [h14: $276,000] on either side of the estimate."),
    "another work on the home": (HOME, "The home was remodeled in [h24: 1926]."),
    "against another thing than its base": (
        HOME,
        "The value was [h4: 1.1%] higher than the typical home of the area, at the previous estimate.",
    ),
    "against a price that was asked": (HOME, "Since the purchase, it ran [h6: $591,000] ahead of the list price."),
    "an assessment": (HOME, "The assessments of it reached [h1: $1,236,000], an estimate says."),
    "purchase for value, in its own sentence": (HOME, "When the home was bought, the price was [h1: $1,236,000]."),
    "an age in words outside a mark": (HOME, "The house was about a century old when the estimate was made."),
    "land for the home": (HOME, "A square foot of the land is estimated at [h11: $672]."),
    "the width of the range as a share of another thing": (HOME, "The range is [h15: about 22%] of what was paid."),
    "the width of the range for the value": (HOME, "The home was estimated at [h14: $276,000], and bought in 2014."),
    "the way to an end of the range for the end": (HOME, "The range goes from [h17: $138,000] to [h13: $1,374,000]."),
    "the other way, which is the same": (
        INTRO,
        "The median sale price rose [m7: $1] a square foot over three months. "
        "The 30-year average went the other way: [r5: up 0.42 points] over four weeks.",
    ),
    "a multiple outside a mark": (HOME, "The estimate came to double what was paid."),
    "a feature that no data has": (HOME, "The home offers [h21: three bedrooms] and a view of the water."),
    "ends of the range swapped": (HOME, "The range goes from [h13: $1,374,000] to [h12: $1,098,000]."),
    "an end for the estimate": (HOME, "The estimate is [h13: $1,374,000]."),
    "the earlier estimate for the latest": (
        HOME,
        "The latest estimate, of [h29: October 31, 2025], is [h2: $1,222,000].",
    ),
    "estimate for price": (HOME, "You paid [h1: $1,236,000]."),
    "another owner": (HOME, "The previous owner paid [h5: $645,000]."),
    "since what": (HOME, "It is worth [h6: $591,000] more, an estimate says."),
    "date of another thing": (HOME, "The estimate was made on [h29: October 31, 2025]."),
    "prose in the mark": (INTRO, "[m1: Homes that sold around here had a median price of $860,000]."),
    "two figures in a mark": (INTRO, "The median sale price went [m3: from $1,034,500 to $860,000] in three months."),
    "no figure in the mark": (INTRO, "The median sale price [m4: fell] from three months before."),
    "a span that is not that of its line": (INTRO, "The 30-year average rose over [r8: three months]."),
}


def complaints_of(text: str, figures: Figures) -> list[str]:
    return [str(each) for each in claim_complaints(read_claims(text, figures), figures)]


def figures_of(text: CorpusText) -> Figures:
    return intro_figures(text.market, text.rate) if text.home is None else home_report_figures(text.home)


@pytest.mark.parametrize(("figures", "text"), TRUE)
def test_true_claims_pass(figures: Figures, text: str) -> None:
    assert complaints_of(text, figures) == []


@pytest.mark.parametrize(("figures", "text"), FALSE.values(), ids=FALSE.keys())
def test_false_claims_are_stopped(figures: Figures, text: str) -> None:
    assert complaints_of(text, figures)


def test_complaint_says_what_to_do_about_a_bare_number() -> None:
    assert complaints_of("The median sale price was $860,000.", INTRO) == [
        "“$860,000”: it stands in no mark: write it as [key: words], with the key of the line of the data that it is "
        "taken from"
    ]


def test_claim_is_held_against_its_own_line_though_another_has_the_same_number() -> None:
    text = "The median sale price was [m9: $860,000]."
    assert any("recorded sales in ZIP code 98107" in each for each in complaints_of(text, INTRO))


def test_marks_are_found_again_in_wrapped_lines_and_other_characters() -> None:
    text = (
        "The median\u00a0sale price in 98107 was [m1:  $860,000]  in the three months to\n[m11: January 31, 2026]. "
        "In the three months before that,\u2009it\u00ad was\n[m2: $1,034,500]."
    )
    assert complaints_of(text, INTRO) == []


@pytest.mark.parametrize("text", marked_correct_texts(), ids=lambda text: text.id)
def test_true_marked_text_passes_all_guards(text: CorpusText) -> None:
    assert marked_text_complaints(text.text, text.kind, figures_of(text)) == []


@pytest.mark.parametrize("text", marked_faulty_texts(), ids=lambda text: text.id)
def test_false_marked_text_is_stopped(text: FaultyText) -> None:
    assert marked_text_complaints(text.text, text.kind, figures_of(text))
