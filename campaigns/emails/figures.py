"""The figures that a finished e-mail may show: those of its facts, and its own date and addresses."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from campaigns.addresses import street_and_place
from campaigns.emails import formats
from campaigns.emails.content import AgentCard, EmailContent
from campaigns.facts import HomeValue
from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figure_list import Figure, Figures, long_date
from campaigns.guards.homes import listing_figures, sale_figures
from campaigns.guards.series import date_figure

LEAST_SHOWN = ("less than 0.1 miles", "less than 0.1%")
"""How the e-mail itself writes what is too small to show; the writers' texts are read without it."""


def email_figures(content: EmailContent) -> Figures:
    """All figures of an e-mail; the lines of a listing or sale may hold only its own."""
    return Figures.of_all(parts(content))


def parts(content: EmailContent) -> Iterator[Figures]:
    yield intro_figures(content.market, content.mortgage_rate)
    if content.home is not None:
        yield home_report_figures(content.home)
        yield Figures(tuple(value_figures(content.home_values)))
    for sold in content.sales:
        yield sale_figures(sold.sale, street_of(sold.sale.formatted_address), sold.distance_miles)
    for offered in content.listings:
        yield listing_figures(offered.listing, street_of(offered.listing.formatted_address), offered.distance_miles)
    yield Figures(tuple(own_dates(content)), own_passages(content))


def value_figures(values: Iterable[HomeValue]) -> Iterator[Figure]:
    """The home's value over time: each estimate of its date."""
    roles = frozenset({"home", "value", "estimate", "previous"})
    for each in values:
        name = f"estimate of the home's value, {long_date(each.as_of)}"
        yield Figure(name, Decimal(each.value), "dollars", roles, as_of=each.as_of)
        yield date_figure("date of an estimate of the home's value", each.as_of, {"value", "previous"})


def street_of(formatted_address: str) -> str:
    return street_and_place(formatted_address)[0]


def own_dates(content: EmailContent) -> Iterator[Figure]:
    yield date_figure("month of this e-mail", content.period, {"e-mail"})
    dated: tuple[tuple[str, date | None], ...] = (
        ("date of the recorded sales", content.sales_as_of),
        ("date of the homes for sale", content.listings_as_of),
    )
    for name, day in dated:
        if day is not None:
            yield date_figure(name, day, {"market"})


def own_passages(content: EmailContent) -> frozenset[str]:
    """What holds digits, or the name of a month, and is no figure."""
    sources = {part.source for part in (content.home, content.market, content.mortgage_rate) if part is not None}
    name = formats.one_line(content.recipient_first_name)
    return frozenset(
        formats.one_line(passage)
        for passage in (
            content.zip_code,
            content.unsubscribe_url,
            f"Hi {name}," if name else "",
            content.sales_source,
            content.listings_source,
            *sources,
            *agent_passages(content.agent),
            *LEAST_SHOWN,
            *(home_passages(content)),
        )
    ) - {""}


def agent_passages(agent: AgentCard) -> Iterator[str]:
    yield from (agent.name, agent.brokerage_name, agent.title, agent.email, agent.phone, agent.licence_number)
    yield from agent.postal_address


def home_passages(content: EmailContent) -> Iterator[str]:
    """The addresses in the two parts in which the e-mail shows them."""
    homes = [each.sale.formatted_address for each in content.sales]
    homes += [each.listing.formatted_address for each in content.listings]
    if content.home is not None:
        homes.append(content.home.formatted_address)
    for address in homes:
        yield from street_and_place(address)
