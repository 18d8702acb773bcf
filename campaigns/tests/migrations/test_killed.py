"""kill -9 of a real `manage.py migrate` in the middle of the data: the second run finishes what the first began."""

import subprocess
import time

from django.db import DatabaseError

from campaigns.tests.migrations.scratch import ALIAS, Scratch, legacy_row
from campaigns.tests.migrations.test_adoption import STATUSES
from dripr.tests.processes import Commands, database_url

ROWS = 9_000
"""Several batches of the conversion."""


def converted(scratch: Scratch) -> int:
    """How many rows the conversion has committed so far."""
    try:
        return int(scratch.execute("SELECT COUNT(status_since) FROM campaigns_campaign")[0][0])
    except DatabaseError:
        return 0  # the column is not there yet, or the table is just being changed


def kill_while_converting(scratch: Scratch, process: "subprocess.Popen[str]") -> int:
    """Kill as soon as something is converted; how many rows were."""
    try:
        while not converted(scratch):
            assert process.poll() is None, process.communicate()
            time.sleep(0.02)
    finally:
        process.kill()
        process.communicate()
    return converted(scratch)


def test_adoption_of_which_the_process_was_killed_finishes_on_the_second_run(scratch: Scratch) -> None:
    scratch.make_legacy_table()
    rows = [legacy_row(pk, campaign_status=STATUSES[pk % len(STATUSES)]) for pk in range(1, ROWS + 1)]
    scratch.insert(rows)
    scratch.migrate("accounts")
    scratch.migrate("campaigns", "0001", fake=True)
    commands = Commands({"DATABASE_URL": database_url(ALIAS)})

    done = kill_while_converting(scratch, commands.start("migrate", "campaigns"))
    assert 0 < done < ROWS
    commands.succeed("migrate", "campaigns")

    [(statuses,)] = scratch.execute("SELECT COUNT(*) FROM campaigns_campaign WHERE status_since IS NOT NULL")
    owed = scratch.execute(
        "SELECT COUNT(*), COUNT(DISTINCT campaign_id) FROM campaigns_statuschange WHERE reason = 'adopted'"
    )
    [(at_work,)] = scratch.execute("SELECT COUNT(*) FROM campaigns_campaign WHERE campaign_status <> 'DORMANT'")
    assert (statuses, owed) == (ROWS, [(at_work, at_work)])
