"""Where the data of an e-mail is from and of what date, as the e-mail says it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.emails import formats, sections
from campaigns.emails.content import EmailContent

STALE_AFTER = timedelta(days=45)
RATE_STALE_AFTER = timedelta(days=10)
"""A rate is a week's: one that is older is not called current."""


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of data in the e-mail; `stale_words` is what it is called where it is told to be old, after so long."""

    name: str
    stale_words: str
    source: str
    as_of: date | None
    stale_after: timedelta = STALE_AFTER


def parts(content: EmailContent) -> Iterator[Part]:
    """The data that the e-mail shows, in its order."""
    home, market, mortgage = content.home, content.market, content.mortgage_rate
    if home is not None and home.current_value is not None:
        yield Part("home value", "home values", home.source, home.as_of)
    elif home is not None and content.home_report:
        yield Part("home", "", home.source, home.as_of)
    if market is not None and sections.market_section(market, content.zip_code):
        yield Part(
            "local market",
            "recorded sales" if market.price_kind == "sale" else "asking prices",
            market.source,
            market.as_of,
        )
    if content.sales:
        yield Part("sales", "recorded sales", content.sales_source, content.sales_as_of)
    if content.listings:
        yield Part("homes for sale", "asking prices", content.listings_source, content.listings_as_of)
    if mortgage is not None:
        yield Part("mortgage rates", "mortgage rates", mortgage.source, mortgage.week_date, RATE_STALE_AFTER)


def source_lines(content: EmailContent) -> tuple[str, ...]:
    """One line a source: what is from it, and as of when."""
    sources: dict[str, dict[date | None, list[str]]] = {}
    for part in parts(content):
        if part.source:
            sources.setdefault(part.source, {}).setdefault(part.as_of, []).append(part.name)
    return tuple(
        f"{formats.capitalized('; '.join(dated_names(names)))}: {source}." for source, names in sources.items()
    )


def dated_names(names_by_date: dict[date | None, list[str]]) -> Iterator[str]:
    for as_of, names in names_by_date.items():
        named = formats.sentence_list(names)
        yield f"{named} as of {formats.long_date(as_of)}" if as_of else named


def data_note(content: EmailContent) -> str:
    """What readers must know of the data before they read on; empty where there is nothing."""
    return " ".join(note for note in (other_zip_code_note(content), old_data_note(content)) if note)


def other_zip_code_note(content: EmailContent) -> str:
    """Whose market figures these are, where they are not the reader's own ZIP code's."""
    market = content.market
    is_shown = sections.market_section(market, content.zip_code) is not None
    if market is None or not is_shown or market.zip_code == content.zip_code:
        return ""
    return (
        f"Our data has no market figures for {content.zip_code}: those below are of {market.zip_code}, the nearest "
        "ZIP code that it has."
    )


def old_data_note(content: EmailContent) -> str:
    """What readers must know where even the newest data of a kind is old; empty where all of it is recent."""
    newest: dict[str, Part] = {}
    for part in parts(content):
        known = newest.get(part.stale_words)
        if part.as_of and part.stale_words and (known is None or known.as_of is None or part.as_of > known.as_of):
            newest[part.stale_words] = part
    if "recorded sales" in newest:
        # a value estimated from those sales is as old as they are, and stands with its own date beside it
        newest.pop("home values", None)
    old = [
        f"{words} through {formats.long_date(part.as_of)}"
        for words, part in newest.items()
        if part.as_of and content.written_on - part.as_of > part.stale_after
    ]
    if not old:
        return ""
    return f"{formats.capitalized(formats.sentence_list(old))}, the latest in our data."
