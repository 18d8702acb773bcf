"""A person's own words in place of a writer's, in an e-mail that waits: it is withdrawn and made anew with them."""

from dataclasses import astuple, dataclass
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from campaigns.guards.complaint import Complaint
from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figure_list import Figures
from campaigns.guards.form import TextKind
from campaigns.guards.names import names_of
from campaigns.guards.text import text_complaints
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, TextUse
from campaigns.retrying import retrying
from campaigns.states import Actor, Mail
from campaigns.transitions import IllegalMove, MovedMeanwhile, campaign_change_status, campaign_lock, period_mail

NAMES: MappingProxyType[TextKind, str] = MappingProxyType({"intro": "introduction", "home_report": "home report"})
LONGEST = 5_000
"""Letters: several times what either text may have."""


class CannotEdit(Exception):
    """The texts are not those of an e-mail that waits, or not those that the person saw."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Both texts of a cycle; the home report is "" where the e-mail has none."""

    intro: str
    home_report: str

    def of(self, kind: TextKind) -> str:
        return self.intro if kind == "intro" else self.home_report

    def changed_from(self, before: "Texts") -> list[TextKind]:
        return [kind for kind in NAMES if self.of(kind) != before.of(kind)]


@dataclass(frozen=True, slots=True)
class WaitingTexts:
    """The texts of an e-mail that waits, and `version`: one that stays the same as long as they are these."""

    texts: Texts
    has_home_report: bool
    version: str


@dataclass(frozen=True, slots=True)
class Warnings:
    """What the guards say of each text that was changed; `name` is this warning's, of exactly these texts."""

    by_kind: MappingProxyType[TextKind, tuple[Complaint, ...]]
    name: str

    @property
    def all(self) -> list[Complaint]:
        return [complaint for complaints in self.by_kind.values() for complaint in complaints]


class Unconfirmed(Exception):
    """The guards warn of these texts, and the person has not said that they stand all the same."""

    def __init__(self, warnings: Warnings) -> None:
        self.warnings = warnings
        super().__init__(f"{len(warnings.all)} warnings")


def waiting_texts(campaign: Campaign) -> WaitingTexts:
    """What can be edited of the campaign's waiting e-mail; raises CannotEdit, in words."""
    email = _waiting_email(campaign)
    texts = _own_texts(campaign)
    has_value = bool(campaign.property_data and campaign.property_data.current_value)
    return WaitingTexts(texts, has_value, _digest(str(campaign.cycle), str(email.revision), *astuple(texts)))


def figures_of(campaign: Campaign, kind: TextKind) -> Figures:
    """The figures that a text of this cycle may use: those pinned, and what follows from them."""
    if kind == "home_report" and campaign.property_data:
        return home_report_figures(campaign.property_data.as_facts())
    market, rate = campaign.local_market_data, campaign.mortgage_rate
    return intro_figures(market.as_facts() if market else None, rate.as_facts() if rate else None)


def text_warnings(campaign: Campaign, texts: Texts) -> Warnings:
    """What the guards say of the texts that are not the campaign's own any more."""
    changed = texts.changed_from(_own_texts(campaign))
    names = names_of(campaign.agent.name, campaign.recipient_name, others=[campaign.agent.brokerage.name])
    found = {kind: tuple(text_complaints(texts.of(kind), kind, figures_of(campaign, kind), names)) for kind in changed}
    spoken = [str(complaint) for complaints in found.values() for complaint in complaints]
    return Warnings(MappingProxyType(found), _digest(*astuple(texts), *spoken))


def edit_texts(
    campaign_id: int, texts: Texts, *, version: str, confirmed: str, user: AbstractBaseUser, now: datetime
) -> None:
    """Put a person's texts in place of the campaign's, and have its e-mail made anew with them.

    `version` is that of the texts that the person saw, `confirmed` the name of the warnings that the person read and
    stands by. Raises CannotEdit in words, and Unconfirmed where the guards warn of something else than was confirmed.
    """
    related = ("property_data", "local_market_data", "mortgage_rate", "agent__brokerage")
    campaign = _seen(Campaign.objects.select_related(*related).filter(pk=campaign_id).first(), version)
    if not (changed := texts.changed_from(_own_texts(campaign))):
        raise CannotEdit("Nothing was changed.")
    warnings = text_warnings(campaign, texts)
    if warnings.all and confirmed != warnings.name:
        raise Unconfirmed(warnings)
    _store(campaign_id, texts, version, _reason(changed, warnings), user, now)


