"""All guards over one text."""

from collections.abc import Iterable

from campaigns.guards.complaint import Complaint
from campaigns.guards.figure_list import Figures
from campaigns.guards.figures import figure_complaints
from campaigns.guards.form import TextKind, form_complaints
from campaigns.guards.wording import wording_complaints


def text_complaints(text: str, kind: TextKind, figures: Figures, names: Iterable[str] = ()) -> list[Complaint]:
    """What speaks against a text of this kind; nothing where the list is empty. `names` are those of people."""
    known = {*figures.passages, *names}
    return [*form_complaints(text, kind), *figure_complaints(text, figures), *wording_complaints(text, known)]
