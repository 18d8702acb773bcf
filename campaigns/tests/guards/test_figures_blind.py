"""The figures guard on texts of another author, written after it: how many true ones it stops and false ones it passes.

The halves are those of the ids' hashes. The guard was mended on the even half; the odd one was only counted.
"""

from hashlib import sha256

import pytest

from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figure_list import Figures
from campaigns.guards.figures import figure_complaints
from campaigns.tests.guards.corpus import CorpusText, blind_correct_texts, blind_faulty_texts

# of each half, the most true texts that may be stopped and the most false ones that may pass
MOST_STOPPED = {"even": 0, "odd": 10}
MOST_PASSED = {"even": 0, "odd": 6}


def half_of(text: CorpusText) -> str:
    return "odd" if int(sha256(text.id.encode()).hexdigest(), 16) % 2 else "even"


def figures_of(text: CorpusText) -> Figures:
    return intro_figures(text.market, text.rate) if text.home is None else home_report_figures(text.home)


def is_stopped(text: CorpusText) -> bool:
    return bool(figure_complaints(text.text, figures_of(text)))


@pytest.mark.parametrize("half", ["even", "odd"])
def test_no_more_true_texts_are_stopped_than_before(half: str) -> None:
    stopped = [text.id for text in blind_correct_texts() if half_of(text) == half and is_stopped(text)]

    assert len(stopped) <= MOST_STOPPED[half]


@pytest.mark.parametrize("half", ["even", "odd"])
def test_no_more_false_texts_pass_than_before(half: str) -> None:
    passed = [text.id for text in blind_faulty_texts() if half_of(text) == half and not is_stopped(text)]

    assert len(passed) <= MOST_PASSED[half]
