"""Whether the HTML of an e-mail shows the figures of its plain text: if so, the guards need to read only that."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from itertools import islice

from campaigns.emails import formats
from campaigns.emails.content import ComposedEmail, EmailContent
from campaigns.guards.complaint import Complaint

NOT_SEEN = re.compile(r"<!--.*?-->|<(?P<element>head|style|script)\b.*?</(?P=element)>|<[^>]*>", re.DOTALL)
PADDING = "\u034f"
"""Stands between what an inbox shows beside the subject and the e-mail itself."""
ADDRESS = re.compile(r"\S*(?:@|://)\S*")
FIGURE = re.compile(r"[$−-]?\d(?:[\d.,:/-]*\d)?[%\w]*|\b(?:[Uu]p|[Dd]own)\b")
ITEM = re.compile(r"^\S.*(?:\n[ \t]+\S.*)*", re.MULTILINE)
"""A line, with the indented ones below it: one figure with its note, one home."""
WRONG_HTML = "the HTML does not show the figures of the plain text here"


def seen_text(html: str) -> tuple[str, str]:
    """What an inbox shows of the page beside the subject, and what a reader sees of it."""
    preview, _, page = unescape(NOT_SEEN.sub(" ", html)).rpartition(PADDING)
    return preview.partition(PADDING)[0], page


def html_complaints(page: str, composed: ComposedEmail, content: EmailContent) -> Iterator[Complaint]:
    """The first place where the figures of both part, and each paragraph of the two texts that the HTML does not hold.

    Both tell the same in the same order; only within an item, amounts, shares and other numbers may change places.
    """
    shown = " ".join(page.split())
    for text in (content.intro, content.home_report if content.home else ""):
        for paragraph in formats.paragraphs(text):
            if " ".join(paragraph.split()) not in shown:
                yield Complaint("figures", paragraph, "the HTML does not hold this text as it is")
    if differing := _first_difference(page, composed.text):
        yield Complaint("figures", differing, WRONG_HTML)


def _first_difference(page: str, plain: str) -> str:
    told = iter(_figures(page))
    head, _, body = plain.partition("\n\n")
    if Counter(own := _figures(head)) != Counter(islice(told, len(own))):
        return head
    for item in ITEM.findall(body):
        own = _figures(item)
        if _by_sort(own) != _by_sort(list(islice(told, len(own)))):
            return str(item)
    return next(told, "")


def _figures(text: str) -> list[str]:
    return [found.lower() for found in FIGURE.findall(ADDRESS.sub(" ", text))]


def _by_sort(figures: list[str]) -> list[str]:
    """Amounts, shares, directions and the rest apart, each in its order."""
    return sorted(
        figures, key=lambda each: 3 if each[-1] == "%" else 2 if each[0] == "$" else 1 if each.isalpha() else 0
    )
