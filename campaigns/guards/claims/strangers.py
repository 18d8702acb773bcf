"""Words in the stretch of a marked figure that make it a figure of something else, whatever else is said of it.

The tables of roles know what a figure is called; these know where else a true figure is put: another place, another
group of homes, another extreme, another event.
"""

import re

from campaigns.guards.context import Context
from campaigns.guards.directions import GENERAL
from campaigns.guards.figure_list import Figure
from campaigns.guards.objections import OF_THEN
from campaigns.guards.reading import Reading

ANOTHER_PLACE = (
    r"(?:county|city|town|metro|region|state|seattle)(?: as a whole| overall| at large|wide)|"
    r"(?:county|city|town|metro|region|state|nation|country)(?: as a whole)? (?:had|has|saw|posted|registered|came in)|"
    r"all (?:over|across|around) (?:town|the (?:city|county|state|country))|around town|in town|townwide|other side of|"
    r"across the (?:lake|bridge|bay|sound|river|water|line)|"
    r"next door|neighboring (?:area|zip|neighborhood|town|city)\w*|elsewhere|other (?:areas|neighborhoods|zip codes)|"
    r"suburbs?|downtown"
)
ANOTHER_HOME = (
    r"condo\w*|town ?ho(?:me|use)s?|(?<!a )\blots?\b(?! (?:of|more|less|to|has|about))|vacant land|new(?:ly built)|"
    r"new construction|"
    r"luxury|waterfront|starter homes?|mansions?"
)
EXTREME = (
    r"peak\w*|record (?:high|low)|all-time|historic|highest(?! to)|(?<!from )lowest(?! to)|cheapest|dearest|priciest|"
    r"(?:most|least) (?:expensive|costly)|at (?:best|worst)|maximum|minimum|topped out|bottomed out"
)
OFFERED = r"lock(?:ed|s|ing)? in|qualif\w+|pre-?approv\w+|charged|refinanc\w+|here in|around here|\bin _{5}\b"
ANOTHER_OWNER = r"(?:previous|former|last|prior) owners?|neighbou?r(?:s|'s|s'|ing)?\b(?! sales)"
HOPED = r"hop(?:ed|ing)\b|wanted|sticker|on offer|offered at|seeking|expect\w+|tags?\b|aim(?:ed|ing) for"
PAID = (
    r"went for|gone for|fetch\w*|handed over|settled (?:at|for|on)|pay(?:s|ing)?|parted with|shelled out|spent|"
    r"traded (?:at|for)|"
    r"accepted|walked away with|commanded|realized"
)
ON_OFFER = (
    r"waiting|available|unsold|on offer|up for grabs|under contract|pending|came (?:on|onto|to) the market|"
    r"hit the market"
)
TAKEN = (
    r"found (?:a )?(?:new )?(?:buyers?|owners?|homes)|under contract|went under|snapped up|new to the market|"
    r"hit the market|taken"
)
TO_CLOSE = r"to clos\w+|under contract|escrow|from offer|first offer|renovat\w+|repairs?|vacant|empty"
LENDERS = r"credit unions?|(?:local|area|seattle|our) (?:banks?|lenders?|brokers?)|lenders? (?:here|in town|nearby)"
NOT_VALUE = (
    r"insur\w+|replacement|tax\w*|owe[ds]?\b|equity|balance|listed|sold for|offers? (?:of|for)|"
    r"was bought|you paid|closed at"
)
NOT_PURCHASE = (
    r"listed (?:at|for)|asked|asking|apprais\w+|assess(?:ed|or's|ment)(?! values)|insur\w+|taxed|estimated|"
    r"estimate (?:of|was|is)|offered"
)
NOT_SIZE = r"lots?\b|yards?|garages?|upstairs|basements?|decks?|land|parcel"
STRANGERS: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = tuple(
    (frozenset(roles.split("+")), re.compile(rf"(?:\b|(?<= ))(?:{'|'.join(words)})\b", re.IGNORECASE))
    for roles, words in (
        ("median", (ANOTHER_PLACE, ANOTHER_HOME, EXTREME)),
        ("zip", (ANOTHER_PLACE, ANOTHER_HOME)),
        ("median+sale", (HOPED,)),
        ("median+asking", (PAID,)),
        ("sales", (ON_OFFER,)),
        ("listings+zip", (TAKEN,)),
        ("days on market", (TO_CLOSE,)),
        ("rate", (EXTREME, OFFERED, LENDERS)),
        ("value+now+single", (ANOTHER_OWNER, EXTREME, NOT_VALUE)),
        ("purchase+single", (ANOTHER_OWNER, NOT_PURCHASE)),
        ("size", (NOT_SIZE,)),
        ("price per square foot", (NOT_SIZE,)),
    )
)
ASSESSED = re.compile(r"\bassess(?:ments|or\w*|ed at|ed for|es|ment of)\b", re.IGNORECASE)
FEATURES = (
    r"views?|pools?|fireplaces?|gardens?|patios?|porch(?:es)?|garages?|basements?|attics?|decks?|balcon(?:y|ies)|fences?|sheds?|"
    r"hot tub|hardwood\w*|driveways?|carports?|suites?|cottage|dock|waterfront|stories|floors|kitchen|yard"
)
HAS_FEATURE = re.compile(
    rf"\b(?:has|offers?|features|includes|comes with|boasts|enjoys|with)\b[^.;:]{{0,60}}\b(?:{FEATURES})\b|"
    rf"\b(?:its|your) (?:[\w-]+ ){{0,2}}(?:{FEATURES})\b",
    re.IGNORECASE,
)
EITHER_SIDE = re.compile(
    r"\b(?:on|to|in) (?:either|each) (?:side|direction)|\beither way|\beach way|\bplus or minus|\bgive or take",
    re.IGNORECASE,
)
NOT_SOLD = re.compile(r"\b(?:asking|listed|listings?|for sale|on offer)\b", re.IGNORECASE)
SOLD = re.compile(r"\b(?:sold|closed|changed hands|bought|sales)\b", re.IGNORECASE)
CLAUSE = re.compile(r",? \b(?:and|but|when|which|while|whereas|so|because|since|as)\b")
NEGATED = re.compile(
    r"\b(?:not|no|never|nor|rather than|instead of|other than)(?: \w+){0,2} ?$|n't(?: \w+){0,2} ?$", re.IGNORECASE
)


