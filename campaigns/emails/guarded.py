"""The guards once more, on the finished e-mail: whatever stands in it now, and whoever wrote it."""

from collections.abc import Iterator
from functools import lru_cache

from campaigns.emails.content import ComposedEmail, EmailContent
from campaigns.emails.figures import email_figures, own_passages
from campaigns.emails.same_figures import html_complaints, seen_text
from campaigns.guards.complaint import Complaint
from campaigns.guards.figures import figure_complaints
from campaigns.guards.form import prose_complaints
from campaigns.guards.names import names_of
from campaigns.guards.wording import wording_complaints
from campaigns.models import Campaign

MOST_REASONS = 10


def guarded(campaign: Campaign, content: EmailContent, composed: ComposedEmail) -> Iterator[str]:  # noqa: ARG001
    """Figures are looked for in the whole e-mail; wording and form in the two texts alone, since the rest of it holds
    names of streets and people, and links. How long a text is, is its writer's business."""
    found = [*_figures(content, composed)]
    names = names_of(content.agent.name, content.recipient_first_name, others=own_passages(content))
    for text in expected_texts(content):
        found += [*wording_complaints(text, names), *_form_complaints(text)]
    yield from list(dict.fromkeys(_in_words(complaint) for complaint in found))[:MOST_REASONS]


@lru_cache(maxsize=256)
def _form_complaints(text: str) -> tuple[Complaint, ...]:
    """An introduction stands in the e-mails of all clients of an agent, one after the other."""
    return tuple(prose_complaints(text))


def expected_texts(content: EmailContent) -> Iterator[str]:
    """The texts that the e-mail should have, also where they are empty."""
    yield content.intro
    home = content.home
    if content.home_report or (home is not None and home.current_value and home.as_of):
        yield content.home_report


def _figures(content: EmailContent, composed: ComposedEmail) -> Iterator[Complaint]:
    """The plain text is read, and what stands beside it in an inbox; of the HTML it is seen that it shows the same."""
    figures = email_figures(content)
    preview, page = seen_text(composed.html)
    yield from figure_complaints(composed.text, figures)
    yield from figure_complaints(f"{composed.subject}\n\n{preview}", figures)
    yield from html_complaints(page, composed, content)


def _in_words(complaint: Complaint) -> str:
    return " ".join(f"Guard of {complaint.guard}: {complaint}".split())
