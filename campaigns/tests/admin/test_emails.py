import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from campaigns.admin.base import admin_path
from campaigns.explain import explain
from campaigns.models import CampaignStatus, DeliveryStatus, Email
from campaigns.tests.admin.conftest import Staff
from campaigns.tests.factories import NOW, make_campaign, make_email

pytestmark = pytest.mark.django_db


def post(client: Client, verb: str, email: Email, **data: object) -> str:
    """Press a button on the e-mail's page; the first message that it answers."""
    page = client.post(reverse(f"admin:campaigns_email_{verb}", args=[email.pk]), data, follow=True)
    email.refresh_from_db()
    email.campaign.refresh_from_db()
    return str(next(iter(page.context["messages"])))


def test_approval_of_the_shown_revision_schedules_the_email(admin_client: Client, admin_user: object) -> None:
    email = make_email()
    assert post(admin_client, "approve", email, revision=1).startswith("Approved")
    assert email.approved_by == admin_user
    assert email.campaign.send_due_datetime is not None


def test_approval_of_a_stale_revision_is_refused(admin_client: Client) -> None:
    email = make_email(revision=2)
    assert "made anew" in post(admin_client, "approve", email, revision=1)
    assert (email.approved_at, email.campaign.send_due_datetime) == (None, None)


def test_approval_twice_is_refused(admin_client: Client) -> None:
    email = make_email()
    post(admin_client, "approve", email, revision=1)
    assert post(admin_client, "approve", email, revision=1) == "This e-mail is approved already."


def test_approval_after_the_campaign_went_on_is_refused(admin_client: Client) -> None:
    email = make_email(campaign=make_campaign())
    assert post(admin_client, "approve", email, revision=1) == "The campaign does not wait for approval any more."


def test_approval_without_a_revision_is_refused(admin_client: Client) -> None:
    email = make_email()
    assert "revision to approve is missing" in post(admin_client, "approve", email)
    assert email.approved_at is None


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_approval_and_rejection_need_their_permission(staff: Staff, verb: str) -> None:
    path = reverse(f"admin:campaigns_email_{verb}", args=[make_email().pk])
    data = {"revision": 1, "reason": "x"}
    assert staff("view_email", "view_campaign").post(path, data).status_code == 403
    assert staff("view_email", "approve_email").post(path, data).status_code == 302


def test_rejection_ends_the_cycle_with_its_reason(admin_client: Client) -> None:
    email = make_email()
    assert post(admin_client, "reject", email, revision=1, reason="wrong street").startswith("Rejected")
    assert (email.campaign.campaign_status, email.delivery_status) == ("DORMANT", DeliveryStatus.EXPIRED)
    assert email.campaign.status_changes.get().reason == "rejected: wrong street"


def test_rejection_needs_a_reason(admin_client: Client) -> None:
    email = make_email()
    assert post(admin_client, "reject", email, revision=1, reason=" ").startswith("Say why")
    assert email.campaign.campaign_status == CampaignStatus.WAITING_FOR_MANUAL_APPROVAL


def test_rejection_of_a_stale_revision_is_refused(admin_client: Client) -> None:
    email = make_email(revision=2)
    assert "made anew" in post(admin_client, "reject", email, revision=1, reason="wrong street")


def test_list_action_approves_the_revisions_that_were_shown(admin_client: Client) -> None:
    shown, made_anew = make_email(), make_email(revision=2)
    form = {"action": "approve_selected", "_selected_action": [shown.pk, made_anew.pk]}
    revisions = {f"revision_{shown.pk}": 1, f"revision_{made_anew.pk}": 1}
    admin_client.post(reverse("admin:campaigns_email_changelist"), form | revisions)
    assert list(Email.objects.filter(approved_at__isnull=False)) == [shown]


def test_list_carries_the_shown_revision(admin_client: Client) -> None:
    email = make_email(revision=7)
    page = admin_client.get(reverse("admin:campaigns_email_changelist"))
    assert f'<input type="hidden" name="revision_{email.pk}" value="7">' in page.content.decode()


def test_page_asks_for_approval_only_while_the_email_waits(admin_client: Client) -> None:
    waiting, sent = make_email(), make_email(delivery_status=DeliveryStatus.SENT, sent_at=timezone.now())
    pages = [admin_client.get(reverse("admin:campaigns_email_change", args=[email.pk])) for email in (waiting, sent)]
    assert [page.context["waits"] for page in pages] == [True, False]


def test_page_shows_the_html_only_in_a_sandboxed_frame(admin_client: Client) -> None:
    email = make_email(html_body="<script>alert(1)</script>", text_body="<b>plain</b>")
    page = admin_client.get(reverse("admin:campaigns_email_change", args=[email.pk])).content.decode()
    assert f'<iframe src="/admin/campaigns/email/{email.pk}/html/" sandbox=""' in page
    assert ("alert(1)" in page, "<b>plain</b>" in page) == (False, False)


def test_html_view_allows_nothing_but_looking(admin_client: Client) -> None:
    email = make_email()
    page = admin_client.get(reverse("admin:campaigns_email_html", args=[email.pk]))
    assert page.content.decode() == email.html_body
    policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert (page["Content-Security-Policy"], page["X-Frame-Options"]) == (policy, "SAMEORIGIN")


def test_html_view_needs_the_permission_to_view(staff: Staff, client: Client) -> None:
    path = reverse("admin:campaigns_email_html", args=[make_email().pk])
    answers = [staff("view_campaign").get(path), client.get(path), staff("view_email").get(path)]
    assert [answer.status_code for answer in answers] == [403, 302, 200]


def test_html_view_of_an_email_that_is_gone_is_not_found(admin_client: Client) -> None:
    assert admin_client.get(reverse("admin:campaigns_email_html", args=[1])).status_code == 404


def test_page_says_why_an_email_bounced(admin_client: Client) -> None:
    email = make_email(delivery_status=DeliveryStatus.BOUNCED)
    email.news.create(event_type="Bounce", occurred_at=NOW, words="Permanent/NoEmail: 550 5.1.1 user unknown")
    page = admin_client.get(reverse("admin:campaigns_email_change", args=[email.pk]))
    assertContains(page, "Permanent/NoEmail: 550 5.1.1 user unknown")


def test_held_emails_are_a_filter_and_the_pages_say_why(admin_client: Client) -> None:
    held, _ = make_email(hold_reasons="The value jumped.\nThe text was flagged."), make_email()
    listed = admin_client.get(reverse("admin:campaigns_email_changelist"), {"attention": "held"})
    assert list(listed.context["cl"].queryset) == [held]
    for page in (admin_path(held), admin_path(held.campaign)):
        assertContains(admin_client.get(page), "<li>The value jumped.</li><li>The text was flagged.</li>")
    assert "  The value jumped.\n" in explain(held.campaign, NOW)
