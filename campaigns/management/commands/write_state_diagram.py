from typing import Any

from django.core.management.base import BaseCommand

from campaigns import diagram


class Command(BaseCommand):
    help = "Writes diagram and table of the moves into docs/campaign-state-machine.md, from the code."

    def handle(self, **_options: Any) -> None:
        diagram.PAGE.write_text(diagram.with_generated_parts(diagram.PAGE.read_text()))
        self.stdout.write(f"written: {diagram.PAGE.name}")
