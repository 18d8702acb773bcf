"""What a model says around statements is left out where it is not known to be harmless; the statements stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.guards.complaint import Complaint
from campaigns.guards.placing.checks import placing_faults
from campaigns.guards.placing.placed import LONGEST_SHOWN, PlacedSentence, PlacedText, read_placed
from campaigns.guards.placing.vocabulary import WORD, Vocabulary, straight

LEAST_KEPT = 0.35
"""Of the model's own words: with fewer the text is no more what the model wrote, and it is asked again."""
NOTHING_PLACED = "it has no statement of the data: place some"


@dataclass(frozen=True, slots=True)
class Trimmed:
    """What is left of a text, and why the rest is not; `complaints` say why the whole cannot go out all the same."""

    placed: PlacedText
    left_out: tuple[Complaint, ...]
    complaints: tuple[Complaint, ...]


def trimmed(placed: PlacedText, passages: Iterable[str], words: Vocabulary) -> Trimmed:
    """The text without its faulty sentences, and without the words beside statements in faulty sentences with some."""
    faults = placing_faults(placed, passages, words)
    left_out = tuple(fault for paragraph in faults for found in paragraph for fault in found)
    complaints = list(placed.complaints)
    shown = placed.plain[:LONGEST_SHOWN]
    if not any(each.places for each in placed.sentences):
        complaints.append(Complaint("statements", shown, NOTHING_PLACED))
    if not left_out:
        return Trimmed(placed, (), tuple(complaints))
    paragraphs = [
        " ".join(kept(sentence) if found else sentence.text for sentence, found in zip(sentences, of_each, strict=True))
        for sentences, of_each in zip(placed.paragraphs, faults, strict=True)
    ]
    rest = read_placed("\n\n".join(" ".join(each.split()) for each in paragraphs), placed.statements)
    share = words_of(rest) / max(1, words_of(placed))
    if share < LEAST_KEPT:
        reason = f"only {share:.0%} of your own words could stay, and {LEAST_KEPT:.0%} have to"
        complaints += [*left_out, Complaint("statements", shown, reason)]
    return Trimmed(rest, left_out, tuple(complaints))


def kept(sentence: PlacedSentence) -> str:
    """The statements of a faulty sentence alone, each as one: "[m1]. [m2]."; nothing of one without."""
    return " ".join(f"{sentence.text[place.start : place.end]}." for place in sentence.places)


def words_of(placed: PlacedText) -> int:
    return sum(len(WORD.findall(straight(stretch))) for stretch in placed.own_stretches)
