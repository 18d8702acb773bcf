"""What every writer promises."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from campaigns.facts import LocalMarketData, MortgageRate, PropertyData


@dataclass(frozen=True, slots=True)
class Written:
    """A text, the row of what was paid for it, and, where the offline writer stands in for a model, why."""

    text: str
    written_text_id: int | None = None
    flag: str = ""


class Writer(Protocol):
    """Writes plain text, paragraphs parted by one blank line: no Markdown, no HTML, no greeting, no signature.

    Every figure in it stands in the data or follows from it, and goes with the data's own date. Where texts cost
    something (`is_free` False) the same text is asked for by one consumer only.
    """

    is_free: bool

    def generate_intro(
        self,
        local_market_data: LocalMarketData | None,
        mortgage_rate: MortgageRate | None,
        campaign_id: int,
        issue: int | None = None,
    ) -> str:
        """The e-mail's introduction in the agent's own voice; `issue` numbers the campaign's issues, in their order."""
        ...

    def generate_home_report_analysis(self, property_data: PropertyData) -> str:
        """What the estimate of a home says, in a neutral voice; "" where there is no dated estimate."""
        ...


@runtime_checkable
class PaidWriter(Writer, Protocol):
    """A writer whose texts are kept, counted, and looked over before they leave it."""

    def write_intro(
        self,
        local_market_data: LocalMarketData | None,
        mortgage_rate: MortgageRate | None,
        campaign_id: int,
        issue: int | None = None,
    ) -> Written: ...

    def write_home_report(self, property_data: PropertyData) -> Written: ...
