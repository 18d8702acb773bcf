"""The home report's sentences, by what they say. Those of one tuple say the same and take the same figures."""

from fetcher.writers.figure_words import Direction, Phrases

ESTIMATE: Phrases = (
    "As of {date}, the estimated value of {home} was {value}.",
    "The estimate for {home} came to {value} as of {date}.",
    "The value of {home} was estimated at {value} as of {date}.",
    "An estimate dated {date}, puts the value of {home} at {value}.",
    "By the estimate as of {date}, {home} was valued at {value}.",
)
RANGE: Phrases = (
    "The range around it runs from {low} to {high}.",
    "It comes with a range of {low} to {high}, since no two homes are quite alike.",
    "An actual sale could land well to either side, and the range of {low} to {high} reflects that.",
    "The range given with it is {low} to {high}.",
    "The range that goes with it is {low} to {high}, and the single figure should be read with that in mind.",
)
RANGE_UNKNOWN: Phrases = (
    "No range came with the figure, so it is best taken as approximate.",
    "The source gives no range around it, which makes the single figure approximate at best.",
)
BASIS: Phrases = (
    "The value is {kind}, not an appraisal.",
    "The figure is {kind}, not an appraisal.",
)
BASIS_COUNTED: Phrases = (
    "The figure is {kind}, not an appraisal, and {comparables} went into it.",
    "The figure was worked out from {comparables}, so it is {kind}, not an appraisal.",
    "The value rests on {comparables}, which makes it {kind}, not an appraisal.",
    "The value is {kind}, not an appraisal; it draws on {comparables}.",
)

FEATURES_AND_YEAR: Phrases = (
    "On record, the home has {features}; it was built in {year}.",
    "The data describes a home with {features}, built in {year}.",
    "The estimate assumes a home with {features}, built in {year}.",
    "The figure is for a home with {features}, built in {year}.",
)
FEATURES: Phrases = (
    "On record, the home has {features}.",
    "The data describes a home with {features}.",
    "The estimate assumes a home with {features}.",
)
YEAR: Phrases = (
    "On record, the home was built in {year}.",
    "The data gives {year} as the year of construction.",
)

PREVIOUS: dict[Direction, Phrases] = {
    "rising": (
        "The previous estimate, as of {date}, was {old}, so this one is {diff} higher, a rise of about {pct}.",
        "Compared with {old} as of {date}, the estimate is up by {diff}, or about {pct}.",
        "As of {date}, the estimate stood at {old}; the newer one is about {pct} higher.",
    ),
    "falling": (
        "The previous estimate, as of {date}, was {old}, so this one is {diff} lower, a decline of about {pct}.",
        "Compared with {old} as of {date}, the estimate is down by {diff}, or about {pct}.",
        "As of {date}, the estimate stood at {old}; the newer one is about {pct} lower.",
    ),
    "flat": (
        "The previous estimate, as of {date}, was {old}, so there is little change between the two.",
        "Compared with {old} as of {date}, the estimate has hardly moved.",
        "As of {date}, the estimate stood at {old}, which is close to the newer one.",
    ),
    "same": (
        "The previous estimate, as of {date}, was the same.",
        "Compared with the estimate as of {date}, nothing has changed.",
    ),
}
PURCHASE: dict[Direction, Phrases] = {
    "rising": (
        "The last recorded purchase, on {date}, was for {old}; the estimate is {diff} above that, or about {pct}.",
        "Records show a purchase for {old} on {date}, and the estimate is about {pct} higher.",
        "Against the {old} recorded as the purchase price on {date}, the estimate is higher by {diff}.",
    ),
    "falling": (
        "The last recorded purchase, on {date}, was for {old}; the estimate is {diff} below that, or about {pct}.",
        "Records show a purchase for {old} on {date}, and the estimate is about {pct} lower.",
        "Against the {old} recorded as the purchase price on {date}, the estimate is lower by {diff}.",
    ),
    "flat": (
        "The last recorded purchase, on {date}, was for {old}, which is close to the estimate.",
        "Records show a purchase for {old} on {date}, within about one percent of the estimate.",
        "The estimate sits close to the {old} recorded as the purchase price on {date}.",
    ),
    "same": (
        "The last recorded purchase, on {date}, was for exactly that amount.",
        "Records show a purchase for the same amount on {date}.",
    ),
}
GAP_SOON_AFTER_PURCHASE: Phrases = (
    "A gap like this so close to a sale says more about the limits of an estimate than about the market.",
    "With a sale so near in time, the difference mostly shows how rough an estimate from other homes can be.",
    "When a sale is this recent, the price actually paid is the stronger evidence of the two.",
)
GAP_LONG_AFTER_PURCHASE: Phrases = (
    "Both the market and any work done on the home in between may have played a part.",
    "Over a span like that, general price movement and changes to the home can both matter.",
)
NOTHING_TO_COMPARE: Phrases = (
    "There is no earlier estimate or purchase price on file to set beside it, so it stands alone for the time being.",
    "No earlier estimate or purchase price is on file, so the figure cannot be compared with one from another date.",
)
METHOD: Phrases = (
    "Estimates of this kind look at homes alike in place, size and age, and give the closest ones more weight.",
    "A figure like this starts from homes alike in place, size and age; the better the match, the more it counts.",
)
METHOD_ASSESSED: Phrases = (
    "Estimates of this kind start from the assessed value and from how other homes' prices compare with theirs.",
    "A figure like this is the assessed value, set right by what other homes have sold for beside their own.",
)

NOT_IN_THE_DATA: Phrases = (
    "Condition, recent updates and finishes do not appear in the data, so the real figure may lie to either side.",
    "The data says nothing about upkeep or improvements, and either can move a price a good deal.",
    "What records cannot show is the condition of the home and the work done on it, and both affect what a buyer pays.",
    "No formula sees the inside of a home, so upkeep and remodeling are not part of the figure.",
    "Remodeling, repairs and wear are not in the data, though buyers notice all three.",
)
LAST_WORDS: Phrases = (
    "The estimate describes one date and makes no claim about where prices go next.",
    "It is best read as a starting point for a conversation, not as a price.",
    "A look at the home in person would add what the figures leave out.",
    "Each new sale adds to the picture, and a later estimate may differ in either direction.",
)
LAST_WORDS_WITH_RANGE: Phrases = (
    *LAST_WORDS,
    "The range matters as much as the single figure.",
)
