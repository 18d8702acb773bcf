"""What an e-mail is made of: frozen values that composing takes, so that composing needs no database."""

from dataclasses import dataclass
from datetime import date

from campaigns import facts


@dataclass(frozen=True, slots=True)
class AgentCard:
    """The agent as the reader sees them; `postal_address` holds the lines that CAN-SPAM wants in every e-mail."""

    name: str
    brokerage_name: str
    email: str
    phone: str
    licence_number: str
    postal_address: tuple[str, ...]
    title: str = "Real estate agent"


@dataclass(frozen=True, slots=True)
class NearbySale:
    """A sale with its distance from the reader's home; None where the home's place is unknown."""

    sale: facts.RecentSale
    distance_miles: float | None


@dataclass(frozen=True, slots=True)
class NearbyListing:
    """A listing with its distance from the reader's home; None where the home's place is unknown."""

    listing: facts.ActiveListing
    distance_miles: float | None


@dataclass(frozen=True, slots=True)
class EmailContent:
    """One e-mail before it is rendered. A section whose value is None or empty is left out.

    `period` is the first of the month that the e-mail is for; `written_on` the day it was made, in the agent's zone.
    """

    agent: AgentCard
    recipient_first_name: str
    period: date
    written_on: date
    zip_code: str
    intro: str
    unsubscribe_url: str
    home: facts.PropertyData | None = None
    home_report: str = ""
    home_values: tuple[facts.HomeValue, ...] = ()
    market: facts.LocalMarketData | None = None
    mortgage_rate: facts.MortgageRate | None = None
    sales: tuple[NearbySale, ...] = ()
    sales_as_of: date | None = None
    sales_source: str = ""
    listings: tuple[NearbyListing, ...] = ()
    listings_as_of: date | None = None
    listings_source: str = ""


@dataclass(frozen=True, slots=True)
class ComposedEmail:
    """A rendered e-mail."""

    subject: str
    text: str
    html: str
