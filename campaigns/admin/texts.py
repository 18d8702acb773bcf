"""Texts by a model: what was written, what was refused and why, what it cost.

All read-only; a refused text may be had written anew.
"""

from datetime import UTC, date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet, Sum
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from campaigns.admin.badges import pill
from campaigns.admin.base import ReadOnlyAdmin, ReadOnlyInline, admin_link
from campaigns.admin.columns import CampaignColumn
from campaigns.admin.text_views import has_edit_texts_permission
from campaigns.models import Email, TextAttempt, TextKind, TextUse, WrittenText
from campaigns.paid_texts import is_retired, text_retire
from campaigns.text_costs import email_cost, email_costs, last_months, month_bounds, month_costs

BREAK = SafeString("<br>")
TOKENS = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")


class MonthFilter(admin.SimpleListFilter):
    """The last thirteen months, UTC, as the budget counts them."""

    title = "month"
    parameter_name = "month"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        return [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in last_months(timezone.now().astimezone(UTC).date())]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = dict(self.lookup_choices).keys() & {self.value()}
        if not chosen:
            return queryset
        first, following = month_bounds(date.fromisoformat(f"{chosen.pop()}-01"))
        return queryset.filter(called_at__gte=first, called_at__lt=following)


class FlagFilter(admin.SimpleListFilter):
    title = "flagged"
    parameter_name = "flagged"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "The offline writer stood in")]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.exclude(flag="") if self.value() == "yes" else queryset


class AttemptInline(ReadOnlyInline):
    """Every answer, the refused ones too."""

    model = TextAttempt
    fields = ["called_at", "text", "complaints", "left_out", "stop_reason", *TOKENS, "latency_ms", "price"]


