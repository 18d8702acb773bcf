"""All guards over one text."""

from collections.abc import Iterable

from campaigns.guards.claims.checks import claim_complaints
from campaigns.guards.claims.marks import read_claims
from campaigns.guards.complaint import Complaint
from campaigns.guards.echoes import NOTHING, Told
from campaigns.guards.figure_list import Figures
from campaigns.guards.figures import figure_complaints
from campaigns.guards.form import TextKind, form_complaints
from campaigns.guards.wording import wording_complaints


def text_complaints(text: str, kind: TextKind, figures: Figures, names: Iterable[str] = ()) -> list[Complaint]:
    """What speaks against a text of this kind; nothing where the list is empty. `names` are those of people."""
    known = {*figures.passages, *names}
    return [*form_complaints(text, kind), *figure_complaints(text, figures), *wording_complaints(text, known)]


def marked_text_complaints(text: str, kind: TextKind, figures: Figures, told: Told = NOTHING) -> list[Complaint]:
    """What speaks against a text whose writer had to name the figures, and may not repeat its orders (`told`)."""
    marked = read_claims(text, figures)
    claims = claim_complaints(marked, figures)
    return [*form_complaints(marked.plain, kind, told), *claims, *wording_complaints(marked.plain, figures.passages)]
