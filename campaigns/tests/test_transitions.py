import ast
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from campaigns import states
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, StatusChange, SubStatus
from campaigns.states import SUB_STATUSES, Actor, Mail
from campaigns.tests.factories import NOW, make_campaign, make_email, make_step_failure, make_suppressed
from campaigns.transitions import IllegalMove, MovedMeanwhile, campaign_change_status, campaigns_change_status

pytestmark = pytest.mark.django_db
Status = CampaignStatus


def change(campaign: Campaign, to_status: CampaignStatus, actor: Actor = Actor.ADMIN, now: datetime = NOW) -> Campaign:
    with transaction.atomic():
        campaign_change_status(campaign, to_status, actor=actor, now=now, reason="because")
    return campaign


def ready(**overrides: object) -> dict[str, object]:
    return dict.fromkeys(SUB_STATUSES, SubStatus.READY) | overrides


def test_start_takes_the_next_period_and_its_date() -> None:
    campaign = change(make_campaign(), Status.WAITING_FOR_DATA, Actor.POLLER)
    assert (campaign.cycle, campaign.period) == (4, date(2026, 12, 1))
    assert campaign.cycle_due_datetime == datetime.fromisoformat("2026-12-01T20:00Z")
    assert campaign.next_period == date(2027, 1, 1)


def test_start_takes_nothing_of_the_last_cycle() -> None:
    campaign = make_campaign(**ready(), intro="old", home_report_analysis="old", send_due_datetime=NOW)
    change(campaign, Status.WAITING_FOR_DATA, Actor.POLLER)
    assert [getattr(campaign, name) for name in SUB_STATUSES] == ["WAITING_FOR_DATA"] * 5 + ["DORMANT"]
    assert (campaign.intro, campaign.home_report_analysis, campaign.send_due_datetime) == ("", "", None)
    assert campaign.stalled_at == NOW + states.ALLOWANCE[Status.WAITING_FOR_DATA]


def test_start_expires_an_older_draft() -> None:
    campaign = make_campaign(campaign_status=Status.ERROR, error_from_status=Status.READY_TO_SEND_EMAIL)
    email = make_email(campaign=campaign)
    change(campaign, Status.WAITING_FOR_DATA, Actor.POLLER)
    email.refresh_from_db()
    assert email.delivery_status == DeliveryStatus.EXPIRED


def test_start_of_many_gives_each_its_own_dates() -> None:
    campaigns = [make_campaign(fixed_send_day=day) for day in (1, 10, 20)]
    with transaction.atomic():
        campaigns_change_status(campaigns, states.START, actor=Actor.POLLER, now=NOW)
    dates = Campaign.objects.order_by("fixed_send_day").values_list("next_send_datetime", flat=True)
    assert len(set(dates)) == 3
    assert all(moment and moment.month == 1 and moment.year == 2027 for moment in dates)


def test_every_move_writes_one_history_row_that_is_still_to_be_published() -> None:
    campaign = change(make_campaign(), Status.WAITING_FOR_DATA, Actor.POLLER)
    row = StatusChange.objects.get(campaign=campaign)
    assert (row.from_status, row.to_status, row.cycle, row.actor, row.reason) == (
        "DORMANT",
        "WAITING_FOR_DATA",
        4,
        "poller",
        "because",
    )
    assert row.published_at is None


def test_move_of_a_campaign_that_somebody_else_moved_writes_nothing() -> None:
    campaign = make_campaign()
    Campaign.objects.filter(pk=campaign.pk).update(enabled=False)
    stale = Campaign.objects.get(pk=campaign.pk)
    change(campaign, Status.UNSUBSCRIBED)
    with pytest.raises(MovedMeanwhile), transaction.atomic():
        campaigns_change_status([stale], states.START, actor=Actor.POLLER, now=NOW)
    assert StatusChange.objects.count() == 1


def test_move_outside_a_transaction_is_refused(transactional_db: None) -> None:
    campaign = make_campaign()
    with pytest.raises(transaction.TransactionManagementError):
        campaigns_change_status([campaign], states.START, actor=Actor.POLLER, now=NOW)


def test_illegal_move_says_what_is_open() -> None:
    campaign = make_campaign()
    with pytest.raises(IllegalMove) as refused:
        change(campaign, Status.READY_TO_CREATE_EMAIL, Actor.POLLER)
    assert str(refused.value) == (
        f"Campaign {campaign.pk} cannot move from DORMANT to READY_TO_CREATE_EMAIL by poller: the table of moves has "
        "no such move. Open from here: UNSUBSCRIBED, WAITING_FOR_DATA."
    )


