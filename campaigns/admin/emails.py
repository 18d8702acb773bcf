"""E-mails: as they look, what became of them, and a person's yes or no."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from campaigns.admin.badges import campaign_pill
from campaigns.admin.base import ReadOnlyAdmin, ReadOnlyInline, campaign_link
from campaigns.admin.columns import CampaignColumn, DeliveryColumn
from campaigns.admin.filters import EmailAttentionFilter
from campaigns.admin.text_views import texts_path
from campaigns.admin.texts import texts_of
from campaigns.emails.approve import CannotApprove, approve_email, reject_email
from campaigns.models import CampaignStatus, DeliveryNews, DeliveryStatus, Email

CONTENT_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""The e-mail may style itself and nothing else: no script, no form, no request."""


class ApproveForm(forms.Form):
    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class RejectForm(ApproveForm):
    reason = forms.CharField(max_length=480)


class DeliveryNewsInline(ReadOnlyInline):
    """What became of it, as the mail service told."""

    model = DeliveryNews
    fields = ["occurred_at", "event_type", "words"]


class EmailAdmin(CampaignColumn, DeliveryColumn, ReadOnlyAdmin):
    inlines = [DeliveryNewsInline]
    list_display = ["id", "subject", "to_email", "campaign_column", "period", "shown_revision", "delivery", "sent_at"]
    list_display_links = ["id", "subject"]
    list_filter = [EmailAttentionFilter, "delivery_status"]
    search_fields = ["pk__exact", "to_email", "to_name", "subject", "message_id__exact"]
    search_help_text = "Recipient, subject, message id or number of the e-mail."
    actions = ["approve_selected"]
    deferred = ("html_body", "text_body")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "subject",
                    "recipient",
                    "sender",
                    ("campaign_and_status", "period", "cycle", "revision"),
                    ("delivery", "created", "approved_at", "approved_by"),
                    "hold_reasons",
                    ("claimed_at", "sent_at", "handover", "message_id"),
                    "texts",
                    "error",
                ]
            },
        ),
    ]
    readonly_fields = ["recipient", "sender", "campaign_and_status", "delivery", "texts"]

    def get_urls(self) -> list[URLPattern]:
        views = {
            "html": self.html_view,
            "approve": require_POST(self.approve_view),
            "reject": require_POST(self.reject_view),
        }
        own = [
            path(f"<int:email_id>/{name}/", self.admin_site.admin_view(view), name=f"campaigns_email_{name}")
            for name, view in views.items()
        ]
        return own + super().get_urls()

    def has_approve_email_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("campaigns.approve_email")

    @admin.display(description="To")
    def recipient(self, email: Email) -> str:
        return f"{email.to_name} <{email.to_email}>".strip()

    @admin.display(description="From")
    def sender(self, email: Email) -> str:
        return f"{email.sender_name}, replies to {email.reply_to}"

    @admin.display(description="Campaign")
    def campaign_and_status(self, email: Email) -> SafeString:
        return format_html("{} {}", campaign_link(email.campaign_id), campaign_pill(email.campaign.campaign_status))

    @admin.display(description="Texts by a model")
    def texts(self, email: Email) -> SafeString:
        return texts_of(email)

    @admin.display(description="Revision")
    def shown_revision(self, email: Email) -> SafeString:
        """The number, and the same hidden in the list's form: approving names the revision that was shown."""
        return format_html('{0}<input type="hidden" name="revision_{1}" value="{0}">', email.revision, email.pk)

    def html_view(self, request: HttpRequest, email_id: int) -> HttpResponse:
        """The stored HTML, for the frame on the e-mail's page."""
        email = Email.objects.filter(pk=email_id).first()
        if not self.has_view_permission(request, email):
            raise PermissionDenied
        if email is None:
            raise Http404
        headers = {"Content-Security-Policy": CONTENT_POLICY, "X-Frame-Options": "SAMEORIGIN"}
        return HttpResponse(email.html_body, headers=headers)

    def approve_view(self, request: HttpRequest, email_id: int) -> HttpResponse:
        form = ApproveForm(request.POST)
        if not form.is_valid():
            self.message_user(request, "The revision to approve is missing: open the e-mail again.", messages.ERROR)
        elif why := self._approve(request, email_id, form.cleaned_data["revision"]):
            self.message_user(request, why, messages.ERROR)
        else:
            words = "Approved: the e-mail goes as soon as the agent's sending window is open."
            self.message_user(request, words, messages.SUCCESS)
        return _to_page(email_id)

    def reject_view(self, request: HttpRequest, email_id: int) -> HttpResponse:
        user = self._approver(request)
        form = RejectForm(request.POST)
        if not form.is_valid():
            self.message_user(request, "Say why the e-mail is rejected: the history keeps it.", messages.ERROR)
            return _to_page(email_id)
        revision, reason = form.cleaned_data["revision"], form.cleaned_data["reason"]
        try:
            reject_email(email_id, revision, reason, user, timezone.now())
        except CannotApprove as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            words = "Rejected: nothing is sent for this month, and the campaign rests until its next date."
            self.message_user(request, words, messages.SUCCESS)
        return _to_page(email_id)

    @admin.action(description="Approve the selected e-mails", permissions=["approve_email"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Email]) -> None:
        """Approve those that wait, each in the revision that the list showed."""
        approved = 0
        for email_id in queryset.values_list("pk", flat=True)[: self.list_per_page]:
            form = ApproveForm({"revision": request.POST.get(f"revision_{email_id}")})
            revision = form.cleaned_data["revision"] if form.is_valid() else 0
            if why := self._approve(request, email_id, revision):
                self.message_user(request, f"E-mail {email_id} was not approved. {why}", messages.WARNING)
            else:
                approved += 1
        level = messages.SUCCESS if approved else messages.WARNING
        self.message_user(request, f"{approved} e-mail{'s'[: approved != 1]} approved.", level)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Email | None = None,
    ) -> HttpResponse:
        if obj:
            context |= {
                "waits": _waits(obj) and self.has_approve_email_permission(request),
                "approved": obj.campaign.send_due_datetime is not None,
                "texts_path": texts_path(request, obj.campaign) if _is_draft(obj) else "",
                "html_path": reverse("admin:campaigns_email_html", args=[obj.pk]),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _approver(self, request: HttpRequest) -> Any:
        if not self.has_approve_email_permission(request):
            raise PermissionDenied
        return request.user

    def _approve(self, request: HttpRequest, email_id: int, revision: int) -> str:
        """Why it could not be approved; empty where it was."""
        user = self._approver(request)
        try:
            approve_email(email_id, revision, user, timezone.now())
        except CannotApprove as error:
            return str(error)
        return ""


def _waits(email: Email) -> bool:
    waits = email.campaign.campaign_status == CampaignStatus.WAITING_FOR_MANUAL_APPROVAL
    return waits and _is_draft(email)


def _is_draft(email: Email) -> bool:
    return email.delivery_status == DeliveryStatus.READY_TO_SEND and email.cycle == email.campaign.cycle


def _to_page(email_id: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:campaigns_email_change", args=[email_id]))
