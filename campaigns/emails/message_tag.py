"""The tag that goes with each e-mail to the mail service and comes back in its events: which hand-over it was.

Signed, since other environments may send through the same account and number their e-mails as we do.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.core import signing

from campaigns.models import Email

NAME = "dripr_handover"
_signer = signing.Signer(salt="campaigns.message_tag")


class HandOver(NamedTuple):
    """One handing over of one e-mail."""

    email_id: int
    number: int


def email_tags(email: Email) -> list[dict[str, str]]:
    """The tags of the hand-over that an e-mail stands in, as the mail service's call takes them."""
    return [{"Name": NAME, "Value": tag_value(email)}]


def tag_value(email: Email) -> str:
    """Letters, digits, "-" and "_" alone: the service takes nothing else."""
    hand_over = f"{email.pk}-{email.handover}"
    return f"{hand_over}-{_signer.signature(hand_over)}"


def read_tag(tags: Mapping[str, object]) -> HandOver | None:
    """The hand-over that an event's tags name; None where there is no tag of ours."""
    values = tags.get(NAME)
    value = values[0] if isinstance(values, list) and values else None
    if not isinstance(value, str):
        return None
    email_id, _, rest = value.partition("-")
    number, _, signature = rest.partition("-")
    try:
        _signer.unsign(f"{email_id}-{number}:{signature}")
        return HandOver(int(email_id), int(number))
    except (signing.BadSignature, ValueError):
        return None
