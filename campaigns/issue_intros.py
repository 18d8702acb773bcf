"""The introductions of an agent's issues: kept as the e-mails have them, so that the next ones repeat none of them."""

from datetime import date
from hashlib import sha256
from itertools import islice
from typing import Any

from campaigns import plain
from campaigns.guards.names import pattern_of
from campaigns.models import Campaign, IssueIntro

EARLIER_ISSUES = 6
MOST_TEXTS = 1_000
"""Of the newest issues: where a stand-in was used each client has a text of its own."""
NO_NAME = "…"


def issue_keep_intro(campaign: Campaign, zip_code: str, text: str) -> None:
    """Keep the text of an e-mail that was made; `zip_code` is the one that it speaks of.

    One statement, in the e-mail's transaction, that another e-mail with the same text makes do nothing.
    """
    if campaign.period is not None and text:
        plain.insert_once(IssueIntro, intro_columns(campaign, campaign.period, zip_code, text))


def intro_columns(campaign: Campaign, period: date, zip_code: str, text: str) -> dict[str, Any]:
    """The row to keep; its key is the same for all e-mails of an agent's issue with the same text."""
    kept = without_reader(text, campaign)
    parts = (str(campaign.agent_id), zip_code, period.isoformat(), kept)
    return {
        "key": sha256("\0".join(parts).encode()).hexdigest(),
        "agent_id": campaign.agent_id,
        "zip_code": zip_code,
        "period": period,
        "text": kept,
    }


def earlier_intros(agent_id: int, zip_code: str, period: date) -> list[str]:
    """The texts of the newest issues before a period, newest first.

    Those of the running period are left out: their readers are others, and so all of them ask with the same list.
    """
    before = IssueIntro.objects.filter(agent=agent_id, zip_code=zip_code, period__lt=period)
    rows = list(before.order_by("-period", "-id").values_list("period", "text")[:MOST_TEXTS])
    issues = set(islice(dict.fromkeys(found for found, _ in rows), EARLIER_ISSUES))
    return [text for found, text in rows if found in issues]


def without_reader(text: str, campaign: Campaign) -> str:
    """The text without its reader's name, which a person may have written into it: it may go to a model."""
    pattern = pattern_of((campaign.first_name, campaign.last_name))
    return pattern.sub(NO_NAME, text) if pattern else text
