"""The guards once more, on the finished e-mail: whatever stands in it now, and whoever wrote it."""

from collections.abc import Iterator

from campaigns.emails.content import ComposedEmail, EmailContent
from campaigns.emails.figures import email_complaints, own_passages
from campaigns.guards.complaint import Complaint
from campaigns.guards.form import markup_complaints
from campaigns.guards.names import names_of
from campaigns.guards.wording import wording_complaints
from campaigns.models import Campaign

MOST_REASONS = 10


def guarded(campaign: Campaign, content: EmailContent, composed: ComposedEmail) -> Iterator[str]:  # noqa: ARG001
    """Figures are looked for in the whole e-mail; wording and markup in the two texts alone, since the rest of it holds
    names of streets and people, and links. How long a text is, is its writer's business."""
    found = [*email_complaints(composed.text, content)]
    names = names_of(content.agent.name, content.recipient_first_name, others=own_passages(content))
    for text in (content.intro, content.home_report):
        found += [*wording_complaints(text, names), *markup_complaints(text)]
    yield from list(dict.fromkeys(_in_words(complaint) for complaint in found))[:MOST_REASONS]


def _in_words(complaint: Complaint) -> str:
    return " ".join(f"Guard of {complaint.guard}: {complaint}".split())
