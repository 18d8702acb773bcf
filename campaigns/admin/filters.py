"""Filters that answer a question."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from campaigns.models import Agent, CampaignNotice, CampaignStatus, DeliveryStatus
from campaigns.models.statuses import WORKING_STATUSES
from campaigns.states import UNCONFIRMED_AFTER, Actor

OVERDUE_AFTER = timedelta(hours=1)
MOST_AGENTS = 30

_working = [str(status) for status in WORKING_STATUSES]


def overdue(now: datetime) -> Q:
    """Planned over an hour ago, and neither gone nor waiting for its hour."""
    late = now - OVERDUE_AFTER
    not_paused = Q(paused_until=None) | Q(paused_until__lte=now)
    not_started = Q(campaign_status=CampaignStatus.DORMANT, enabled=True, next_send_datetime__lte=late) & not_paused
    no_hour = Q(send_due_datetime=None) | Q(send_due_datetime__lte=late)
    under_way = [*_working, CampaignStatus.WAITING_FOR_MANUAL_APPROVAL, CampaignStatus.ERROR]
    return not_started | (Q(campaign_status__in=under_way, cycle_due_datetime__lte=late) & no_hour)


def failed(_now: datetime) -> Q:
    return Q(campaign_status=CampaignStatus.ERROR)


def waits_for_approval(_now: datetime) -> Q:
    return Q(campaign_status=CampaignStatus.WAITING_FOR_MANUAL_APPROVAL, send_due_datetime=None)


def stalled(now: datetime) -> Q:
    return Q(campaign_status__in=_working, stalled_at__lte=now)


def changed_unseen(_now: datetime) -> Q:
    return Q(pk__in=CampaignNotice.objects.filter(seen_at=None).values("campaign_id"))


class QuestionFilter(admin.SimpleListFilter):
    """Each choice is a question: its key, its words, and the rows that answer it."""

    questions: ClassVar[dict[str, tuple[str, Callable[[datetime], Q]]]]

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        return [(key, words) for key, (words, _) in self.questions.items()]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.questions.get(self.value() or "")
        return queryset.filter(chosen[1](timezone.now())) if chosen else queryset


class AttentionFilter(QuestionFilter):
    title = "what needs a look"
    parameter_name = "attention"
    questions: ClassVar = {
        "failed": ("Failed", failed),
        "approval": ("Waits for approval", waits_for_approval),
        "overdue": ("Overdue by an hour", overdue),
        "stalled": ("Stalled", stalled),
        "changed": ("Address unknown, not seen yet", changed_unseen),
    }


class AgentFilter(admin.SimpleListFilter):
    """The first agents by name; each agent's own page links to that agent's campaigns as well."""

    title = "agent"
    parameter_name = "agent"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in Agent.objects.values_list("pk", "name")[:MOST_AGENTS]]

    def has_output(self) -> bool:
        return True

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        return queryset.filter(agent_id=int(chosen)) if chosen.isdecimal() else queryset


def _draft_waits(_now: datetime) -> Q:
    return Q(
        delivery_status=DeliveryStatus.READY_TO_SEND,
        campaign__campaign_status=CampaignStatus.WAITING_FOR_MANUAL_APPROVAL,
        campaign__send_due_datetime=None,
    )


def _held(_now: datetime) -> Q:
    return _draft_waits(_now) & ~Q(hold_reasons="")


def _unconfirmed(now: datetime) -> Q:
    return Q(delivery_status=DeliveryStatus.SENDING, claimed_at__lte=now - UNCONFIRMED_AFTER)


class EmailAttentionFilter(QuestionFilter):
    title = "what needs a look"
    parameter_name = "attention"
    questions: ClassVar = {
        "approval": ("Waits for approval", _draft_waits),
        "held": ("Held: something looks wrong", _held),
        "unconfirmed": ("Hand-over unconfirmed", _unconfirmed),
    }


class NoticeFilter(QuestionFilter):
    title = "whether a person has seen it"
    parameter_name = "seen"
    questions: ClassVar = {
        "no": ("Not seen yet", lambda _now: Q(seen_at=None)),
        "yes": ("Seen", lambda _now: Q(seen_at__isnull=False)),
    }


class OutboxFilter(QuestionFilter):
    title = "event"
    parameter_name = "event"
    questions: ClassVar = {
        "owed": ("Not published yet", lambda _now: Q(published_at=None)),
        "published": ("Published", lambda _now: Q(published_at__isnull=False)),
    }


class ActorFilter(admin.SimpleListFilter):
    title = "actor"
    parameter_name = "actor"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        return [(actor.value, actor.value.capitalize()) for actor in Actor]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(actor=self.value()) if self.value() else queryset
