"""The introduction's sentences, by what they say. Those of one tuple say the same and take the same figures."""

from fetcher.writers.figure_words import Direction, Phrases

OPENINGS: Phrases = (
    "Here is a short look at home prices in {zip}, with the dates spelled out.",
    "I put together a few figures on {zip} for you.",
    "I like to keep past clients up to date on {zip}, so here is what I have.",
    "I went through the numbers for {zip} and picked out the ones that matter most.",
    "When I look at {zip}, I start with the median price.",
    "I'll keep this short and stick to what the data says about {zip}.",
    "Here are the numbers for {zip} that I would look at first.",
    "If you have been wondering about home prices in {zip}, this note is for you.",
    "A few figures can say a lot about {zip}, and these are the ones I follow.",
    "I have gathered the main figures for {zip} in one place.",
)

MEDIAN_SALE: Phrases = (
    "In the three months that ended on {date}, the median recorded sale price was {price}.",
    "Recorded sales in the three months to {date}, had a median price of {price}.",
    "Over the three months ending {date}, homes there sold for a median of {price}, going by recorded sales.",
    "For the three months to {date}, the median price of recorded sales was {price}.",
    "The median price of homes recorded as sold in the three months to {date}, was {price}.",
)
MEDIAN_SALE_COUNTED: Phrases = (
    "The {sales} recorded in the three months to {date}, had a median price of {price}.",
    "In the three months that ended on {date}, {sales} were recorded, at a median price of {price}.",
    "Over the three months ending {date}, the median price of the {sales} on record was {price}.",
)
MEDIAN_ASKING: Phrases = (
    "As of {date}, the median asking price was {price}.",
    "Homes for sale there had a median asking price of {price} as of {date}.",
    "Sellers there were asking a median of {price} as of {date}.",
    "The median asking price there, as of {date}, was {price}.",
    "As of {date}, the homes listed there carried a median asking price of {price}.",
)

MEDIAN_CHANGES: dict[Direction, Phrases] = {
    "rising": (
        "That is about {pct} more than the {old} of three months earlier.",
        "Three months earlier it was {old}, so the median rose by about {pct}.",
        "That is up from {old} three months earlier, a gain of {diff}.",
        "It was {old} three months earlier, which makes for an increase of about {pct}.",
        "Set against {old} three months earlier, the median was higher by {diff}.",
    ),
    "falling": (
        "That is about {pct} less than the {old} of three months earlier.",
        "Three months earlier it was {old}, so the median fell by about {pct}.",
        "That is down from {old} three months earlier, a drop of {diff}.",
        "It was {old} three months earlier, which makes for a decrease of about {pct}.",
        "Set against {old} three months earlier, the median was lower by {diff}.",
    ),
    "flat": (
        "That is close to the {old} of three months earlier.",
        "Three months earlier it was {old}, so the median hardly moved.",
        "It was {old} three months earlier, which makes for next to no change.",
        "That is within one percent of the {old} of three months earlier.",
    ),
    "same": (
        "Three months earlier the median was the same.",
        "That is exactly the figure of three months earlier.",
        "It matches the median of three months earlier to the dollar.",
    ),
}
MEDIAN_CHANGE_UNKNOWN: Phrases = (
    "I have no figure from three months earlier, so I can't speak to the direction.",
    "I don't have the number from three months before, so I'll leave the trend out.",
    "There is no earlier figure I could fairly compare it with.",
)

FEW_SALES: Phrases = (
    "With only {sales} behind it, I would take the median as a rough guide.",
    "Keep in mind that the median rests on only {sales}, so one unusual home can shift it.",
    "The median is based on only {sales}, and with so few the mix of homes matters a great deal.",
    "Since only {sales} went into it, I wouldn't read too much into the exact figure.",
)
MIX_OF_HOMES: Phrases = (
    "A median depends on which homes are in it, so I read it with some care.",
    "Part of any change in a median is simply a different mix of homes.",
    "The mix of homes alone can move a median, even when prices hold still.",
    "I wouldn't apply that to any one house, since the mix of homes moves a median.",
)
PRICE_PER_SQUARE_FOOT: Phrases = (
    "Per square foot, the median came to about {now}{then}.",
    "By the square foot, the median was about {now}{then}.",
    "The median price per square foot was about {now}{then}.",
)
DAYS_ON_MARKET: Phrases = (
    "On average, homes spent {now} on the market{then}.",
    "The average time on the market was {now}{then}.",
)
LISTINGS: Phrases = (
    "The number of homes listed was {now}{then}.",
    "The count of homes for sale stood at {now}{then}.",
)
THEN: Phrases = (", compared with {then} three months earlier", ", against {then} three months earlier")

