"""E-mails of the shipped data with texts by a model pass the guards, too: none of them waits for a person."""

import random
import re

import pytest

from campaigns.models import CampaignStatus, Email, SubStatus, TextUse
from campaigns.states import DATA_SUB_STATUSES
from campaigns.tests.factories import make_agent, make_campaign
from fetcher.providers.offline import homes
from fetcher.tests.converse_server import ConverseRequest, ConverseServer, Reply, text_reply
from fetcher.tests.test_offline_emails import made_by_its_steps

HOMES = 8
LINE = re.compile(r"^- (?P<key>[mrh]\d+) \((?P<about>[^)]*)\): ", re.MULTILINE)
OPENINGS = (
    "I put a pot of coffee on and sat at my desk with the county records.",
    "Here is a short letter with the figures that I read first.",
    "You asked me for a plain page of numbers, and I am glad to send you one.",
    "My winter notebook is open, and these are the lines I copied for you.",
)


def placed_by(request: ConverseRequest) -> Reply:
    """An answer of a model that does what it is told: it places one statement on each thing, in their order."""
    keys = {found["about"]: found["key"] for found in reversed([*LINE.finditer(request.prompt)])}
    by_letter = {letter: [key for key in reversed([*keys.values()]) if key[0] == letter] for letter in "mrh"}
    if by_letter["h"]:
        first, *rest = by_letter["h"]
        remarks = ", and ".join(f"[{key}]" for key in rest[-2:])
        body = " ".join(f"[{key}]." for key in rest[:-2])
        return text_reply(f"This report begins with the estimate. [{first}]. {body}\n\nKeep in mind that {remarks}.")
    opening = OPENINGS[len(request.prompt) % len(OPENINGS)]
    market = " ".join(f"[{key}]." for key in by_letter["m"][:3])
    rates = ", and ".join(f"[{key}]" for key in by_letter["r"][:2])
    return text_reply(f"{opening} {market}\n\nOn the mortgage side, {rates}. Call me with any question you have.")


@pytest.mark.django_db
def test_emails_with_texts_by_a_model_are_not_held(bedrock: ConverseServer) -> None:
    bedrock.answers(placed_by)
    waiting = dict.fromkeys(DATA_SUB_STATUSES, SubStatus.WAITING_FOR_DATA.value)
    for home in random.Random(2).sample(homes(), HOMES):
        campaign = make_campaign(
            agent=make_agent(),
            campaign_status=CampaignStatus.WAITING_FOR_DATA,
            formatted_address=home.formatted_address,
            zip_code=home.zip_code,
            **waiting,
        )
        made_by_its_steps(campaign)
    assert [use.flag for use in TextUse.objects.exclude(flag="")] == []
    assert {email.campaign_id: email.hold_reasons for email in Email.objects.all() if email.is_held} == {}
    assert Email.objects.count() == HOMES
