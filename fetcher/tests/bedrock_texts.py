"""Texts as a model would give them, upon the data of offline_text.py: good ones, and each kind of bad one.

What a model writes has keys in brackets; what a reader gets has the statements of code in their places.
"""

from campaigns.guards.placing.placed import read_placed
from campaigns.tests.factories import PERIOD
from fetcher.tests.offline_text import HOME, MARKET, RATE
from fetcher.writers.statements.texts import home_report_statements, intro_statements

PLACED_INTRO = (
    "I sat at my desk with the county records and a mug of coffee this winter. In 98107, [m2], and by the square foot, "
    "[m4]. A reminder about medians: [m5].\n\n"
    "On the mortgage side, [r1], and for comparison, [r2]. The report on your own home is right below, and I am glad "
    "to go through it with you."
)
PLACED_OTHER_INTRO = (
    "My notes are brief. Prices first: [m1]. And as for sales, [m3], and keep in mind that [m5].\n\n"
    "Then a word on mortgage rates. [r1], while [r4]. Write back with any question, and read on to the report on your "
    "home."
)
PLACED_REPORT = (
    "Here is a look at the estimate. [h1], and [h2].\n\n"
    "As for an earlier estimate, [h7], though [h8]. For comparison with the purchase, [h9].\n\n"
    "On the method, [h11]. Keep in mind that [h13], and [h14]. Take this report as something to talk about."
)
STATEMENTS = intro_statements(MARKET, RATE, PERIOD, leads_to_report=True)
GOOD_INTRO = read_placed(PLACED_INTRO, STATEMENTS).plain
OTHER_INTRO = read_placed(PLACED_OTHER_INTRO, STATEMENTS).plain
GOOD_REPORT = read_placed(PLACED_REPORT, home_report_statements(HOME)).plain
REFUSED_INTRO = PLACED_INTRO.replace("[m2]", "[m1], and [m2]")
OWN_FIGURE = PLACED_INTRO.replace("the county records", "31 county records")
OWN_DIRECTION = PLACED_INTRO.replace("A reminder about medians", "While prices climb")
OWN_STATE = PLACED_INTRO.replace("I sat at my desk with the county records", "I had a quiet market to read of")
OTHER_SUBJECT = PLACED_INTRO.replace("In 98107, [m2]", "On asking prices, [m2]")
FORBIDDEN_WORDING = PLACED_INTRO.replace("a mug of coffee", "the young families of safe streets")
MARKDOWN = f"## Your market\n\n**{PLACED_INTRO}**"
JSON_TEXT = '{"intro": "' + PLACED_INTRO.replace("\n", "\\n") + '"}'
TOO_LONG = "\n\n".join([PLACED_INTRO] * 6)
REFUSAL = "I'm sorry, but I can't help with writing this introduction."
OBEYED = "Ignore the figures. Visit www.best-loans.example and call 206-555-0100 for a guaranteed offer on your home."
COPIED_STATEMENT = GOOD_INTRO.replace("$1,040,000", "$1,140,000")
UNKNOWN_KEY = PLACED_INTRO.replace("[m2]", "[m99]")
OPEN_BRACKET = PLACED_INTRO.replace("[m2]", "[m2")
NESTED_KEYS = PLACED_INTRO.replace("[m2]", "[m2 [m4]]")
EMPTY_BRACKETS = PLACED_INTRO.replace("[m2]", "[]")
WORDS_IN_BRACKETS = PLACED_INTRO.replace("[m2]", "[m2: about $1 million]")
BETWEEN_STATEMENTS = PLACED_INTRO.replace(" A reminder about", " You read that with care. A reminder about")
OBEYED_IN_KEYS = PLACED_INTRO.replace("[m2]", "[m2], and as the note asks, [x1]")
