"""What a campaign's texts would be: prompt, text, what the guards say, tokens and price. Nothing is saved."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings

from campaigns import facts, models
from campaigns.guards.complaint import complaint_lines
from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figure_list import Figures
from campaigns.guards.form import TextKind
from campaigns.guards.text import text_complaints
from campaigns.models import Campaign, LocalMarketData, MortgageRate
from campaigns.schedule import issue_number
from fetcher.writers import WRITERS
from fetcher.writers.asking import Asked, Attempt, judged, turns_of
from fetcher.writers.bedrock import home_report_asked, intro_asked
from fetcher.writers.bedrock_call import Answer, converse
from fetcher.writers.prices import price, require_prices
from fetcher.writers.repetition import earlier_introductions
from fetcher.writers.store import MOST_ATTEMPTS

NOT_SAVED = "Nothing was saved."
NOT_COUNTED = (
    "Nothing was saved: what Bedrock charges for this is in no figure of the admin and not in the month's budget."
)


class NothingToShow(Exception):
    """No data is stored from which this campaign's texts could be written, or the writer cannot be watched."""


@dataclass(frozen=True, slots=True)
class Data:
    """What a campaign's cycle has pinned, or else what is stored for it; nothing is fetched."""

    market: facts.LocalMarketData | None
    rate: facts.MortgageRate | None
    home: facts.PropertyData | None


def preview(campaign: Campaign, writer: str) -> Iterator[str]:
    """Section by section; raises NothingToShow, PassingFault, PermanentFault or ImproperlyConfigured."""
    data = stored_data(campaign)
    if data.market is None and data.rate is None and data.home is None:
        raise NothingToShow(
            f"campaign {campaign.pk} has no data yet: let its cycle fetch some first (`manage.py explain_campaign "
            f"{campaign.pk}` says where it stands)"
        )
    if writer in PREVIEWS:
        yield from PREVIEWS[writer](campaign, data)
        yield NOT_COUNTED
        return
    if not WRITERS[writer].is_free:
        raise NothingToShow(f"the writer {writer} costs and has no preview; one belongs into PREVIEWS of preview.py")
    yield from _by_methods(writer, campaign, data)
    yield NOT_SAVED


def stored_data(campaign: Campaign) -> Data:
    markets = LocalMarketData.objects.filter(zip_code=campaign.zip_code, provider=settings.MARKET_PROVIDER)
    market = campaign.local_market_data or markets.order_by("-fetched_at", "-pk").first()
    rate = campaign.mortgage_rate or MortgageRate.objects.order_by("-week_date").first()
    home = None
    if not campaign.no_address_newsletter:
        home = campaign.property_data or campaign.property_history.order_by("-cycle").first()
    return Data(
        market.as_facts() if market else None,
        rate.as_facts() if rate else None,
        home.as_facts() if home and home.current_value and home.as_of else None,
    )


def _by_methods(writer: str, campaign: Campaign, data: Data) -> Iterator[str]:
    """What a free writer gives; it has nothing else to show."""
    chosen = WRITERS[writer]
    issue = issue_number(campaign.period, campaign.every_n_months) if campaign.period else None
    intro = chosen.generate_intro(data.market, data.rate, campaign.pk, issue)
    yield from _free_text(writer, "intro", intro, intro_figures(data.market, data.rate))
    if data.home is None:
        yield "No home report: there is no home with a dated value."
        return
    report = chosen.generate_home_report_analysis(data.home)
    yield from _free_text(writer, "home_report", report, home_report_figures(data.home))


def _free_text(writer: str, kind: TextKind, text: str, figures: Figures) -> Iterator[str]:
    yield f"=== {_label(kind)} by the {writer} writer, which takes no prompt and costs nothing"
    complaints = tuple(complaint_lines(text_complaints(text, kind, figures)))
    yield f"{text}\n\n{_verdict(Attempt(text, complaints))}"


def _by_model(campaign: Campaign, data: Data) -> Iterator[str]:
    if data.market is None and data.rate is None:
        yield "No introduction by the model: neither the market nor the mortgage rate is known."
    else:
        yield from _conversation(intro_asked(data.market, data.rate, campaign.pk))
    if data.home is None:
        yield "No home report: there is no home with a dated value."
    else:
        yield from _conversation(home_report_asked(data.home))


def _conversation(asked: Asked) -> Iterator[str]:
    """What is asked, and each answer, as it comes in."""
    earlier: tuple[str, ...] = ()
    if asked.kind == "intro":
        earlier = tuple(earlier_introductions(asked.agent_id, asked.zip_code, asked.period))
    require_prices(asked.model_id)
    yield f"=== {_label(asked.kind)} by {asked.model_id}, prompt {asked.prompt.version}"
    yield f"--- System\n{asked.prompt.system}"
    attempt: Attempt | None = None
    for number in range(1, MOST_ATTEMPTS + 1):
        turns = turns_of(asked, earlier, attempt)
        yield f"--- Prompt{' of the second try' if attempt else ''}\n{turns[-1][1]}"
        answer = converse(asked.prompt.system, turns, asked.prompt.version)
        attempt = judged(asked, answer, earlier)
        yield f"--- Answer {number}, as the model wrote it\n{attempt.text}"
        yield f"--- As a reader gets it\n{attempt.plain}\n\n{_verdict(attempt)}\n{_usage(answer, asked.model_id)}"
        if not attempt.text and not attempt.complaints:
            yield "An answer without a text is a failure that passes: the writer would ask again in some seconds."
            return
        if attempt.is_good or not attempt.may_be_mended:
            break
    if not attempt or not attempt.is_good:
        yield "The offline writer's text would be used, and the e-mail held for approval."


def _label(kind: TextKind) -> str:
    return str(models.TextKind(kind).label)


def _verdict(attempt: Attempt) -> str:
    left_out = ["Left out of it:", *attempt.left_out] if attempt.left_out else []
    if attempt.complaints:
        return "\n".join([*left_out, "Guards:", *attempt.complaints])
    verdict = "Guards: nothing against it." if attempt.text else "There is no text in it."
    return "\n".join([*left_out, verdict])


def _usage(answer: Answer, model_id: str) -> str:
    used, dollars = answer.usage, price(answer.usage, model_id)
    cost = "price unknown (BEDROCK_PRICES)" if dollars is None else f"${dollars}"
    return (
        f"Tokens: {used.input_tokens:,} in, {used.output_tokens:,} out, {used.cache_read_tokens:,} from the cache, "
        f"{used.cache_write_tokens:,} into it; {answer.latency_ms:,} ms; {cost}; ended with {answer.stop_reason}."
    )


PREVIEWS: dict[str, Callable[[Campaign, Data], Iterator[str]]] = {"bedrock": _by_model}
"""Of the writers that cost: how one is watched without anything being stored."""
