"""Property: by hand the cycle's row and the campaign's UPDATE, in one commit; the home's value is given."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from campaigns.models import Campaign, PropertyData, Step, SubStatus
from campaigns.states import STEP_STATUS
from dripr.benchmarks.consuming import Work
from dripr.benchmarks.databases import run
from dripr.benchmarks.handlers import laying
from dripr.benchmarks.handlers.trial import CYCLE, Trial, Written, moment, one_commit, written

if TYPE_CHECKING:  # the stubs are installed for checks only
    from mypy_boto3_sqs.type_defs import MessageTypeDef

PLACE = ("property_data__campaign_id", "property_data__cycle")
"""Which row a campaign pins; the row's own key is a new one each time."""
PIN = """
UPDATE campaigns_campaign SET property_data_id = LAST_INSERT_ID(), property_status = 'READY'
WHERE id = %s AND cycle = %s AND campaign_status = %s AND property_status = 'WAITING_FOR_DATA'
"""


class Moved(Exception):
    """The campaign no longer waits for this; nothing is written."""


def trial() -> Trial:
    return Trial(Step.PROPERTY.value, _lay_out, _floor, _written)


def _lay_out() -> list[str]:
    waiting = SubStatus.WAITING_FOR_DATA.value
    bodies = laying.lay_out(STEP_STATUS[Step.PROPERTY], waiting, {"property_data_id": None})
    run("DELETE FROM campaigns_propertydata WHERE cycle = %s", CYCLE)
    return bodies


def _floor() -> Work:
    """Given what the handler looks up: all columns of the home's row but the moment."""
    same = [field.attname for field in PropertyData._meta.concrete_fields if field.attname not in ("id", "fetched_at")]
    gift = {values[0]: values for values in PropertyData.objects.filter(cycle=CYCLE).values_list("campaign_id", *same)}
    columns = ", ".join((*same, "fetched_at"))
    insert = f"INSERT INTO campaigns_propertydata ({columns}) VALUES ({', '.join(['%s'] * (len(same) + 1))})"  # noqa: S608 - names of ours

    def work(message: "MessageTypeDef") -> None:
        event = json.loads(message["Body"])
        with one_commit():
            run(insert, *gift[event["campaign_id"]][1:], moment(timezone.now()))
            if not run(PIN, event["campaign_id"], event["cycle"], event["to_status"]):
                raise Moved

    return work


def _written(began: datetime) -> Written:
    campaigns = written(Campaign.objects.order_by("pk"), began, instead=PLACE, without=["property_data_id"])
    return [*campaigns, *written(PropertyData.objects.order_by("campaign_id", "cycle"), began)]
