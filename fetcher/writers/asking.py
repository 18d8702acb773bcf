"""Asking the model for one text: what it is asked, and what the guards say to its answer."""

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from django.conf import settings

from campaigns import facts
from campaigns.guards.complaint import Complaint, complaint_lines
from campaigns.guards.echoes import Told
from campaigns.guards.figure_list import Figures
from campaigns.guards.form import TextKind
from campaigns.guards.placing.placed import read_placed
from campaigns.guards.placing.statement import Statements
from campaigns.guards.text import placed_text_judged
from campaigns.guards.version import files_version, guards_version
from fetcher.writers.bedrock_call import Answer, Usage
from fetcher.writers.prompt import Prompt, as_lines
from fetcher.writers.repetition import opening, repetition_complaints

OPENINGS = "openings"
NO_OPENINGS = "- none yet"
MOST_OPENINGS = 12
WORTH_ASKING_AGAIN = frozenset({"", "end_turn", "stop_sequence", "max_tokens", "malformed_model_output"})
"""After any other end (a guardrail, a content filter, a full context) the same question ends the same way."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One text that is wanted: by which prompt, filled with what; agent, ZIP code and period say whose issue it is.

    `figures` are all that the text may say, `statements` the clauses in which the model is to say them.
    """

    kind: TextKind
    prompt: Prompt
    model_id: str
    variables: Mapping[str, str]
    figures: Figures
    statements: Statements
    agent_id: int | None = None
    zip_code: str = ""
    period: date | None = None

    @property
    def key(self) -> str:
        """The same for all who ask with the same prompt version, model and data, for one agent and period.

        The openings that are not to be repeated are no part of it: they follow from agent, ZIP code and period.
        """
        period = self.period.isoformat() if self.period else ""
        parts = (self.kind, self.prompt.version, self.model_id, self.agent_id, period, dict(self.variables))
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @property
    def told(self) -> Told:
        """What the model is given and may not give back; the openings are another guard's."""
        prompt = self.prompt
        return Told((prompt.system, prompt.user, prompt.again), (prompt.user, *self.variables.values()))

    def user_text(self, earlier: Iterable[str]) -> str:
        found = islice(dict.fromkeys(opening(text) for text in earlier), MOST_OPENINGS)
        openings = as_lines(list(found)) or NO_OPENINGS
        return self.prompt.user_text({**self.variables, OPENINGS: openings})


@dataclass(frozen=True, slots=True)
class Attempt:
    """A text with keys, as the model wrote it, and a line for each thing wrong with it; it is good with none.

    `plain` is the text as its readers get it, without what had to be left out; `left_out` says why, a line each.
    """

    text: str
    complaints: tuple[str, ...] = ()
    stop_reason: str = ""
    plain: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        return bool(self.text) and not self.complaints

    @property
    def may_be_mended(self) -> bool:
        return self.stop_reason in WORTH_ASKING_AGAIN


Turns = list[tuple[str, str]]


def turns_of(asked: Asked, earlier: tuple[str, ...], before: Attempt | None) -> Turns:
    """What is said to have the text written, or, with an attempt `before` that was no good, written anew."""
    turns = [("user", asked.user_text(earlier))]
    if before is not None:
        again = asked.prompt.again_text("\n".join(dict.fromkeys([*before.complaints, *before.left_out])))
        turns += [("assistant", before.text), ("user", again)] if before.text else []
        if not before.text:
            turns = [("user", f"{turns[0][1]}\n\n{again}")]
    return turns


def judge_version() -> str:
    """By what a text is judged now: the guards, and what the model is allowed. A refusal by another may be wrong."""
    return f"{guards_version()}-{_own_version()}-{settings.BEDROCK_MAX_TOKENS}-{settings.BEDROCK_TEMPERATURE}"


@functools.cache
def _own_version() -> str:
    return files_version(judging_files())


def judging_files() -> list[Path]:
    """The code outside the guards by which an answer is judged: what its keys stand for, and what it repeats."""
    here = Path(__file__)
    beside = (here.with_name(name) for name in ("caution.py", "figure_words.py", "prompt.py", "repetition.py"))
    return [here, *beside, *(here.parent / "statements").glob("*.py"), Path(facts.__file__)]


def judged_again(asked: Asked, text: str, stop_reason: str, earlier: tuple[str, ...]) -> Attempt:
    """An answer that is stored, by the guards of today."""
    return judged(asked, Answer(text, stop_reason, Usage(), 0), earlier)


def judged(asked: Asked, answer: Answer, earlier: tuple[str, ...]) -> Attempt:
    """The answer with what speaks against it; without text and without a reason for that, nothing does."""
    if not answer.text and (answer.is_finished or not answer.stop_reason):
        return Attempt("", (), answer.stop_reason)
    if not answer.is_finished:
        if answer.stop_reason == "max_tokens":
            complaint = "- The text was cut off at the limit of tokens: write a shorter one."
        else:
            complaint = f"- The model ended with {answer.stop_reason or 'no reason'}: that is no text to send."
        return Attempt(answer.text, (complaint,), answer.stop_reason)
    placed = read_placed(answer.text, asked.statements)
    rest, found = placed_text_judged(placed, asked.kind, asked.figures, asked.told)
    plain = rest.placed.plain
    found += repetition_complaints(plain, tuple(rest.placed.own_stretches), earlier)
    return Attempt(answer.text, lines_of(found), answer.stop_reason, plain, lines_of(rest.left_out))


def lines_of(complaints: Iterable[Complaint]) -> tuple[str, ...]:
    """A line each, as it is kept and told to the model."""
    return tuple(" ".join(line.split()) for line in complaint_lines(complaints))
