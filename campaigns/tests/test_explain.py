from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaigns.explain import explain
from campaigns.models import CampaignStatus, DeliveryStatus, Step, SubStatus
from campaigns.states import SUB_STATUSES
from campaigns.tests.factories import NOW, make_campaign, make_email, make_status_change, make_step_failure

pytestmark = pytest.mark.django_db
READY = dict.fromkeys(SUB_STATUSES, SubStatus.READY)
Status = CampaignStatus


def test_campaign_at_work_is_explained_step_by_step() -> None:
    waiting = {"property_status": SubStatus.WAITING_FOR_DATA, "intro_status": SubStatus.WAITING_FOR_DATA}
    campaign = make_campaign(
        campaign_status=Status.WAITING_FOR_DATA,
        status_since=NOW - timedelta(hours=2, minutes=3),
        stalled_at=NOW + timedelta(hours=4),
        **READY | waiting,
    )
    make_step_failure(campaign=campaign, step=Step.INTRO, attempts=2, error="throttled")
    make_status_change(campaign=campaign, occurred_at=NOW - timedelta(hours=2), published_at=NOW)
    assert explain(campaign, NOW).splitlines() == [
        f"Campaign {campaign.pk} stands in WAITING_FOR_DATA since 2026-11-24 09:57 PST (2 h 3 min).",
        "Cycle 3, for November 2026.",
        "It waits for:",
        "  property: at work, nothing went wrong so far",
        "  intro: 2 failed attempts, last at 2026-11-24 12:00 PST: throttled",
        "Next: WAITING_FOR_HOME_ANALYSIS, by the poller, once all five are READY.",
        "If nothing comes of it by 2026-11-24 16:00 PST, the poller publishes its event again.",
        "Last moves, newest first:",
        "  2026-11-24 10:00 PST  DORMANT -> WAITING_FOR_DATA by poller",
    ]


def test_resting_campaign_names_its_next_date() -> None:
    text = explain(make_campaign(status_since=NOW), NOW)
    assert "It rests and waits for nothing." in text
    assert "Next: the poller starts the cycle for December 2026, planned for 2026-12-01 12:00 PST." in text


def test_failed_campaign_says_what_failed_and_what_to_do() -> None:
    campaign = make_campaign(campaign_status=Status.ERROR, error_from_status=Status.WAITING_FOR_DATA)
    make_step_failure(campaign=campaign, is_final=True, error="the key is refused: renew it")
    text = explain(campaign, NOW)
    assert "It failed in WAITING_FOR_DATA:\n  property: the key is refused: renew it\n" in text
    assert "a person restarts the failed step in the admin, or it starts fresh on its next date" in text


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"campaign_status": Status.WAITING_FOR_MANUAL_APPROVAL}, "waits for a person's approval"),
        (
            {"campaign_status": Status.WAITING_FOR_MANUAL_APPROVAL, "send_due_datetime": NOW},
            "the poller has it sent at 2026-11-24 12:00 PST",
        ),
        ({"enabled": False}, "It is disabled"),
        ({"paused_until": NOW + timedelta(days=1)}, "It is paused until 2026-11-25 12:00 PST."),
        ({"campaign_status": Status.UNSUBSCRIBED}, "does not move again"),
        ({"next_period": None, "next_send_datetime": None}, "It has no date"),
    ],
)
def test_every_wait_has_its_words(overrides: dict[str, object], words: str) -> None:
    assert words in explain(make_campaign(**overrides), NOW)


def test_unconfirmed_hand_over_is_named() -> None:
    campaign = make_campaign(campaign_status=Status.READY_TO_SEND_EMAIL, stalled_at=NOW, **READY)
    make_email(campaign=campaign, delivery_status=DeliveryStatus.SENDING)
    assert "email_sending: handed over, no news yet" in explain(campaign, NOW)


def test_explanation_names_no_person_and_no_address() -> None:
    campaign = make_campaign()
    text = explain(campaign, NOW)
    assert campaign.email not in text
    assert campaign.last_name not in text


def test_command_prints_the_explanation() -> None:
    campaign = make_campaign()
    out = StringIO()
    call_command("explain_campaign", campaign.pk, stdout=out)
    assert out.getvalue().startswith(f"Campaign {campaign.pk} stands in DORMANT since ")


def test_unknown_campaign_is_one_line() -> None:
    with pytest.raises(CommandError, match=r"^there is no campaign 42$"):
        call_command("explain_campaign", 42)
