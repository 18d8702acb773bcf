"""The figures guard on texts of five other authors: how many true ones it stops and false ones it passes.

The halves are those of the ids' hashes. The guard was mended on the even half of the first set, on batch A, and on the
even halves of B and C; the other halves were only counted, and of batch D both, once, when all was mended.
"""

from hashlib import sha256

import pytest

from campaigns.guards.derived import home_report_figures, intro_figures
from campaigns.guards.figure_list import Figures
from campaigns.guards.figures import figure_complaints
from campaigns.tests.guards.corpus import (
    CorpusText,
    blind_correct_texts,
    blind_faulty_texts,
    second_blind_correct_texts,
    second_blind_faulty_texts,
)

# of each half of a batch, the most true texts that may be stopped and the most false ones that may pass
BOUNDS = {
    ("", "even"): (0, 0),
    ("", "odd"): (10, 5),
    ("A", "even"): (1, 0),
    ("A", "odd"): (1, 1),
    ("B", "even"): (0, 1),
    ("B", "odd"): (17, 10),
    ("C", "even"): (7, 3),
    ("C", "odd"): (18, 6),
    ("D", "even"): (17, 2),
    ("D", "odd"): (27, 9),
}
CORRECT = blind_correct_texts() + second_blind_correct_texts()
FAULTY = blind_faulty_texts() + second_blind_faulty_texts()


def part_of(text: CorpusText) -> tuple[str, str]:
    return text.batch, "odd" if int(sha256(text.id.encode()).hexdigest(), 16) % 2 else "even"


def figures_of(text: CorpusText) -> Figures:
    return intro_figures(text.market, text.rate) if text.home is None else home_report_figures(text.home)


def is_stopped(text: CorpusText) -> bool:
    return bool(figure_complaints(text.text, figures_of(text)))


@pytest.mark.parametrize("part", BOUNDS, ids="-".join)
def test_no_more_true_texts_are_stopped_than_before(part: tuple[str, str]) -> None:
    stopped = [text.id for text in CORRECT if part_of(text) == part and is_stopped(text)]

    assert len(stopped) <= BOUNDS[part][0]


@pytest.mark.parametrize("part", BOUNDS, ids="-".join)
def test_no_more_false_texts_pass_than_before(part: tuple[str, str]) -> None:
    passed = [text.id for text in FAULTY if part_of(text) == part and not is_stopped(text)]

    assert len(passed) <= BOUNDS[part][1]