def stranger_fault(figure: Figure, context: Context) -> str:
    """What the stretch calls its figure that it is not."""
    end = CLAUSE.search(context.behind)
    text = context.text[: len(context.text) - len(context.behind) + end.start()] if end else context.text
    for roles, words in STRANGERS:
        for found in words.finditer(text) if roles <= figure.roles else ():
            if not NEGATED.search(text[: found.start()]):
                return f"it is no figure of this: {found[0].strip()}"
    if "some homes" in context.own.get("homes", ()):
        return "it is a figure of all homes"
    if "estimate" in figure.roles and (assessed := ASSESSED.search(text)):
        return f"it is an estimate, and the text calls it {assessed[0]}"
    if "range" in figure.roles and figure.unit == "percent" and (earlier := OF_THEN.match(context.behind)):
        return f"it is a share of the estimate: {earlier[0].strip()}"
    if "range" in figure.roles and not {"low", "high"} & figure.roles and (side := EITHER_SIDE.search(text)):
        return f"it is the width of the whole range: {side[0]}"
    return sold_fault(figure, text)


def invented_feature(reading: Reading) -> str:
    """What a home is said to have that no data has; what is supposed, denied or in general is none of that."""
    found = HAS_FEATURE.search(reading.text)
    if found is None or GENERAL.search(reading.text) or NO_CLAIM.search(reading.text):
        return ""
    return f"the data does not have this of the home: {found[0]}"


NO_CLAIM = re.compile(
    r"\b(?:not|no|nor|never|nobody|neither|without|such as|like|work|condition|repairs?|changes?|upgrades?|"
    r"updat\w+|new|remodel\w*|renovat\w*)\b|n't\b",
    re.IGNORECASE,
)


def sold_fault(figure: Figure, text: str) -> str:
    """What is for sale is not sold, and the other way round."""
    if "comparables" not in figure.roles:
        return ""
    are_listed = "listings" in figure.roles
    said = (SOLD if are_listed else NOT_SOLD).search(text)
    return f"the comparable homes are {'for sale' if are_listed else 'recorded sales'}: {said[0]}" if said else ""
