"""All guards on marked texts of an author who had seen none: how many true ones are stopped, how many false pass.

A quarter, by the ids' hashes, was only counted while the guards were mended on the rest.
"""

from hashlib import sha256

import pytest

from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figure_list import Figures
from campaigns.guards.text import marked_text_complaints
from campaigns.tests.guards.corpus import CorpusText, marked_blind_correct_texts, marked_blind_faulty_texts

# of each part, the most true texts that may be stopped and the most false ones that may pass
BOUNDS = {"read": (0, 0), "counted": (7, 4)}


def part_of(text: CorpusText) -> str:
    return "counted" if int(sha256(text.id.encode()).hexdigest(), 16) % 4 == 3 else "read"


def figures_of(text: CorpusText) -> Figures:
    return intro_figures(text.market, text.rate) if text.home is None else home_report_figures(text.home)


def is_stopped(text: CorpusText) -> bool:
    return bool(marked_text_complaints(text.text, text.kind, figures_of(text)))


@pytest.mark.parametrize("part", BOUNDS)
def test_no_more_true_marked_texts_are_stopped_than_before(part: str) -> None:
    stopped = [text.id for text in marked_blind_correct_texts() if part_of(text) == part and is_stopped(text)]

    assert len(stopped) <= BOUNDS[part][0]


@pytest.mark.parametrize("part", BOUNDS)
def test_no_more_false_marked_texts_pass_than_before(part: str) -> None:
    passed = [text.id for text in marked_blind_faulty_texts() if part_of(text) == part and not is_stopped(text)]

    assert len(passed) <= BOUNDS[part][1]
