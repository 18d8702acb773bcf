"""The corpus of texts with statements, judged as a model's answers are."""

from campaigns.guards.complaint import Complaint
from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figure_list import Figures
from campaigns.guards.placing.placed import read_placed
from campaigns.guards.placing.statement import Statements
from campaigns.guards.placing.trimming import Trimmed
from campaigns.guards.text import placed_text_judged
from campaigns.tests.guards.corpus import CorpusText
from fetcher.writers.statements.texts import home_report_statements, intro_statements


def statements_of(text: CorpusText) -> tuple[Statements, Figures]:
    """What the text may place, and the figures that stand in it."""
    if text.home is not None:
        return home_report_statements(text.home), home_report_figures(text.home)
    statements = intro_statements(text.market, text.rate, None, leads_to_report=True)
    return statements, intro_figures(text.market, text.rate)


def judged(text: CorpusText) -> tuple[Trimmed, list[Complaint]]:
    statements, figures = statements_of(text)
    return placed_text_judged(read_placed(text.text, statements), text.kind, figures)


def goes_out_with(text: CorpusText, passage: str) -> bool:
    """Whether the text goes out with the passage in it, as its writer wrote it."""
    rest, complaints = judged(text)
    return not complaints and passage in " ".join(sentence.text for sentence in rest.placed.sentences)
