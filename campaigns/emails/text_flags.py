"""The offline writer stood in for a model that could not be asked or was refused: a person looks at that first."""

from collections.abc import Iterator

from campaigns import plain
from campaigns.emails.content import ComposedEmail, EmailContent
from campaigns.models import Campaign, TextUse


def text_flags(campaign: Campaign, content: EmailContent, composed: ComposedEmail) -> Iterator[str]:  # noqa: ARG001
    """What was wrong, for each text of this cycle where something was."""
    uses = plain.select(TextUse, ("kind", "flag"), {"campaign_id": campaign.pk, "cycle": campaign.cycle})
    for _, flag in sorted(uses):
        if flag:
            yield " ".join(flag.split())
