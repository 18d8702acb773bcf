"""Reads an HTML e-mail as a reader and a mail client do."""

import re
from collections import Counter
from html.parser import HTMLParser

VOID = {"meta", "br"}


class Page(HTMLParser):
    """What stands in a page: its visible words on one line, its elements, and the tags left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self._words: list[str] = []
        self.feed(html)
        self.close()

    @property
    def words(self) -> str:
        return " ".join(" ".join(self._words).split())

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    def values(self, *names: str) -> set[str]:
        """The values of these attributes, on whatever element."""
        return {attributes[name] for _, attributes in self.elements for name in names if name in attributes}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self._words.append(data)


def figures(text: str) -> Counter[str]:
    """Every amount, percentage, measure and date of the report itself, each as often as it stands there."""
    body = re.split("Your home report|Housing market report", " ".join(text.split()))[1]
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    pattern = rf"\$[\d,]+|\d+\.\d+%|\d[\d,.]* (?:beds?|baths?|sq ft|mi)\b|(?:{months}) \d+, \d{{4}}|\b\d\.\d\d\b"
    return Counter(re.findall(pattern, body))
