"""All guards over one text."""

import re
from collections.abc import Iterable

from campaigns.guards.complaint import Complaint
from campaigns.guards.echoes import NOTHING, Told
from campaigns.guards.figure_list import Figures
from campaigns.guards.figures import figure_complaints
from campaigns.guards.form import TextKind, form_complaints
from campaigns.guards.passages import Passages
from campaigns.guards.placing.placed import PlacedText
from campaigns.guards.placing.trimming import Trimmed, trimmed
from campaigns.guards.placing.vocabulary import vocabulary
from campaigns.guards.wording import wording_complaints

DIGIT = re.compile(r"\d")
LOAN = re.compile(r"\b(?:15|30)-year\b")
OWN_FIGURE = "it gives a figure: only statements do, place one"


def text_complaints(
    text: str, kind: TextKind, figures: Figures, names: Iterable[str] = (), told: Told = NOTHING
) -> list[Complaint]:
    """What speaks against a text of this kind; nothing where the list is empty.

    `names` are those of people. A writer who was told something may not repeat it.
    """
    known = {*figures.passages, *names}
    return [*form_complaints(text, kind, told), *figure_complaints(text, figures), *wording_complaints(text, known)]


def placed_text_judged(
    placed: PlacedText, kind: TextKind, figures: Figures, told: Told = NOTHING
) -> tuple[Trimmed, list[Complaint]]:
    """What can go out of a text whose facts are statements of code, and what speaks against it all the same.

    The guards of every text read what is left. A figure in digits of the writer's own counts against the whole text,
    though its passage could be left out: a writer who gives figures is to be asked anew.
    """
    statements = placed.statements
    words = vocabulary(kind, leads_to_report=statements.leads_to_report, seasons=statements.seasons)
    rest = trimmed(placed, figures.passages, words)
    complaints = [*rest.complaints, *text_complaints(rest.placed.plain, kind, figures, told=told)]
    own = Passages(figures.passages)
    complaints += [
        Complaint("statements", stretch.strip(), OWN_FIGURE)
        for stretch in placed.own_stretches
        if DIGIT.search(LOAN.sub("", own.blanked(stretch)))
    ]
    return rest, complaints