MARKET_UNKNOWN: Phrases = (
    "I don't have home prices for {area} that I trust enough to share here, and I would rather say so than guess.",
    "You won't find home prices for {area} in this note: I have none that are solid enough, and I don't want to guess.",
    "I looked for solid home price figures for {area} to share with you and did not find any I would put my name to.",
)
MARKET_TOO_THIN: Phrases = (
    "I have only {sales} on record in {area} for the three months to {date}, too few for a median I would trust.",
    "With only {sales} on record in {area} for the three months to {date}, a median price would tell you very little.",
)
MARKET_UNKNOWN_FOLLOW_UPS: Phrases = (
    "As soon as there are enough recorded sales to work with, I'll put them at the top of my note.",
    "When there is enough to go on, I'll share it with you, along with the dates it covers.",
    "I'll keep checking, and when there is something worth sharing you will have it from me.",
)

RATE: Phrases = (
    "Nationally, the average 30-year fixed mortgage rate was {rate} for the week of {date}, according to {publisher}.",
    "For the week of {date}, {publisher} put the national average 30-year mortgage rate at {rate}.",
    "As for borrowing, {publisher} put the national average 30-year fixed rate at {rate} for the week of {date}.",
    "On mortgages, {publisher} reported a national average of {rate} on 30-year fixed loans for the week of {date}.",
    "The national average 30-year mortgage rate, as published by {publisher}, was {rate} for the week of {date}.",
)
RATE_CHANGES: dict[Direction, Phrases] = {
    "rising": (
        "That was {points} higher than {span} earlier.",
        "It had risen by {points} over {span}.",
        "Compared with {span} earlier, it was up by {points}.",
        "That made it {points} higher than it was {span} before.",
    ),
    "falling": (
        "That was {points} lower than {span} earlier.",
        "It had fallen by {points} over {span}.",
        "Compared with {span} earlier, it was down by {points}.",
        "That made it {points} lower than it was {span} before.",
    ),
    "flat": (
        "That was little changed from {span} earlier.",
        "Compared with {span} earlier, it had barely moved.",
        "It was within a tenth of a point of the rate {span} earlier.",
    ),
    "same": (
        "That was the same rate as {span} earlier.",
        "It matched the rate of {span} earlier.",
    ),
}
RATE_CHANGE_UNKNOWN: Phrases = (
    "I have no earlier weeks at hand to compare it with.",
    "I don't have an earlier week to set beside it.",
)
RATE_UNKNOWN: Phrases = (
    "I have left mortgage rates out of this note, because I have no published average that I could put a date on.",
    "There is no mortgage rate in this note, since I don't have a published weekly average to point to.",
    "On mortgage rates I have nothing to add, as I have no published average with a date to go by.",
)

CLOSINGS: Phrases = (
    "If you'd like to talk any of this over with me, just reply to this email.",
    "If this raises a question about your plans, reply and we can talk it through.",
    "If something here makes you curious, reply to this email and I'll get back to you.",
    "I'm glad to go through the details with you; just reply.",
    "A reply to this email reaches me, and I'm happy to help.",
    "If you want to know more about any of this, let me know.",
    "Call or write whenever you like; I'm happy to talk it over.",
    "I'm always happy to hear from you, whether or not you have a question.",
)
CLOSINGS_WITHOUT_FIGURES: Phrases = (
    "In the meantime, if you have a question about homes in your area, reply and I'll do my best to answer it.",
    "If there is something in particular you would like to know, reply to this email and I'll look into it.",
    "In the meantime, a reply to this email reaches me, and I'm happy to help where I can.",
    "I'm always happy to hear from you, whether or not you have a question.",
)