class WrittenTextAdmin(ReadOnlyAdmin):
    """The list's head tells what the running month has cost, of which budget, and what those before it have."""

    change_list_template = "admin/campaigns/writtentext/change_list.html"
    inlines = [AttemptInline]
    list_display = ["id", "kind", "state", "agent", "zip_code", "period", "model_id", "prompt_version", "created"]
    list_filter = ["kind"]
    list_select_related = ["agent__brokerage"]
    search_fields = ["key__exact", "^zip_code"]
    search_help_text = "ZIP code, or the whole key."
    deferred = ("text", "complaints")
    fields = [
        ("kind", "state", "agent", "zip_code", "period"),
        ("model_id", "prompt_version", "created", "finished_at"),
        "text",
        "complaints",
        ("failures", "model_failures", "first_failed_at", "error"),
        ("key", "judged_by"),
    ]
    readonly_fields = ["state"]
    actions = ["write_anew"]

    def has_edit_texts_permission(self, request: HttpRequest) -> bool:
        return has_edit_texts_permission(request)

    @admin.action(description="Have it written anew", permissions=["edit_texts"])
    def write_anew(self, request: HttpRequest, texts: QuerySet[WrittenText]) -> None:
        """For refused texts; those of them that somebody else was quicker with are left alone."""
        chosen = list(texts.exclude(finished_at=None).filter(text="").order_by("pk"))
        retired = [text for text in chosen if text_retire(text)]
        for text in retired:
            self.log_change(request, text, "To be written anew.")
        count = len(retired)
        if count:
            words = "1 text is" if count == 1 else f"{count} texts are"
            self.message_user(request, f"{words} asked for anew by whoever needs it next.", messages.SUCCESS)
        if left := texts.count() - count:
            words = "1 text was" if left == 1 else f"{left} texts were"
            self.message_user(request, f"{words} left alone: not refused, or retired already.", messages.WARNING)

    def get_queryset(self, request: HttpRequest) -> QuerySet[WrittenText]:
        texts: QuerySet[WrittenText] = super().get_queryset(request)
        return texts.annotate(length=Length("text"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        months = month_costs(timezone.now().astimezone(UTC).date())
        rows = [
            {
                "month": cost.month,
                "dollars": dollars(cost.dollars),
                "answers": f"{cost.answers:,}",
                "unpriced": f"{cost.unpriced:,}",
                "filter": f"{cost.month:%Y-%m}",
            }
            for cost in months
        ]
        budget: Decimal = settings.BEDROCK_MONTHLY_BUDGET_DOLLARS
        spent = {
            "months": rows,
            "any_unpriced": any(cost.unpriced for cost in months),
            "budget": dollars(budget) if budget else "",
            "is_over": bool(budget) and months[0].dollars >= budget,
        }
        return super().changelist_view(request, {**(extra_context or {}), "spent": spent})

    @admin.display(description="State")
    def state(self, text: WrittenText) -> SafeString:
        if is_retired(text):
            return pill("retired: asked for anew", "quiet")
        if text.finished_at is not None:
            is_good = bool(getattr(text, "length", 0))
            return pill("written", "good") if is_good else pill("refused: the offline text stands", "bad")
        if text.failures:
            return pill(f"no answer, {text.failures} times", "bad")
        return pill("being written", "busy") if text.token else pill("not written", "quiet")


class TextAttemptAdmin(ReadOnlyAdmin):
    """The list's head sums up what the filter shows."""

    change_list_template = "admin/campaigns/textattempt/change_list.html"
    list_display = ["id", "called_at", "of_text", "is_good", "stop_reason", *TOKENS, "latency_ms", "price"]
    list_filter = [MonthFilter, "written_text__kind"]
    list_select_related = ["written_text"]
    search_fields = ["written_text__id__exact"]
    search_help_text = "Number of the text."

    @admin.display(description="Text")
    def of_text(self, attempt: TextAttempt) -> SafeString:
        return admin_link(attempt.written_text)

    @admin.display(description="Passed", boolean=True)
    def is_good(self, attempt: TextAttempt) -> bool:
        return bool(attempt.text) and not attempt.complaints

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        changes = getattr(response, "context_data", {}).get("cl")
        if changes is not None:
            sums = changes.queryset.order_by().aggregate(**{name: Sum(name) for name in (*TOKENS, "price")})
            response.context_data["sums"] = {  # type: ignore[attr-defined]
                "dollars": dollars(sums["price"] or Decimal(0)),
                "tokens": f"{sum(sums[name] or 0 for name in TOKENS):,}",
            }
        return response


class TextUseAdmin(CampaignColumn, ReadOnlyAdmin):
    list_display = ["id", "campaign_column", "cycle", "kind", "of_text", "flag"]
    list_filter = [FlagFilter, "kind"]
    list_select_related = ["written_text"]
    search_fields = ["campaign_id__exact"]
    search_help_text = "Number of the campaign."

    @admin.display(description="Text")
    def of_text(self, use: TextUse) -> SafeString | str:
        return admin_link(use.written_text) if use.written_text else "offline"


class IssueIntroAdmin(ReadOnlyAdmin):
    """What a new introduction must not repeat."""

    list_display = ["id", "agent", "zip_code", "period", "text"]
    list_select_related = ["agent__brokerage"]
    search_fields = ["^zip_code"]
    search_help_text = "ZIP code."


def texts_of(email: Email) -> SafeString:
    """The texts of an e-mail that were paid for, each with its cost and this e-mail's share."""
    costs, rows = email_costs(email), []
    for cost in costs:
        text, label = cost.use.written_text, TextKind(cost.use.kind).label
        flag = f" – {cost.use.flag}" if cost.use.flag else ""
        if text is None:
            rows.append((f"{label}: by the offline writer", flag))
            continue
        shared = f"{cost.emails} e-mail{'s'[: cost.emails != 1]}"
        words = f"{label}: {_told(cost.dollars)} for {shared}, {_told(cost.share)} for this one"
        rows.append((admin_link(text, words), flag))
    if not rows:
        return SafeString("none was paid for")
    is_partly = any(cost.share is None for cost in costs)
    rows.append(
        (f"Together: {dollars(email_cost(costs))} for this e-mail", ", as far as prices are known" if is_partly else "")
    )
    return format_html_join(BREAK, "{}{}", rows)


def dollars(amount: Decimal) -> str:
    return f"${amount:,.4f}" if 0 < amount < 1 else f"${amount:,.2f}"


def _told(amount: Decimal | None) -> str:
    return "price unknown" if amount is None else dollars(amount)
