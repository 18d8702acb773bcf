"""The table of moves as a Mermaid diagram and as a Markdown table, for docs/campaign-state-machine.md.

`manage.py write_state_diagram` writes them into the page; a test fails when page and table differ.
"""

import re
from pathlib import Path

from campaigns.states import MOVES, Actor, Move

PAGE = Path(__file__).resolve().parent.parent / "docs" / "campaign-state-machine.md"
BETWEEN_MARKS = re.compile(r"(<!-- generated:(\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
FROM_ANYWHERE = 5
"""A move that starts in so many statuses would hide the others in the picture; it stands in the table alone."""


def mermaid() -> str:
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> DORMANT"]
    for move in MOVES:
        if len(move.from_statuses) < FROM_ANYWHERE and move.actors != (Actor.ADMIN,):
            lines += [f"    {start.value} --> {move.to_status.value}: {move.when}" for start in move.from_statuses]
    return "\n".join([*lines, "```"])


def table() -> str:
    lines = ["| from | to | when | made by | sets |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*lines, *(_row(move) for move in MOVES)])


def _row(move: Move) -> str:
    starts = ", ".join(status.value for status in move.from_statuses)
    actors = ", ".join(actor.value for actor in move.actors)
    return f"| {starts} | {move.to_status.value} | {move.when} | {actors} | {move.sets.value} |"


def with_generated_parts(page: str) -> str:
    """The page with what stands between the marks made anew."""
    parts = {"diagram": mermaid(), "table": table()}
    return BETWEEN_MARKS.sub(lambda found: f"{found[1]}{parts[found[2]]}\n{found[3]}", page)
