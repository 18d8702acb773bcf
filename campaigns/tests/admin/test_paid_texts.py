"""What staff see of the texts by a model: each answer, the reasons against it, and what a month and an e-mail cost."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Email, TextAttempt, TextKind, TextUse, WrittenText
from campaigns.tests.admin.conftest import Staff
from campaigns.tests.factories import NOW, make_campaign, make_email, make_text
from campaigns.text_costs import MonthCost, email_cost, email_costs, month_cost, month_costs

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *arguments: Any, **query: str) -> str:
    return client.get(reverse(f"admin:campaigns_{name}", args=arguments), query).content.decode()


def shared_text(campaigns: int, price: str) -> tuple[WrittenText, list[Email]]:
    text = make_text(price=Decimal(price))
    emails = [make_email() for _ in range(campaigns)]
    for email in emails:
        TextUse.objects.create(campaign=email.campaign, cycle=email.cycle, kind=TextKind.INTRO, written_text=text)
    return text, emails


def test_cost_of_an_email_is_its_share_in_its_texts() -> None:
    _, emails = shared_text(4, "0.002000")
    report = make_text(kind=TextKind.HOME_REPORT, price=Decimal("0.001000"))
    TextUse.objects.create(campaign=emails[0].campaign, cycle=3, kind=TextKind.HOME_REPORT, written_text=report)
    TextUse.objects.create(campaign=emails[0].campaign, cycle=2, kind=TextKind.INTRO, written_text=report)
    assert [email_cost(email_costs(email)) for email in emails[:2]] == [Decimal("0.001000"), Decimal("0.000500")]


def test_email_page_tells_its_texts_costs_and_why_the_offline_writer_stood_in(admin_client: Client) -> None:
    text, emails = shared_text(3, "0.003000")
    TextUse.objects.create(campaign=emails[0].campaign, cycle=3, kind=TextKind.HOME_REPORT, flag="It spoke of schools.")
    shown = page(admin_client, "email_change", emails[0].pk)
    assert "Introduction: $0.0030 for 3 e-mails, $0.0010 for this one" in shown
    assert reverse("admin:campaigns_writtentext_change", args=[text.pk]) in shown
    assert "Home report: by the offline writer – It spoke of schools." in shown
    assert "Together: $0.0010 for this e-mail<" in shown


def test_sum_of_an_email_says_where_a_price_is_unknown(admin_client: Client) -> None:
    _, (email,) = shared_text(1, "0.003000")
    report = make_text(kind=TextKind.HOME_REPORT, price=None)
    TextUse.objects.create(campaign=email.campaign, cycle=3, kind=TextKind.HOME_REPORT, written_text=report)
    assert "Together: $0.0030 for this e-mail, as far as prices are known<" in page(
        admin_client, "email_change", email.pk
    )


def test_email_without_paid_texts_says_so(admin_client: Client) -> None:
    assert "none was paid for" in page(admin_client, "email_change", make_email().pk)


def test_cost_of_a_month_is_summed_up_above_the_list(admin_client: Client) -> None:
    make_text(price=Decimal("1.250000"))
    make_text(price=Decimal("0.500000"))
    old = make_text(price=Decimal("9.000000"))
    TextAttempt.objects.filter(written_text=old).update(called_at=datetime(2026, 10, 31, 23, 59, tzinfo=UTC))
    assert (month_cost(NOW.date()), month_cost(datetime(2026, 10, 2, tzinfo=UTC).date())) == (
        Decimal("1.75"),
        Decimal(9),
    )
    assert "has cost <strong>$10.75</strong> for 4,050 tokens" in page(admin_client, "textattempt_changelist")


def called_at(*parts: int, price: Decimal | None) -> None:
    attempts = TextAttempt.objects.filter(written_text=make_text(price=price))
    attempts.update(called_at=datetime(*parts, tzinfo=UTC))  # type: ignore[misc,arg-type]


def test_costs_of_the_last_thirteen_months_are_one_query(django_assert_num_queries: Any) -> None:
    called_at(2026, 11, 1, price=Decimal("1.250000"))
    called_at(2026, 11, 30, 23, 59, 59, price=Decimal("0.500000"))
    called_at(2026, 10, 31, 23, 59, 59, price=None)
    called_at(2025, 11, 1, price=Decimal("2.000000"))
    called_at(2025, 10, 31, 23, 59, 59, price=Decimal("9.000000"))
    with django_assert_num_queries(1):
        months = month_costs(NOW.date())
    assert len(months) == 13
    assert months[0] == MonthCost(date(2026, 11, 1), Decimal("1.75"), 2, 0)
    assert months[1] == MonthCost(date(2026, 10, 1), Decimal(0), 1, 1)
    assert months[2] == MonthCost(date(2026, 9, 1), Decimal(0), 0, 0)
    assert months[-1] == MonthCost(date(2025, 11, 1), Decimal(2), 1, 0)


@pytest.mark.parametrize(
    ("budget", "words"),
    [
        (0, "$1.25</strong>, with no limit"),
        (5, "$1.25</strong> of a budget of <strong>$5.00</strong>"),
        (1, "the budget is used up, so the offline writer writes"),
    ],
)
def test_head_of_the_written_texts_tells_month_and_budget(
    admin_client: Client, settings: LazySettings, budget: int, words: str
) -> None:
    settings.BEDROCK_MONTHLY_BUDGET_DOLLARS = Decimal(budget)
    TextAttempt.objects.filter(written_text=make_text(price=Decimal("1.250000"))).update(called_at=timezone.now())
    shown = " ".join(page(admin_client, "writtentext_changelist").split())
    assert words in shown
    assert shown.count("?month=") == 13


def test_months_are_a_filter(admin_client: Client) -> None:
    make_text(price=Decimal("1.250000"), attempts=2)
    now = timezone.now()
    TextAttempt.objects.filter(pk=TextAttempt.objects.latest("pk").pk).update(called_at=now)
    shown = page(admin_client, "textattempt_changelist", month=f"{now:%Y-%m}")
    expected = "$2.50" if f"{now:%Y-%m}" == f"{NOW:%Y-%m}" else "$1.25"
    assert f"<strong>{expected}</strong>" in shown


def test_refused_text_shows_both_answers_and_what_was_wrong(admin_client: Client) -> None:
    text = make_text(text="", complaints="- “safe streets”: a proxy", attempts=2)
    shown = page(admin_client, "writtentext_change", text.pk)
    assert shown.count("“safe streets”: a proxy") == 3
    assert "refused: the offline text stands" in shown


def test_flagged_uses_are_a_filter(admin_client: Client) -> None:
    campaigns = [make_campaign(), make_campaign()]
    for campaign, flag in zip(campaigns, ("", "The model could not be asked."), strict=True):
        TextUse.objects.create(campaign=campaign, cycle=3, kind=TextKind.INTRO, flag=flag)
    shown = page(admin_client, "textuse_changelist", flagged="yes")
    assert [f"Campaign {campaign.pk}<" in shown for campaign in campaigns] == [False, True]


def anew(client: Client, *chosen: WrittenText) -> str:
    data = {"action": "write_anew", "_selected_action": [text.pk for text in chosen]}
    return client.post(reverse("admin:campaigns_writtentext_changelist"), data, follow=True).content.decode()


def test_refused_text_can_be_had_written_anew(staff: Staff) -> None:
    refused = make_text(text="", complaints="- “safe streets”: a proxy", attempts=2)
    good, running = make_text(), make_text(text="", finished_at=None)
    keys = [good.key, running.key]
    shown = anew(staff("view_writtentext", "edit_texts"), refused, good, running)
    assert "1 text is asked for anew by whoever needs it next." in shown
    assert "2 texts were left alone" in shown
    for text in (refused, good, running):
        text.refresh_from_db()
    assert [refused.key, good.key, running.key] == [f"retired-{refused.pk}", *keys]
    assert (refused.attempts.count(), LogEntry.objects.get().object_id) == (2, str(refused.pk))
    assert "retired: asked for anew" in shown


def test_text_is_not_had_written_anew_without_the_permission(staff: Staff) -> None:
    refused = make_text(text="", complaints="- a reason")
    anew(staff("view_writtentext"), refused)
    refused.refresh_from_db()
    assert not refused.key.startswith("retired-")
