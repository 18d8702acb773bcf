"""Starts as one would write them with django-fsm-2: a method for the transition, save(), one transaction each."""

from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django_fsm import FSMField, transition  # type: ignore[import-not-found,unused-ignore]

from campaigns import planning, transitions
from campaigns.due import DUE_MOVES
from campaigns.models import Campaign, CampaignStatus, DeliveryStatus, Email, StatusChange, SubStatus
from campaigns.states import DATA_SUB_STATUSES, HOME_REPORT_SUB_STATUS
from dripr.benchmarks.moment import NOW


class Start(models.Model):
    """The transition, for a model with the columns of a campaign."""

    class Meta:
        abstract = True

    @transition(field="campaign_status", source=CampaignStatus.DORMANT, target=CampaignStatus.WAITING_FOR_DATA)  # type: ignore[untyped-decorator,unused-ignore]
    def start(self: Any) -> None:
        dates = planning.dates_after_start(self, NOW)
        self.cycle += 1
        self.period, self.cycle_due_datetime = self.next_period, self.next_send_datetime
        for column in planning.DATE_COLUMNS:
            setattr(self, column, getattr(dates, column))
        for name in DATA_SUB_STATUSES:
            setattr(self, name, SubStatus.WAITING_FOR_DATA)
        setattr(self, HOME_REPORT_SUB_STATUS, SubStatus.DORMANT)
        self.status_since, self.stalled_at, self.republish_count = NOW, NOW + timedelta(hours=6), 0
        self.intro = self.home_report_analysis = self.error_from_status = ""


def _columns() -> dict[str, Any]:
    fields = {field.name: field.clone() for field in Campaign._meta.concrete_fields}
    for field in fields.values():
        if field.remote_field:
            field.remote_field.related_name = "+"
    return fields | {"campaign_status": FSMField(max_length=40, default=CampaignStatus.DORMANT)}


class _Meta:
    app_label = "campaigns"
    db_table = Campaign._meta.db_table
    managed = False


FsmCampaign: Any = type("FsmCampaign", (Start,), {**_columns(), "__module__": __name__, "Meta": _Meta})


def start_singly(count: int) -> int:
    """Start `count` due campaigns, and look at suppression list and drafts as dripr does."""
    due = list(DUE_MOVES[0].campaigns(NOW).values_list("pk", flat=True)[:count])
    for pk in due:
        with transaction.atomic():
            campaign = FsmCampaign.objects.select_for_update().get(pk=pk)
            if transitions.is_suppressed(campaign):
                continue
            drafts = Email.objects.filter(campaign_id=pk, delivery_status=DeliveryStatus.READY_TO_SEND)
            drafts.update(delivery_status=DeliveryStatus.EXPIRED)
            campaign.start()
            campaign.save()
            StatusChange.objects.create(
                campaign_id=pk,
                cycle=campaign.cycle,
                from_status=CampaignStatus.DORMANT,
                to_status=CampaignStatus.WAITING_FOR_DATA,
                actor="poller",
                occurred_at=NOW,
                next_attempt_at=NOW,
            )
    return len(due)
