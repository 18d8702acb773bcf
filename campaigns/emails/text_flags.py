"""The offline writer stood in for a model that could not be asked or was refused: a person looks at that first."""

from collections.abc import Iterator

from campaigns.emails.content import ComposedEmail, EmailContent
from campaigns.models import Campaign, TextUse


def text_flags(campaign: Campaign, content: EmailContent, composed: ComposedEmail) -> Iterator[str]:  # noqa: ARG001
    """What was wrong, for each text of this cycle where something was."""
    uses = TextUse.objects.filter(campaign=campaign, cycle=campaign.cycle).exclude(flag="")
    for flag in uses.order_by("kind").values_list("flag", flat=True):
        yield " ".join(flag.split())
