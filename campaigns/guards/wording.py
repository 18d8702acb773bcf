"""What an e-mail about homes must not say: fair-housing terms, promises, advice, credit terms without disclosure.

The words stand in wording_rules.toml, each rule with its reason and a better wording. How a pattern is written:
- a blank stands for a blank or a hyphen, so that "family friendly" also finds "family-friendly";
- `<name>` is the list of that name under [words], `<gap>` up to three words of the same sentence, `<gap:5>` up to five;
- a long one goes on over several lines: the break and the blanks after it are none of it;
- it matches whole words of the text in small letters, with straight quotes and plain hyphens.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from campaigns.guards.complaint import Complaint
from campaigns.guards.plain_letters import SAME, plain_letters

RULES = Path(__file__).parent / "wording_rules.toml"
SENTENCE_WORD = r"(?:(?:[^\s.;:!?]|\.(?=[a-z0-9]))+ )"
NEGATION_REACH = 90
"""How many letters before a promise a "not" may stand and still undo it."""

Negation = Literal["keeps", "clears"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that stop a text. `exceptions` are look-alikes; where `negation` clears, "I can't promise …" is fine."""

    id: str
    reason: str
    better: str
    quick: re.Pattern[str]
    """All patterns in one: most texts hold none of them."""
    patterns: tuple[str, ...]
    exceptions: re.Pattern[str] | None
    negation: Negation
    unless: tuple[re.Pattern[str], ...]
    """Where the text holds all of these, the rule does not apply: it has made its disclosure."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """What undoes a promise that follows, what only looks so, and where its reach ends."""

    negations: re.Pattern[str]
    false_negations: re.Pattern[str]
    clause_ends: re.Pattern[str]


def wording_complaints(text: str) -> list[Complaint]:
    """What is wrong with the words of a text, in the order in which it stands there; empty for a text in order."""
    rules, grammar = wording_rules()
    plain = plain_letters(text)
    found: dict[tuple[str, str], tuple[int, Complaint]] = {}
    for rule in rules:
        for start, end in _matches(rule, grammar, plain.letters):
            words = plain.as_written(start, end)
            complaint = Complaint("wording", words, rule.reason, rule.better)
            found.setdefault((rule.id, words.lower()), (start, complaint))
    return [complaint for _, complaint in sorted(found.values(), key=lambda each: each[0])]


@cache
def wording_rules() -> tuple[tuple[Rule, ...], Grammar]:
    """The rules of the data file; read once a process."""
    read = tomllib.loads(RULES.read_text(encoding="utf-8"))
    words = _words(read["words"])
    grammar = Grammar(
        negations=_pattern(read["grammar"]["negations"], words),
        false_negations=_pattern(read["grammar"]["false_negations"], words),
        clause_ends=re.compile("|".join(_written_out(pattern, words) for pattern in read["grammar"]["clause_ends"])),
    )
    return tuple(_rule(rule, words) for rule in read["rule"]), grammar


def _matches(rule: Rule, grammar: Grammar, letters: str) -> Iterator[tuple[int, int]]:
    """Where the rule's words stand in the text and are not excused; of two that overlap, the one that begins first."""
    if not rule.quick.search(letters) or (rule.unless and all(each.search(letters) for each in rule.unless)):
        return
    excused = [found.span() for found in rule.exceptions.finditer(letters)] if rule.exceptions else []
    spans = {found.span() for pattern in rule.patterns for found in _compiled(pattern).finditer(letters)}
    last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < last or any(first <= start and end <= after for first, after in excused):
            continue
        if rule.negation == "clears" and _is_negated(letters, start, grammar):
            continue
        last = end
        yield start, end


def _is_negated(letters: str, start: int, grammar: Grammar) -> bool:
    """Whether a "not", "no one", "whether" stands before, in the same clause."""
    before = letters[max(0, start - NEGATION_REACH) : start]
    clause = grammar.clause_ends.split(before)[-1]
    return grammar.negations.search(grammar.false_negations.sub("", clause)) is not None


def _rule(read: Mapping[str, Any], words: Mapping[str, str]) -> Rule:
    exceptions = read.get("exceptions", [])
    return Rule(
        id=read["id"],
        reason=read["reason"],
        better=read["better"],
        quick=_pattern(read["patterns"], words),
        patterns=tuple(_whole_words([pattern], words) for pattern in read["patterns"]),
        exceptions=_pattern(exceptions, words) if exceptions else None,
        negation=read.get("negation", "keeps"),
        unless=tuple(_pattern([pattern], words) for pattern in read.get("unless", [])),
    )


def _words(lists: Mapping[str, list[str]]) -> dict[str, str]:
    """The named lists as patterns; a list may name those that stand before it."""
    words: dict[str, str] = {}
    for name, entries in lists.items():
        words[name] = f"(?:{'|'.join(_written_out(entry, words) for entry in entries)})"
    return words


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiling all of them takes longer than most processes need any."""
    return re.compile(pattern)


def _pattern(patterns: list[str], words: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(_whole_words(patterns, words))


def _whole_words(patterns: list[str], words: Mapping[str, str]) -> str:
    return rf"(?<!\w)(?:{'|'.join(_written_out(pattern, words) for pattern in patterns)})(?!\w)"


def _written_out(pattern: str, words: Mapping[str, str]) -> str:
    plain = "".join(SAME.get(character, character) for character in re.sub(r"(?:^|\n) +", "", pattern))
    blanks = plain.replace(" ", "[ -]")
    gaps = re.sub(r"<gap(?::(\d))?>", lambda gap: f"{SENTENCE_WORD}{{0,{gap[1] or 3}}}", blanks)
    return re.sub(r"<([a-z_]+)>", lambda name: words[name[1]], gaps)
