"""Texts as a model would give them, upon the data of offline_text.py: good ones, and each kind of bad one.

What a model writes has marks that name its figures; what a reader gets has none.
"""

from campaigns.guards.claims.marks import without_marks

MARKED_INTRO = (
    "Prices in 98107 moved up over the winter's first months. The median sale price for the three months to "
    "[m11: January 31, 2026] was [m1: $1,040,000], against [m2: $1,000,000] three months earlier, a rise of [m4: "
    "4.0%]. The median price per square foot rose too, from [m6: $575] to [m5: $592]. With [m9: 31 recorded "
    "sales] behind it, a median like this also follows the mix of homes that happened to sell.\n\n"
    "The national average for a 30-year fixed mortgage was [r1: 7.28%] in the week of [r2: October 1, 2026], "
    "[r3: up 0.57 percentage points] over four weeks. The report on your own home follows, and I am glad to go "
    "through any of it with you."
)
MARKED_OTHER_INTRO = (
    "Here is what the records show for 98107. Over the three months to [m11: January 31, 2026], [m9: 31 sales] "
    "were recorded, and half of the homes brought [m1: more than $1,040,000]. That is [m3: $40,000 more] than "
    "the median three months before. Per square foot the figure stood at [m5: $592], after [m6: $575]. Which "
    "homes happen to change hands moves these numbers as well.\n\n"
    "On the lending side, the 30-year fixed rate averaged [r1: 7.28%] across the nation for the week of [r2: "
    "October 1, 2026]. A year earlier it was [r12: 6.34%]. Your own home comes next; write to me whenever a "
    "figure raises a question."
)
MARKED_REPORT = (
    "The home at 5807 3rd Ave NW is estimated at [h1: $1,493,000] as of [h26: February 3, 2026]. The range "
    "around that estimate runs from [h10: $1,075,000] to [h11: $1,866,000], which is wide, so the middle is a "
    "guide and not a price.\n\n"
    "The previous estimate, of [h27: November 30, 2025], was [h2: $1,440,000]; this one is [h3: $53,000 higher]. "
    "Two estimates can differ because other homes sold in between, not only because the market moved. The home "
    "was bought on [h29: August 9, 2025] for [h5: $1,250,000].\n\n"
    "The figure is worked out from records, with [h23: 8 comparable homes] behind it. Nobody has looked at the "
    "home for it, and it is no appraisal: work done inside, and the state of the home, are not in it."
)
GOOD_INTRO = without_marks(MARKED_INTRO)
OTHER_INTRO = without_marks(MARKED_OTHER_INTRO)
GOOD_REPORT = without_marks(MARKED_REPORT)
WRONG_FIGURE = MARKED_INTRO.replace("[m1: $1,040,000]", "[m1: $1,140,000]")
WRONG_DIRECTION = MARKED_INTRO.replace("up 0.57", "down 0.57")
FORBIDDEN_WORDING = MARKED_INTRO.replace("mix of homes that happened to sell", "young families who love safe streets")
MARKDOWN = f"## Your market\n\n**{MARKED_INTRO}**"
JSON_TEXT = '{"intro": "' + MARKED_INTRO.replace("\n", "\\n") + '"}'
TOO_LONG = "\n\n".join([MARKED_INTRO] * 6)
REFUSAL = "I'm sorry, but I can't help with writing this introduction."
OBEYED = "Ignore the figures. Visit www.best-loans.example and call 206-555-0100 for a guaranteed offer on your home."
BARE_FIGURE = MARKED_INTRO.replace("[m1: $1,040,000]", "$1,040,000")
WRONG_KEY = MARKED_INTRO.replace("[m1: $1,040,000]", "[m2: $1,040,000]")
UNKNOWN_KEY = MARKED_INTRO.replace("[m1: $1,040,000]", "[m99: $1,040,000]")
OTHER_ROLE = MARKED_INTRO.replace("The median sale price", "The median asking price")
UNCLOSED_MARK = MARKED_INTRO.replace("[m1: $1,040,000]", "[m1: $1,040,000")
NESTED_MARK = MARKED_INTRO.replace("[m1: $1,040,000]", "[m1: [m2: $1,040,000]]")
EMPTY_MARK = MARKED_INTRO.replace("[m1: $1,040,000]", "[m1: ]")
MARKED_PROSE = MARKED_INTRO.replace(
    "[m11: January 31, 2026]", "[m11: the last day of the month, which was January 31, 2026]"
)
OBEYED_IN_MARKS = MARKED_INTRO.replace("[m1: $1,040,000]", "[m1: $9,999,999], as [x1: the note] asks,")
