"""The sources of text; which one writes is a setting. A new writer is one file beside these and one line below."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from campaigns.facts import LocalMarketData, MortgageRate, PropertyData
from fetcher.writers.base import PaidWriter, Writer, Written
from fetcher.writers.bedrock import BedrockWriter
from fetcher.writers.offline import OfflineWriter

__all__ = [
    "WRITERS",
    "Written",
    "generate_home_report_analysis",
    "generate_intro",
    "write_home_report",
    "write_intro",
    "writer",
]

WRITERS: dict[str, Writer] = {"bedrock": BedrockWriter(), "offline": OfflineWriter()}


def writer() -> Writer:
    """The writer that WRITER names; raises ImproperlyConfigured for a name that nobody has."""
    if settings.WRITER not in WRITERS:
        raise ImproperlyConfigured(f"WRITER is {settings.WRITER!r}; it must be one of: {', '.join(sorted(WRITERS))}.")
    return WRITERS[settings.WRITER]


def generate_intro(
    local_market_data: LocalMarketData | None,
    mortgage_rate: MortgageRate | None,
    campaign_id: int,
    issue: int | None = None,
) -> str:
    """The e-mail's introduction, plain text in two paragraphs; None where the data is unknown.

    `issue` is the number of the campaign's issue, by which the offline writer varies; without it the data's month does.
    """
    return writer().generate_intro(local_market_data, mortgage_rate, campaign_id, issue)


def generate_home_report_analysis(property_data: PropertyData) -> str:
    """What the estimate of a home says, plain text in two or three paragraphs; "" where there is no dated estimate."""
    return writer().generate_home_report_analysis(property_data)


def write_intro(
    local_market_data: LocalMarketData | None,
    mortgage_rate: MortgageRate | None,
    campaign_id: int,
    issue: int | None = None,
) -> Written:
    """The introduction with where it came from, for those who keep that."""
    chosen = writer()
    if isinstance(chosen, PaidWriter):
        return chosen.write_intro(local_market_data, mortgage_rate, campaign_id, issue)
    return Written(chosen.generate_intro(local_market_data, mortgage_rate, campaign_id, issue))


def write_home_report(property_data: PropertyData) -> Written:
    """The home report with where it came from."""
    chosen = writer()
    if isinstance(chosen, PaidWriter):
        return chosen.write_home_report(property_data)
    return Written(chosen.generate_home_report_analysis(property_data))