@pytest.mark.parametrize("to_status", Status)
@pytest.mark.parametrize("from_status", Status)
@pytest.mark.parametrize("actor", [actor for actor in Actor if actor is not Actor.ADMIN])
def test_only_moves_of_the_table_are_open_to_machines(actor: Actor, from_status: Status, to_status: Status) -> None:
    campaign = make_campaign(campaign_status=from_status)
    make_email(campaign=campaign, delivery_status=DeliveryStatus.SENT)  # some moves want that it went
    if states.find_move(from_status, to_status, actor):
        assert change(campaign, to_status, actor).campaign_status == to_status
    else:
        with pytest.raises(IllegalMove):
            change(campaign, to_status, actor)


def test_coming_to_rest_clears_the_sub_statuses_and_keeps_a_future_date() -> None:
    campaign = make_campaign(campaign_status=Status.READY_TO_SEND_EMAIL, **ready())
    due = campaign.next_send_datetime
    change(campaign, Status.DORMANT, Actor.EMAIL_SENDING)
    assert {getattr(campaign, name) for name in SUB_STATUSES} == {"DORMANT"}
    assert (campaign.next_send_datetime, campaign.stalled_at) == (due, None)


def test_coming_to_rest_never_leaves_a_past_date() -> None:
    campaign = make_campaign(campaign_status=Status.READY_TO_SEND_EMAIL, **ready())
    late = NOW + timedelta(days=45)
    change(campaign, Status.DORMANT, Actor.EMAIL_SENDING, now=late)
    assert campaign.next_send_datetime is not None
    assert campaign.next_send_datetime > late


def test_next_email_comes_at_least_seven_days_after_the_last() -> None:
    campaign = make_campaign(campaign_status=Status.READY_TO_SEND_EMAIL)
    claimed = datetime.fromisoformat("2026-11-30T20:00Z")
    make_email(campaign=campaign, delivery_status=DeliveryStatus.SENT, claimed_at=claimed)
    change(campaign, Status.DORMANT, Actor.EMAIL_SENDING, now=claimed)
    assert campaign.next_period == date(2027, 1, 1)


def test_stop_turns_the_campaign_off() -> None:
    campaign = change(make_campaign(), Status.UNSUBSCRIBED, Actor.WEB)
    assert (campaign.campaign_status, campaign.enabled) == ("UNSUBSCRIBED", False)


def test_failure_remembers_where_it_came_from() -> None:
    campaign = make_campaign(campaign_status=Status.WAITING_FOR_HOME_ANALYSIS)
    change(campaign, Status.ERROR, Actor.HANDLER)
    assert campaign.error_from_status == "WAITING_FOR_HOME_ANALYSIS"


def test_restart_of_the_failed_step_sets_only_that_step_going() -> None:
    in_error = {"campaign_status": Status.ERROR, "error_from_status": Status.WAITING_FOR_DATA}
    campaign = make_campaign(**ready(intro_status=SubStatus.ERROR), **in_error)
    make_step_failure(campaign=campaign)
    change(campaign, Status.WAITING_FOR_DATA)
    assert (campaign.cycle, campaign.intro_status, campaign.property_status) == (3, "WAITING_FOR_DATA", "READY")
    assert campaign.error_from_status == ""
    assert not campaign.step_failures.exists()


@pytest.mark.parametrize("delivery_status", [DeliveryStatus.SENDING, DeliveryStatus.SENT])
def test_failed_step_is_not_restarted_once_the_mail_went(delivery_status: DeliveryStatus) -> None:
    in_error = {"campaign_status": Status.ERROR, "error_from_status": Status.READY_TO_SEND_EMAIL}
    campaign = make_campaign(**in_error)
    make_email(campaign=campaign, delivery_status=delivery_status)
    with pytest.raises(IllegalMove, match="e-mail"):
        change(campaign, Status.READY_TO_SEND_EMAIL)


def test_restart_in_mid_cycle_keeps_the_period() -> None:
    campaign = make_campaign(campaign_status=Status.READY_TO_CREATE_EMAIL, **ready())
    change(campaign, Status.WAITING_FOR_DATA)
    assert (campaign.cycle, campaign.period) == (4, date(2026, 11, 1))


@pytest.mark.parametrize(
    "to_status",
    [s for s in Status if s not in (Status.DORMANT, Status.UNSUBSCRIBED, Status.ERROR, Status.READY_TO_SEND_EMAIL)],
)
@pytest.mark.parametrize("delivery_status", [DeliveryStatus.SENDING, DeliveryStatus.SENT, DeliveryStatus.BOUNCED])
def test_override_never_leads_back_to_a_mail_that_went(to_status: Status, delivery_status: DeliveryStatus) -> None:
    campaign = make_campaign(campaign_status=Status.READY_TO_SEND_EMAIL, **ready())
    make_email(campaign=campaign, delivery_status=delivery_status)
    with pytest.raises(IllegalMove, match="e-mail"):
        change(campaign, to_status)


