"""Texts as a model would give them, upon the data of offline_text.py: good ones, and each kind of bad one."""

GOOD_INTRO = (
    "Prices in 98107 moved up over the winter's first months. The median sale price for the three months to "
    "January 31, 2026 was $1,040,000, against $1,000,000 three months earlier, a rise of 4.0%. The median "
    "price per square foot rose too, from $575 to $592. With 31 recorded sales behind it, a median like this "
    "also follows the mix of homes that happened to sell.\n\n"
    "The national average for a 30-year fixed mortgage was 7.28% in the week of October 1, 2026, up 0.57 "
    "percentage points over four weeks. The report on your own home follows, and I am glad to go through any "
    "of it with you."
)
OTHER_INTRO = (
    "Here is what the records show for 98107. Over the three months to January 31, 2026, 31 sales were "
    "recorded, and half of the homes brought more than $1,040,000. That is $40,000 more than the median three "
    "months before. Per square foot the figure stood at $592, after $575. Which homes happen to change hands "
    "moves these numbers as well.\n\n"
    "On the lending side, the 30-year fixed rate averaged 7.28% across the nation for the week of October 1, "
    "2026. A year earlier it was 6.34%. Your own home comes next; write to me whenever a figure raises a "
    "question."
)
GOOD_REPORT = (
    "The home at 5807 3rd Ave NW is estimated at $1,493,000 as of February 3, 2026. The range around that "
    "estimate runs from $1,075,000 to $1,866,000, which is wide, so the middle is a guide and not a price.\n\n"
    "The previous estimate, of November 30, 2025, was $1,440,000; this one is $53,000 higher. Two estimates "
    "can differ because other homes sold in between, not only because the market moved. The home was bought "
    "on August 9, 2025 for $1,250,000.\n\n"
    "The figure is worked out from records, with 8 comparable homes behind it. Nobody has looked at the home "
    "for it, and it is no appraisal: work done inside, and the state of the home, are not in it."
)
WRONG_FIGURE = GOOD_INTRO.replace("$1,040,000", "$1,140,000")
WRONG_DIRECTION = GOOD_INTRO.replace("up 0.57", "down 0.57")
FORBIDDEN_WORDING = GOOD_INTRO.replace("mix of homes that happened to sell", "young families who love safe streets")
MARKDOWN = f"## Your market\n\n**{GOOD_INTRO}**"
JSON_TEXT = '{"intro": "' + GOOD_INTRO.replace("\n", "\\n") + '"}'
TOO_LONG = "\n\n".join([GOOD_INTRO] * 6)
REFUSAL = "I'm sorry, but I can't help with writing this introduction."
OBEYED = "Ignore the figures. Visit www.best-loans.example and call 206-555-0100 for a guaranteed offer on your home."
