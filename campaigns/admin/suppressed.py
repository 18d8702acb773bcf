"""Addresses that are never written to."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from campaigns.admin.base import LargeTableAdmin
from campaigns.emails.unsubscribe import suppress
from campaigns.models import SuppressedAddress
from campaigns.states import Actor

LIFTED = (
    "The suppression is lifted. Campaigns that it unsubscribed stay so: override each to “Dormant”, then enable it, "
    "and only with the recipient's consent."
)


class SuppressedAddressForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean(self) -> dict[str, Any]:
        """`scope` is no field of the form, so Django leaves its unique key unchecked."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        agent = cleaned.get("agent")
        scope = SuppressedAddress.scope_of(agent.pk if agent else None)
        if SuppressedAddress.objects.filter(email=cleaned.get("email"), scope=scope).exists():
            self.add_error("email", "This address is on the list already, for the same agent or for all.")
        return cleaned


class SuppressedAddressAdmin(LargeTableAdmin):
    form = SuppressedAddressForm
    list_display = ["email", "whom", "reason", "created"]
    list_select_related = ["agent"]
    search_fields = ["email"]
    autocomplete_fields = ["agent"]
    fields = ["email", "agent", "reason"]

    @admin.display(description="Never written to by")
    def whom(self, suppressed: SuppressedAddress) -> str:
        return suppressed.agent.name if suppressed.agent else "anybody"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """A row is added or lifted, never turned into another address."""
        return False

    def save_model(self, request: HttpRequest, obj: SuppressedAddress, form: Any, change: bool) -> None:  # noqa: ARG002
        """The row, and in the same transaction the campaigns with that address, locked in order of id."""
        user: Any = request.user
        now = timezone.now()
        stopped = suppress(obj.email, obj.agent_id, actor=Actor.ADMIN, reason=obj.reason, now=now, user=user)
        row = SuppressedAddress.objects.get(email=obj.email, scope=SuppressedAddress.scope_of(obj.agent_id))
        obj.pk = row.pk
        if stopped:
            self.message_user(request, f"Campaigns unsubscribed with it: {stopped}.", messages.INFO)

    def delete_model(self, request: HttpRequest, obj: SuppressedAddress) -> None:
        super().delete_model(request, obj)
        self.message_user(request, LIFTED, messages.WARNING)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SuppressedAddress]) -> None:
        with transaction.atomic():
            super().delete_queryset(request, queryset)
        self.message_user(request, LIFTED, messages.WARNING)