def test_override_from_unsubscribed_waits_for_the_suppression_to_be_lifted() -> None:
    campaign = make_campaign(campaign_status=Status.UNSUBSCRIBED, enabled=False)
    suppressed = make_suppressed(email=campaign.email)
    with pytest.raises(IllegalMove, match="suppression"):
        change(campaign, Status.DORMANT)
    suppressed.delete()
    assert change(campaign, Status.DORMANT).enabled is False


@pytest.mark.parametrize("to_status", [Status.WAITING_FOR_MANUAL_APPROVAL, Status.READY_TO_SEND_EMAIL])
def test_override_to_sending_needs_a_draft_of_this_cycle(to_status: Status) -> None:
    campaign = make_campaign(campaign_status=Status.READY_TO_CREATE_EMAIL, **ready())
    make_email(campaign=campaign, cycle=campaign.cycle - 1)
    with pytest.raises(IllegalMove, match="no e-mail of this cycle"):
        change(campaign, to_status)


def test_override_to_email_creation_withdraws_a_draft() -> None:
    campaign = make_campaign(campaign_status=Status.WAITING_FOR_MANUAL_APPROVAL, **ready())
    email = make_email(campaign=campaign)
    change(campaign, Status.READY_TO_CREATE_EMAIL)
    email.refresh_from_db()
    assert email.delivery_status == DeliveryStatus.EXPIRED


def test_override_to_approval_clears_the_approval() -> None:
    campaign = make_campaign(campaign_status=Status.READY_TO_SEND_EMAIL, **ready())
    email = make_email(campaign=campaign, approved_at=NOW)
    change(campaign, Status.WAITING_FOR_MANUAL_APPROVAL)
    email.refresh_from_db()
    assert email.approved_at is None


def test_override_to_sending_is_that_persons_approval() -> None:
    campaign = make_campaign(campaign_status=Status.WAITING_FOR_MANUAL_APPROVAL, **ready())
    email = make_email(campaign=campaign)
    change(campaign, Status.READY_TO_SEND_EMAIL)
    email.refresh_from_db()
    assert email.approved_at == NOW


def test_send_again_hands_the_unconfirmed_email_over_anew_and_keeps_the_dates() -> None:
    campaign = make_campaign()
    email = make_email(campaign=campaign, delivery_status=DeliveryStatus.SENDING, handover=1)
    due = campaign.next_send_datetime
    change(campaign, Status.READY_TO_SEND_EMAIL)
    email.refresh_from_db()
    assert (email.delivery_status, email.handover, campaign.next_send_datetime) == ("READY_TO_SEND", 1, due)


@pytest.mark.parametrize("hindrance", ["disabled", "suppressed"])
def test_send_again_is_refused_where_nothing_may_be_sent(hindrance: str) -> None:
    campaign = make_campaign(enabled=hindrance != "disabled")
    make_email(campaign=campaign, delivery_status=DeliveryStatus.SENDING)
    if hindrance == "suppressed":
        make_suppressed(email=campaign.email)
    with pytest.raises(IllegalMove):
        change(campaign, Status.READY_TO_SEND_EMAIL)


def test_override_to_home_analysis_needs_the_five_ready() -> None:
    circumstances = states.Circumstances(Mail.NONE, frozenset({"intro_status"}), is_suppressed=False)
    refusal = states.override_refusal(Status.ERROR, Status.WAITING_FOR_HOME_ANALYSIS, circumstances)
    assert refusal == (
        "property_status, active_listing_status, recent_sale_status, local_market_data_status must be READY first"
    )


def writes_status(node: ast.AST) -> bool:
    """An assignment to .campaign_status, or update(campaign_status=…)."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(target, ast.Attribute) and target.attr == "campaign_status" for target in targets)
    is_update = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
    return is_update and any(keyword.arg == "campaign_status" for keyword in node.keywords)  # type: ignore[attr-defined]


def test_campaign_status_has_one_writer() -> None:
    sources = [path for app in ("campaigns", "fetcher", "dripr") for path in (settings.BASE_DIR / app).rglob("*.py")]
    checked = [path for path in sources if not {"tests", "migrations"} & set(Path(path).parts)]
    writers = {
        path.name for path in checked if any(writes_status(node) for node in ast.walk(ast.parse(path.read_text())))
    }
    assert len(checked) > 40
    assert writers <= {"transitions.py"}
