"""What an e-mail about homes must not say: fair-housing terms, promises, advice, credit terms without disclosure.

The words stand in wording_rules/, each rule with its reason and a better wording. How a pattern is written:
- a blank stands for a blank or a hyphen, so that "family friendly" also finds "family-friendly";
- `<name>` is the list of that name under [words], `<gap>` up to three words of the same sentence, `<gap:5>` up to five;
- a long one goes on over several lines: the break and the blanks after it are none of it;
- it matches whole words of the text in small letters, with straight quotes and plain hyphens.

Most rules list the words that stop a text. A rule with `about` has only signs ("will", "might", "expect"), which stop a
sentence that is about one of those things ("prices", "buyers"). One of the `frames` in the same clause ("I will", "will
be posted") makes it fine.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from campaigns.guards.complaint import Complaint
from campaigns.guards.names import without_names
from campaigns.guards.plain_letters import SAME, plain_letters

RULES = Path(__file__).parent / "wording_rules"
SENTENCE_WORD = r"(?:(?:[^\s.;:!?]|\.(?=[a-z0-9]))+ )"
NEGATION_REACH = 90
"""How many letters before a promise a "not" may stand and still undo it."""

LONGEST_SENTENCE = 400
"""How many letters before a passage its sentence is looked for."""

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
    exceptions: str | None
    negation: Negation
    unless: tuple[str, ...]
    """Where the text holds all of these, the rule does not apply: it has made its disclosure."""
    about: str | None
    """What the sentence has to hold besides; None: the rule's words are enough."""
    frames: str | None
    """What makes a clause fine that holds the rule's words."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """What undoes a promise that follows, what only looks so, and where its reach ends."""

    negations: re.Pattern[str]
    false_negations: re.Pattern[str]
    clause_ends: re.Pattern[str]
    sentence_ends: re.Pattern[str]


def wording_complaints(text: str, names: Iterable[str] = ()) -> list[Complaint]:
    """What is wrong with the words of a text, in the order in which it stands there; empty for a text in order.

    `names` are those of people, companies and streets that code knows: an agent called Christian is no religion. Of a
    passage that other rules have found, a rule with `about` says nothing.
    """
    rules, grammar = wording_rules()
    plain = plain_letters(without_names(text, names), written=text)
    found: dict[tuple[str, str], tuple[int, Complaint]] = {}
    taken: list[tuple[int, int]] = []
    for rule in rules:
        for start, end in _matches(rule, grammar, plain.letters):
            if rule.about and any(start < last and first < end for first, last in taken):
                continue
            taken.append((start, end))
            words = plain.as_written(start, end)
            complaint = Complaint("wording", words, rule.reason, rule.better)
            found.setdefault((rule.id, words.lower()), (start, complaint))
    return [complaint for _, complaint in sorted(found.values(), key=lambda each: each[0])]


@cache
def wording_rules() -> tuple[tuple[Rule, ...], Grammar]:
    """The rules of the data files, the looser ones last; read once a process."""
    read: dict[str, Any] = {"rule": []}
    for file in sorted(RULES.glob("*.toml")):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        read["rule"] += content.pop("rule", [])
        read |= content
    words = _words(read["words"])
    grammar = Grammar(
        negations=_pattern(read["grammar"]["negations"], words),
        false_negations=_pattern(read["grammar"]["false_negations"], words),
        clause_ends=re.compile("|".join(_written_out(pattern, words) for pattern in read["grammar"]["clause_ends"])),
        sentence_ends=re.compile("|".join(read["grammar"]["sentence_ends"])),
    )
    rules = [_rule(rule, words) for rule in read["rule"]]
    return tuple(sorted(rules, key=lambda rule: rule.about is not None)), grammar


def _matches(rule: Rule, grammar: Grammar, letters: str) -> Iterator[tuple[int, int]]:
    """Where the rule's words stand in the text and are not excused; of two that overlap, the one that begins first."""
    if not rule.quick.search(letters) or (rule.unless and all(_compiled(each).search(letters) for each in rule.unless)):
        return
    excused = [found.span() for found in _compiled(rule.exceptions).finditer(letters)] if rule.exceptions else []
    spans = {found.span() for pattern in rule.patterns for found in _compiled(pattern).finditer(letters)}
    last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < last or any(first <= start and end <= after for first, after in excused):
            continue
        if rule.negation == "clears" and _is_negated(letters, start, grammar):
            continue
        if not _is_about(rule, grammar, letters, start, end):
            continue
        last = end
        yield start, end


def _is_about(rule: Rule, grammar: Grammar, letters: str, start: int, end: int) -> bool:
    """Whether the sentence around a passage is about what the rule looks for, and none of its harmless frames."""
    if rule.about:
        sentence = _around(grammar.sentence_ends, letters, start, end)
        if not _compiled(rule.about).search(letters, *sentence):
            return False
    if rule.frames:
        clause = _around(grammar.clause_ends, letters, start, end)
        return not _compiled(rule.frames).search(letters, *clause)
    return True


def _around(ends: re.Pattern[str], letters: str, start: int, end: int) -> tuple[int, int]:
    """From the last of the ends before a passage, with the words of that end, to the first behind it."""
    before = max(0, start - LONGEST_SENTENCE)
    first = max((found.start() for found in ends.finditer(letters, before, start)), default=before)
    behind = ends.search(letters, end)
    return first, behind.start() if behind else len(letters)


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
        quick=_pattern(_put_together(read["patterns"]), words),
        patterns=tuple(_whole_words([pattern], words) for pattern in read["patterns"]),
        exceptions=_whole_words(exceptions, words) if exceptions else None,
        negation=read.get("negation", "keeps"),
        unless=tuple(_whole_words([pattern], words) for pattern in read.get("unless", [])),
        about=_whole_words(read["about"], words) if "about" in read else None,
        frames=_whole_words(read["frames"], words) if "frames" in read else None,
    )


def _put_together(patterns: list[str]) -> list[str]:
    """The same patterns, but of those that begin with the same list only one: trying a long list costs most."""
    rests: dict[str, list[str]] = {}
    for pattern in patterns:
        found = re.match("<[a-z_]+>", pattern.lstrip())
        list_name = found[0] if found else ""
        rests.setdefault(list_name, []).append(pattern.lstrip().removeprefix(list_name))
    return [*rests.pop("", []), *(f"{name}(?:{'|'.join(rest)})" for name, rest in rests.items())]


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
