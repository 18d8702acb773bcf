"""Answers of RentCast, composed after its documentation: people and homes in them do not exist."""

import json
from pathlib import Path
from typing import Any

PAYLOADS = Path(__file__).parent / "payloads" / "rentcast"


def payload(name: str) -> Any:
    """A copy of its own of the answer in the file of this name."""
    return json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
