"""What a figure is a figure of, as the words around it tell.

The roles of one dimension exclude each other: what is called an asking price is no sale price. Roles that no figure of
the data has (the county's, an average price) stand here too, so that calling a figure by them is found.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from campaigns.guards.normal import small_letters

DIMENSIONS: dict[str, frozenset[str]] = {
    "subject": frozenset(
        {
            "price",
            "price per square foot",
            "days on market",
            "listings",
            "sales",
            "rate",
            "value",
            "purchase",
            "bedrooms",
            "bathrooms",
            "size",
            "built",
            "comparables",
            "something else",
        }
    ),
    "statistic": frozenset({"median", "average", "total", "extreme", "single"}),
    "kind": frozenset({"sale", "asking", "estimate", "assessed", "appraised", "rent"}),
    "area": frozenset({"zip", "nation", "city", "county", "state", "region", "home", "another place"}),
    "loan": frozenset({"30-year", "15-year", "other loan"}),
    "terms": frozenset({"fixed", "adjustable", "other product"}),
    "bound": frozenset({"low", "high", "middle"}),
    "homes": frozenset({"all homes", "some homes"}),
}

SQUARE_FOOT = (
    r"per-foot\b|foot[- ]by[- ]foot\b|square-foot (?:price|figure|median)|(?<!\d[- ])sq(?:uare|\.)?[ -]?f(?:oo|"
    r"ee)?t\b\.?|sqft|"
    r"square[- ]footage|by the foot|(?:per|"
    r"a) foot\b|price of space"
)
MEDIAN = (
    r"median|mid-?point|middle (?:sale|price|home|figure|of the (?:market|list|pack|sales|prices))|"
    r"dividing line|half of them"
)
# in small letters; what stands first wins where two begin at the same place
ROLE_WORDS: tuple[tuple[str, str], ...] = (
    (r"(?:median|average|price|midpoint) (?:of|for|among) (?:the |all |recorded |closed )*listings", "price,asking"),
    (r"assess(?:ed|ments?|or's)\b(?: tax)?(?: value)?", "assessed"),
    (
        r"(?:assessor|appraiser|bank|lender|agent|county|city)(?: has| have)? (?:puts?|sets?|placed|places|values?|"
        r"valued|prices?|priced)"
        r" (?:it|your|the)\b",
        "appraised",
    ),
    (r"apprais(?:ed|al)s?\b(?: value)?", "appraised"),
    (r"median (?:days?|time) (?:on|to)[a-z ]{0,16}", "days on market,median"),
    (r"asking prices (?:are|is|being|tend)\b(?! (?:a|at)\b)", "price"),
    (r"asking prices? of (?:space|(?:a|the|each|one) square foot)", "price per square foot,asking"),
    (r"(?:sale|selling) prices? of (?:space|(?:a|the|each|one) square foot)", "price per square foot,sale"),
    (r"(?:median )?prices? of (?:space|(?:a|the|each|one) square foot)", "price per square foot"),
    (
        rf"(?:price|cost|median|figure|amount)s? (?:per|by the|a|for each|for a|of a) (?:{SQUARE_FOOT})",
        "price per square foot",
    ),
    (rf"{SQUARE_FOOT}", "price per square foot"),
    (
        r"(?:homes|houses|properties|places|they) (?:\w+ )?(?:listed|priced|advertised|offered) (?:at|for)\b",
        "price,asking",
    ),
    (
        r"price tags?|(?:sticker|advertised|offered|hoped-for|list) (?:price|figure)s?|(?:median|middle) tag\b",
        "price,asking",
    ),
    (
        r"sellers? (?:\w+ )?(?:got|received|accepted|took(?! (?:notice|note|heart|stock)\b)|pocketed|netted|"
        r"collected)\b",
        "sale,sales",
    ),
    (
        r"(?:top|bottom|upper|lower|first|last|cheapest|priciest|highest|lowest) "
        r"(?:quartile|quarter of|third of|tenth|fifth of|half"
        r" of the|decile)|quartiles?\b|percentiles?\b|deciles?\b",
        "extreme",
    ),
    (
        r"waiting for (?:a |their )?buyers?|unsold\b|without a buyer|looking for (?:a |their )?(?:buyers?|new owners?)",
        "listings",
    ),
    (r"(?:average|mean) (?:\w+ )?(?:asking|list(?:ing|ed)?) prices?", "price,asking,average"),
    (r"(?:average|mean)(?: recorded)? (?:sale|sales|sold|selling|closing) prices?", "price,sale,average"),
    (r"(?:average|mean)(?: home| house)? (?:prices?|sale)\b", "price,average"),
    (r"(?:asking|list(?:ing|ed)?) prices?|asking (?:figures?|median)|(?:median|mid-?point) ask\b", "price,asking"),
    (r"(?:sale|sales|sold|selling|closing|closed|recorded) prices?", "price,sale"),
    (r"(?:purchase|original|acquisition) (?:price|cost|figure|amount)", "purchase"),
    (
        r"price (?:actually |originally |once )?paid|(?:was |were |been |is )?paid(?: for (?:it|the home|"
        r"your home|the house)| on| in\b| at\b)|(?:was|were|been|once|actually) paid|changing hands|"
        r"last changed hands|(?:the )?recorded price\b",
        "purchase",
    ),
    (r"(?:bought|purchased?|acquir\w+|buying|your closing)\b", "purchase"),
    (r"(?:last|previous(?:ly)?) (?:sold|sale|changed hands)\b", "purchase"),
    (r"days? (?:on|to) (?:the )?(?:market|sell|sale)|time (?:on|to) (?:the )?(?:market|sell)", "days on market"),
    (
        r"(?:lowest|highest|cheapest|largest|smallest|biggest|priciest|(?:most|least) expensive|best|"
        r"top)(?: [\w-]+){0,2} (?:rates?|prices?|sales?|homes?|medians?|averages?|estimates?|values?)\b|(?:longest|"
        r"shortest|fastest|slowest|quickest)\b",
        "extreme",
    ),
    (r"(?:days'? )?on the market for\b|market(?:ing)? time|time (?:listed|for sale)|pace\b", "days on market"),
    (
        r"comparable (?:\w+ )?sales|comps?\b|comparables?\b|similar (?:homes|houses|properties|sales|listings)",
        "comparables",
    ),
    (r"(?:active )?listings?\b|inventory|homes? (?:currently )?(?:for sale|available|listed|on offer)", "listings"),
    (
        r"(?:houses?|properties|homes|offerings?) (?:were )?(?:on the market|on offer|up for sale|for sale|listed)",
        "listings",
    ),
    (r"for sale\b|on offer\b|supply\b|choices?\b", "listings"),
    (
        r"(?:owners?|sellers?|listings) (?:\w+ )?(?:sought|wanted|hoped for|wants?|seeks?|asks?|were after)\b|"
        r"hop(?:ed|ing) (?:to get|for)\b",
        "asking",
    ),
    (
        r"asking\b(?<!for the asking)(?! (?:me|us|you|about|whether|what|how|why|if|for (?:advice|help))\b)|"
        r"asked\b(?! (?:me|us|you|about|whether|what|how|why|if)\b)|sellers?\b(?! market)|list(?:ed)? (?:at|for)\b",
        "asking",
    ),
    (
        r"(?:homes|houses|properties) (?:were )?(?:recorded as )?(?:sold|closed)|(?:recorded )?sales?\b|closings?\b",
        "sales,sale",
    ),
    (
        r"sold\b|selling (?:for|at)\b|changed hands|fetch(?:ed|es|ing)\b|traded (?:at|for|hands)\b|went for\b|"
        r"new owners|closed\b|transactions?\b|deeds?\b|buyers? (?:\w+ )?paid",
        "sale,sales",
    ),
    (rf"(?:{MEDIAN})\b", "median"),
    (r"averages?\b|averaged|averaging|on average|the mean\b|mean (?:rate|price|sale|value|figure)\b", "average"),
    (r"prices?\b|priced\b", "price"),
    (
        r"mortgages?\b(?: rates?\b)?|interest(?: rates?\b)?|borrowing(?: costs?)?|"
        r"rates?\b(?<!growth rate)(?<!same rate)(?! (?:of (?!interest\b|\d)|at which))|lending\b|lenders?\b|loans?\b|"
        r"borrow(?:ers?)?\b",
        "rate",
    ),
    (
        r"estimates?\b|estimated(?: \w+)?|valuations?\b|valued\b|value\b|worth (?=\$|about|roughly|around|"
        r"nearly|almost|some|over|just)|is worth\b(?! (?:an? |another |the |one |some )?(?:\w+ )?(?:line|note|look|"
        r"mention|word|read|glance|reminder|minute|moment)\b)",
        "value,estimate",
    ),
    (r"listed\b", "asking,listings"),
    (r"rent(?:s|al|ing|ers)?\b", "rent"),
    (
        r"federal reserve(?:'s)?|fed(?:'s| funds)|federal funds|policy rate|prime rate|treasur(?:y|ies)|"
        r"bonds?\b|discount rate|\bapr\b|"
        r"jumbo|\bfha\b|\bva (?:loan|rate)s?|credit cards?|home equity|heloc|savings rate|car loans?|refinanc\w+ rate",
        "other product",
    ),
    (
        r"(?:new(?:ly)?|fresh|pending|expired|cancell?ed|withdrawn|price-reduced) (?:listings?|sales?|listed)",
        "something else",
    ),
    (r"adjustable|variable|\barms?\b", "adjustable"),
    (r"at the very (?:least|most)\b|at (?:a|the) (?:minimum|maximum)\b|at the (?:longest|shortest)\b", "extreme"),
    (
        r"(?:cheapest|priciest|dearest|"
        r"costliest)\b(?<!from cheapest)(?<!from dearest)(?<!from priciest)"
        r"(?<!to dearest)(?<!to cheapest)(?<!to priciest)(?! to\b)|most of (?:the|them)\b",
        "extreme",
    ),
    (
        r"(?:every (?:one|home|house|listing|sale|seller|owner|buyer)|all of them|no (?:home|house|seller|owner|buyer|"
        r"listing)s?)\b"
        r"(?= [^,;]{0,40}(?:\$|less|more))",
        "extreme",
    ),
    (r"together (?:came|cost|sold|brought|are worth)\b|combined\b", "total"),
    (r"at (?:the )?(?:most|least)(?=[.,;])|tops(?=[.,;])", "extreme"),
    (r"you(?:'ve| have|'d)? paid\b|cost you\b", "purchase"),
    (r"the low one\b|as low as\b|at the least\b|minimum\b", "low"),
    (r"the high one\b|as high as\b|at the most\b|maximum\b", "high"),
    (r"(?:the|a) low\b(?! \w)|(?:the|a) low(?= (?:lies|is|stands|sits|of|reads|comes))", "low"),
    (r"(?:the|a) high\b(?! \w)|(?:the|a) high(?= (?:lies|is|stands|sits|of|reads|comes))", "high"),
    (
        r"low(?:er)? (?:end|bound|side|mark|figure|limit|edge|value|number)|bottom(?: end| of)?|floor\b|"
        r"at the low\b",
        "low",
    ),
    (
        r"(?:high|upp)(?:er)? (?:end|bound|side|mark|figure|limit|edge|value|number)|top(?: end| of)?\b|ceiling|"
        r"at the high\b",
        "high",
    ),
    (
        r"national(?:ly|wide)?|nationwide|(?:across|in) the (?:country|nation|u\.?s\.?)|u\.s\.|america\w*|country's",
        "nation",
    ),
    (r"local(?:ly)?\b", "zip"),
    (r"city-?wide|the city's|(?:in|across|for|of) the (?:whole |entire )?city\b|city (?:median|average)", "city"),
    (
        r"county-?wide|(?:in|across|for|of) the (?:whole |entire )?county\b(?!'s)|county (?:median|average|price)",
        "county",
    ),
    (
        r"the county's (?:median|average|overall|typical|price)|county's (?:median|average)|"
        r"king county(?:'s)? (?:median|average)",
        "county",
    ),
    (
        r"(?:in|across|for) king county(?!'s? (?:\w+ ){0,2}(?:records?|deeds?|data|files?|recorder|"
        r"assessor|department))|statewide|state-wide|(?:in|across) (?:the state|washington)|the state's",
        "county",
    ),
    (r"metro(?:politan)?(?: area)?|region(?:al(?:ly)?|wide|'s)?\b|puget sound", "region"),
    (r"condo(?:minium)?s?\b|townho(?:me|use)s?\b|single-family|new construction|luxury", "some homes"),
    (r"bed(?:room)?s?\b", "bedrooms"),
    (r"bath(?:room)?s?\b", "bathrooms"),
    (r"built\b|construct(?:ed|ion)|dates? from|year of construction", "built"),
    (
        r"(?:demand|showings?|"
        r"offers?\b(?<!it offers)(?<!home offers)(?<!house offers)(?<!which offers)"
        r"(?<!that offers)(?<!property offers)(?<!place offers)(?! (?:a|an|one|the|no|"
        r"some|another|this|its|it|us|you|little|only|more|two|three|four|five|six|seven|eight|\d)\b)|"
        r"traffic|inflation|wages?|tax(?:es)?|affordability|competition)\b",
        "something else",
    ),
    (r"(?<!a )\blot\b|yards?\b|garages?\b|basements?\b|decks?\b|attics?\b|parcels?\b", "something else"),
    (
        r"(?:equity|payments?|down payments?|commissions?|fees?|premiums?|insurance|income|salary|population)\b",
        "something else",
    ),
)
# a place by its name: figures are of a ZIP code, of the nation, or of the home
PLACE = re.compile(
    r"\b(?:(?:[Ii]n|[Aa]cross|[Tt]hroughout|[Aa]round|of|for) (?:all of |the |"
    r"greater )?(?!King County(?!'s? (?:median|average|home)))(?P<in>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?!')|"
    r"(?P<of>[A-Z][a-z]+(?: [A-Z][a-z]+)?)'s (?:\w+ )?(?:median|average|typical|overall|asking|sale|home|"
    r"house|housing|market))"
)
NO_PLACE = re.compile(
    r"January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|"
    r"Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Freddie|Rent|King County|Department|County|"
    r"Assess|ZIP|Zip|"
    r"(?:It|That|This|There|Here|What|Who|Which|Let|Today|Nobody|Everyone|Everybody|Someone|One|Each|He|She|How|Where|"
    r"Month|Quarter|Year|Week|Agent|Buyer|Seller|Last|Your|My|Their)\b|"
    r"Christmas|New Year|Thanksgiving|Labor|Memorial|Easter|Halloween|Independence|America|United|Primary|Mortgage"
)
NEGATED = re.compile(
    r"(?:\bnot|\bnever|\bno|\brather than|\binstead of|\bnor|n't)(?: (?:a|an|the|be|as|from|of|on|by|for|any))*\s*$"
)
# "four years before the estimate"
REFERRED = re.compile(r"\bbefore the (?:\w+ )?$")
# the group that tells which of them it is stands behind the words: their first letters decide what is tried at all
PATTERN = re.compile(
    "".join((r"\b(?:", "|".join(f"(?:{words})(?P<w{number}>)" for number, (words, _) in enumerate(ROLE_WORDS)), ")"))
)
ROLES = {f"w{number}": frozenset(roles.split(",")) for number, (_, roles) in enumerate(ROLE_WORDS)}


@dataclass(frozen=True, slots=True)
class RoleWord:
    """A word of the text that says what the figures near it are figures of."""

    start: int
    end: int
    roles: frozenset[str]


def role_words(sentence: str) -> list[RoleWord]:
    small = small_letters(sentence)
    found = []
    for match in PATTERN.finditer(small):
        before = small[max(0, match.start() - 20) : match.start()]
        if match[0] in {"estimate", "purchase"} and REFERRED.search(before):
            continue
        if not NEGATED.search(before):
            found.append(RoleWord(match.start(), match.end(), ROLES[match.lastgroup or ""]))
    places = (match for match in PLACE.finditer(sentence) if not NO_PLACE.match(match["in"] or match["of"]))
    return [*found, *(RoleWord(match.start(), match.end(), frozenset({"another place"})) for match in places)]


@lru_cache(maxsize=4096)
def by_dimension(roles: frozenset[str]) -> Mapping[str, frozenset[str]]:
    return MappingProxyType({name: found for name, all_roles in DIMENSIONS.items() if (found := roles & all_roles)})
