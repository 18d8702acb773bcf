"""Holding an e-mail for a person's approval although its campaign does not require one.

A source looks at an e-mail that is finished and not stored yet, and gives its reasons, each in words for the person who
is to approve. They are stored with the e-mail; while there is one, the e-mail is approved by a person or never sent.
"""

from collections.abc import Callable, Iterable

from campaigns.emails.content import ComposedEmail, EmailContent
from campaigns.emails.guarded import guarded
from campaigns.emails.text_flags import text_flags
from campaigns.emails.value_jump import value_jump
from campaigns.models import Campaign, Email

Source = Callable[[Campaign, EmailContent, ComposedEmail], Iterable[str]]

SOURCES: tuple[Source, ...] = (value_jump, text_flags, guarded)
"""Each is called once for an e-mail, with no transaction open; the campaign is not locked."""


def hold_reasons(campaign: Campaign, content: EmailContent, composed: ComposedEmail) -> tuple[str, ...]:
    """Why a person has to approve this e-mail, one sentence each; none where nothing stands against it."""
    return tuple(reason for source in SOURCES for reason in source(campaign, content, composed))


def needs_approval(campaign: Campaign, email: Email) -> bool:
    """Whether this e-mail goes only after a person's yes, by its campaign's choice or because it is held."""
    return campaign.requires_approval or email.is_held
