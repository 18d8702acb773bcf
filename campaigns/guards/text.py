"""All guards over one text."""

from campaigns.guards.complaint import Complaint
from campaigns.guards.echoes import NOTHING, Told
from campaigns.guards.figure_list import Figures
from campaigns.guards.figures import figure_complaints
from campaigns.guards.form import TextKind, form_complaints
from campaigns.guards.wording import wording_complaints


def text_complaints(text: str, kind: TextKind, figures: Figures, told: Told = NOTHING) -> list[Complaint]:
    """What speaks against a text of this kind; nothing where the list is empty. `told`: what its writer was told."""
    return [*form_complaints(text, kind, told), *figure_complaints(text, figures), *wording_complaints(text)]
