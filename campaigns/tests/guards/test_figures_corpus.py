"""The figures guard on its corpus: no faulty text passes, fewer than one correct text in fifty is stopped."""

from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figure_list import Figures
from campaigns.guards.figures import figure_complaints
from campaigns.tests.guards.corpus import CorpusText, correct_texts, faulty_texts

STOPPED_AT_MOST = 0.02


def figures_of(text: CorpusText) -> Figures:
    return home_report_figures(text.home) if text.home is not None else intro_figures(text.market, text.rate)


def test_no_faulty_text_passes() -> None:
    passed = [f"{each.id} {each.fault}: {each.found}" for each in faulty_texts() if not complaints_of(each)]

    assert len(faulty_texts()) >= 500
    assert passed == []


def test_few_correct_texts_are_stopped() -> None:
    stopped = {each.id: complaints_of(each) for each in correct_texts() if complaints_of(each)}

    assert len(correct_texts()) >= 500
    assert len(stopped) < STOPPED_AT_MOST * len(correct_texts()), stopped


def test_text_on_another_homes_or_areas_facts_is_stopped() -> None:
    """Each correct text, held against the facts of the next text of its kind that was written on others."""
    texts = correct_texts()
    passed = []
    for index, text in enumerate(texts):
        others = (each for each in texts[index + 1 :] + texts[:index] if each.kind == text.kind)
        other = next(each for each in others if figures_of(each) != figures_of(text))
        if not figure_complaints(text.text, figures_of(other)):
            passed.append(text.id)

    assert len(passed) <= 5, passed


def complaints_of(text: CorpusText) -> list[str]:
    return [str(complaint) for complaint in figure_complaints(text.text, figures_of(text))]
