"""A text's sentences. The lines of a table count as sentences of their own, the wrapped lines of prose do not."""

import re
from collections.abc import Iterator

PARAGRAPH = re.compile(r"\n\s*\n")
SHORT = (
    r"\b(?:st|ave|dr|rd|blvd|ln|ct|pl|hwy|apt|no|vs|approx|avg|est|sq|ft|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    r"mr|mrs|ms|inc|co|jr|sr|u\.s|a\.m|p\.m|e\.g|i\.e|yr|mo|mos|yrs|pct|ca|incl|excl|min|max|wk|wks|bd|ba|[a-z])\.$"
)
LONGEST = 10  # no abbreviation is as long
ABBREVIATION = re.compile(SHORT, re.IGNORECASE)
END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)")
LABEL = re.compile(r"^[A-Z][\w' -]{2,60}: ")
PROSE_LINE = 55  # a line of prose that goes on below is not much shorter than the others


def paragraphs_of(text: str) -> list[str]:
    return [part for part in PARAGRAPH.split(text) if part.strip()]


def sentences_of(paragraph: str) -> Iterator[str]:
    for block in blocks_of(paragraph):
        start = 0
        for match in END.finditer(block):
            so_far = block[start : match.end()]
            following = block[match.end() :].lstrip()
            if following[:1].isdigit() and ABBREVIATION.search(so_far, len(so_far) - LONGEST):
                continue
            if following[:1].islower() and (match[0][0] == "." or ABBREVIATION.search(so_far, len(so_far) - LONGEST)):
                continue
            yield so_far.strip()
            start = match.end()
        if block[start:].strip():
            yield block[start:].strip()


def blocks_of(paragraph: str) -> Iterator[str]:
    """The lines, those of wrapped prose joined."""
    block = ""
    length = 0
    for line in paragraph.split("\n"):
        goes_on = length >= PROSE_LINE and not line.startswith(" ") and not LABEL.match(line)
        if block and goes_on:
            block = f"{block} {line.strip()}"
        else:
            if block:
                yield block
            block = line.strip()
        length = len(line)
    if block:
        yield block