@retrying
@transaction.atomic
def _store(campaign_id: int, texts: Texts, version: str, reason: str, user: AbstractBaseUser, now: datetime) -> None:
    """Write the texts and withdraw the draft, if both are still those that the person saw."""
    campaign = _seen(campaign_lock(campaign_id), version)
    changed = texts.changed_from(_own_texts(campaign))
    TextUse.objects.filter(campaign=campaign, cycle=campaign.cycle, kind__in=changed).update(flag="")
    own = Campaign.objects.filter(pk=campaign_id, cycle=campaign.cycle, campaign_status=campaign.campaign_status)
    if own.update(intro=texts.intro, home_report_analysis=texts.home_report) != 1:
        raise CannotEdit("The campaign moved on just now: open the page again.")
    try:
        for status in _way_to_creation(campaign):
            campaign_change_status(campaign, status, actor=Actor.ADMIN, now=now, reason=reason, user=user)
    except (IllegalMove, MovedMeanwhile) as error:
        raise CannotEdit(f"The texts cannot be edited now: {getattr(error, 'why', error)}.") from error


def _way_to_creation(campaign: Campaign) -> tuple[CampaignStatus, ...]:
    """By which overrides the e-mail is made anew; one scheduled in that very status leaves it first."""
    if campaign.campaign_status == CampaignStatus.READY_TO_CREATE_EMAIL:
        return CampaignStatus.WAITING_FOR_MANUAL_APPROVAL, CampaignStatus.READY_TO_CREATE_EMAIL
    return (CampaignStatus.READY_TO_CREATE_EMAIL,)


def _seen(campaign: Campaign | None, version: str) -> Campaign:
    """The campaign, if its waiting texts are still those of this version."""
    if campaign is None:
        raise CannotEdit("The campaign is gone.")
    if waiting_texts(campaign).version != version:
        raise CannotEdit(
            "The texts or the e-mail were changed since you opened the page: open it again, and see what they say now."
        )
    return campaign


def _own_texts(campaign: Campaign) -> Texts:
    return Texts(campaign.intro, campaign.home_report_analysis)


def _waiting_email(campaign: Campaign) -> Email:
    """The draft of this cycle that nobody has begun to hand over."""
    match period_mail(campaign):
        case Mail.SENDING:
            raise CannotEdit("The e-mail is just being handed over: its texts cannot be changed any more.")
        case Mail.GONE:
            raise CannotEdit("This month's e-mail has gone out: its texts cannot be changed any more.")
        case Mail.DRAFT if campaign.campaign_status in _waiting:
            drafts = campaign.emails.filter(cycle=campaign.cycle, delivery_status=DeliveryStatus.READY_TO_SEND)
            return drafts.defer("html_body", "text_body").get()
    label = CampaignStatus(campaign.campaign_status).label
    raise CannotEdit(f"No e-mail of this campaign waits, so there are no texts to edit: it is “{label}”.")


_waiting = frozenset(
    {
        CampaignStatus.READY_TO_CREATE_EMAIL,
        CampaignStatus.WAITING_FOR_MANUAL_APPROVAL,
        CampaignStatus.READY_TO_SEND_EMAIL,
    }
)
"""Where an unclaimed draft of the cycle waits: for its hour, or for a person."""


def _reason(changed: list[TextKind], warnings: Warnings) -> str:
    """What the history keeps."""
    names = " and ".join(NAMES[kind] for kind in changed)
    confirmed = ", ".join(f"{complaint.guard} “{complaint.found}”" for complaint in warnings.all)
    return f"texts edited: {names}" + (f"; stands by what was warned of: {confirmed}" if confirmed else "")


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
